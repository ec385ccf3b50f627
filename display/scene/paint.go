package scene

import "image/color"

// A Paint names a colour by what it stands for; the theme says how it looks.
type Paint uint8

// The paints. A reader must never need the colour alone: each also has a place,
// a mark or a label of its own.
const (
	None          Paint = iota
	Ground              // behind everything
	Ink                 // names, expressions
	Muted               // labels, axes
	Line                // edges of the graph
	Faint               // grid lines, borders
	Card                // an operation
	CardEdge            //
	DataFill            // an input that is data
	DataEdge            //
	ParamFill           // an input that is a parameter
	ParamEdge           //
	ConstFill           // a constant
	Value               // primal values
	Adjoint             // adjoints, reverse mode
	Tangent             // tangents, forward mode
	Alarm               // NaN, Inf, failed checks
	Good                // passed checks
	Positive            // the tint of positive numbers
	Negative            // the tint of negative numbers
	Series1             // lines and classes of plots
	Series2             //
	Series3             //
	Series4             //
	Series5             //
	Series6             //
	numberOfPaint = iota
)

// Series returns the paint of the i-th line or class of a plot.
func Series(i int) Paint {
	n := int(Series6-Series1) + 1
	return Series1 + Paint(((i%n)+n)%n)
}

type shade struct{ class, light, dark string }

// theme holds both looks of every paint. Text paints reach a contrast of 4.5 to 1
// against Ground and Card in their theme, which theme_test checks.
var theme = [numberOfPaint]shade{
	None:      {"", "none", "none"},
	Ground:    {"g", "#ffffff", "#14181f"},
	Ink:       {"i", "#1b2430", "#e8ecf2"},
	Muted:     {"m", "#5a6675", "#a3afbe"},
	Line:      {"l", "#7b8899", "#8391a5"},
	Faint:     {"f", "#dde3ea", "#323b49"},
	Card:      {"c", "#f4f6f9", "#1f2631"},
	CardEdge:  {"k", "#9aa7b8", "#5b697d"},
	DataFill:  {"d", "#e3f4ee", "#16322b"},
	DataEdge:  {"D", "#3f9c80", "#4aa98c"},
	ParamFill: {"p", "#e6eefc", "#1b2a47"},
	ParamEdge: {"P", "#4f7fd0", "#6c98e6"},
	ConstFill: {"q", "#eceef1", "#262c35"},
	Value:     {"v", "#00695c", "#5bd6bd"},
	Adjoint:   {"a", "#b83a05", "#ff9a6b"},
	Tangent:   {"t", "#5b3fb5", "#b9a6ff"},
	Alarm:     {"x", "#b3123d", "#ff7d9a"},
	Good:      {"y", "#1b6e3c", "#6fdc98"},
	Positive:  {"u", "#0072b2", "#56a8e0"},
	Negative:  {"n", "#d55e00", "#f08a3c"},
	Series1:   {"A", "#0072b2", "#5cb3f0"},
	Series2:   {"B", "#c14f00", "#ff9a52"},
	Series3:   {"C", "#007a5a", "#3fd0a4"},
	Series4:   {"E", "#a8437f", "#ec93c3"},
	Series5:   {"F", "#7a6400", "#e3c84a"},
	Series6:   {"G", "#4a4a9c", "#a9a9f5"},
}

// Light returns the colour of a paint in the light theme.
func (p Paint) Light() color.NRGBA { return hex(theme[p].light) }

// Dark returns the colour of a paint in the dark theme.
func (p Paint) Dark() color.NRGBA { return hex(theme[p].dark) }

func hex(s string) color.NRGBA {
	if len(s) != 7 {
		return color.NRGBA{}
	}
	digit := func(b byte) uint8 {
		if b >= 'a' {
			return b - 'a' + 10
		}
		return b - '0'
	}
	pair := func(i int) uint8 { return digit(s[i])<<4 | digit(s[i+1]) }
	return color.NRGBA{pair(1), pair(3), pair(5), 255}
}
