package machine

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// fused is the end of a block that compares two numbers and goes one way or
// the other; nil for other conditions.
func (x *compiler) fused(cond *ssa.BinOp, yes, no edge) func(*frame) *block {
	a, b := x.off(cond.X), x.off(cond.Y)
	_, fixed := cond.Y.(*ssa.Const)
	switch x.m.rt(cond.X.Type()).Kind() {
	case reflect.Int, reflect.Int64:
		return fusedOf[int](x, cond.Op, a, b, fixed, yes, no)
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return fusedOf[uint](x, cond.Op, a, b, fixed, yes, no)
	case reflect.Uint8:
		return fusedOf[uint8](x, cond.Op, a, b, fixed, yes, no)
	case reflect.Int32:
		return fusedOf[int32](x, cond.Op, a, b, fixed, yes, no)
	case reflect.Float64:
		return fusedOf[float64](x, cond.Op, a, b, fixed, yes, no)
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer, reflect.Map, reflect.Func:
		if fixed && (cond.Op == token.EQL || cond.Op == token.NEQ) {
			return fusedNil(cond.Op == token.EQL, a, yes, no)
		}
	}
	return nil
}

func fusedOf[T ordered](x *compiler, op token.Token, a, b uintptr, fixed bool, yes, no edge) func(*frame) *block {
	switch op { // of six comparisons three are enough
	case token.GEQ:
		if _, float := any(*new(T)).(float64); !float {
			op, yes, no = token.LSS, no, yes
		}
	case token.GTR:
		if _, float := any(*new(T)).(float64); !float {
			op, yes, no = token.LEQ, no, yes
		}
	case token.NEQ:
		op, yes, no = token.EQL, no, yes
	}
	plain := yes.plain() && no.plain()
	switch {
	case plain && fixed:
		return plainConst(op, a, *(*T)(add(x.c.tmpl, b)), yes.to, no.to)
	case plain:
		return plainBranch[T](op, a, b, yes.to, no.to)
	case fixed:
		return branchConst(op, a, *(*T)(add(x.c.tmpl, b)), yes.term(), no.term())
	}
	return branchOf[T](op, a, b, yes.term(), no.term())
}

func fusedNil(want bool, a uintptr, yes, no edge) func(*frame) *block {
	if !want {
		yes, no = no, yes
	}
	if yes.plain() && no.plain() {
		yes, no := yes.to, no.to
		return func(fr *frame) *block {
			if get[ptr](fr, a) == nil {
				return yes
			}
			return no
		}
	}
	y, n := yes.term(), no.term()
	return func(fr *frame) *block {
		if get[ptr](fr, a) == nil {
			return y(fr)
		}
		return n(fr)
	}
}

func plainBranch[T ordered](op token.Token, a, b uintptr, yes, no *block) func(*frame) *block {
	switch op {
	case token.LSS:
		return func(fr *frame) *block {
			if get[T](fr, a) < get[T](fr, b) {
				return yes
			}
			return no
		}
	case token.LEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) <= get[T](fr, b) {
				return yes
			}
			return no
		}
	case token.EQL:
		return func(fr *frame) *block {
			if get[T](fr, a) == get[T](fr, b) {
				return yes
			}
			return no
		}
	case token.GTR:
		return func(fr *frame) *block {
			if get[T](fr, a) > get[T](fr, b) {
				return yes
			}
			return no
		}
	case token.GEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) >= get[T](fr, b) {
				return yes
			}
			return no
		}
	}
	return nil
}

func plainConst[T ordered](op token.Token, a uintptr, c T, yes, no *block) func(*frame) *block {
	switch op {
	case token.LSS:
		return func(fr *frame) *block {
			if get[T](fr, a) < c {
				return yes
			}
			return no
		}
	case token.LEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) <= c {
				return yes
			}
			return no
		}
	case token.EQL:
		return func(fr *frame) *block {
			if get[T](fr, a) == c {
				return yes
			}
			return no
		}
	case token.GTR:
		return func(fr *frame) *block {
			if get[T](fr, a) > c {
				return yes
			}
			return no
		}
	case token.GEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) >= c {
				return yes
			}
			return no
		}
	}
	return nil
}

func branchOf[T ordered](op token.Token, a, b uintptr, yes, no func(*frame) *block) func(*frame) *block {
	switch op {
	case token.LSS:
		return func(fr *frame) *block {
			if get[T](fr, a) < get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.LEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) <= get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.EQL:
		return func(fr *frame) *block {
			if get[T](fr, a) == get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GTR:
		return func(fr *frame) *block {
			if get[T](fr, a) > get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) >= get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	}
	return nil
}

func branchConst[T ordered](op token.Token, a uintptr, c T, yes, no func(*frame) *block) func(*frame) *block {
	switch op {
	case token.LSS:
		return func(fr *frame) *block {
			if get[T](fr, a) < c {
				return yes(fr)
			}
			return no(fr)
		}
	case token.LEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) <= c {
				return yes(fr)
			}
			return no(fr)
		}
	case token.EQL:
		return func(fr *frame) *block {
			if get[T](fr, a) == c {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GTR:
		return func(fr *frame) *block {
			if get[T](fr, a) > c {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) >= c {
				return yes(fr)
			}
			return no(fr)
		}
	}
	return nil
}
