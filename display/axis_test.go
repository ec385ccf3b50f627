package display

import (
	"strings"
	"testing"
)

// TestTickLabels wants the ticks of an axis written alike.
func TestTickLabels(t *testing.T) {
	for _, test := range []struct {
		ticks []float64
		want  string
	}{
		{[]float64{1e-9, 1e-6, 1e-3, 1}, "10⁻⁹ 10⁻⁶ 10⁻³ 1"},
		{[]float64{1e-3, 1e-2, 0.1, 1}, "0.001 0.01 0.1 1"},
		{[]float64{1, 1e3, 1e6}, "1 10³ 10⁶"},
		{[]float64{0, 10, 100}, "0 10 100"},
		{[]float64{-10, 0, 10}, "−10 0 10"},
		{[]float64{1, 2, 5, 10}, "1 2 5 10"},
	} {
		if got := strings.Join(tickLabels(test.ticks), " "); got != test.want {
			t.Errorf("%v: %s, want %s", test.ticks, got, test.want)
		}
	}
}
