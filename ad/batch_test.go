package ad

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestPrimsBatched runs every primitive on many examples at once, in every
// choice of operands that carry them, and wants what it gives one by one, its
// derivatives included, with as many nodes whatever the batch.
func TestPrimsBatched(t *testing.T) {
	for _, p := range prims {
		for _, e := range examplesOf(p) {
			for mask := 1; mask < 1<<min(len(e.In), 3); mask++ {
				on := make([]bool, len(e.In))
				for i := range on {
					on[i] = i > 2 || mask>>i&1 == 1
				}
				if err := checkBatched(p, e, on); err != nil {
					t.Errorf("%s at %v, batched %v: %v", p.Name, e.In, on, err)
				}
			}
		}
	}
}

func checkBatched(p *Prim, e Example, on []bool) error {
	apply := func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&e.Attr, slices.Clone(in)...)} }
	active := make([]bool, len(e.In))
	for i := range active {
		active[i] = !slices.Contains(p.Passive, i)
	}
	gradient := func(in []*Tensor) []*Tensor {
		r := record(apply, in, active, nil, recordDerivative)
		return append(r.pull([]*Tensor{Randn(7, r.y[0].shape...)}), r.y[0])
	}
	var nodes []int
	for _, n := range []int{2, 3} {
		in := make([]*Tensor, len(e.In))
		alone := make([][]*Tensor, n)
		for i, x := range e.In {
			var rows []*Tensor
			for k := range n {
				each := x
				if on[i] && !slices.Contains(p.Passive, i) {
					each = x.MulC(1 + 0.001*float64(k))
				}
				rows = append(rows, each)
				alone[k] = append(alone[k], each)
			}
			if in[i] = x; on[i] {
				in[i] = Stack(rows...)
			}
		}
		many := vmapped(gradient, n, on)
		got := many(in)
		for k := range n {
			for i, want := range gradient(alone[k]) {
				if one := got[i].Row(k); largestError(one, want) > 1e-12 || !slices.Equal(one.shape, want.shape) {
					return fmt.Errorf("result %d of example %d is %v, want %v", i, k, one, want)
				}
			}
		}
		nodes = append(nodes, len(record(many, in, make([]bool, len(in)), nil, recordAll).tape.nodes), len(record(vmapped(apply, n, on), in, on, nil, recordAll).tape.nodes))
	}
	if nodes[0] != nodes[2] || nodes[1] != nodes[3] {
		return fmt.Errorf("%d and %d nodes for 2 examples, %d and %d for 3", nodes[0], nodes[1], nodes[2], nodes[3])
	}
	return nil
}

// TestVMapAxes wants the same of examples along any axis as along the first.
func TestVMapAxes(t *testing.T) {
	f := func(w, x *Tensor) *Tensor { return w.MatMul(x).Tanh() }
	w, x := Randn(1, 2, 3), Randn(2, 5, 3, 4)
	want := VMap(f, Batched("x2")).(func(w, x *Tensor) *Tensor)(w, x)
	for _, axis := range []int{0, 1, 2, -1} {
		along := VMap(f, InAxis(axis, "x2"), OutAxis(axis)).(func(w, x *Tensor) *Tensor)
		if e := largestError(along(w, x.MoveAxis(0, axis)), want.MoveAxis(0, axis)); e > 0 {
			t.Errorf("axis %d is off by %g", axis, e)
		}
		loss := Grad(func(w, x *Tensor) *Tensor { return along(w, x).Square().Sum() }).(func(w, x *Tensor) (dw, dx *Tensor))
		first := Grad(func(w, x *Tensor) *Tensor {
			return VMap(f, Batched("x2")).(func(w, x *Tensor) *Tensor)(w, x).Square().Sum()
		}).(func(w, x *Tensor) (dw, dx *Tensor))
		dw, dx := loss(w, x.MoveAxis(0, axis))
		ew, ex := first(w, x)
		if e := max(largestError(dw, ew), largestError(dx, ex.MoveAxis(0, axis))); e > 1e-13 {
			t.Errorf("the gradient through axis %d is off by %g", axis, e)
		}
	}
	both := VMap((*Tensor).Mul, InAxis(1, "x1"), Batched("x2")).(func(x, y *Tensor) *Tensor)
	if got := both(Mat([][]float64{{1, 2}, {3, 4}}), Vec(10, 100)); !slices.Equal(got.Data(), []float64{10, 30, 200, 400}) {
		t.Errorf("columns times numbers are %v", got)
	}
	all := VMap((*Tensor).Sum, InAxis(-1)).(func(x *Tensor) *Tensor)
	if got := all(Mat([][]float64{{1, 2}, {3, 4}})); !slices.Equal(got.Data(), []float64{4, 6}) {
		t.Errorf("sums of columns are %v", got)
	}
}

// TestVMap wants the gradient for each example at once, and refusals that
// help.
func TestVMap(t *testing.T) {
	w := Randn(1, 2, 3)
	loss := func(w, x, y *Tensor) *Tensor { return w.MatMul(x).Tanh().Sub(y).Square().Sum() }
	grad := Grad(loss, Wrt("x1")).(func(w, x, y *Tensor) *Tensor)
	each := VMap(grad, Batched("x2", "x3")).(func(w, x, y *Tensor) *Tensor)
	x, y := Randn(2, 5, 3), Randn(3, 5, 2)
	got := each(w, x, y)
	for k := range 5 {
		if e := largestError(got.Row(k), grad(w, x.Row(k), y.Row(k))); e > 1e-13 {
			t.Errorf("the gradient for example %d is off by %g", k, e)
		}
	}
	twice := VMap(VMap((*Tensor).Norm)).(func(*Tensor) *Tensor)(Randn(1, 2, 3, 4))
	if e := largestError(twice.Row(1).Row(2), Randn(1, 2, 3, 4).Row(1).Row(2).Norm()); e > 1e-15 || len(twice.shape) != 2 {
		t.Errorf("VMap of VMap is off by %g, its shape is %v", e, twice.shape)
	}
	for _, c := range []struct {
		f    func()
		want string
	}{
		{func() { each(w, x, y.Slice(0, 3)) }, "axis 0 of x2 has 5 examples, axis 0 of x3 3"},
		{func() { VMap(loss, InAxis(1, "x2"), Batched("x3")).(func(w, x, y *Tensor) *Tensor)(w, x, y) }, "axis 1 of x2 has 3 examples"},
		{func() { VMap((*Tensor).Sin, InAxis(2)).(func(*Tensor) *Tensor)(Vec(1)) }, "there is no axis 2"},
		{func() { VMap((*Tensor).Sin, OutAxis(2)).(func(*Tensor) *Tensor)(Vec(1)) }, "there is no axis 2"},
		{func() { VMap((*Tensor).Sin).(func(*Tensor) *Tensor)(Scalar(1)) }, "is a scalar"},
		{func() {
			VMap(func(x *Tensor) *Tensor { return x.MulC(x.Item()) }).(func(*Tensor) *Tensor)(Vec(1, 2))
		}, "can't be read as one number"},
		{func() { VMap(loss, Batched("z")).(func(w, x, y *Tensor) *Tensor)(w, x, y) }, "there is no such parameter"},
	} {
		func() {
			defer func() {
				if err, ok := recover().(*Error); !ok || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %s", err, c.want)
				}
			}()
			c.f()
		}()
	}
}
