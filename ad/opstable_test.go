package ad

import (
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write OPS.md anew")

//go:generate go test -run TestOpsFresh -update .

// TestOpsFresh makes OPS.md from the registry, and wants the one in the tree
// to be the same.
func TestOpsFresh(t *testing.T) {
	want := opsTable(t)
	if *update {
		if err := os.WriteFile("OPS.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile("OPS.md"); err != nil || string(have) != want {
		t.Errorf("ad/OPS.md is stale: run go generate ./ad")
	}
}

const opsHead = `<!-- Made by go generate ./ad from the registry of primitives. Do not edit. -->

# Operations

Derivatives are printed from the rules that compute them. x, y stand for the operands, f for the result, and a dot over
an operand or a bar over the result for its tangent or adjoint. All operations work under every transform.

## Elementwise primitives

Operands broadcast. *Go* is how a plain Go function spells the operation; a derivative not listed is zero, or is that by the number
that chooses one of a family (the order of a Bessel function), which can't be a variable.

`

func opsTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString(opsHead)
	b.WriteString("| name | Go | on tensors | formula | derivatives | domain | convention |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	methods := reflect.TypeFor[*Tensor]()
	spelling := func(p *Prim) string {
		if _, ok := methods.MethodByName(p.Name); ok {
			return "`." + p.Name + "`"
		}
		return ""
	}
	for _, p := range sortedPrims() {
		if !p.Elementwise() {
			continue
		}
		goName := p.Go
		if goName != "" {
			goName = "`" + goName + "`"
		}
		tableRow(&b, p.Name, goName, spelling(p), "$"+ownFormula(p)+"$", partials(p), domainText(p), p.Rule)
	}
	b.WriteString("\n## Other primitives\n\nThe derivative is the pullback: the adjoint of each operand, given that of the result.\n\n| name | on tensors | formula | pullback | convention |\n| --- | --- | --- | --- | --- |\n")
	for _, p := range sortedPrims() {
		if !p.Elementwise() {
			tableRow(&b, p.Name, spelling(p), "$"+ownFormula(p)+"$", pullbacks(p), p.Rule)
		}
	}
	b.WriteString("\n## Composed operations\n\nMethods of Tensor, and functions, that apply the primitives above.\n\n| operation | what it does |\n| --- | --- |\n")
	for _, f := range composedOps(t) {
		tableRow(&b, "`"+f[0]+"`", f[1])
	}
	return b.String()
}

func tableRow(b *strings.Builder, cells ...string) {
	for _, c := range cells {
		b.WriteString("| " + strings.NewReplacer("|", `\|`, "\n", " ").Replace(c) + " ")
	}
	b.WriteString("|\n")
}

func sortedPrims() []*Prim {
	ps := Prims()
	slices.SortFunc(ps, func(p, q *Prim) int { return strings.Compare(p.Name, q.Name) })
	return ps
}

// operandNames are x and y, or x₁, x₂, … of more.
func operandNames(n int) (text, tex []string) {
	if n <= 2 {
		return []string{"x", "y"}[:n], []string{"x", "y"}[:n]
	}
	for i := range n {
		text, tex = append(text, fmt.Sprintf("x%d", i+1)), append(tex, fmt.Sprintf("x_{%d}", i+1))
	}
	return text, tex
}

// sampled returns a call of p on labelled stand-ins.
func sampled(p *Prim) (*symbols, *Call) {
	var e Example
	switch {
	case len(p.Shapes) > 0:
		e = p.Shapes[0]
	default:
		at := make([]float64, p.Arity())
		if len(p.At) > 0 {
			at = p.At[0]
		}
		for _, v := range at {
			e.In = append(e.In, Scalar(v))
		}
	}
	s := newSymbols()
	text, tex := operandNames(len(e.In))
	c := &Call{Attr: &e.Attr}
	for i, x := range e.In {
		c.X = append(c.X, s.leaf(x, text[i], tex[i]))
	}
	c.Y = s.leaf(p.apply(&e.Attr, slices.Clone(e.In)...), "f", "f")
	return s, c
}

func ownFormula(p *Prim) string {
	_, c := sampled(p)
	_, tex := operandNames(len(c.X))
	a := Attr{Shape: c.Shape, Axis: c.Axis, Lo: c.Lo, Hi: c.Hi, Index: c.Index}
	text := fmt.Sprintf(p.pattern(asTeX, &a, len(tex)), anys(tex)...)
	return text
}

func partials(p *Prim) string {
	if p.Partial == nil {
		return "0"
	}
	var out []string
	for i := range p.Arity() {
		s, c := sampled(p)
		_, tex := operandNames(p.Arity())
		if d := p.Partial(c, i); d != nil && p.carries(i) {
			out = append(out, fmt.Sprintf(`$\partial f/\partial %s = %s$`, tex[i], s.formula(d).TeX))
		}
	}
	return strings.Join(out, ", ")
}

func pullbacks(p *Prim) string {
	if p.Transpose == nil {
		return "0"
	}
	var out []string
	_, sample := sampled(p)
	for i := range sample.X {
		s, c := sampled(p)
		_, tex := operandNames(len(c.X))
		if !p.carries(i) || i > 1 && len(p.Passive) == 0 {
			continue // one of many alike
		}
		g := s.leaf(Ones(c.Y.shape...), "f̄", `\bar{f}`)
		out = append(out, fmt.Sprintf(`$\bar{%s} = %s$`, tex[i], s.formula(p.Transpose(c, i, g)).TeX))
	}
	return strings.Join(out, ", ")
}

func domainText(p *Prim) string {
	var out []string
	names, _ := operandNames(p.Arity())
	for i, d := range p.Domain {
		lo, hi := d[0], d[1]
		switch {
		case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		case math.IsInf(hi, 1):
			out = append(out, fmt.Sprintf("%s > %g", names[i], lo))
		case math.IsInf(lo, -1):
			out = append(out, fmt.Sprintf("%s < %g", names[i], hi))
		default:
			out = append(out, fmt.Sprintf("%g < %s < %g", lo, names[i], hi))
		}
	}
	return strings.Join(out, ", ")
}

// composedOps lists what the ops files export besides primitives: how it is
// called, and the first sentence of its comment.
func composedOps(t *testing.T) [][2]string {
	fset := token.NewFileSet()
	files, _ := filepath.Glob("*.go")
	var parsed []*ast.File
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	pkg, err := doc.NewFromFiles(fset, parsed, "github.com/gojac/gojac/ad")
	if err != nil {
		t.Fatal(err)
	}
	var out [][2]string
	add := func(prefix string, f *doc.Func) {
		file := filepath.Base(fset.Position(f.Decl.Pos()).Filename)
		if (strings.HasPrefix(file, "ops_") || file == "einsum.go") && f.Decl.Type.Results != nil && !(PrimNamed(f.Name) != nil && PrimNamed(f.Name).Elementwise()) {
			out = append(out, [2]string{prefix + f.Name + "(" + parameters(f.Decl.Type.Params) + ")", pkg.Synopsis(f.Doc)})
		}
	}
	for _, f := range pkg.Funcs {
		add("ad.", f)
	}
	for _, typ := range pkg.Types {
		if typ.Name != "Tensor" {
			continue
		}
		for _, f := range typ.Funcs {
			add("ad.", f)
		}
		for _, f := range typ.Methods {
			add("t.", f)
		}
	}
	slices.SortFunc(out, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return out
}

func parameters(list *ast.FieldList) string {
	var names []string
	for _, field := range list.List {
		dots := ""
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			dots = "…"
		}
		for _, n := range field.Names {
			names = append(names, n.Name+dots)
		}
	}
	return strings.Join(names, ", ")
}
