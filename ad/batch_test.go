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
		{func() { each(w, x, y.Slice(0, 3)) }, "first axes differ"},
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
