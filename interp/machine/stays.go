package machine

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// stays reports whether the memory that v holds, a slice or what contains one,
// is used by this call alone, and those that it waits for.
func (m *Machine) stays(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	for _, r := range used(v) {
		ok := false
		switch r := r.(type) {
		case *ssa.Phi, *ssa.Slice, *ssa.ChangeType:
			ok = m.stays(r.(ssa.Value), seen)
		case *ssa.BinOp, *ssa.Convert: // a conversion to a string copies
			ok = true
		case *ssa.IndexAddr:
			var u addressUses
			m.follow(r, &u)
			ok = !u.kept && len(u.loans) == 0
		case *ssa.Field:
			ok = m.pointless(r) || m.stays(r, seen)
		case *ssa.Store:
			a := root(r.Addr)
			ok = r.Val == v && a != nil && m.staysAt(a, seen)
		case *ssa.Call:
			ok = m.staysIn(r, v, seen)
		}
		if !ok {
			return false
		}
	}
	return true
}

// pointless reports whether v has no pointers.
func (m *Machine) pointless(v ssa.Value) bool {
	return (*rtype)(typeWord(m.rt(v.Type()))).ptrBytes == 0
}

// staysAt reports the same of all that lies at an address: the compiler does
// not tell the fields of a variable apart.
func (m *Machine) staysAt(addr ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[addr] {
		return true
	}
	seen[addr] = true
	for _, r := range used(addr) {
		ok := false
		switch r := r.(type) {
		case *ssa.FieldAddr, *ssa.IndexAddr:
			ok = m.staysAt(r.(ssa.Value), seen)
		case *ssa.UnOp:
			ok = r.Op == token.MUL && (m.pointless(r) || m.stays(r, seen))
		case *ssa.Store:
			ok = r.Val != addr
		case *ssa.Call:
			ok = m.staysBehind(r, addr, seen)
		}
		if !ok {
			return false
		}
	}
	return true
}

// staysIn reports the same of what a call does with v.
func (m *Machine) staysIn(in *ssa.Call, v ssa.Value, seen map[ssa.Value]bool) bool {
	if f, ok := in.Call.Value.(*ssa.Builtin); ok {
		return f.Name() != "append" || in.Call.Args[0] != v || m.stays(in, seen)
	}
	return m.inEach(in, v, func(p *ssa.Parameter) bool { return m.stays(p, seen) })
}

// staysBehind reports the same of what it does with what lies at an address.
func (m *Machine) staysBehind(in *ssa.Call, addr ssa.Value, seen map[ssa.Value]bool) bool {
	return m.inEach(in, addr, func(p *ssa.Parameter) bool { return m.staysAt(p, seen) })
}

// inEach reports whether all of a function's parameters that a call gives v
// are so; false if it isn't known what the function does.
func (m *Machine) inEach(in *ssa.Call, v ssa.Value, so func(*ssa.Parameter) bool) bool {
	f, ok := in.Call.Value.(*ssa.Function)
	if !ok {
		return false
	}
	body := m.body(f)
	for i, a := range in.Call.Args {
		if a == v && (i >= len(body.Params) || body.Blocks == nil || !so(body.Params[i])) {
			return false
		}
	}
	return true
}

// inPlace reports whether the compiler lets a part of a variable grow where it
// lies, as it does with what isn't in registers: there is no room for it then.
func (x *compiler) inPlace(in *ssa.Call) bool {
	from, ok := in.Call.Args[0].(*ssa.UnOp)
	if !ok {
		return false
	}
	a := root(from.X)
	if a != nil && inRegisters(x.m.rt(elem(a.Type()))) && !addressed(a) {
		return false
	}
	for _, r := range used(in) {
		if s, ok := r.(*ssa.Store); ok && s.Val == ssa.Value(in) && samePlace(s.Addr, from.X) {
			return true
		}
	}
	return false
}

// samePlace reports whether two addresses are of the same part of a variable.
func samePlace(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *ssa.FieldAddr:
		b, ok := b.(*ssa.FieldAddr)
		return ok && a.Field == b.Field && samePlace(a.X, b.X)
	case *ssa.IndexAddr:
		b, ok := b.(*ssa.IndexAddr)
		return ok && sameIndex(a.Index, b.Index) && samePlace(a.X, b.X)
	}
	return false
}

func sameIndex(a, b ssa.Value) bool {
	c, ok := a.(*ssa.Const)
	d, and := b.(*ssa.Const)
	return a == b || ok && and && c.Int64() == d.Int64()
}
