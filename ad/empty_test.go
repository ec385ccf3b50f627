package ad

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestNothing: functions of no elements are traced, compiled and looked at
// like others.
func TestNothing(t *testing.T) {
	for _, s := range [][2][]int{{{1, 0, 1}, {3, 1, 3}}, {{2, 1, 2}, {0, 1}}, {{0, 2, 2}, {3, 1, 2, 2}}, {{2, 1, 1, 2}, {0, 2}}, {{3, 0}, {3, 1}}} {
		f := func(x *Tensor) *Tensor { return x.Add(Zeros(s[1]...)) }
		want := f(Zeros(s[0]...)).Shape()
		for range 2 {
			if got := Compile(f).(func(*Tensor) *Tensor)(Zeros(s[0]...)).Shape(); !slices.Equal(got, want) {
				t.Errorf("compiled, (%v) + (%v) has the shape %v, want %v", s[0], s[1], got, want)
			}
		}
	}
	j := Jacobian(func(x *Tensor) *Tensor { return Zeros(3, 0).MatMul(x) }, Sparse()).(func(*Tensor) *JacobianMatrix)(Zeros(0))
	if got := j.Dense().Shape(); !slices.Equal(got, []int{3, 0}) {
		t.Errorf("the Jacobian of three sums of nothing has the shape %v", got)
	}
}

// TestLongEmpty: a tensor of no numbers is printed in as little room as others.
func TestLongEmpty(t *testing.T) {
	want := "[[]\n []\n []\n …\n []\n []\n []] shape (2147483648, 0)"
	if got := Zeros(1<<31, 0).String(); got != want {
		t.Errorf("%.200s, want %s", got, want)
	}
}

// TestReduceNothing holds what JAX makes of empty axes.
func TestReduceNothing(t *testing.T) {
	over := func(f func(*Tensor, bool, ...int) *Tensor) func(*Tensor) *Tensor {
		return func(t *Tensor) *Tensor { return f(t, false, -1) }
	}
	norm := func(order float64) func(*Tensor) *Tensor {
		return func(t *Tensor) *Tensor { return t.NormAxes(false, order, -1) }
	}
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name string
		f    func(*Tensor) *Tensor
		want float64
	}{
		{"Sum", over((*Tensor).SumAxes), 0}, {"Prod", over((*Tensor).ProdAxes), 1}, {"Mean", over((*Tensor).MeanAxes), nan},
		{"Var", func(t *Tensor) *Tensor { return t.VarAxes(false, 1, -1) }, nan},
		{"Std", func(t *Tensor) *Tensor { return t.StdAxes(false, 0, -1) }, nan},
		{"LogSumExp", (*Tensor).LogSumExp, -inf}, {"norm 1", norm(1), 0}, {"norm 2", norm(2), 0}, {"norm 3", norm(3), 0}, {"norm ∞", norm(inf), 0},
	} {
		for _, x := range []*Tensor{Zeros(2, 0), Zeros(2, 0).Float32()} {
			y := c.f(x)
			if want := fmt.Sprint(Full(c.want, 2)); y.String() != want || y.DType() != x.DType() {
				t.Errorf("%s of two times nothing is %v, want %s", c.name, y, want)
			}
			if g := Grad(func(t *Tensor) *Tensor { return c.f(t).Sum() }).(func(*Tensor) *Tensor)(x); !slices.Equal(g.Shape(), x.Shape()) {
				t.Errorf("%s: the gradient has the shape %v", c.name, g.Shape())
			}
		}
	}
	for name, f := range map[string]func(*Tensor) *Tensor{"Softmax": (*Tensor).Softmax, "LogSoftmax": (*Tensor).LogSoftmax, "Diff": func(t *Tensor) *Tensor { return t.Diff(-1) }} {
		if y := f(Zeros(2, 0)); !slices.Equal(y.Shape(), []int{2, 0}) {
			t.Errorf("%s of two times nothing has the shape %v", name, y.Shape())
		}
	}
}

// TestDecomposeNothing: stacks of no matrices, and matrices of no rows or columns, have parts of the right shapes, and so
// have their tangents.
func TestDecomposeNothing(t *testing.T) {
	for _, s := range [][]int{{0, 0}, {3, 0}, {0, 3, 2}, {2, 0, 0}} {
		x, front := Zeros(s...), s[:len(s)-2]
		m, n := s[len(s)-2], s[len(s)-1]
		check := func(name string, part func(*Tensor) *Tensor, want ...int) {
			want = append(slices.Clone(front), want...)
			for _, f := range []func(*Tensor) *Tensor{part, func(x *Tensor) *Tensor {
				return JVP(part).(func(*Tensor) func(*Tensor) *Tensor)(x)(x)
			}} {
				if got := f(x).Shape(); !slices.Equal(got, want) {
					t.Errorf("%s of %v: the shape %v, want %v", name, s, got, want)
				}
			}
		}
		check("q", func(x *Tensor) *Tensor { q, _ := x.QR(); return q }, m, n)
		check("r", func(x *Tensor) *Tensor { _, r := x.QR(); return r }, n, n)
		check("u", func(x *Tensor) *Tensor { u, _, _ := x.SVD(); return u }, m, n)
		check("s", func(x *Tensor) *Tensor { _, s, _ := x.SVD(); return s }, n)
		check("v", func(x *Tensor) *Tensor { _, _, v := x.SVD(); return v }, n, n)
		check("pseudoinverse", (*Tensor).PInv, n, m)
		if m == n {
			check("eigenvalues", func(x *Tensor) *Tensor { w, _ := x.Eigh(); return w }, n)
			check("eigenvectors", func(x *Tensor) *Tensor { _, v := x.Eigh(); return v }, n, n)
		}
	}
}
