package fn

import (
	"go/token"
	"strconv"
	"strings"
)

// variables decides which registers share a Go variable when a Func is printed, and what the variable is called. Registers
// that move into each other and came from one variable share it, unless both hold a value at the same time.
type variables struct {
	f     *Func
	class []Reg    // of each register: the register that stands for its class
	hint  []string // of each class: the source's name for it
	name  []string
	defs  []int // of each class: in how many places it is set
}

func variablesOf(w *flow) *variables {
	f := w.f
	v := &variables{f: f, class: make([]Reg, len(f.Regs)), hint: make([]string, len(f.Regs)), name: make([]string, len(f.Regs)), defs: make([]int, len(f.Regs))}
	for r := range f.Regs {
		v.class[r], v.hint[r] = Reg(r), f.Regs[r].Name
	}
	clash := w.clashes()
	for _, b := range w.order {
		for k := range f.Blocks[b].succs() {
			for _, m := range f.Blocks[b].End.To[k].Moves {
				v.join(m.Dst, m.Src, clash)
			}
		}
	}
	v.count(w)
	used := map[string]bool{f.Name: true, "math": true, "ad": true}
	for _, b := range f.Blocks {
		for _, in := range b.Code {
			if in.Op == OpGlobal {
				used[in.Label] = true
			}
		}
	}
	for r, x := range f.Regs {
		if c := v.class[r]; v.name[c] == "" && !x.Const {
			v.name[c] = unique(identifier(v.hint[c]), used)
		}
	}
	return v
}

// alone reports whether no other register shares r's variable.
func (v *variables) alone(r Reg) bool {
	for o, c := range v.class {
		if c == v.class[r] && Reg(o) != r {
			return false
		}
	}
	return true
}

// clashes lists the pairs of registers that hold values at the same time.
func (w *flow) clashes() map[Move]bool {
	pairs := map[Move]bool{}
	live := w.live()
	set := func(r Reg, after map[Reg]bool) {
		for o := range after {
			if o != r {
				pairs[Move{r, o}], pairs[Move{o, r}] = true, true
			}
		}
	}
	for _, b := range w.order {
		blk := w.f.Blocks[b]
		for k := range blk.succs() {
			e := blk.End.To[k]
			for _, m := range e.Moves {
				set(m.Dst, live.in[e.Block])
			}
		}
		now := map[Reg]bool{}
		for r := range live.out[b] {
			now[r] = true
		}
		for _, r := range blk.End.reads() {
			now[r] = true
		}
		for i := len(blk.Code) - 1; i >= 0; i-- {
			for _, r := range blk.Code[i].Out {
				set(r, now)
				delete(now, r)
			}
			for _, r := range blk.Code[i].In {
				now[r] = true
			}
		}
	}
	for r := range w.f.Inputs() {
		set(Reg(r), live.in[0])
	}
	return pairs
}

// join puts dst and src into one class if they came from one variable and never clash.
func (v *variables) join(dst, src Reg, clash map[Move]bool) {
	d, s := v.f.Regs[dst], v.f.Regs[src]
	a, b := v.class[dst], v.class[src]
	if a == b || d.Const || s.Const || d.Type != s.Type || v.hint[a] != v.hint[b] && v.hint[a] != "" && v.hint[b] != "" {
		return
	}
	for x, cx := range v.class {
		for y, cy := range v.class {
			if cx == a && cy == b && clash[Move{Reg(x), Reg(y)}] {
				return
			}
		}
	}
	if b < a {
		a, b = b, a
	}
	if v.hint[a] == "" {
		v.hint[a] = v.hint[b]
	}
	for x, c := range v.class {
		if c == b {
			v.class[x] = a
		}
	}
}

// count finds how often each class is set.
func (v *variables) count(w *flow) {
	for r := range v.f.Inputs() {
		v.defs[v.class[r]]++
	}
	for _, b := range w.order {
		blk := v.f.Blocks[b]
		for _, in := range blk.Code {
			for _, r := range in.Out {
				v.defs[v.class[r]]++
			}
		}
		for k := range blk.succs() {
			for _, m := range blk.End.To[k].Moves {
				if v.class[m.Dst] != v.class[m.Src] {
					v.defs[v.class[m.Dst]]++
				}
			}
		}
	}
}

func identifier(name string) string {
	name = strings.NewReplacer(".", "_", "[", "_", "]", "").Replace(name)
	if !token.IsIdentifier(name) || name == "_" {
		return "v"
	}
	return name
}

func unique(name string, used map[string]bool) string {
	for i := 1; ; i++ {
		n := name
		if i > 1 || name == "v" {
			n += strconv.Itoa(i)
		}
		if !used[n] {
			used[n] = true
			return n
		}
	}
}
