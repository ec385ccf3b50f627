package machine

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// step compiles an instruction that doesn't end its block.
func (x *compiler) step(in ssa.Instruction) {
	if _, note := in.(*ssa.DebugRef); note {
		return
	}
	for _, op := range in.Operands(nil) {
		if *op != nil && !x.isCallee(in, *op) {
			x.use(*op)
		}
	}
	switch in := in.(type) {
	case *ssa.Phi, *ssa.Extract, *ssa.Field:
	case *ssa.ChangeType:
		if !isWithin(in) {
			x.changeInterface(in, in.X)
		}
	case *ssa.BinOp:
		x.computedInPlace(in)
		x.binOp(in)
	case *ssa.UnOp:
		x.unOp(in)
	case *ssa.Convert:
		x.convert(in)
	case *ssa.MultiConvert:
		x.refuse("a conversion between type parameters", "")
	case *ssa.Alloc:
		x.alloc(in)
	case *ssa.Store:
		x.store(in)
	case *ssa.FieldAddr:
		x.fieldAddr(in)
	case *ssa.IndexAddr:
		x.indexAddr(in)
	case *ssa.Index:
		x.indexValue(in)
	case *ssa.Slice:
		x.slice(in)
	case *ssa.MakeSlice:
		x.makeSlice(in)
	case *ssa.SliceToArrayPointer:
		x.sliceToArray(in)
	case *ssa.MakeMap:
		x.makeMap(in)
	case *ssa.Lookup:
		x.lookup(in)
	case *ssa.MapUpdate:
		x.mapUpdate(in)
	case *ssa.Range:
		x.rangeOver(in)
	case *ssa.Next:
		x.next(in)
	case *ssa.MakeInterface:
		x.makeInterface(in)
	case *ssa.ChangeInterface:
		x.changeInterface(in, in.X)
	case *ssa.TypeAssert:
		x.typeAssert(in)
	case *ssa.MakeClosure:
		x.makeClosure(in)
	case *ssa.Call:
		x.call(in)
	case *ssa.Go:
		x.goStmt(in)
	case *ssa.Defer:
		x.deferStmt(in)
	case *ssa.RunDefers:
		x.runDefers(in)
	case *ssa.MakeChan:
		x.makeChan(in)
	case *ssa.Send:
		x.send(in)
	case *ssa.Select:
		x.selectStmt(in)
	default:
		x.refuse(fmt.Sprintf("the instruction %s (%T)", in, in), "")
	}
}

// runDefers makes the deferred calls where the function returns: at a return
// statement, or at the end of its body.
func (x *compiler) runDefers(in *ssa.RunDefers) {
	switch at := in.Block().Instrs[len(in.Block().Instrs)-1].Pos(); {
	case at.IsValid():
		x.pos = at
	case x.f.Syntax() != nil:
		x.pos = x.f.Syntax().End() - 1
	}
	x.emit(func(fr *frame) { fr.runDeferred() })
}

// isCallee reports whether v is the function that in calls by name.
func (x *compiler) isCallee(in ssa.Instruction, v ssa.Value) bool {
	f, ok := v.(*ssa.Function)
	if !ok {
		return false
	}
	switch in := in.(type) {
	case ssa.CallInstruction:
		return in.Common().Value == v
	case *ssa.MakeClosure:
		return in.Fn == ssa.Value(f)
	}
	return false
}

// use loads a function that is used as a value: what the name means now.
func (x *compiler) use(v ssa.Value) {
	f, ok := v.(*ssa.Function)
	if !ok {
		return
	}
	d, load := x.off(f), x.funcValue(f)
	x.emit(func(fr *frame) { set(fr, d, load()) })
}

func (x *compiler) binOp(in *ssa.BinOp) {
	d, a, b := x.off(in), x.off(in.X), x.off(in.Y)
	t := x.m.rt(in.X.Type())
	if x.m.number(in.X.Type()) {
		x.emit(x.numberOp(in, d, a, b))
		return
	}
	if step := x.binOpConst(in, t.Kind(), d, a); step != nil {
		x.emit(step)
		return
	}
	if in.Op == token.SHL || in.Op == token.SHR {
		x.must(shift(t.Kind(), in.Op, d, a, b, x.m.rt(in.Y.Type()).Kind()), in)
		return
	}
	switch t.Kind() {
	case reflect.Interface:
		x.must(x.equalInterfaces(in, d, a, b), in)
		return
	case reflect.Struct, reflect.Array:
		eq, want := x.m.same(t), in.Op == token.EQL
		x.emit(func(fr *frame) { set(fr, d, eq(add(ptr(fr), a), add(ptr(fr), b)) == want) })
		return
	case reflect.Slice, reflect.Map, reflect.Func:
		if c, ok := in.X.(*ssa.Const); ok && c.Value == nil { // nil == x
			a, b = b, a
		}
		if x.m.rt(in.Y.Type()).Kind() == reflect.Interface {
			x.refuse("comparing an interface value with a "+t.Kind().String(), "")
		}
	}
	x.must(binary(t.Kind(), in.Op, d, a, b), in)
}

