package machine

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A φ value and what flows into it share one place where they can: the edge
// then has nothing to move. i = φ(0, i+1) is computed where it lies.

// maxLooks is how many blocks are looked at for the φ values of one function.
const maxLooks = 20000

// A coalescer joins values to classes of which no two are ever needed at the
// same time.
type coalescer struct {
	classes map[ssa.Value]*class
	uses    map[ssa.Value]map[ssa.Instruction]bool
	looks   int
}

// A class is of φ values and results of steps; the first is where they lie.
type class struct{ members []ssa.Value }

// coalesce finds the values that share the place of another, and the φ values
// that need a second place.
func (x *compiler) coalesce() {
	c := &coalescer{map[ssa.Value]*class{}, map[ssa.Value]map[ssa.Instruction]bool{}, maxLooks}
	for _, b := range x.f.Blocks {
		for _, in := range b.Instrs {
			phi, ok := in.(*ssa.Phi)
			if !ok {
				break
			}
			for _, v := range phi.Edges {
				if computed(v) {
					c.join(phi, v)
				}
			}
		}
	}
	for v, k := range c.classes {
		if k.members[0] != v {
			x.together[v] = k.members[0]
		}
	}
	for _, b := range x.f.Blocks {
		for _, in := range b.Instrs {
			phi, ok := in.(*ssa.Phi)
			if !ok {
				break
			}
			x.spare[phi] = x.index[phi]
			if x.dependent(b, phi) {
				x.spare[phi] = x.field(x.m.rt(phi.Type()))
			}
		}
	}
}

// lies is the value in whose place v lies.
func (x *compiler) lies(v ssa.Value) ssa.Value {
	v = whole(v)
	if w, ok := x.together[v]; ok {
		return w
	}
	return v
}

// dependent reports whether another φ of the block takes its value from the
// place of phi.
func (x *compiler) dependent(b *ssa.BasicBlock, phi *ssa.Phi) bool {
	for _, in := range b.Instrs {
		other, ok := in.(*ssa.Phi)
		if !ok {
			return false
		}
		for _, e := range other.Edges {
			if other != phi && x.lies(e) == x.lies(phi) {
				return true
			}
		}
	}
	return false
}

// computed reports whether v is a φ value, or the result of a step that reads
// its operands before it writes.
func computed(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi, *ssa.BinOp, *ssa.Slice, *ssa.FieldAddr:
		return true
	case *ssa.UnOp:
		return v.Op != token.ARROW
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return !ok || b.Name() == "append"
	}
	return false
}

func (c *coalescer) of(v ssa.Value) *class {
	k := c.classes[v]
	if k == nil {
		k = &class{[]ssa.Value{v}}
		c.classes[v] = k
	}
	return k
}

// join makes one class of two, if it can.
func (c *coalescer) join(v, w ssa.Value) {
	a, b := c.of(v), c.of(w)
	if a == b {
		return
	}
	for _, m := range a.members {
		for _, n := range b.members {
			if c.meet(m.(ssa.Instruction), n.(ssa.Instruction)) {
				return
			}
		}
	}
	a.members = append(a.members, b.members...)
	for _, n := range b.members {
		c.classes[n] = a
	}
}

// meet reports whether two values may be needed at the same time.
func (c *coalescer) meet(a, b ssa.Instruction) bool {
	_, p := a.(*ssa.Phi)
	_, q := b.(*ssa.Phi)
	if p && q && a.Block() == b.Block() {
		return true
	}
	return c.neededAfter(a, b) || c.neededAfter(b, a)
}

// neededAfter reports whether the value v may be used, before it is computed
// anew, after the instruction at.
func (c *coalescer) neededAfter(v, at ssa.Instruction) bool {
	uses := c.usesOf(v.(ssa.Value))
	seen := map[*ssa.BasicBlock]bool{}
	var from func(b *ssa.BasicBlock, ins []ssa.Instruction) bool
	from = func(b *ssa.BasicBlock, ins []ssa.Instruction) bool {
		if c.looks--; c.looks < 0 {
			return true
		}
		for _, in := range ins {
			if in == v {
				return false
			}
			if _, phi := in.(*ssa.Phi); !phi && uses[in] {
				return true
			}
		}
		for _, s := range b.Succs {
			if flows(v.(ssa.Value), b, s, uses) {
				return true
			}
			if !seen[s] {
				seen[s] = true
				if from(s, s.Instrs) {
					return true
				}
			}
		}
		return false
	}
	b := at.Block()
	return from(b, b.Instrs[slices.Index(b.Instrs, at)+1:])
}

// usesOf finds the instructions that read v or a part of it.
func (c *coalescer) usesOf(v ssa.Value) map[ssa.Instruction]bool {
	uses := c.uses[v]
	if uses == nil {
		uses = map[ssa.Instruction]bool{}
		collectUses(v, uses)
		c.uses[v] = uses
	}
	return uses
}

func collectUses(v ssa.Value, uses map[ssa.Instruction]bool) {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		default:
			if isWithin(r) {
				collectUses(r.(ssa.Value), uses)
			} else {
				uses[r] = true
			}
		}
	}
}

// flows reports whether the edge from b to s takes v into a φ value.
func flows(v ssa.Value, b, s *ssa.BasicBlock, uses map[ssa.Instruction]bool) bool {
	for _, in := range s.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			return false
		}
		if !uses[phi] {
			continue
		}
		for i, p := range s.Preds {
			if p == b && whole(phi.Edges[i]) == v {
				return true
			}
		}
	}
	return false
}
