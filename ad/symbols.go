package ad

import (
	"fmt"
	"slices"
	"strings"
)

// A style is a way to write a formula.
type style int

const (
	asText style = iota
	asTeX
	asNumbers // text with the numbers in place of the labels
)

// symbols runs rules on labelled stand-ins and prints what they computed. The
// formulas in traces are printed from the very rules that compute.
type symbols struct {
	lv      *level
	tensors bool              // some leaf is no single number
	names   map[int][3]string // by node, one for each style
}

func newSymbols() *symbols {
	return &symbols{lv: newLevel(&tape{keep: true}), names: map[int][3]string{}}
}

// leaf returns a stand-in for t that prints as given.
func (s *symbols) leaf(t *Tensor, text, tex string) *Tensor {
	x := s.lv.input(t, "")
	s.tensors = s.tensors || t.Size() != 1
	s.names[x.node] = [3]string{text, tex, brief(t)}
	return x
}

// A Formula is one expression, written three ways.
type Formula struct {
	Text    string // "x₂·ẋ₁"
	TeX     string // `x_{2} \cdot \dot{x}_{1}`
	Numbers string // "5·1"; empty if there are tensors among them
}

// formula writes the expression that made t.
func (s *symbols) formula(t *Tensor) Formula {
	var f Formula
	f.Text, _ = s.write(t, asText)
	f.TeX, _ = s.write(t, asTeX)
	f.Numbers, _ = s.write(t, asNumbers)
	if s.tensors {
		f.Numbers = ""
	}
	return f
}

// write returns the formula of t and how strongly it binds.
func (s *symbols) write(t *Tensor, st style) (string, int) {
	if t.level != s.lv {
		text := constantText(t, st)
		if strings.HasPrefix(text, "-") {
			return text, precNeg
		}
		return text, precAtom
	}
	n := &s.lv.tape.nodes[t.node]
	if n.prim == nil {
		text := s.names[t.node][st]
		if strings.HasPrefix(text, "-") {
			return text, precNeg
		}
		return text, precAtom
	}
	args := make([]string, len(n.X))
	precs := make([]int, len(n.X))
	for i, x := range n.X {
		if n.in[i] >= 0 {
			x = &Tensor{shape: x.shape, level: s.lv, primal: x, node: n.in[i]}
		}
		args[i], precs[i] = s.write(x, st)
	}
	return n.prim.format(st, n.Attr, args, precs)
}

// format writes p applied to operands that bind as precs says.
func (p *Prim) format(st style, a *Attr, args []string, precs []int) (string, int) {
	switch {
	case p == stretchTo || p == reshape:
		return args[0], precs[0]
	case p.product() && st != asNumbers:
		if text, prec, ok := shortProduct(args, precs); ok {
			return text, prec
		}
		if isNumeral(args[1]) && !isNumeral(args[0]) {
			args[0], args[1], precs[0], precs[1] = args[1], args[0], precs[1], precs[0]
		}
	case p == add && precs[1] == precNeg && strings.HasPrefix(args[1], "-"):
		return sub.format(st, a, []string{args[0], args[1][1:]}, []int{precs[0], precAtom})
	case p == pow && st == asText && len(args[1]) == 1 && isNumeral(args[1]):
		args, precs = []string{args[0], raisedText(args[1])}, []int{precs[0], precAtom}
		return fmt.Sprintf("%s%s", anys(p.enclosed(st, args, precs))...), p.Prec
	}
	pattern := p.pattern(st, a, len(args))
	precs = slices.Clone(precs)
	around := strings.Split(pattern, "%s")
	for i := range args {
		if strings.HasSuffix(around[i], "(") && strings.HasPrefix(around[i+1], ")") {
			precs[i] = precAtom // in brackets anyway
		}
	}
	return fmt.Sprintf(pattern, anys(p.enclosed(st, args, precs))...), p.Prec
}

