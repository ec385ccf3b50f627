package interp

import (
	"go/ast"
	"go/types"
	"regexp"
	"sort"
	"strings"

	"github.com/gojac/gojac/interp/stdlib"
)

// A hinting knows one beginner's mistake by its message.
type hinting struct {
	message *regexp.Regexp
	hint    string // may use $1 …
}

// hintings are tried in order; the first that fits speaks.
var hintings = []hinting{
	{regexp.MustCompile(`operator \^ not defined on`), "^ is exclusive or in Go; for a power write math.Pow(x, y)"},
	{regexp.MustCompile(`operator [-+*/] not defined on .*ad\.Tensor`), "tensors have methods: a.Add(b), a.Sub(b), a.Mul(b), a.Div(b), a.MatMul(b)"},
	{regexp.MustCompile(`mismatched types (int|float64) and (float64|int)`), "Go does not convert numbers by itself; write float64(n) around the int"},
	{regexp.MustCompile(`cannot use \w+ \(variable of type int\) as float64 value`), "Go does not convert numbers by itself; write float64(n)"},
	{regexp.MustCompile(`missing return`), "every way through a function with results has to end in return"},
	{regexp.MustCompile(`^declared and not used: (\w+)`), "inside a function every variable has to be used; write _ = $1 to keep it"},
	{regexp.MustCompile(`undefined: (print|len)\b`), "Go's are fmt.Println and len(x)"},
	{regexp.MustCompile(`undefined: (True|False|None)`), "Go writes true, false and nil"},
	{regexp.MustCompile(`undefined: (np|numpy|torch|jnp|jax)$`), "gojac has ad for tensors and derivatives: ad.Vec(1, 2), ad.Grad(f)"},
	{regexp.MustCompile(`no new variables on left side`), "the names exist already in this cell; assign with ="},
}

// hint returns a way out of e, or "".
func hint(c *checker, e types.Error, msg string) string {
	for _, h := range hintings {
		if m := h.message.FindStringSubmatchIndex(msg); m != nil {
			return string(h.message.ExpandString(nil, h.hint, msg, m))
		}
	}
	if name, ok := strings.CutPrefix(msg, "undefined: "); ok {
		return c.similar(name)
	}
	if strings.Contains(msg, "undefined (type") && strings.Contains(msg, "has no field or method") {
		return c.shadowed(e)
	}
	return ""
}

// similar names the session's object that was likely meant.
func (s *scope) similar(name string) string {
	for _, n := range s.Names() {
		if strings.EqualFold(n, name) {
			return "did you mean " + n + "?"
		}
	}
	return ""
}

// shadowed explains x.y where x is a variable that hides a package.
func (c *checker) shadowed(e types.Error) string {
	found := ""
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Pos() == e.Pos {
			if id, ok := sel.X.(*ast.Ident); ok && c.objects[id.Name] != nil {
				if paths := stdlib.ByName(id.Name); len(paths) > 0 {
					found = id.Name + " is your variable here, not package " + paths[0]
				}
			}
		}
		return true
	})
	return found
}

// magics are what IPython users type, with what to do in Go.
var magics = []struct{ prefix, hint string }{
	{"%", "there are no magics; time.Now and time.Since measure, go code does the rest"},
	{"!", "there is no shell in a cell; use os/exec: exec.Command(…).Output()"},
	{"?", "to read about a name, put the cursor on it and press Shift-Tab"},
	{"import numpy", "this is Python; a gojac cell is Go"},
	{"def ", "Go declares functions with func name(x float64) float64 { … }"},
	{"print ", "Go prints with fmt.Println(…)"},
	{"package ", "a cell has no package clause; without that line it runs, and main() at its end calls main"},
	{"from ", "this is Python; a gojac cell is Go"},
	{"for i in ", "Go writes for i := range n { … }"},
}

// syntaxHint returns a hint for a line that is no Go.
func syntaxHint(line string) string {
	line = strings.TrimSpace(line)
	for _, m := range magics {
		if strings.HasPrefix(line, m.prefix) {
			return m.hint
		}
	}
	if strings.HasSuffix(line, "?") {
		return "to read about a name, put the cursor on it and press Shift-Tab"
	}
	return ""
}

// sortDiagnostics orders ds by place.
func sortDiagnostics(ds []Diagnostic) {
	sort.SliceStable(ds, func(i, j int) bool {
		a, b := ds[i].Position, ds[j].Position
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}
