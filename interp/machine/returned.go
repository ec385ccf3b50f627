package machine

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// The compiler also has room on the stack for what is appended to a variable
// that the function returns, where nothing else holds its elements before: it
// moves them when the function returns, to memory of the size they need. What
// it asks of the variable is in cmd/compile/internal/slice, and is asked here
// in its words.

// A returned is a variable of slice type, as far as the function's text says
// that it holds its elements alone until it is returned.
type returned struct {
	uses, known int             // how often it is named; and in ways that keep it so
	weight      int             // of the appends: those in loops count more
	depth       int             // of the loop that declares it
	capUsed     bool            // whether its capacity matters before the return
	at          *ast.ReturnStmt // the return
	result      int             // which one it is there
	lost        bool            // it has more returns, or one in a loop
}

// moved reports whether the compiler moves it to the heap.
func (r *returned) moved() bool {
	return r != nil && r.at != nil && !r.lost && r.uses == r.known && r.weight > 1
}

// returnedIn finds the variables of a function of which some are moved.
func returnedIn(scope *types.Scope, f ast.Node) map[types.Object]*returned {
	w := &returnedWalk{scope: scope, f: f, found: map[types.Object]*returned{}}
	switch f := f.(type) {
	case *ast.FuncDecl:
		w.function(f.Type, f.Body)
	case *ast.FuncLit:
		w.function(f.Type, f.Body)
	}
	return w.found
}

type returnedWalk struct {
	scope *types.Scope // of the package
	f     ast.Node
	found map[types.Object]*returned
	depth int // of loops
}

// function walks the body. A named result is in no such room where the call is
// inlined, or something deferred.
func (w *returnedWalk) function(signature *ast.FuncType, body *ast.BlockStmt) {
	if signature.Results != nil {
		w.loseAll(signature.Results)
	}
	w.walk(body)
}

// of returns what is known of the variable of slice type that e names, of this
// function; nil of anything else.
func (w *returnedWalk) of(e ast.Expr) *returned {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v := meant(w.scope, id)
	if _, ok := v.(*types.Var); !ok || v.Pos() < w.f.Pos() || v.Pos() >= w.f.End() {
		return nil
	}
	if _, ok := v.Type().Underlying().(*types.Slice); !ok {
		return nil
	}
	if w.found[v] == nil {
		w.found[v] = &returned{}
	}
	return w.found[v]
}

// keeps notes that e, if it is such a variable, is used in a way that keeps
// its elements its own.
func (w *returnedWalk) keeps(e ast.Expr) *returned {
	r := w.of(e)
	if r != nil {
		r.known++
	}
	return r
}

func (w *returnedWalk) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if r := w.of(n); r != nil {
				r.uses++
			}
		case *ast.SelectorExpr:
			w.walk(n.X)
			return false
		case *ast.IndexExpr:
			w.keeps(n.X)
		case *ast.UnaryExpr:
			if at, ok := ast.Unparen(n.X).(*ast.IndexExpr); ok && n.Op == token.AND {
				w.lose(at.X)
			}
		case *ast.SliceExpr:
			if at, ok := n.X.(*ast.IndexExpr); ok { // of an array
				w.lose(at.X)
			}
		case *ast.FuncLit:
			w.loseAll(n)
			return false
		case *ast.CallExpr:
			w.call(n)
		case *ast.ValueSpec:
			w.declare(n)
		case *ast.AssignStmt:
			w.assignments(n)
		case *ast.ReturnStmt:
			w.returns(n)
		case *ast.RangeStmt:
			w.keeps(n.X)
			w.loop(n.Key, n.Value, n.X, n.Body)
			return false
		case *ast.ForStmt:
			w.loop(n.Init, n.Cond, n.Post, n.Body)
			return false
		}
		return true
	})
}

func (w *returnedWalk) loop(parts ...ast.Node) {
	w.depth++
	for _, part := range parts {
		if part != nil {
			w.walk(part)
		}
	}
	w.depth--
}

func (w *returnedWalk) lose(e ast.Expr) {
	if r := w.of(e); r != nil {
		r.lost = true
	}
}

// loseAll loses all that n names.
func (w *returnedWalk) loseAll(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			w.lose(id)
		}
		return true
	})
}

// call keeps what len and cap are asked of. A method may keep the address of
// an element.
func (w *returnedWalk) call(n *ast.CallExpr) {
	switch f := n.Fun.(type) {
	case *ast.SelectorExpr:
		if at, ok := f.X.(*ast.IndexExpr); ok {
			w.lose(at.X)
		}
	case *ast.Ident:
		if (f.Name == "len" || f.Name == "cap") && len(n.Args) == 1 {
			if r := w.keeps(n.Args[0]); r != nil && f.Name == "cap" {
				r.capUsed = true
			}
		}
	}
}

func (w *returnedWalk) declare(n *ast.ValueSpec) {
	for i, name := range n.Names {
		if r := w.of(name); r != nil {
			r.depth = w.depth
			if len(n.Values) == 0 {
				r.known++
			} else if i < len(n.Values) {
				w.assign(name, n.Values[i])
			}
		}
	}
}

func (w *returnedWalk) assignments(n *ast.AssignStmt) {
	if len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, x := range n.Lhs {
		if r := w.of(x); r != nil && n.Tok == token.DEFINE && r.uses == 0 {
			r.depth = w.depth
		}
		w.assign(x, n.Rhs[i])
	}
}

// assign keeps x if y is nil, a literal, or x itself with more or less
// elements.
func (w *returnedWalk) assign(x, y ast.Expr) {
	r := w.of(x)
	if r == nil {
		return
	}
	switch y := y.(type) {
	case *ast.Ident:
		if y.Name == "nil" {
			r.known++
		}
	case *ast.CompositeLit:
		r.known++
		r.capUsed = true
	case *ast.SliceExpr:
		if !y.Slice3 && w.of(y.X) == r {
			r.known += 2
			r.capUsed = true
		}
	case *ast.CallExpr:
		if f, ok := y.Fun.(*ast.Ident); ok && f.Name == "append" && w.of(y.Args[0]) == r {
			r.known += 2
			r.weight += 1 + w.depth - r.depth
		}
	}
}

func (w *returnedWalk) returns(n *ast.ReturnStmt) {
	for i, e := range n.Results {
		if r := w.keeps(e); r != nil {
			r.lost = r.lost || r.at != nil || w.depth > r.depth
			r.at, r.result = n, i
		}
	}
}

// loseConverted loses the variables that are returned as another type.
func (x *compiler) loseConverted(found map[types.Object]*returned) {
	for _, b := range x.f.Blocks {
		in, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for _, r := range found {
			if r.at == nil || r.at.Pos() != in.Pos() {
				continue
			}
			v := in.Results[r.result]
			_, named := v.(*ssa.ChangeType)
			_, slice := v.Type().Underlying().(*types.Slice)
			r.lost = r.lost || named || !slice
		}
	}
}
