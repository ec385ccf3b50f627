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

	"github.com/gojac/gojac/interp/stdlib"
)

// A hinting knows one beginner's mistake by its message.
type hinting struct {
	message *regexp.Regexp
	hint    string // may use $1 …; what stands between backquotes runs as it is
}

// hintings are tried in order; the first that fits speaks.
var hintings = []hinting{
	{regexp.MustCompile(`operator \^ not defined on`), "^ is exclusive or in Go; for a power write `math.Pow(x, y)`"},
	{regexp.MustCompile(`operator [-+*/] not defined on .*ad\.Tensor`), "tensors have methods: `a.Add(b)`, `a.Sub(b)`, `a.Mul(b)`, `a.Div(b)`, `a.MatMul(b)`, `a.Neg()`"},
	{regexp.MustCompile(`^invalid operation: .* (==|!=|<=?|>=?) .*\(mismatched types .*ad\.Tensor`), "a tensor of one number gives it by Item: `a.Sum().Item() > 0`"},
	{regexp.MustCompile(`\(mismatched types .*ad\.Tensor`), "tensors have methods for numbers too: `a.AddC(1)`, `a.MulC(3)`, `a.PowC(2)`"},
	{regexp.MustCompile(`cannot index .*ad\.Tensor`), "an element is `a.At(0, 1)`, as a tensor that can be differentiated; its number is `a.At(0, 1).Item()`"},
	{regexp.MustCompile(`cannot range over .*ad\.Tensor`), "its numbers are a slice: `for i, v := range a.Data() { fmt.Println(i, v) }`"},
	{regexp.MustCompile(`ad\.Tensor\) for built-in len`), "a tensor has `a.Shape()`, and `len(a.Data())` elements"},
	{regexp.MustCompile(`ad\.Tensor\) (as|to type) float64`), "a tensor of one number gives it by Item: `a.Sum().Item()`; the functions of math are its methods: `a.Sin()`"},
	{regexp.MustCompile(`\[\]float64\) as float64 value in argument to ad\.Vec`), "spread the slice: `ad.Vec(xs...)`"},
	{regexp.MustCompile(`(as \*|to type )ad\.Tensor\b`), "a tensor of one number is `ad.Scalar(2)`, of a slice `ad.Vec(xs...)`; a factor or summand may stay a number: `a.MulC(2)`, `a.AddC(2)`"},
	{regexp.MustCompile(`^(\S+) \(value of type (func\(.*)\) is not a type`), "$1 is a function, $2: call it"},
	{regexp.MustCompile(`^cannot convert .* to type (optim\.\w+)$`), "$1 is a struct; its fields have names: `optim.Adam{LR: 0.1}`"},
	{regexp.MustCompile(`mismatched types (int|float64) and (float64|int)`), "Go does not convert numbers by itself; write `float64(n)` around the int"},
	{regexp.MustCompile(`cannot use \w+ \(variable of type int\) as float64 value`), "Go does not convert numbers by itself; write `float64(n)`"},
	{regexp.MustCompile(`operator \+ not defined|mismatched types .*\bstring\b`), "only strings add to strings: `fmt.Sprint(x, y)`, or `strconv.Itoa(n)` for a number"},
	{regexp.MustCompile(`\(untyped float constant.*\) truncated to u?int`), "the other side is an int, which Go does not convert by itself; write `float64(n)` around it"},
	{regexp.MustCompile(`cannot call (len|cap|max|min|append|make|new|copy|string|int|float64) \(variable`), "$1 is a variable of this cell, which hides Go's own $1; give it another name"},
	{regexp.MustCompile(`cannot indirect`), "Go has no ** for powers; write `math.Pow(x, y)`"},
	{regexp.MustCompile(`too many return values\s+have .*\s+want \(\)`), "a cell shows its last expression without return; a function that returns something says so: `func f() int { return 1 }`"},
	{regexp.MustCompile(`missing return`), "every way through a function with results has to end in return"},
	{regexp.MustCompile(`^declared and not used: (\w+)`), "inside a function every variable has to be used; write `_ = $1` to keep it"},
	{regexp.MustCompile(`undefined: (print|len)\b`), "Go's are `fmt.Println(x)` and `len(xs)`"},
	{regexp.MustCompile(`undefined: (True|False|None)`), "Go writes true, false and nil"},
	{regexp.MustCompile(`undefined: (np|numpy|torch|jnp|jax)$`), "gojac has ad for tensors and derivatives: `ad.Vec(1, 2)`, `ad.Grad(f)(x)`"},
	{regexp.MustCompile(`\.shape undefined \(type \*ad\.Tensor`), "a tensor's shape is a method: `a.Shape()`"},
	{regexp.MustCompile(`\.append undefined`), "append is a function: `xs = append(xs, 4)`"},
	{regexp.MustCompile(`\.(length|size|len|count) undefined`), "`len(xs)` is the length of a slice, array, map or string"},
	{regexp.MustCompile(`\.shape undefined`), "`len(xs)` is the length of a slice, array, map or string"},
	{regexp.MustCompile(`invalid argument: .* for built-in len`), "len takes a string, slice, array, map or channel"},
	{regexp.MustCompile(`^undefined: (pass|elif|assert|raise|self)$`), "this is Python; a gojac cell is Go"},
	{regexp.MustCompile(`^label (try|except|else|finally) `), "Go has no exceptions: functions return an error: `if err != nil { fmt.Println(err) }`"},
	{regexp.MustCompile(`^undefined: syscall\.`), "of package syscall cells have what all systems have; os and os/exec do more"},
	{regexp.MustCompile(`no new variables on left side`), "the names exist already in this cell; assign with =, as in `x = 5`"},
}

