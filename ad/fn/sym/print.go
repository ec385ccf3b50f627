package sym

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A style is a way to write formulas: Go or TeX.
type style struct {
	number   func(float64) string
	variable func(string) string
	times    func(factors []string) string
	fraction func(above string, aprec int, below string, bprec int) (string, int)
	power    func(base *Node, e float64) (string, int)
	call     func(n *Node) (string, int)
	parens   func(string) string
}

// Binding strengths, weakest last, as ad.Prim.Prec has them.
const (
	atom = iota
	raised
	minus
	times
	plus
)

// String writes n as Go, without needless parentheses.
func (n *Node) String() string {
	if s, cut := n.tooLong(); cut {
		return "(" + s + ")"
	}
	s, _ := goStyle.write(n)
	return s
}

// TeX writes n in TeX.
func (n *Node) TeX() string {
	if s, cut := n.tooLong(); cut {
		return `\text{` + s + `}`
	}
	s, _ := texStyle.write(n)
	return s
}

// maxWritten is how many parts a formula may have when it is written out. One
// that uses a part many times may have more than any memory holds.
const maxWritten = 50_000

func (n *Node) tooLong() (instead string, cut bool) {
	parts, tree := n.Size()
	if tree <= maxWritten {
		return "", false
	}
	return fmt.Sprintf("a formula of %d parts, %d if each use of a part is written out", parts, tree), true
}

// write returns the text of n and how strongly it binds.
func (st *style) write(n *Node) (string, int) {
	switch n.kind {
	case number:
		s := st.number(n.num)
		if s[0] == '-' {
			return s, minus
		}
		return s, atom
	case variable:
		return st.variable(n.name), atom
	case sum:
		return st.sum(n), plus
	case call:
		return st.call(n)
	}
	return st.product(n)
}

// within writes n, in parentheses if it binds more weakly than prec.
func (st *style) within(n *Node, prec int) string {
	s, p := st.write(n)
	if p > prec {
		return st.parens(s)
	}
	return s
}

func (st *style) sum(n *Node) string {
	var b strings.Builder
	args := n.args
	for i, t := range args { // a sum begins with a term that is not negative, if it has one
		if !negative(t) {
			if i > 0 && negative(args[0]) {
				args = append(append([]*Node{t}, args[:i]...), args[i+1:]...)
			}
			break
		}
	}
	for i, t := range args {
		s, _ := st.write(t)
		rest, neg := strings.CutPrefix(s, "-")
		switch {
		case i == 0:
			b.WriteString(s)
		case neg && negative(t):
			b.WriteString(" - " + rest)
		default:
			b.WriteString(" + " + s)
		}
	}
	return b.String()
}

// negative reports whether n is written with a minus in front.
func negative(n *Node) bool {
	if n.kind == product {
		n = n.args[0]
	}
	return n.kind == number && n.num < 0
}

// product writes a product or a power, as a fraction if there are negative powers.
func (st *style) product(n *Node) (string, int) {
	var above, below []*Node
	sign := ""
	for _, f := range n.factors() {
		if f.kind == number && f.num < 0 {
			sign = "-"
			if f = n.space.Number(-f.num); f.num == 1 {
				continue
			}
		}
		if f.kind == power && f.num < 0 && f.num == math.Trunc(f.num) {
			below = append(below, n.space.pow(f.args[0], -f.num))
			continue
		}
		above = append(above, f)
	}
	s, prec := st.factors(above)
	if len(below) > 0 {
		d, dprec := st.factors(below)
		s, prec = st.fraction(s, prec, d, dprec)
	}
	if sign != "" {
		return "-" + s, minus
	}
	return s, prec
}

// factors writes a product of powers that are not negative.
func (st *style) factors(fs []*Node) (string, int) {
	if len(fs) == 0 {
		return "1", atom
	}
	if len(fs) == 1 {
		return st.factor(fs[0])
	}
	var ss []string
	for _, f := range fs {
		s, p := st.factor(f)
		if p > times {
			s = st.parens(s)
		}
		ss = append(ss, s)
	}
	return st.times(ss), times
}

func (st *style) factor(f *Node) (string, int) {
	if f.kind == power {
		return st.power(f.args[0], f.num)
	}
	return st.write(f)
}

var goStyle, texStyle *style

func init() {
	goStyle = &style{
		number:   goNumber,
		variable: func(name string) string { return name },
		times:    func(fs []string) string { return strings.Join(fs, "*") },
		fraction: func(a string, aprec int, b string, bprec int) (string, int) {
			if aprec > times {
				a = "(" + a + ")"
			}
			if bprec >= minus {
				b = "(" + b + ")"
			}
			return a + "/" + b, times
		},
		parens: func(s string) string { return "(" + s + ")" },
	}
	goStyle.power, goStyle.call = goPower, goCall
	texStyle = &style{
		number:   texNumber,
		variable: texName,
		times:    texTimes,
		fraction: func(a string, _ int, b string, _ int) (string, int) { return `\frac{` + a + `}{` + b + `}`, atom },
		parens:   func(s string) string { return `\left(` + s + `\right)` },
	}
	texStyle.power, texStyle.call = texPower, texCall
}

func goNumber(x float64) string {
	switch {
	case math.IsNaN(x):
		return "math.NaN()"
	case math.IsInf(x, 0):
		return fmt.Sprintf("math.Inf(%d)", int(math.Copysign(1, x)))
	}
	for _, c := range constants {
		if math.Abs(x) == c.value {
			return strings.TrimSuffix(strconv.FormatFloat(math.Copysign(0, x), 'g', -1, 64), "0") + c.text
		}
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// constants are numbers that are written by name.
var constants = []struct {
	value     float64
	text, tex string
}{{math.Pi, "math.Pi", `\pi`}, {math.E, "math.E", "e"}, {math.Ln2, "math.Ln2", `\ln 2`}, {math.Ln10, "math.Ln10", `\ln 10`}, {math.Sqrt2, "math.Sqrt2", `\sqrt{2}`}}

func goPower(base *Node, e float64) (string, int) {
	s := goStyle.within(base, atom)
	if (e == 2 || e == 3) && base.kind == variable {
		return strings.Join([]string{s, s, s}[:int(e)], "*"), times
	}
	if e == 0.5 {
		return "math.Sqrt(" + base.String() + ")", atom
	}
	return "math.Pow(" + base.String() + ", " + goNumber(e) + ")", atom
}

func goCall(n *Node) (string, int) {
	args := make([]string, len(n.args))
	for i, a := range n.args {
		args[i] = a.String()
	}
	name := n.prim.Go
	if name == "" {
		name = "ad." + n.prim.Name
	}
	return name + "(" + strings.Join(args, ", ") + ")", atom
}
