package mathml

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

// wellFormed reports the first fault of an XML text.
func wellFormed(s string) error {
	dec := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// bare is MathML without the attributes that only fine-tune it, for reading in a test.
func bare(ml string) string {
	ml = regexp.MustCompile(` (form|stretchy|symmetric|fence|lspace|rspace|movablelimits|class)="[^"]*"`).ReplaceAllString(ml, "")
	ml = regexp.MustCompile(`^<math[^>]*><mrow>|</mrow></math>$`).ReplaceAllString(ml, "")
	return strings.NewReplacer("<mi>", "", "</mi>", "", "<mn>", "", "</mn>", "", "<mo>", "", "</mo>", "", `<mspace width="0.167em"></mspace>`, "␣").Replace(ml)
}

func TestConvert(t *testing.T) {
	for _, test := range []struct{ tex, want string }{
		{`x_1`, "<msub>x1</msub>"},
		{`x_12`, "<msub>x1</msub>2"},
		{`x_{12}^2`, "<msubsup>x122</msubsup>"},
		{`f''(x)`, "<msup>f′′</msup>(x)"},
		{`f'^2`, "<msup>f<mrow>′2</mrow></msup>"},
		{`\frac12`, "<mfrac>12</mfrac>"},
		{`\frac{\partial f}{\partial x_1}`, "<mfrac><mrow>∂f</mrow><mrow>∂<msub>x1</msub></mrow></mfrac>"},
		{`2\sin x + \sin(x)`, "2␣sin␣x+sin(x)"},
		{`x = -y - 1`, "x=−y−1"},
		{`w\frac{a}{b}c`, "w␣<mfrac>ab</mfrac>␣c"},
		{`\mathrm{ReLU}(x)`, "ReLU(x)"},
		{`\mathbb{R}^{c\times d}`, "<msup>ℝ<mrow>c×d</mrow></msup>"},
		{`\mathcal{L}`, "ℒ"},
		{`\dot w_3`, `<msub><mover accent="true">w˙</mover>3</msub>`},
		{`\bar{w}_1`, `<msub><mover accent="true">w¯</mover>1</msub>`},
		{`\underbrace{a}_{\text{b c}}`, "<munder><munder><mrow>a</mrow>⏟</munder><mrow><mtext>b c</mtext></mrow></munder>"},
		{`\sum_{i=1}^n a_i`, "<munderover>∑<mrow>i=1</mrow>n</munderover>␣<msub>ai</msub>"},
		{`\max_i x`, "<munder>maxi</munder>␣x"},
		{`\int_0^1`, "<msubsup>∫01</msubsup>"},
		{`\left(\frac ab\right)^2`, "<msup><mrow>(<mfrac>ab</mfrac>)</mrow>2</msup>"},
		{`\left.x\right|_{2}`, "<msub><mrow>x|</mrow>2</msub>"},
		{`\sqrt[3]{x}`, "<mroot>x<mrow>3</mrow></mroot>"},
		{`1{,}000.5`, "1,000.5"},
		{`\text{if $x>0$ then}`, "<mrow><mtext>if\u00a0</mtext><mrow>x&gt;0</mrow><mtext>\u00a0then</mtext></mrow>"},
		{`a \not= b \ne c`, "a=\u0338b≠c"},
		{`\operatorname{softplus}(x)`, "softplus(x)"},
		{`\binom{n}{k}`, `<mrow>(<mfrac linethickness="0">nk</mfrac>)</mrow>`},
		{`\begin{matrix}a&b\\c&d\\\end{matrix}`, "<mtable><mtr><mtd>a</mtd><mtd>b</mtd></mtr><mtr><mtd>c</mtd><mtd>d</mtd></mtr></mtable>"},
		{`\overset{!}{=}`, "<mover>=!</mover>"},
		{`a % note`, "a"},
		{`\|x\|`, "‖x‖"},
	} {
		ml, unknown, err := Convert(test.tex, true)
		if err != nil || len(unknown) > 0 {
			t.Errorf("%s: error %v, unknown %q", test.tex, err, unknown)
			continue
		}
		if got := bare(ml); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.tex, got, test.want)
		}
		if err := wellFormed(ml); err != nil {
			t.Errorf("%s: %v in %s", test.tex, err, ml)
		}
	}
}

