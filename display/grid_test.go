package display_test

import (
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gojac/gojac/display"
)

// TestGonum shows matrices of gonum as tensors are shown.
func TestGonum(t *testing.T) {
	m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	for want, v := range map[string]any{
		"mat.Dense (2, 2)\n[[1 2]\n [3 4]]":     m,
		"mat.Transpose (2, 2)\n[[1 3]\n [2 4]]": m.T(),
		"mat.VecDense (2, 1)\n[[1]\n [3]]":      m.ColView(0),
	} {
		b, ok := display.Of(v)
		if !ok || b.Data["text/plain"] != want {
			t.Errorf("got %v %v, want %s", ok, b.Data["text/plain"], want)
		}
		if html, _ := b.Data["text/html"].(string); !strings.Contains(html, strings.Split(want, "\n")[0]) || !strings.Contains(html, "<table") {
			t.Errorf("no table under its name in %s", html)
		}
	}
	for _, v := range []any{&mat.Dense{}, (*mat.Dense)(nil), mat.NewDiagDense(3000, nil)} {
		if b, ok := display.Of(v); ok {
			t.Errorf("%T is shown as %v", v, b)
		}
	}
}
