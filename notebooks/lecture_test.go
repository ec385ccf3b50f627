package notebooks

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const lecture = "01-automatic-differentiation.ipynb"

// The cell that declares f and its point, with others in their place.
const (
	ownFunction = `	w1 := math.Sin(x1)
	w2 := x1 * x2
	w3 := w1 + w2
	return w3
`
	ownPoint = "a1, a2 := 2.0, 5.0"

	otherFunction = `	u := math.Exp(x1) * x2
	v := x2 * x2
	return u - v
`
	otherPoint = "a1, a2 := 1.5, -0.5"
)

var comment = regexp.MustCompile(`(?m)//.*$`)

// change runs the lecture with parts of its first cell replaced.
func change(t *testing.T, replace ...string) *notebook {
	t.Helper()
	nb := read(t, lecture)
	at := slices.IndexFunc(nb.Cells, func(c cell) bool { return strings.HasPrefix(c.Source.String(), "func f(") })
	if at < 0 {
		t.Fatal("no cell begins with func f(")
	}
	source := nb.Cells[at].Source.String()
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(source, replace[i]) {
			t.Fatalf("the cell of f does not hold %q", replace[i])
		}
	}
	nb.Cells[at].Source = text(strings.NewReplacer(replace...).Replace(source))
	return run(t, nb)
}

// TestOutputsFollow puts another function, then another point into the
// lecture. Whatever follows from them has to say something else.
func TestOutputsFollow(t *testing.T) {
	t.Parallel()
	before := run(t, read(t, lecture))
	for _, test := range []struct {
		name    string
		replace []string
		follows string // what a cell that has to change mentions
		but     string // what it mentions if it need not
		least   int
	}{
		{"function", []string{ownFunction, otherFunction}, `\b(f|f3|f12|G)\b`, `^$`, 18},
		{"point", []string{ownPoint, otherPoint}, `\b(f|f3|f12|a1|a2)\b`, `ad\.Symbolic\(f\)`, 25},
	} {
		after := change(t, test.replace...)
		follows, but := regexp.MustCompile(test.follows), regexp.MustCompile(test.but)
		changed := 0
		for i, c := range before.Cells {
			code := comment.ReplaceAllString(c.Source.String(), "")
			if c.Kind != "code" || len(c.Outputs) == 0 || !follows.MatchString(code) || but.MatchString(code) {
				continue
			}
			changed++
			if c.said() == after.Cells[i].said() {
				t.Errorf("another %s: cell %s says the same:\n%s", test.name, c.ID, c.said())
			}
		}
		if changed < test.least {
			t.Errorf("only %d cells follow from the %s, want %d", changed, test.name, test.least)
		}
	}
}

// TestNothingRemains puts both into the lecture: it shows the new value and
// the new derivatives, and the old ones nowhere.
func TestNothingRemains(t *testing.T) {
	t.Parallel()
	after := change(t, ownFunction, otherFunction, ownPoint, otherPoint)
	said := ""
	for _, c := range after.Cells {
		said += c.said()
	}
	for name, want := range map[string]float64{
		"f":      math.Exp(1.5)*-0.5 - 0.25,
		"∂f/∂x1": math.Exp(1.5) * -0.5,
		"∂f/∂x2": math.Exp(1.5) + 1,
	} {
		if !shows(said, want, 1e-14) {
			t.Errorf("%s = %v is nowhere", name, want)
		}
	}
	for name, old := range map[string]float64{"f": 10 + math.Sin(2), "∂f/∂x1": 5 + math.Cos(2), "sin 2": math.Sin(2), "cos 2": math.Cos(2)} {
		if shows(said, old, 1e-4) {
			t.Errorf("%s = %v of the lecture's own function is still there", name, old)
		}
	}
}

var number = regexp.MustCompile(`[-−]?\d+\.\d+(e[-+]?\d+)?`)

// shows reports whether a text holds a number, to a relative accuracy.
func shows(said string, want, accuracy float64) bool {
	for _, s := range number.FindAllString(said, -1) {
		if x, err := strconv.ParseFloat(strings.Replace(s, "−", "-", 1), 64); err == nil && math.Abs(x-want) <= accuracy*math.Abs(want) {
			return true
		}
	}
	return false
}

// TestChecksItself looks at what the lecture says of its own numbers.
func TestChecksItself(t *testing.T) {
	t.Parallel()
	said := ""
	for _, c := range run(t, read(t, lecture)).Cells {
		said += c.said()
	}
	below := regexp.MustCompile(`largest difference: *(\S+)  below 1e-12: (\w+)`).FindAllStringSubmatch(said, -1)
	if len(below) < 8 {
		t.Errorf("%d differences from 1e-12, want the product of Jacobians, rows against columns, ∂h/∂W and four gradients", len(below))
	}
	for _, m := range below {
		if d, err := strconv.ParseFloat(m[1], 64); err != nil || d >= 1e-12 || m[2] != "true" {
			t.Errorf("%s", m[0])
		}
	}
	right := regexp.MustCompile(`right on ([\d.]+) %`).FindStringSubmatch(said)
	if right == nil {
		t.Fatal("no share of held-out points")
	}
	if share, err := strconv.ParseFloat(right[1], 64); err != nil || share < 97 {
		t.Errorf("right on %s %% of the held-out points", right[1])
	}
	for name, lines := range map[string][]string{
		"sweeps of f, f3 and f12": {
			"2        1               2               1",
			"3        1               3               1",
			"2        2               2               2",
		},
		"sweeps for (d, c)": {
			"1  100  forward       1", "1  100  reverse     100",
			"100    1  forward     100", "100    1  reverse       1",
			"10   10  forward      10", "10   10  reverse      10",
		},
		"orders": {"what is wrong with it: <nil>", "topological: false"},
	} {
		for _, line := range lines {
			if !strings.Contains(said, line) {
				t.Errorf("%s: %q is missing", name, line)
			}
		}
	}
}
