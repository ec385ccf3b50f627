package ad_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
)

type named struct {
	Layers map[string]*ad.Tensor
	Rows   map[int][]*ad.Tensor
	Next   *named
	Names  map[*ad.Tensor]string // holds no numbers
}

// TestMaps differentiates by the tensors in maps, which come back under their
// keys.
func TestMaps(t *testing.T) {
	x, y := ad.Vec(1, 2), ad.Vec(3, 4)
	m := named{Layers: map[string]*ad.Tensor{"b": y, "a": x}, Rows: map[int][]*ad.Tensor{10: {x}, 9: {y, x}},
		Next: &named{Layers: map[string]*ad.Tensor{"c": y}}, Names: map[*ad.Tensor]string{x: "x"}}
	f := func(m named) *ad.Tensor {
		return m.Layers["a"].Dot(m.Layers["b"]).Add(m.Rows[9][1].Square().Sum()).Add(m.Next.Layers["c"].Sum())
	}
	g := ad.Grad(f).(func(named) named)(m)
	for _, c := range []struct{ got, want *ad.Tensor }{
		{g.Layers["a"], y}, {g.Layers["b"], x}, {g.Rows[9][1], x.MulC(2)}, {g.Rows[10][0], ad.Zeros(2)}, {g.Next.Layers["c"], ad.Ones(2)},
	} {
		if c.got.Sub(c.want).Norm().Item() != 0 {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	if len(g.Layers) != 2 || len(g.Rows) != 2 || g.Next.Rows != nil || g.Names != nil {
		t.Errorf("the gradient has another structure: %+v", g)
	}
	h := ad.Grad(func(m map[string]*ad.Tensor) *ad.Tensor { return m["w"].Square().Sum() }).(func(map[string]*ad.Tensor) map[string]*ad.Tensor)
	if d := h(map[string]*ad.Tensor{"w": x}); d["w"].At(1).Item() != 4 {
		t.Errorf("%v, want [2 4]", d)
	}
	ad.Update(&m, g, func(path string, v, d *ad.Tensor) *ad.Tensor { return v.Sub(d) })
	if m.Layers["a"].At(0).Item() != 1-3 || m.Names[x] != "x" {
		t.Errorf("updated to %+v", m)
	}
}
