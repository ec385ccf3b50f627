package machine

import (
	"go/token"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"
)

// A variable whose address doesn't outlive the call lies in the frame, like
// one whose address isn't taken; ssa puts it on the heap at the first &. The
// address may be loaded from, stored to, compared, and given to functions that
// do no more with it.
//
// Such a function may be redefined by one that keeps the address. The code
// that lent it is then stale: it makes the variables anew on the heap, and its
// frames are not used again, so that addresses into those of running calls
// stay good.

// maxFramed is how large a variable in a frame may be that ssa puts on the heap.
const maxFramed = 4096

// maxLoans is how many parameters are looked at for one variable.
const maxLoans = 200

// A loan is the parameter of a function that is given an address.
type loan struct {
	fn    *ssa.Function
	param int
}

// addressUses is what becomes of an address in one function.
type addressUses struct {
	kept  bool
	loans []loan
}

// framed reports whether a variable can lie in the frame, and whether that
// depends on what other functions do.
func (x *compiler) framed(in *ssa.Alloc) (ok, lent bool) {
	if !in.Heap {
		return true, false
	}
	if size := x.m.rt(elem(in.Type())).Size(); size == 0 || size > maxFramed {
		return false, false
	}
	var u addressUses
	x.m.follow(in, &u)
	if u.kept {
		return false, false
	}
	return x.batch.lend(u.loans), len(u.loans) > 0
}

// follow notes what becomes of the address v.
func (m *Machine) follow(v ssa.Value, u *addressUses) {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			m.follow(r, u)
		case *ssa.IndexAddr:
			m.follow(r, u)
		case *ssa.Slice:
			u.kept = u.kept || !onlyAppended(r)
		case *ssa.Store:
			u.kept = u.kept || r.Val == v
		case *ssa.UnOp:
			u.kept = u.kept || r.Op != token.MUL
		case *ssa.BinOp:
			u.kept = u.kept || r.Op != token.EQL && r.Op != token.NEQ
		case *ssa.Call:
			m.followCall(r.Common(), v, u)
		default:
			u.kept = true
		}
		if u.kept {
			return
		}
	}
}

// onlyAppended reports whether all that is done with a slice of a variable is
// to append its elements to others.
func onlyAppended(s *ssa.Slice) bool {
	for _, r := range used(s) {
		c, ok := r.(*ssa.Call)
		if !ok || isMake(s.X) {
			return false
		}
		b, ok := c.Call.Value.(*ssa.Builtin)
		if !ok || b.Name() != "append" || c.Call.Args[0] == ssa.Value(s) {
			return false
		}
	}
	return true
}

func (m *Machine) followCall(c *ssa.CallCommon, v ssa.Value, u *addressUses) {
	f, ok := c.Value.(*ssa.Function)
	if !ok {
		u.kept = true
		return
	}
	if f = m.body(f); f.Blocks == nil {
		u.kept = true
		return
	}
	for i, a := range c.Args {
		if a == v {
			u.loans = append(u.loans, loan{f, i})
		}
	}
}

// lend reports whether none of the parameters, nor those they are handed on
// to, keeps the address it is given. If so, their functions are held to that.
func (b *batch) lend(loans []loan) bool {
	seen := map[loan]bool{}
	for len(loans) > 0 {
		l := loans[len(loans)-1]
		loans = loans[:len(loans)-1]
		if seen[l] {
			continue
		}
		seen[l] = true
		u := b.usesOf(l)
		if u.kept || len(seen) > maxLoans {
			return false
		}
		loans = append(loans, u.loans...)
	}
	for l := range seen {
		b.slot(l.fn).borrowed |= 1 << l.param
	}
	return true
}

// usesOf is what the function that l.fn is now does with an address.
func (b *batch) usesOf(l loan) *addressUses {
	if u := b.uses[l]; u != nil {
		return u
	}
	u := &addressUses{kept: l.param >= 64}
	if !u.kept {
		b.m.follow(b.m.Current(l.fn).Params[l.param], u)
	}
	b.uses[l] = u
	return u
}

// handOver is told that callers of s, compiled with regard to what it did
// with addresses, will call f.
func (s *slot) handOver(f *ssa.Function) {
	for i := range f.Params {
		if i < 64 && s.borrowed&(1<<i) != 0 {
			b := &batch{m: s.m, uses: map[loan]*addressUses{}}
			if !b.lend([]loan{{f, i}}) {
				s.m.recall()
			}
		}
	}
	for _, a := range s.aliases {
		a.handOver(f)
	}
}

// recall makes the code stale that has lent addresses.
func (m *Machine) recall() {
	m.stale.Store(true)
	m.stale = new(atomic.Bool)
}
