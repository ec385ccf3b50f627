package ad_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
)

func TestGradOfTensors(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.Mul(x.Sin()).Sum() }
	g := ad.Grad(f).(func(*ad.Tensor) *ad.Tensor)
	h := ad.Grad(func(x *ad.Tensor) *ad.Tensor { return g(x).Sum() }).(func(*ad.Tensor) *ad.Tensor)
	t.Log(g(ad.Vec(1, 2)), h(ad.Vec(1, 2)))
	y, back := ad.VJP(f).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(ad.Vec(1, 2))
	t.Log(y, back(1), back(2.0))
	t.Log(ad.JVP(f).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(ad.Vec(1, 2))(ad.Vec(1, 0)))
}
