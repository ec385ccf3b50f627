package nn_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gojac/gojac/ad/nn"
)

// TestPositions holds some rows against the formula of Vaswani et al. 2017, section 3.5, written out.
func TestPositions(t *testing.T) {
	p := nn.Positions(101, 5)
	for pos, want := range map[int][]float64{
		0:   {0, 1, 0, 1, 0},
		1:   {math.Sin(1), math.Cos(1), math.Sin(0.025118864315095794), math.Cos(0.025118864315095794), math.Sin(0.0006309573444801934)},
		100: {math.Sin(100), math.Cos(100), math.Sin(2.5118864315095794), math.Cos(2.5118864315095794), math.Sin(0.06309573444801933)},
	} {
		for j, x := range p.Row(pos).Data() {
			if math.Abs(x-want[j]) > 1e-15 {
				t.Errorf("position %d, entry %d: %v, want %v", pos, j, x, want[j])
			}
		}
	}
	if s := nn.Positions(1<<31, 0).Shape(); !slices.Equal(s, []int{1 << 31, 0}) {
		t.Errorf("shape %v", s)
	}
}
