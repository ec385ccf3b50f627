package interp

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gojac/gojac/interp/stdlib"
)

// sameType knows a value whose type comes from a package as it was.
var sameType = regexp.MustCompile(`^cannot use (\w+) \(variable of (?:\w+ )?type ([\w.*\[\]]+)\) as ([\w.*\[\]]+) value`)

// hint returns a way out of e, or "".
func hint(c *checker, info *types.Info, e types.Error, msg string) string {
	if way := c.inContext(e, msg); way != "" {
		return way
	}
	for _, h := range hintings {
		if m := h.message.FindStringSubmatchIndex(msg); m != nil {
			return string(h.message.ExpandString(nil, h.hint, msg, m))
		}
	}
	if m := sameType.FindStringSubmatch(msg); m != nil && m[2] == m[3] {
		return m[1] + " has the " + m[2] + " of before its package was read again; run the cell that sets it again"
	}
	if name, ok := strings.CutPrefix(msg, "undefined: "); ok && !strings.Contains(name, ".") {
		line, _ := plainLine(c.src.text, c.position(e.Pos).Line)
		if strings.HasPrefix(strings.TrimSpace(line), "!"+name) && !strings.ContainsAny(line, "=(&|") {
			return syntaxHint(line)
		}
		if assigned := regexp.MustCompile(`^\s*(\w+\s*,\s*)*` + regexp.QuoteMeta(name) + `\s*(,\s*\w+\s*)*=[^=]`); assigned.MatchString(line) {
			return "a new variable is declared with :=, as in `x := 5`"
		}
		return c.similar(name)
	}
	if strings.Contains(msg, "undefined (type") && strings.Contains(msg, "has no field or method") {
		if way := c.shadowed(e); way != "" {
			return way
		}
	}
	return c.misspelled(info, e, msg)
}

// missing knows the messages about x.name that is not there.
var missing = regexp.MustCompile(`undefined: (\w+)\.(\w+)$|^[^ ]*\.(\w+) undefined \(type .* has no field or method \w+\)$`)

// misspelled names the member of a package or type that was likely meant.
func (c *checker) misspelled(info *types.Info, e types.Error, msg string) string {
	m := missing.FindStringSubmatch(msg)
	if m == nil {
		return ""
	}
	word := m[2] + m[3]
	var members []string
	way := ""
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || sel.Sel.Pos() != e.Pos {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok {
			if pkg, ok := info.Uses[id].(*types.PkgName); ok {
				members = slices.DeleteFunc(pkg.Imported().Scope().Names(), func(s string) bool { return !token.IsExported(s) })
				if t := pkg.Imported().Scope().Lookup("Tensor"); t != nil && slices.Contains(membersOf(t.Type()), word) {
					way = "it is a method of tensors: x." + word + "(…)"
				}
				return false
			}
		}
		if t := info.TypeOf(sel.X); t != nil {
			members = membersOf(t)
		}
		return false
	})
	if way != "" {
		return way
	}
	if fit := stdlib.Closest(word, members); fit != "" {
		return "did you mean " + fit + "?"
	}
	if alike := stdlib.Alike(word, members); len(alike) > 0 {
		return "did you mean " + strings.Join(alike, " or ") + "?"
	}
	return ""
}

// membersOf returns the methods that a variable of type t has, and its fields.
func membersOf(t types.Type) (names []string) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	methods := types.NewMethodSet(types.NewPointer(t))
	if types.IsInterface(t) {
		methods = types.NewMethodSet(t)
	}
	for i := range methods.Len() {
		names = append(names, methods.At(i).Obj().Name())
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			names = append(names, f.Name())
		}
	}
	return names
}

// similar names the session's object that was likely meant.
func (s *scope) similar(name string) string {
	for _, n := range s.Names() {
		if strings.EqualFold(n, name) {
			return "did you mean " + n + "?"
		}
	}
	if fit := stdlib.Closest(name, s.Names()); fit != "" {
		return "did you mean " + fit + "?"
	}
	if lower := strings.ToLower(name); lower != name && len(stdlib.ByName(lower)) > 0 {
		return "did you mean package " + lower + "?"
	}
	return s.elsewhere(name)
}

// elsewhere names the member of a common package that was likely meant.
func (s *scope) elsewhere(name string) string {
	first, n := utf8.DecodeRuneInString(name)
	name = string(unicode.ToUpper(first)) + name[n:]
	for _, path := range []string{"fmt", "math", "strings", "strconv", "errors", "time", adPath, adPath + "/nn"} {
		pkg, err := s.loader.Import(path)
		if err == nil && token.IsExported(name) && pkg.Scope().Lookup(name) != nil {
			return "did you mean " + pkg.Name() + "." + name + "?"
		}
	}
	return ""
}

