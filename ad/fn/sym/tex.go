package sym

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func texNumber(x float64) string {
	sign := ""
	if x < 0 {
		sign = "-"
	}
	a := math.Abs(x)
	switch {
	case math.IsNaN(x):
		return `\mathrm{NaN}`
	case math.IsInf(x, 0):
		return sign + `\infty`
	}
	for _, c := range constants {
		if a == c.value {
			return sign + c.tex
		}
	}
	for q := 2.0; q <= 9 && a != math.Trunc(a); q++ {
		if p := math.Round(a * q); p != 0 && p < 1000 && p/q == a {
			return fmt.Sprintf(`%s\frac{%v}{%v}`, sign, p, q)
		}
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if m, e, ok := strings.Cut(s, "e"); ok {
		n, _ := strconv.Atoi(e)
		return fmt.Sprintf(`%s \cdot 10^{%d}`, m, n)
	}
	return s
}

var greek = " alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega "

// texName writes a Go variable: x1 as x_{1}, theta as \theta, W.X as W_{X}.
func texName(name string) string {
	head, field, dotted := strings.Cut(name, ".")
	root := strings.TrimRight(head, "0123456789")
	index := head[len(root):]
	switch {
	case strings.Contains(greek, " "+root+" "):
		root = `\` + root
	case len([]rune(root)) > 1:
		root = `\mathit{` + strings.ReplaceAll(root, "_", `\_`) + `}`
	}
	if dotted {
		index = strings.TrimPrefix(index+","+field, ",")
	}
	if index != "" {
		root += "_{" + index + "}"
	}
	return root
}

// texTimes sets factors side by side, with a dot before one that begins with a digit.
func texTimes(fs []string) string {
	var b strings.Builder
	for i, f := range fs {
		switch {
		case i == 0:
		case f[0] >= '0' && f[0] <= '9':
			b.WriteString(` \cdot `)
		default:
			b.WriteString(` \, `)
		}
		b.WriteString(f)
	}
	return b.String()
}

func texPower(base *Node, e float64) (string, int) {
	if e == 0.5 {
		return `\sqrt{` + base.TeX() + `}`, atom
	}
	s := texStyle.within(base, atom)
	if base.kind == call && base.prim.Prec == atom { // sin²(x)
		if name, rest, ok := strings.Cut(s, "("); ok && strings.HasPrefix(name, `\`) && !strings.Contains(name, "{") {
			return name + "^{" + texNumber(e) + "}(" + rest, raised
		}
	}
	if base.kind == call && base.prim.Prec != atom {
		s = texStyle.parens(s)
	}
	return s + "^{" + texNumber(e) + "}", raised
}

func texCall(n *Node) (string, int) {
	args := make([]any, len(n.args))
	for i, a := range n.args {
		args[i] = a.TeX()
		if n.prim.Prec == raised && i == 0 && len(n.args) == 2 { // the base of a power
			args[i] = texStyle.within(a, atom)
		}
	}
	return fmt.Sprintf(n.prim.TeX, args...), n.prim.Prec
}
