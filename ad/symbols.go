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
	lv    *level
	names map[int][3]string // by node, one for each style
}

func newSymbols() *symbols {
	return &symbols{lv: newLevel(&tape{keep: true}), names: map[int][3]string{}}
}

// leaf returns a stand-in for t that prints as given.
func (s *symbols) leaf(t *Tensor, text, tex string) *Tensor {
	x := s.lv.input(t, "")
	s.names[x.node] = [3]string{text, tex, brief(t)}
	return x
}

// A Formula is one expression, written three ways.
type Formula struct {
	Text    string // "x₂·ẋ₁"
	TeX     string // `x_{2} \cdot \dot{x}_{1}`
	Numbers string // "5·1"
}

// formula writes the expression that made t.
func (s *symbols) formula(t *Tensor) Formula {
	var f Formula
	f.Text, _ = s.write(t, asText)
	f.TeX, _ = s.write(t, asTeX)
	f.Numbers, _ = s.write(t, asNumbers)
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
	return n.prim.format(st, args, precs)
}

// format writes p applied to operands that bind as precs says.
func (p *Prim) format(st style, args []string, precs []int) (string, int) {
	switch {
	case (p == mul || p == strongMul) && st != asNumbers:
		for i := range args {
			if args[i] == "1" || args[i] == "-1" && i == 0 && precs[1] < precMul {
				sign := strings.TrimSuffix(args[i], "1")
				return sign + args[1-i], max(precs[1-i], len(sign)*precNeg)
			}
		}
	case p == stretchTo || p == reshape:
		return args[0], precs[0]
	}
	pattern := p.text(len(args))
	if st == asTeX {
		pattern = p.TeX
	}
	if strings.Count(pattern, "%s") != len(args) {
		pattern = strings.Replace(pattern, "%s", "%s"+strings.Repeat(", %s", len(args)-1), 1)
	}
	for i := range args {
		if p.encloses(st, i) {
			continue
		}
		if looser := precs[i] > p.Prec || precs[i] == p.Prec && !p.associates(i) || precs[i] == precNeg && i > 0; looser {
			args[i] = "(" + args[i] + ")"
		}
	}
	return fmt.Sprintf(pattern, anys(args)...), p.Prec
}

// encloses reports whether the pattern itself sets operand i apart: as the
// argument of a call, over or under a fraction bar, as an exponent.
func (p *Prim) encloses(st style, i int) bool {
	switch {
	case p.Prec == precAtom:
		return true
	case st != asTeX:
		return p == exp || p == exp2
	}
	return p == div || p == exp || p == exp2 || p == pow && i == 1
}

// associates reports whether operand i needs no brackets beside an operation
// that binds as strongly.
func (p *Prim) associates(i int) bool {
	return p == add || p == mul || p == strongMul || i == 0 && p.Prec != precPow
}

// text is the pattern for plain text.
func (p *Prim) text(n int) string {
	switch p.Go {
	case "/":
		return "%s/%s"
	case "+", "-":
		return "%s " + p.Go + " %s"
	case "*":
		return "%s·%s"
	case "neg":
		return "-%s"
	case "math.Pow":
		return "%s^%s"
	case "math.Exp":
		return "exp(%s)"
	}
	switch p {
	case square:
		return "%s²"
	case strongMul:
		return "%s·%s"
	case matmul, matvec:
		return "%s %s"
	case transpose:
		return "%sᵀ"
	}
	name := p.Name
	if p.Go != "" {
		name = strings.ToLower(strings.TrimPrefix(p.Go, "math."))
	} else if p != relu {
		name = strings.ToLower(name[:1]) + name[1:]
	}
	return name + "(%s" + strings.Repeat(", %s", n-1) + ")"
}

func anys(s []string) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}

// constantText writes a constant: its number, or the one number it is full
// of, or its shape.
func constantText(t *Tensor, st style) string {
	d := t.raw()
	if len(d) > 0 && !slices.ContainsFunc(d, func(x float64) bool { return x != d[0] }) {
		return numIn(d[0], st)
	}
	if st == asTeX {
		return `\text{const}_{` + shapeString(t.shape) + "}"
	}
	return "const" + shapeString(t.shape)
}

// numIn writes a number in a style: TeX wants 10⁻⁵ spelt out.
func numIn(x float64, st style) string {
	s := num(x)
	if st == asText {
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