// shadowed explains x.y where x is a variable that hides a package.
func (c *checker) shadowed(e types.Error) string {
	found, declared := "", c.src.declared()
	own := func(name string) bool {
		_, here := declared[name]
		return here || c.objects[name] != nil
	}
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Pos() == e.Pos {
			if id, ok := sel.X.(*ast.Ident); ok && own(id.Name) {
				if paths := stdlib.ByName(id.Name); len(paths) > 0 {
					found = id.Name + " is your variable here, not package " + paths[0]
				}
			}
		}
		return true
	})
	return found
}

// suspicions returns notes about arithmetic that is valid Go and rarely meant:
// 1/2, which is 0, and x^2, which is no power.
func (c *checker) suspicions(info *types.Info, in ast.Node) (notes []string) {
	literal := func(e ast.Expr) constant.Value {
		lit, ok := ast.Unparen(e).(*ast.BasicLit)
		if !ok || lit.Kind != token.INT || len(lit.Value) > 1 && lit.Value[0] == '0' {
			return nil
		}
		return constant.MakeFromLiteral(lit.Value, token.INT, 0)
	}
	ast.Inspect(in, func(n ast.Node) bool {
		e, ok := n.(*ast.BinaryExpr)
		if !ok || info.Types[e].Type == nil {
			return true
		}
		x, y := literal(e.X), literal(e.Y)
		at := c.position(e.OpPos)
		switch {
		case at.Cell == "":
		case (e.Op == token.EQL || e.Op == token.NEQ) && isTensor(info.TypeOf(e.X)) && isTensor(info.TypeOf(e.Y)):
			notes = append(notes, fmt.Sprintf("%s: %s asks whether both are one and the same tensor; for the numbers write `slices.Equal(%s.Data(), %s.Data())`",
				at, e.Op, types.ExprString(e.X), types.ExprString(e.Y)))
		case y == nil:
		case e.Op == token.XOR && x != nil && (x.ExactString() == "2" || x.ExactString() == "10"):
			notes = append(notes, fmt.Sprintf("%s: ^ is exclusive or; for a power write `math.Pow(%s, %s)`", at, x, y))
		case e.Op == token.XOR && x == nil && constant.Compare(y, token.LEQ, constant.MakeInt64(3)):
			notes = append(notes, fmt.Sprintf("%s: ^ is exclusive or; for a power write %s", at, powers(e.X, y)))
		case e.Op == token.QUO && x != nil && constant.Sign(y) > 0 && constant.Sign(constant.BinaryOp(x, token.REM, y)) != 0:
			notes = append(notes, fmt.Sprintf("%s: %s/%s is %s, since integers divide to an integer; write `%s.0/%s`",
				at, x, y, constant.BinaryOp(x, token.QUO_ASSIGN, y), x, y))
		}
		return true
	})
	return notes
}

// powers writes base, a whole number, to the power of exp.
func powers(base ast.Expr, exp constant.Value) string {
	x := types.ExprString(base)
	pow := fmt.Sprintf("`math.Pow(float64(%s), %s)`", x, exp)
	if _, simple := base.(*ast.Ident); simple && exp.ExactString() == "2" {
		return fmt.Sprintf("`%s*%s` or %s", x, x, pow)
	}
	return pow
}

// hintOfSyntax returns a hint for a syntax error: of its line, or of the one
// before, which lacks a brace.
func hintOfSyntax(code string, d Diagnostic) (hint string) {
	if line, ok := plainLine(code, d.Line); ok {
		hint = syntaxHint(line)
	}
	lacks := strings.Contains(d.Message, "expected '{'") || strings.Contains(d.Message, "expected boolean expression")
	if line, ok := plainLine(code, d.Line-1); ok && hint == "" && lacks {
		hint = syntaxHint(line)
	}
	return hint
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
	for _, m := range mistakes {
		if m.message.MatchString(line) {
			return m.hint
		}
	}
	return ""
}

// sortDiagnostics orders ds by place.
func sortDiagnostics(ds []Diagnostic) {
	sort.SliceStable(ds, func(i, j int) bool {
		a, b := ds[i].Position, ds[j].Position
		if a.Cell != b.Cell {
			return a.Cell < b.Cell
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}
