package machine

import (
	"go/ast"

	"golang.org/x/tools/go/ssa"
)

// offsetof is unsafe.Offsetof of a field whose struct depends on type
// parameters: ssa makes a call of it, with the field's value.
func (x *compiler) offsetof(in *ssa.Call) instr {
	sel := x.fieldIn(in)
	if sel == nil {
		return nil
	}
	var fields []uintptr // innermost first
	v := in.Call.Args[0]
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	for {
		switch f := v.(type) {
		case *ssa.FieldAddr:
			fields = append(fields, x.m.rt(elem(f.X.Type())).Field(f.Field).Offset)
			v = f.X
			continue
		case *ssa.Field:
			fields = append(fields, x.m.rt(f.X.Type()).Field(f.Field).Offset)
			v = f.X
			continue
		}
		break
	}
	written := 0 // selectors, the rest are embedded fields that go without saying
	for e := ast.Expr(sel); ; written++ {
		s, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = s.X
	}
	switch {
	case written == 1:
	case written == len(fields):
		fields = fields[:1]
	default:
		return nil
	}
	offset := uintptr(0)
	for _, o := range fields {
		offset += o
	}
	d := x.off(in)
	return func(fr *frame) { set(fr, d, offset) }
}

// fieldIn finds the selector that a call of Offsetof is written with.
func (x *compiler) fieldIn(in *ssa.Call) (sel *ast.SelectorExpr) {
	if x.f.Syntax() == nil {
		return nil
	}
	if c := callAt(x.f, in.Pos()); c != nil && len(c.Args) == 1 {
		sel, _ = ast.Unparen(c.Args[0]).(*ast.SelectorExpr)
	}
	return sel
}
