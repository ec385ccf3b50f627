package complete

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"sync"
	"testing"

	"github.com/gojac/gojac/interp/stdlib"
)

// A session is an Env made of one Go file.
type session struct {
	scope    *types.Scope
	importer types.Importer
	imports  map[string]string
	values   map[string]string
	sources  map[string]string
}

func (s *session) Names() []string                  { return s.scope.Names() }
func (s *session) Lookup(name string) types.Object  { return s.scope.Lookup(name) }
func (s *session) Imports() map[string]string       { return s.imports }
func (s *session) Importer() types.Importer         { return s.importer }
func (s *session) Paths(string) []string            { return nil }
func (s *session) NameImports(*ast.File)            {}
func (s *session) Doc(types.Object) string          { return "" }
func (s *session) Value(name string) (string, bool) { v, ok := s.values[name]; return v, ok }
func (s *session) Source(name string) string        { return s.sources[name] }
func (s *session) Verb(call *ast.CallExpr, info *types.Info) *types.Signature {
	sel := call.Fun.(*ast.SelectorExpr)
	if sel.Sel.Name != "Twice" || len(call.Args) != 1 {
		return nil
	}
	sig, _ := info.TypeOf(call.Args[0]).(*types.Signature)
	return sig
}

const earlierCells = `package cell

import (
	"bytes"
	"strings"
	str "strconv"
)

type Point struct {
	X, Y   float64
	secret int
}

func (p Point) Norm() float64         { return p.X }
func (p *Point) Move(dx, dy float64)  {}

type Named struct {
	*Point
	Name string
	buf  bytes.Buffer
}

type Shape interface {
	Area() float64
	Norm() float64
}

var (
	origin  Point
	named   *Named
	shape   Shape
	xs      []float64
	points  []Point
	byName  map[string]Point
	builder strings.Builder
)

const limit = 10

func distance(p, q Point) (d float64) { return 0 }

func Map[A, B any](xs []A, f func(A) B) []B { return nil }

type verbs struct{}

func (verbs) Twice(f any) any { return nil }

var transform verbs

func makePoint(x float64) *Point { return nil }
`

var loadSession = sync.OnceValue(func() *session {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", earlierCells, 0)
	if err != nil {
		panic(err)
	}
	s := &session{
		importer: stdlib.Importer(fset),
		imports:  map[string]string{"str": "strconv"},
		values:   map[string]string{"xs": "[1 2 3]", "origin": "{X:0 Y:0}"},
		sources:  map[string]string{"distance": "// distance is how far p is from q.\nfunc distance(p, q Point) (d float64) { return 0 }"},
	}
	pkg, err := (&types.Config{Importer: s.importer, Error: func(error) {}}).Check(cellPath, fset, []*ast.File{f}, nil)
	if pkg == nil {
		panic(err)
	}
	s.scope = pkg.Scope()
	return s
})

func completer(t testing.TB) *Completer {
	t.Helper()
	return New(loadSession())
}