// binOpConst is an operation on an integer and a constant; nil if it is another.
func (x *compiler) binOpConst(in *ssa.BinOp, k reflect.Kind, d, a uintptr) instr {
	c, ok := in.Y.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return nil
	}
	if in.Op != token.SHL && in.Op != token.SHR {
		return binaryConst(k, in.Op, d, a, add(x.c.tmpl, x.off(c)))
	}
	if n, exact := constant.Uint64Val(c.Value); exact {
		return shiftConst(k, in.Op, d, a, n)
	}
	return nil
}

// must emits a step, or refuses the instruction it should have been for.
func (x *compiler) must(step instr, in ssa.Instruction) {
	if step == nil {
		if c, ok := in.(*ssa.Convert); ok {
			x.refuse(fmt.Sprintf("the conversion from %s to %s", c.X.Type(), c.Type()), "")
		}
		x.refuse(fmt.Sprintf("the operation %s", in), "")
	}
	x.emit(step)
}

func (x *compiler) unOp(in *ssa.UnOp) {
	switch in.Op {
	case token.MUL:
		x.load(in)
	case token.ARROW:
		x.receive(in)
	case token.SUB:
		if n, d, a := x.m.cfg.Numbers, x.off(in), x.off(in.X); x.m.number(in.Type()) {
			x.emit(func(fr *frame) { set(fr, d, n.Negate(get[ptr](fr, a))) })
			return
		}
		fallthrough
	default:
		x.must(unary(x.m.rt(in.Type()).Kind(), in.Op, x.off(in), x.off(in.X)), in)
	}
}

func (x *compiler) convert(in *ssa.Convert) {
	to, from := x.m.rt(in.Type()), x.m.rt(in.X.Type())
	d, a := x.off(in), x.off(in.X)
	if x.m.number(in.Type()) || x.m.number(in.X.Type()) {
		x.must(x.numberConversion(in.Type(), in.X.Type(), d, a), in)
		return
	}
	if to.Kind() == reflect.String && from.Kind() >= reflect.Int && from.Kind() <= reflect.Uintptr {
		x.emit(runeString(from.Kind(), d, a))
		return
	}
	if s := textual(to, from, d, a); s != nil {
		x.emit(s)
		return
	}
	if to.Kind() == reflect.Uintptr && from.Kind() == reflect.UnsafePointer && isGlobalAddress(in.X) {
		x.refuse("the address of a package variable as a number", "") // it lies where no linker would put it
	}
	if to.Kind() == reflect.UnsafePointer && from.Kind() == reflect.Uintptr || kindOfMove(to) == movePtr && kindOfMove(from) == movePtr ||
		to.Kind() == reflect.Uintptr && from.Kind() == reflect.UnsafePointer {
		x.emit(func(fr *frame) { set(fr, d, get[ptr](fr, a)) })
		return
	}
	if to.Kind() == reflect.String && from.Kind() == reflect.String || to.Kind() == reflect.Slice && from.Kind() == reflect.Slice {
		mv := newMove(d, a, to)
		x.emit(func(fr *frame) { mv.do(ptr(fr), ptr(fr)) })
		return
	}
	x.must(numeric(to.Kind(), from.Kind(), d, a), in)
}

// isGlobalAddress reports whether v is unsafe.Pointer(&g) for a package variable g.
func isGlobalAddress(v ssa.Value) bool {
	if c, ok := v.(*ssa.Convert); ok {
		v = c.X
	}
	_, ok := v.(*ssa.Global)
	return ok
}

// panics is the builtin panic, which ends a block.
func (x *compiler) panics(in *ssa.Panic) {
	if step := x.rangePanic(in); step != nil {
		x.emit(step)
		return
	}
	a := x.off(in.X)
	x.emit(func(fr *frame) { panic(get[any](fr, a)) })
}

// assignedTo is the name of the variable that a call's result is assigned to,
// or "".
func (x *compiler) assignedTo(in *ssa.Call) string {
	if x.assigned == nil {
		x.assigned = map[token.Pos]string{}
		if x.f.Syntax() != nil {
			ast.Inspect(x.f.Syntax(), func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					if len(n.Lhs) == len(n.Rhs) {
						for i, rhs := range n.Rhs {
							x.assigns(n.Lhs[i], rhs)
						}
					}
				case *ast.ValueSpec:
					for i, rhs := range n.Values {
						if len(n.Names) == len(n.Values) {
							x.assigns(n.Names[i], rhs)
						}
					}
				}
				return true
			})
		}
	}
	return x.assigned[in.Pos()]
}

func (x *compiler) assigns(lhs, rhs ast.Expr) {
	id, ok := lhs.(*ast.Ident)
	call, isCall := ast.Unparen(rhs).(*ast.CallExpr)
	if ok && isCall && id.Name != "_" {
		x.assigned[call.Lparen] = id.Name
	}
}
