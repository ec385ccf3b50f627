package interp

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	yaegi "github.com/traefik/yaegi/interp"
)

// A topLevel evaluates the top level of simple cells in yaegi, without
// compiling them: assignments of constants, variables, arithmetic and calls of
// compiled functions, on types that compiled code has too. That is what yaegi
// is known to do as Go does; calls of functions of the session, and everything
// else, is the machine's.
//
// yaegi never sees a name of the user's. A cell becomes a function of which
// cells that differ in constants and variables share one; see shape.go.
type topLevel struct {
	s      *Session
	yaegi  *yaegi.Interpreter
	shapes map[string]*shape // compiled in this interpreter
}

// maxShapes is how many shapes one yaegi compiles: it never forgets any.
const maxShapes = 64

const topLevelImport = "gojac/cell"

func newTopLevel(s *Session) *topLevel { return &topLevel{s: s} }

// A script is a cell's top level as source for yaegi.
type script struct {
	*topLevel
	c       *checked
	symbols []symbol
	names   map[*types.Var]string
	body    strings.Builder
	calls   []token.Pos // of each statement: where a panic in it is placed
	called  bool        // the statement under way has its call
	results []reflect.Value
}

var errNotSimple = errors.New("not a simple cell")

// script translates the cell, or fails with errNotSimple.
func (t *topLevel) script(c *checked) (s *script, err error) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case errNotSimple:
			err = errNotSimple
		default:
			panic(r)
		}
	}()
	s = &script{topLevel: t, c: c, names: map[*types.Var]string{}}
	sts := c.statements()
	for i, st := range sts {
		_, ends := st.(*ast.ReturnStmt)
		simple(!ends || i == len(sts)-1)
		fmt.Fprintf(&s.body, "*c.Step = %d\n", i)
		s.calls, s.called = append(s.calls, st.Pos()), false
		s.statement(st)
	}
	return s, nil
}

// simple stops the translation unless ok.
func simple(ok bool) {
	if !ok {
		panic(errNotSimple)
	}
}

func (s *script) statement(st ast.Stmt) {
	switch st := st.(type) {
	case *ast.AssignStmt:
		simple(st.Tok == token.ASSIGN && len(st.Lhs) == 1 && len(st.Rhs) == 1)
		id, ok := st.Lhs[0].(*ast.Ident)
		simple(ok && id.Name != "_")
		simple(types.Identical(s.typeOf(id), s.typeOf(st.Rhs[0])))
		fmt.Fprintf(&s.body, "v%d := %s\n", len(s.calls), s.expr(st.Rhs[0]))
		s.check()
		fmt.Fprintf(&s.body, "%s = v%d\n", s.expr(id), len(s.calls))
	case *ast.ExprStmt:
		call, ok := st.X.(*ast.CallExpr)
		simple(ok)
		fmt.Fprintf(&s.body, "%s\n", s.call(call))
		s.check()
	case *ast.ReturnStmt:
		results := s.c.evaluated()
		for i, e := range st.Results {
			t := results[i].typ
			simple(types.Identical(t, s.typeOf(e)))
			p := reflect.New(s.s.layout(t)).Elem()
			s.results = append(s.results, p)
			fmt.Fprintf(&s.body, "*c.%s = %s\n", s.symbol(symbol{kind: 'R', value: p}), s.expr(e))
		}
	default:
		simple(false)
	}
}

// check ends the script after a call during which the cell was interrupted.
func (s *script) check() {
	if s.called {
		s.body.WriteString("c.Check()\n")
	}
}

// typeOf returns the type of e, which must be one that compiled code has too.
func (s *script) typeOf(e ast.Expr) types.Type {
	t := s.c.info.TypeOf(e)
	simple(t != nil && s.s.machine.Native(t))
	_, isFunc := t.Underlying().(*types.Signature)
	simple(!isFunc && !types.IsInterface(t))
	return t
}

// symbol adds to what the script can name, and returns the name.
func (s *script) symbol(sym symbol) string {
	s.symbols = append(s.symbols, sym)
	return sym.name(len(s.symbols) - 1)
}

func (s *script) expr(e ast.Expr) string {
	t := s.typeOf(e)
	if v := s.c.info.Types[e].Value; v != nil {
		value, ok := s.s.constant(v, t)
		simple(ok && value.Kind() != reflect.Float32 && !value.CanComplex())
		return "*c." + s.symbol(symbol{kind: 'K', value: value})
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return "(" + s.expr(e.X) + ")"
	case *ast.Ident:
		v, ok := s.c.info.ObjectOf(e).(*types.Var)
		simple(ok && isCell(v.Pkg()))
		name := s.names[v]
		if name == "" {
			name = s.symbol(symbol{kind: 'V', value: s.s.machine.Variable(v)})
			s.names[v] = name
		}
		return "**c." + name
	case *ast.BinaryExpr:
		simple(s.arithmetic(e))
		return fmt.Sprintf("(%s %s %s)", s.expr(e.X), e.Op, s.expr(e.Y))
	case *ast.CallExpr:
		return s.call(e)
	}
	panic(errNotSimple)
}

// arithmetic reports whether yaegi can be trusted with a binary expression.
func (s *script) arithmetic(e *ast.BinaryExpr) bool {
	x, ok := s.typeOf(e.X).(*types.Basic)
	if !ok || !types.Identical(x, s.typeOf(e.Y)) || x.Kind() != types.Float64 && x.Kind() != types.Int {
		return false
	}
	switch e.Op {
	case token.ADD, token.SUB, token.MUL, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return e.Op == token.QUO && x.Kind() == types.Float64
}

// call translates the call of a compiled function or method. A statement has
// at most one call, so that a panic has one place.
func (s *script) call(e *ast.CallExpr) string {
	simple(!e.Ellipsis.IsValid())
	simple(!s.called)
	s.called = true
	var callee *types.Func
	var args []string
	switch fun := ast.Unparen(e.Fun).(type) {
	case *ast.SelectorExpr:
		callee, _ = s.c.info.Uses[fun.Sel].(*types.Func)
		simple(callee != nil && !isCell(callee.Pkg()) && !s.s.machine.Particular(callee) && !asksWhoCalls(callee))
		if sel := s.c.info.Selections[fun]; sel != nil {
			simple(sel.Kind() == types.MethodVal && len(sel.Index()) == 1 && !sel.Indirect() == !isPointer(sel.Recv()))
			simple(types.Identical(sel.Recv(), callee.Signature().Recv().Type()))
			args = append(args, s.expr(fun.X))
		}
	default:
		simple(false)
	}
	v, ok := s.s.native(callee)
	simple(ok)
	s.calls[len(s.calls)-1] = e.Lparen
	for i, a := range e.Args {
		s.argument(callee.Signature(), i)
		args = append(args, s.expr(a))
	}
	return fmt.Sprintf("c.%s(%s)", s.symbol(symbol{kind: 'F', value: v, fn: callee}), strings.Join(args, ", "))
}

// argument checks that parameter i takes its argument as it is, or as any.
func (s *script) argument(sig *types.Signature, i int) {
	p := sig.Params().At(min(i, sig.Params().Len()-1)).Type()
	if sig.Variadic() && i >= sig.Params().Len()-1 {
		p = p.(*types.Slice).Elem()
	}
	it, ok := p.Underlying().(*types.Interface)
	simple(!ok || it.NumMethods() == 0)
	_, isFunc := p.Underlying().(*types.Signature)
	simple(!isFunc)
}