// sameType knows a value whose type comes from a package as it was.
var sameType = regexp.MustCompile(`^cannot use (\w+) \(variable of (?:\w+ )?type ([\w.*\[\]]+)\) as ([\w.*\[\]]+) value`)

// hint returns a way out of e, or "".
func hint(c *checker, info *types.Info, e types.Error, msg string) string {
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

// magics are what IPython users type, with what to do in Go.
// As in every hint, what stands between backquotes runs as it is.
var magics = []struct{ prefix, hint string }{
	{"%", "there are no magics; `start := time.Now()` before and `time.Since(start)` after measure"},
	{"!", "there is no shell in a cell; use os/exec: `exec.Command(\"ls\").Output()`"},
	{"?", "to read about a name, put the cursor on it and press Shift-Tab"},
	{"import numpy", "this is Python; a gojac cell is Go"},
	{"def ", "Go declares functions with `func f(x float64) float64 { return x * x }`"},
	{"print ", "Go prints with `fmt.Println(x)`"},
	{"package ", "a cell has no package clause; without that line it runs, and `main()` at its end calls main"},
	{"from ", "this is Python; a gojac cell is Go"},
	{"class ", "Go declares types with `type Point struct{ X, Y float64 }`, and methods with `func (p Point) Norm() float64 { return math.Hypot(p.X, p.Y) }`"},
	{"assert ", "Go has no assert: `if !ok { panic(\"not so\") }`"},
	{"elif ", "else if stands on the line of the closing brace: `if x > 3 { y = 1 } else if x > 2 { y = 2 }`"},
	{"not ", "Go writes `!ok` for not, && for and, || for or"},
	{"while ", "Go's while is for: `for x < 3 { x++ }`"},
	{"lambda ", "Go writes `func(x float64) float64 { return x + 1 }`"},
	{"let ", "Go declares variables with `x := 5`"},
	{"try", "Go has no exceptions: functions return an error: `if err != nil { fmt.Println(err) }`"},
	{"else", "else stands on the line of the closing brace: `if x > 3 { y = 1 } else { y = 2 }`"},
	{"#", "comments begin with //"},
}

// mistakes are what go wrong anywhere in a line, with what to do in Go.
var mistakes = []hinting{
	{regexp.MustCompile(`^for \w+(, *\w+)? in\b`), "Go writes `for i := range 10 { fmt.Println(i) }` to count, `for i, x := range xs { fmt.Println(i, x) }` for the elements"},
	{regexp.MustCompile(`^(if|for|while|else|elif|with)\b[^{]*:$`), "Go has braces in place of colon and indentation: `if x > 3 { y = 1 }`"},
	{regexp.MustCompile(`\bf"|\bf'`), "Go formats with `fmt.Sprintf(\"%d of %v\", n, x)`"},
	{regexp.MustCompile(`\[.* for \w+ in .*\]`), "Go builds a slice in a loop: `for i := range 10 { xs = append(xs, float64(i*i)) }`"},
	{regexp.MustCompile(`[\w)\]] (and|or|not|is|in) [\w("!\[]`), "Go writes && for and, || for or, `!ok` for not, == for is"},
	{regexp.MustCompile(`[=(,]\s*\[[^\]]*,`), "Go writes a list as `[]float64{1, 2, 3}`"},
	{regexp.MustCompile(`^(if|for) [^=:!<>]+=[^=]+\{`), "== compares, = assigns: `if x == 5 { y = 1 }`"},
	{regexp.MustCompile(`^(if|for|switch)\b[^{]*$`), "the { stands on the same line: `for i := range 3 { fmt.Println(i) }`"},
	{regexp.MustCompile(`\?.*:`), "Go has no ?: operator; use if and else"},
	{regexp.MustCompile(`'[^'\\]{2,}'`), "strings stand in double quotes; single ones hold one character"},
	{regexp.MustCompile(`(\+\+|--)\s*\S`), "`x++` is a statement of its own in Go, not a value"},
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
