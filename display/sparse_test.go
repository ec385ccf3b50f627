package display_test

import (
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display"
)

// TestLargeSparse draws a matrix of 10¹⁰ entries, most of them zero, from its
// 2·10⁵ others.
func TestLargeSparse(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.Square().Sub(x.Roll(0, 1)) }
	j := ad.Jacobian(f).(func(*ad.Tensor) *ad.JacobianMatrix)(ad.Linspace(-1, 1, 100_000))
	b, _ := display.Of(j)
	size := 0
	for _, part := range b.Data {
		if s, ok := part.(string); ok {
			size += len(s)
		}
	}
	all, _ := b.Data["text/html"].(string)
	if size < 1000 || size > 200_000 || !strings.Contains(all, "sparse") || !strings.Contains(all, "2 reverse sweeps, one for each color of the rows") {
		t.Errorf("%d bytes: %.400s", size, all)
	}
}
