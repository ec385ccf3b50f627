package ad

import (
	"strings"
	"testing"
)

// TestTrap wants the first step at fault named, forward and in reverse.
func TestTrap(t *testing.T) {
	for _, c := range []struct {
		f    func(x *Tensor) *Tensor
		at   float64
		want string // "" if nothing is wrong
	}{
		{func(x *Tensor) *Tensor { return x.Log().Exp().Sin() }, 2, ""},
		{func(x *Tensor) *Tensor { y := x.Log(); y.Annotate("y", "cell 3:4:7"); return y.Exp() }, 0, "y = log(0) at cell 3:4:7 is -Inf"},
		{func(x *Tensor) *Tensor { return x.MulC(1000).Exp().Sin() }, 1, "exp(1000) is +Inf"},
		{func(x *Tensor) *Tensor { return x.Square().Sqrt() }, 0, "the derivative of sqrt(0) makes a cotangent +Inf"},
		{func(x *Tensor) *Tensor { return Where(x.Gt(Scalar(0)), x.Sqrt(), x) }, 0, ""}, // a zero stays zero
	} {
		got := func() (text string) {
			defer func() {
				if err, ok := recover().(*Error); ok {
					text = err.Error()
				}
			}()
			Grad(c.f, Trap()).(func(*Tensor) *Tensor)(Scalar(c.at))
			return ""
		}()
		if got != "" && c.want == "" || !strings.Contains(got, c.want) || strings.Contains(got, "Where(ok") != strings.Contains(c.want, "cotangent") {
			t.Errorf("at %g: %q, want %q", c.at, got, c.want)
		}
		g := Graph(c.f).(func(*Tensor) *DAG)(Scalar(c.at))
		if a := g.Anomaly(); (a != nil) != (c.want != "") || a != nil && a.Op != g.nodes[a.Node].Op {
			t.Errorf("at %g: the graph has the anomaly %v, want %q", c.at, a, c.want)
		}
	}
}