func TestErrors(t *testing.T) {
	for tex, want := range map[string]string{
		`\frac{1}{2`:                  "the formula ends too early",
		`a}`:                          "a } too many at character 1",
		`x_1_2`:                       "two subscripts on one base",
		`x^`:                          "an argument is missing",
		`\frac{1}`:                    "an argument is missing",
		`\left( x`:                    "the formula ends too early",
		`\right)`:                     `\right without \left`,
		`\left x \right)`:             `"x" is no delimiter`,
		`\begin{bmatrix} a`:           "the formula ends too early",
		`\begin{tikz}\end{tikz}`:      `unknown environment "tikz"`,
		`\begin{matrix}\end{pmatrix}`: `\begin{matrix} ends with \end{pmatrix}`,
		`\text{a`:                     "a } is missing",
		`\textcolor{"><script>}{x}`:   "is no color",
		`\`:                           `a \ at the end`,
		strings.Repeat("{", 10_000):   "nested too deeply",
	} {
		if ml, _, err := Convert(tex, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: got error %v, %s; want %s", tex, err, ml, want)
		}
	}
	ml, unknown, err := Convert(`\foo{x}`, false)
	if err != nil || len(unknown) != 1 || unknown[0] != `\foo` || !strings.Contains(ml, `<mtext class="tex-unknown">\foo</mtext>`) {
		t.Errorf(`\foo: %s, unknown %q, error %v`, ml, unknown, err)
	}
}

// TestEveryCommand: each row of the tables gives a formula that a browser can read, and is known.
func TestEveryCommand(t *testing.T) {
	args := map[string]string{
		"left": `( x \right)`, "begin": `{matrix}x\end{matrix}`, "color": "{red} x", "textcolor": "{#a0b}{x}", "not": " =", "right": "-", "end": "-", `\`: "-", "": "-",
	}
	check := func(name, arg string) {
		tex := `\` + name + arg
		ml, unknown, err := Convert(tex, true)
		if err != nil || len(unknown) > 0 {
			t.Errorf("%s: unknown %q, error %v", tex, unknown, err)
		} else if err := wellFormed(ml); err != nil {
			t.Errorf("%s: %v in %s", tex, err, ml)
		}
	}
	for _, table := range []map[string]string{letters, upright, binarySigns, relations, bigOperators, spaces} {
		for name := range table {
			if _, special := commands[name]; !special {
				check(name, " ")
			}
		}
	}
	for name := range functions {
		check(name, " x")
	}
	for _, table := range []map[string]string{fonts, textFonts} {
		for name := range table {
			check(name, "{x}")
		}
	}
	for name := range accents {
		check(name, "{x}_2")
	}
	for name := range bigSizes {
		check(name+"l", "( x")
	}
	for name := range ignored {
		if name == "hline" {
			continue // in a table only
		}
		check(name, " x")
	}
	for name := range environments {
		spec := ""
		if name == "array" || name == "alignedat" {
			spec = "{r|l}"
		}
		check("begin", "{"+name+"}"+spec+` a & b \\ \hline c & d \end{`+name+"}")
	}
	for name := range commands {
		switch arg, given := args[name]; {
		case arg == "-": // an error on its own
		case given:
			check(name, arg)
		default:
			check(name, "{x}{y}")
		}
	}
}

func FuzzConvert(f *testing.F) {
	for _, tex := range []string{
		`\frac{\partial f}{\partial x_1} = \bar w_3'^2`, `\begin{aligned} a &= b \\ & + c \end{aligned}`, `\left\{\middle|\right.`,
		`\text{a $x$ \$ {b}}`, `\begin{array}{l|c} a & b \\ \hline \end{array}`, `\sqrt[3]{x}\color{red}y`, `\mathbf{Wx}_{12}`, "\\substack{a\\\\b}",
	} {
		f.Add(tex)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		ml, _, err := Convert(tex, true)
		if err != nil {
			return
		}
		if err := wellFormed(ml); err != nil && !strings.Contains(err.Error(), "illegal character") && !strings.Contains(err.Error(), "invalid UTF-8") {
			t.Errorf("%q: %v in %s", tex, err, ml)
		}
	})
}
