package machine

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/gojac/gojac/interp/stdlib"
	"golang.org/x/tools/go/ssa"
)

// A program is a Go file made ready to run in the machine.
type program struct {
	m    *Machine
	fset *token.FileSet
	pkg  *ssa.Package
	out  *bytes.Buffer

	direct bool // print where the program says, not into out
}

var (
	sharedFset     = token.NewFileSet()
	sharedImporter = stdlib.Importer(sharedFset)
)

// load type-checks and compiles a program; refusals come as an error.
func load(name string, src any) (p *program, err error) {
	p = &program{fset: sharedFset, out: new(bytes.Buffer), direct: src == nil}
	f, err := parser.ParseFile(p.fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: sharedImporter, GoVersion: "go1.26", Sizes: types.SizesFor("gc", "amd64")}
	tp, err := conf.Check("main", p.fset, []*ast.File{f}, info)
	if err != nil {
		return nil, err
	}
	p.m = New(Config{Fset: p.fset, Native: p.native, Type: stdlib.Type})
	prog := ssa.NewProgram(p.fset, ssa.InstantiateGenerics|ssa.BareInits|ssa.GlobalDebug)
	stdlib.Build(sharedImporter, prog)
	p.m.Prepare(prog, tp)
	p.pkg = prog.CreatePackage(tp, []*ast.File{f}, info, false)
	p.pkg.Build()
	fns := []*ssa.Function{p.pkg.Func("init")}
	if main := p.pkg.Func("main"); main != nil {
		fns = append(fns, main)
	}
	if refs := p.m.Compile(fns...); len(refs) > 0 {
		return nil, &refused{refs, p.fset}
	}
	return p, nil
}

type refused struct {
	list []Refusal
	fset *token.FileSet
}

func (r *refused) Error() string {
	var b strings.Builder
	for _, x := range r.list {
		fmt.Fprintf(&b, "%s: %s\n", r.fset.Position(x.Pos), x.Error())
	}
	return b.String()
}

// native gives what prints to standard output the program's buffer instead.
func (p *program) native(obj types.Object) (reflect.Value, bool) {
	if obj.Pkg() != nil && obj.Pkg().Path() == "fmt" && !p.direct {
		switch obj.Name() {
		case "Println":
			return reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprintln(p.out, a...) }), true
		case "Printf":
			return reflect.ValueOf(func(f string, a ...any) (int, error) { return fmt.Fprintf(p.out, f, a...) }), true
		case "Print":
			return reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprint(p.out, a...) }), true
		}
	}
	if obj.Pkg() != nil && obj.Pkg().Path() == "os" && obj.Name() == "Exit" {
		return reflect.ValueOf(func(code int) { panic(&Exit{code}) }), true
	}
	if obj.Pkg() != nil && obj.Pkg().Path() == "runtime" && obj.Name() == "Breakpoint" {
		return reflect.ValueOf(func() { panic(&Exit{2}) }), true
	}
	if obj.Pkg() != nil && obj.Pkg().Path() == "log" {
		switch obj.Name() {
		case "Fatal":
			return reflect.ValueOf(func(a ...any) { log.Print(a...); panic(&Exit{1}) }), true
		case "Fatalf":
			return reflect.ValueOf(func(f string, a ...any) { log.Printf(f, a...); panic(&Exit{1}) }), true
		case "Fatalln":
			return reflect.ValueOf(func(a ...any) { log.Println(a...); panic(&Exit{1}) }), true
		}
	}
	return stdlib.Lookup(obj)
}

// run runs init and main, and gives what was printed.
func (p *program) run() (string, error) {
	for _, name := range []string{"init", "main"} {
		f := p.pkg.Func(name)
		if f == nil {
			continue
		}
		if _, err := p.m.Call(f); err != nil {
			return p.out.String(), err
		}
	}
	return p.out.String(), nil
}

func mustLoad(t testing.TB, src string) *program {
	t.Helper()
	p, err := load("test.go", "package main\n"+src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *program) call(t testing.TB, name string, args ...any) []reflect.Value {
	t.Helper()
	f := p.pkg.Func(name)
	if refs := p.m.Compile(f); refs != nil {
		t.Fatal(&refused{refs, p.fset})
	}
	var in []reflect.Value
	for _, a := range args {
		in = append(in, reflect.ValueOf(a))
	}
	out, err := p.m.Call(f, in...)
	if err != nil {
		t.Fatal(describe(p.fset, err))
	}
	return out
}

// describe words an error with its chain of calls.
func describe(fset *token.FileSet, err error) string {
	s := err.Error()
	var p *Panic
	if errors.As(err, &p) {
		for _, f := range p.Stack {
			s += fmt.Sprintf("\n\t%s %s", f.Func, fset.Position(f.Pos))
		}
	}
	return s
}

// runFile runs a program and gives what it printed with fmt.
func runFile(file string) (string, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	p, err := load(file, src)
	if err != nil {
		return "", err
	}
	out, err := p.run()
	if err != nil {
		err = errors.New(describe(p.fset, err))
	}
	return out, err
}

func compareLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Errorf("line %d is missing: %s", i+1, w[i])
		case i >= len(w):
			t.Errorf("line %d is too many: %s", i+1, g[i])
		case g[i] != w[i]:
			t.Errorf("line %d:\ngot  %s\nwant %s", i+1, g[i], w[i])
		}
	}
}