// shortProduct leaves out a factor of 1 or −1.
func shortProduct(args []string, precs []int) (text string, prec int, ok bool) {
	for i := range args {
		switch {
		case args[i] == "1":
			return args[1-i], precs[1-i], true
		case args[i] == "-1" && precs[1-i] == precAtom:
			return "-" + args[1-i], precNeg, true
		}
	}
	return "", 0, false
}

func isNumeral(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

func raisedText(digit string) string { return raised(int(digit[0] - '0')) }

// pattern is the format of n operands.
func (p *Prim) pattern(st style, a *Attr, n int) string {
	pattern := p.TeX
	switch {
	case st != asTeX && p.Text != "":
		pattern = p.Text
	case st != asTeX && p.Go != "":
		pattern = strings.ToLower(strings.TrimPrefix(p.Go, "math.")) + "(%s" + strings.Repeat(", %s", n-1) + ")"
	case st != asTeX:
		pattern = strings.ToLower(p.Name[:1]) + p.Name[1:] + "(%s" + strings.Repeat(", %s", n-1) + ")"
	}
	if strings.Contains(pattern, "@") {
		pattern = strings.NewReplacer("@axis", itoa(a.Axis), "@lo", itoa(a.Lo), "@hi", itoa(a.Hi)).Replace(pattern)
	}
	if strings.Count(pattern, "%s") != n { // an operation on any number of operands
		pattern = strings.Replace(pattern, "%s", "%s"+strings.Repeat(", %s", n-1), 1)
	}
	return pattern
}

// enclosed puts brackets around the operands that need them.
func (p *Prim) enclosed(st style, args []string, precs []int) []string {
	out := make([]string, len(args))
	for i := range args {
		if out[i] = args[i]; p.mustEnclose(st, i, args[i], precs[i]) {
			out[i] = "(" + args[i] + ")"
		}
	}
	return out
}

func (p *Prim) mustEnclose(st style, i int, arg string, prec int) bool {
	switch {
	case p.Prec == precAtom || p.Prec == precPow && st != asTeX && p.Text == "":
		return false // a call
	case st == asTeX && (p == div || p == exp || p == exp2 || p == pow && i == 1):
		return false // over or under a bar, or raised
	case (p == solve || p == solveTri) && i == 0:
		return prec >= precMul
	case prec == precNeg && (i > 0 || p == neg), p == neg && strings.HasPrefix(arg, "-"):
		return true
	case p == neg:
		return prec > precMul
	case prec == precMul && p.product():
		return st != asTeX && strings.Contains(arg, "/")
	case prec == p.Prec:
		return p == pow || p == square || p == transpose || i > 0 && p != add
	}
	return prec > p.Prec
}

func anys(s []string) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}

// constantText writes a constant: its number, or the one number it is full
// of, or its shape: [3×2].
func constantText(t *Tensor, st style) string {
	d := t.raw()
	if len(d) > 0 && !slices.ContainsFunc(d, func(x float64) bool { return x != d[0] }) {
		return numIn(d[0], st)
	}
	dims := make([]string, len(t.shape))
	for i, n := range t.shape {
		dims[i] = itoa(n)
	}
	if st == asTeX {
		return "[" + strings.Join(dims, `{\times}`) + "]"
	}
	return "[" + strings.Join(dims, "×") + "]"
}

// numIn writes a number in a style: TeX wants 10⁻⁵ spelt out.
func numIn(x float64, st style) string {
	s := num(x)
	if st != asTeX {
		return s
	}
	switch s {
	case "+Inf":
		return `\infty`
	case "-Inf":
		return `-\infty`
	case "NaN":
		return `\text{NaN}`
	}
	if mantissa, exponent, ok := strings.Cut(s, "e"); ok {
		exponent = strings.TrimLeft(strings.TrimPrefix(exponent, "+"), "0")
		if strings.HasPrefix(exponent, "-") {
			exponent = "-" + strings.TrimLeft(exponent[1:], "0")
		}
		return mantissa + ` \cdot 10^{` + exponent + "}"
	}
	return s
}
