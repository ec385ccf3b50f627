package ad

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// labels gives every node its label; the ones of constants are their numbers.
func (g *DAG) labels() {
	taken, uses := map[string]bool{}, map[string]int{}
	for _, n := range g.nodes {
		taken[n.Name] = true
	}
	steps := 0
	for i := range g.nodes {
		n := &g.nodes[i]
		switch {
		case n.Role == ConstantRole:
			n.label, n.labelTeX = constantText(n.Value, asText), constantText(n.Value, asTeX)
			continue
		case n.Role == OperationRole:
			steps++
		}
		name := n.Name
		if name == "" {
			if name = "w" + strconv.Itoa(steps); taken[name] {
				name = "v" + strconv.Itoa(steps)
			}
		}
		n.label, n.labelTeX = subscripted(name), texName(name)
		// A variable assigned again has a new value, and needs a new label.
		if uses[name]++; uses[name] > 1 {
			n.label += "⁽" + raised(uses[name]) + "⁾"
			n.labelTeX = "{" + n.labelTeX + "}^{(" + strconv.Itoa(uses[name]) + ")}"
		}
	}
}

// subscripted sets the digits at the end of a name low: x1 becomes x₁.
func subscripted(name string) string {
	stem := strings.TrimRight(name, "0123456789")
	if stem == "" || stem == name {
		return name
	}
	return stem + strings.Map(func(r rune) rune { return r - '0' + '₀' }, name[len(stem):])
}

func raised(n int) string {
	return strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(n))
}

// greek are the names of variables that TeX knows as letters.
var greek = strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega")

// texName writes a Go name in TeX: x_{1}, \mathrm{loss}, \theta.
func texName(name string) string {
	stem := strings.TrimRight(name, "0123456789")
	index := name[len(stem):]
	if stem == "" {
		stem, index = name, ""
	}
	switch {
	case utf8.RuneCountInString(stem) > 1:
		tex := `\mathrm{` + strings.ReplaceAll(stem, "_", `\_`) + "}"
		for _, letter := range greek {
			if stem == letter {
				tex = `\` + letter
			}
		}
		stem = tex
	case stem == "_":
		stem = `\_`
	}
	if index != "" {
		stem += "_{" + index + "}"
	}
	return stem
}

// dotted and barred write the tangent and the adjoint of a label: ẋ₁, x̄₁.
func dotted(label string) string { return dot.over(label) }
func barred(label string) string { return bar.over(label) }

// An accent is a mark over a letter: one character where Unicode has it, for
// fonts draw those best, else a combining mark.
type accent struct {
	word            string
	mark            string
	letters, marked []rune
}

var (
	dot = accent{"dot", "\u0307", []rune("abcdefghmnoprstwxyzABCDEFGHIMNOPRSTWXYZ"), []rune("ȧḃċḋėḟġḣṁṅȯṗṙṡṫẇẋẏżȦḂĊḊĖḞĠḢİṀṄȮṖṘṠṪẆẊẎŻ")}
	bar = accent{"bar", "\u0304", []rune("aegiouyAEGIOUY"), []rune("āēḡīōūȳĀĒḠĪŌŪȲ")}
)

func (a *accent) over(label string) string {
	letter, n := utf8.DecodeRuneInString(label)
	rest := label[n:]
	if strings.Trim(rest, "₀₁₂₃₄₅₆₇₈₉⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹") != "" {
		return a.word + "(" + label + ")"
	}
	if i := slices.Index(a.letters, letter); i >= 0 {
		return string(a.marked[i]) + rest
	}
	return label[:n] + a.mark + rest
}

// dottedTeX and barredTeX do the same in TeX.
func dottedTeX(label string) string { return accentedTeX(label, `\dot{`) }
func barredTeX(label string) string { return accentedTeX(label, `\bar{`) }

func accentedTeX(label, mark string) string {
	stem, index, _ := strings.Cut(label, "_{")
	if index != "" && !strings.HasPrefix(label, "{") {
		return mark + stem + "}_{" + index
	}
	return mark + label + "}"
}
