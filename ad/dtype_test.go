package ad

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// TestPrimsFloat32 runs every primitive, at every point and shape of the
// registry, on float32: values, tangents and cotangents have that type and
// are those of float64 on the same numbers, up to rounding.
func TestPrimsFloat32(t *testing.T) {
	for _, p := range prims {
		if p == toFloat64 || p == toFloat32 {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			for _, e := range examplesOf(p) {
				if err := checkFloat32(p, e); err != nil {
					t.Errorf("at %v: %v", e.In, err)
				}
			}
		})
	}
}

func checkFloat32(p *Prim, e Example) error {
	apply := func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&e.Attr, slices.Clone(in)...)} }
	single, double := make([]*Tensor, len(e.In)), make([]*Tensor, len(e.In))
	active := make([]bool, len(e.In))
	ds, dd := make([]*Tensor, len(e.In)), make([]*Tensor, len(e.In))
	for i, x := range e.In {
		single[i] = x.Float32()
		double[i] = single[i].Float64()
		if active[i] = !slices.Contains(p.Passive, i); active[i] {
			ds[i] = Randn(9+i, x.shape...).Float32()
			dd[i] = ds[i].Float64()
		}
	}
	run := func(x, dx []*Tensor) []*Tensor {
		y, dy := pushforward(apply, x, dx)
		r := record(apply, x, active, nil, recordDerivative)
		g := Randn(5, r.y[0].shape...).Float32().like(y[0])
		out := append([]*Tensor{y[0], r.y[0]}, r.pull([]*Tensor{g})...)
		if dy[0] != nil {
			out = append(out, dy[0])
		}
		return out
	}
	got, want := run(single, ds), run(double, dd)
	for i := range want {
		switch {
		case got[i].DType() != Float32 || want[i].DType() != Float64:
			return fmt.Errorf("result %d: types %v and %v", i, got[i].DType(), want[i].DType())
		case !slices.Equal(got[i].shape, want[i].shape):
			return fmt.Errorf("result %d: shapes %v and %v", i, got[i].shape, want[i].shape)
		}
		for k, v := range want[i].data {
			if g := float64(got[i].single[k]); relative(g, v) > 2e-4 && float32(v) != float32(g) {
				return fmt.Errorf("result %d[%d]: %v, of float64 %v", i, k, g, v)
			}
		}
	}
	return nil
}

func TestPrimsFloat32CanFail(t *testing.T) {
	wrong := *matmul
	wrong.Eval32 = func(_ *Attr, x []*Tensor) *Tensor { return matmul.Eval32(nil, x).MulC(1.01) }
	if err := checkFloat32(&wrong, matmul.Shapes[0]); err == nil || !strings.Contains(err.Error(), "of float64") {
		t.Error(err)
	}
	wrong.Eval32 = func(_ *Attr, x []*Tensor) *Tensor { return matmul.Eval32(nil, x).Float64() }
	if err := checkFloat32(&wrong, matmul.Shapes[0]); err == nil || !strings.Contains(err.Error(), "types") {
		t.Error(err)
	}
}

// TestPromotion: numbers do not widen, arrays do.
func TestPromotion(t *testing.T) {
	n64, a64 := Scalar(2), Vec(1, 2)
	n32, a32 := n64.Float32(), a64.Float32()
	for _, c := range []struct {
		x, y *Tensor
		want DType
	}{
		{n64, n64, Float64}, {n64, a64, Float64}, {a64, a64, Float64},
		{n32, n32, Float32}, {n32, a32, Float32}, {a32, a32, Float32},
		{n64, n32, Float32}, {n64, a32, Float32}, {a64, n32, Float64}, {a64, a32, Float64},
	} {
		for _, y := range []*Tensor{c.x.Mul(c.y), c.y.Mul(c.x), productOfExamples(c.x, c.y)} {
			if y.DType() != c.want {
				t.Errorf("%v%v and %v%v give %v, want %v", c.x.DType(), c.x.shape, c.y.DType(), c.y.shape, y.DType(), c.want)
			}
		}
	}
	cond := Vec(1, 1e-300)
	if got := Where(cond, a32, a32.MulC(3)); got.DType() != Float32 || got.Data()[1] != 2 {
		t.Errorf("Where by a tiny float64: %v %v", got.DType(), got)
	}
}

// productOfExamples multiplies two operands for three examples of each.
func productOfExamples(x, y *Tensor) *Tensor {
	mul := VMap(func(x, y *Tensor) *Tensor { return x.Mul(y) }).(func(x, y *Tensor) *Tensor)
	return mul(Stack(x, x, x), Stack(y, y, y))
}

// TestCasts: storage is float32, and derivatives come back in the type of
// what they belong to.
func TestCasts(t *testing.T) {
	x := Vec(0.1, 0.2)
	y := x.Float32()
	if d := y.Data(); y.DType() != Float32 || y.data != nil || d[0] != float64(float32(0.1)) || y.Data32()[1] != 0.2 {
		t.Errorf("%v %v", y.DType(), d)
	}
	if y.Float32() != y || x.Float64() != x || y.Float64().Data()[0] != float64(float32(0.1)) {
		t.Error("casts to the type that is there copy, or others do not")
	}
	loss := func(x, w *Tensor) *Tensor { return x.Float32().Mul(w).Square().Sum() }
	gx, gw := Grad(loss).(func(x, w *Tensor) (*Tensor, *Tensor))(x, y)
	if gx.DType() != Float64 || gw.DType() != Float32 {
		t.Errorf("gradients of type %v and %v", gx.DType(), gw.DType())
	}
	if want := 2 * math.Pow(0.1, 3); math.Abs(gx.Data()[0]-want) > 1e-9 {
		t.Errorf("gradient %v, want %v", gx.Data()[0], want)
	}
	if got := fmt.Sprintf("%v %#v", y, y); got != "[0.1 0.2] ad.Vec(0.1, 0.2).Float32()" {
		t.Error(got)
	}
}

// TestStretched compares broadcasting by runs with the definition.
func TestStretched(t *testing.T) {
	shapes := [][]int{{2, 3, 4}, {3, 1}, {1, 4}, {2, 1, 4}, {2, 1, 1}, {4}, {1}, {2, 3, 1}, {1, 3, 4}, {}, {2, 1, 3, 4}, {5, 1, 1, 4}, {0, 3, 4}}
	for _, s := range shapes {
		for _, u := range shapes {
			a, b := Randn(1, s...), Randn(2, u...)
			shape, ok := broadcastShape(s, u)
			if !ok {
				continue
			}
			got := a.Sub(b)
			l, r := stretch(a, shape), stretch(b, shape)
			for i := range l {
				if got.data[i] != l[i]-r[i] {
					t.Fatalf("%v - %v: element %d is %v, want %v", s, u, i, got.data[i], l[i]-r[i])
				}
			}
			sum := unbroadcast(got, s)
			want := make([]float64, size(s))
			walk(shape, strides(s, shape), func(i, j int) { want[j] += got.data[i] })
			for i, v := range want {
				if math.Abs(sum.data[i]-v) > 1e-12 {
					t.Fatalf("sum of %v to %v: element %d is %v, want %v", shape, s, i, sum.data[i], v)
				}
			}
		}
	}
}
