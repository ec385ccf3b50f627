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

// another stands in for the cell that declares f and its point.
const another = `func f(x1, x2 float64) float64 {
	u := math.Exp(x1) * x2
	v := x2 * x2
	return u - v
}

a1, a2 := 1.5, -0.5

f(a1, a2)`

// depends finds the cells whose outputs follow from the function or the point.
var depends = regexp.MustCompile(`\b(f|f3|f12|a1|a2|G)\b`)

var comment = regexp.MustCompile(`(?m)//.*$`)

// TestAnotherFunction runs the lecture with another function at another
// point: every output that follows from them is another one, the new value
// and the new derivatives are shown, and the old ones nowhere.
func TestAnotherFunction(t *testing.T) {
	t.Parallel()
	before := run(t, read(t, lecture))
	patched := read(t, lecture)
	at := slices.IndexFunc(patched.Cells, func(c cell) bool { return strings.HasPrefix(c.Source.String(), "func f(") })
	if at < 0 {
		t.Fatal("no cell begins with func f(")
	}
	patched.Cells[at].Source = text(another)
	after := run(t, patched)

	changed := 0
	for i, c := range before.Cells {
		if c.Kind != "code" || i == at || len(c.Outputs) == 0 || !depends.MatchString(comment.ReplaceAllString(c.Source.String(), "")) {
			continue
		}
		changed++
		if c.said() == after.Cells[i].said() {
			t.Errorf("cell %s says the same of another function:\n%s", c.ID, c.said())
		}
	}
	if changed < 25 {
		t.Errorf("only %d cells depend on the function", changed)
	}

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
