package ad_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// randomSparse returns a function made of operations that keep, thin out or
// mix sparsity, drawn by a seed.
func randomSparse(seed uint64) fn {
	return func(x *ad.Tensor) *ad.Tensor {
		r := rand.New(rand.NewPCG(seed, 1))
		n := x.Size()
		banded := ad.Zeros(n, n).Data()
		for i := range n {
			banded[i*n+i], banded[i*n+(i+3)%n] = 2, -1
		}
		band := ad.FromSlice(banded, n, n)
		y := x
		for range 2 + r.IntN(3) {
			switch r.IntN(10) {
			case 0:
				y = y.Sin().Mul(y)
			case 1:
				y = y.Roll(0, 1+r.IntN(3)).Add(y.Square())
			case 2:
				y = ad.Where(y.Gt(ad.Scalar(0)), y, y.Roll(0, 1).MulC(0.1))
			case 3:
				y = band.MatMul(y)
			case 4:
				y = y.Gather(0, r.Perm(y.Size())...)
			case 5:
				k := y.Size() / 2
				y = y.Slice(k, y.Size()).Concat(y.Slice(0, k).Exp())
			case 6:
				m := y.Reshape(4, -1)
				y = m.Mul(m.SumAxis(0)).Reshape(-1)
			case 7:
				m := y.Reshape(-1, 4)
				y = m.MatMul(ad.Randn(int(seed), 4, 4)).Add(m.LogSumExp().Reshape(-1, 1)).Reshape(-1)
			case 8:
				m := y.Reshape(-1, 4)
				y = m.CumSum(1).Reshape(-1)
			case 9:
				y = y.Add(y.Reshape(-1, 4).MaxAxis(1).Repeat(0, 4))
			}
		}
		return y
	}
}

// TestSparseIsDense compares the sparse with the dense Jacobian, and the
// sparse with the dense Hessian, of random functions, entry for entry.
func TestSparseIsDense(t *testing.T) {
	for seed := range uint64(60) {
		f, x := randomSparse(seed), ad.Randn(int(seed)+100, 48)
		want := ad.Jacobian(f, ad.Reverse()).(jac)(x)
		dense := ad.Stack(rows(want)...)
		for _, opts := range [][]ad.Option{{ad.Sparse()}, {ad.Sparse(), ad.Forward()}, {ad.Sparse(), ad.Reverse()}} {
			j := ad.Jacobian(f, opts...).(jac)(x)
			same(t, fmt.Sprintf("seed %d, %s %s", seed, j.Mode, j.Kind), j, dense)
			if j.Sweeps() != j.Colors || j.Colors > 48 {
				t.Errorf("seed %d: %d sweeps for %d colors", seed, j.Sweeps(), j.Colors)
			}
		}
		loss := func(x *ad.Tensor) *ad.Tensor { return f(x).Square().Sum() }
		h := ad.Hessian(loss).(jac)(x)
		s := ad.Hessian(loss, ad.Sparse()).(jac)(x)
		same(t, fmt.Sprintf("seed %d, Hessian", seed), s, denseHessian(loss, x))
		if h.Kind == "sparse" && h.Colors != s.Colors {
			t.Errorf("seed %d: unasked it takes %d colors, asked %d", seed, h.Colors, s.Colors)
		}
	}
}

// rows returns Jᵀ applied to each unit vector: the rows of J.
func rows(j *ad.JacobianMatrix) (rs []*ad.Tensor) {
	c, _ := j.Shape()
	for i := range c {
		rs = append(rs, j.MulVecT(ad.Eye(c).Row(i)))
	}
	return rs
}

func denseHessian(f fn, x *ad.Tensor) *ad.Tensor {
	return ad.Jacobian(rev(f), ad.Forward()).(jac)(x).Dense()
}

func same(t *testing.T, name string, j *ad.JacobianMatrix, want *ad.Tensor) {
	t.Helper()
	c, d := j.Shape()
	scale := 1 + want.Abs().Max().Item()
	if e := j.Dense().Sub(want).Abs().Max().Item(); !(e <= 1e-13*scale) {
		t.Errorf("%s: %g away from the dense matrix", name, e)
	}
	v, w := ad.Randn(1, d), ad.Randn(2, c)
	if e := j.MulVec(v).Sub(want.MatMul(v)).Abs().Max().Item(); !(e <= 1e-12*scale) {
		t.Errorf("%s: J·v is %g away", name, e)
	}
	if e := j.MulVecT(w).Sub(want.T().MatMul(w)).Abs().Max().Item(); !(e <= 1e-12*scale) {
		t.Errorf("%s: Jᵀ·w is %g away", name, e)
	}
	for i := range c {
		if k := i * 7 % d; math.Abs(j.At(i, k)-want.At(i, k).Item()) > 1e-13*scale {
			t.Errorf("%s: At(%d, %d) = %g", name, i, k, j.At(i, k))
		}
	}
}

// stencil is y_i = x_{i−1} − 2x_i² + x_{i+1}, with nothing beyond the ends.
func stencil(x *ad.Tensor) *ad.Tensor {
	n := x.Shape()[0]
	padded := x.Pad(0, 1, 1)
	return padded.Slice(0, n).Add(padded.Slice(2, n+2)).Sub(x.Square().MulC(2))
}

// TestTridiagonal takes a Jacobian of 10⁶ × 10⁶ by three sweeps, in memory
// that grows with its entries.
func TestTridiagonal(t *testing.T) {
	const n = 1_000_000
	x := ad.Linspace(0, 1, n)
	j := ad.Jacobian(stencil).(jac)(x)
	if j.Kind != "sparse" || j.Sweeps() != 3 || j.NNZ() != 3*n-2 {
		t.Fatalf("%s: %d sweeps, %d entries, want sparse, 3, %d", j.Kind, j.Sweeps(), j.NNZ(), 3*n-2)
	}
	if b := j.Stored(); b > 24*j.NNZ() {
		t.Errorf("%d bytes for %d entries", b, j.NNZ())
	}
	at := n / 3
	if j.At(at, at-1) != 1 || j.At(at, at) != -4*x.Data()[at] || j.At(at, at+1) != 1 || j.At(at, at+2) != 0 {
		t.Errorf("row %d: %v, %v, %v, %v", at, j.At(at, at-1), j.At(at, at), j.At(at, at+1), j.At(at, at+2))
	}
	if y := j.MulVec(ad.Ones(n)).Data()[at]; math.Abs(y-(2-4*x.Data()[at])) > 1e-12 {
		t.Errorf("J·1 = %v at %d", y, at)
	}
	defer func() {
		if e, ok := recover().(*ad.Error); !ok || e.Op != "Dense" {
			t.Errorf("Dense of 8 TB gives %v", e)
		}
	}()
	j.Dense()
}

// TestSparseRosenbrock takes the Hessian of Rosenbrock's function of 10⁵
// numbers, which is tridiagonal, by star coloring.
func TestSparseRosenbrock(t *testing.T) {
	rosenbrock := func(x *ad.Tensor) *ad.Tensor {
		n := x.Shape()[0]
		a, b := x.Slice(0, n-1), x.Slice(1, n)
		return b.Sub(a.Square()).Square().MulC(100).Add(a.AddC(-1).Square()).Sum()
	}
	for _, n := range []int{40, 100_000} {
		x := ad.Linspace(-1, 1, n)
		h := ad.Hessian(rosenbrock).(jac)(x)
		if h.Kind != "sparse" || h.Colors > 3 || h.NNZ() != int64(3*n-2) {
			t.Fatalf("n = %d: %s, %d colors, %d entries", n, h.Kind, h.Colors, h.NNZ())
		}
		v := x.Data()
		for _, i := range []int{0, 1, n / 2, n - 2} {
			want := 1200*v[i]*v[i] - 400*v[i+1] + 2
			if i > 0 {
				want += 200
			}
			if math.Abs(h.At(i, i)-want) > 1e-9 || math.Abs(h.At(i, i+1)+400*v[i]) > 1e-9 || h.At(i+1, i) != h.At(i, i+1) {
				t.Errorf("n = %d: row %d: %v, %v, want %v, %v", n, i, h.At(i, i), h.At(i, i+1), want, -400*v[i])
			}
		}
	}
}

// TestKinds wants structure found where no chain tells it.
func TestKinds(t *testing.T) {
	kernel := ad.Vec(1, -2, 0.5)
	w, batch := ad.Randn(1, 4, 3), ad.Randn(2, 16, 3)
	for _, c := range []struct {
		name   string
		f      fn
		x      *ad.Tensor
		kind   string
		stored int64
	}{
		{"convolution", func(x *ad.Tensor) *ad.Tensor {
			n := x.Shape()[0] - 2
			y := x.Slice(0, n).Mul(kernel.At(0))
			return y.Add(x.Slice(1, n+1).Mul(kernel.At(1))).Add(x.Slice(2, n+2).Mul(kernel.At(2)))
		}, ad.Randn(3, 40), "Toeplitz", 6},
		{"softmax of a batch", func(x *ad.Tensor) *ad.Tensor { return x.MatMul(w.T()).Softmax() }, batch, "block diagonal", 16 * 4 * 3},
		{"elementwise by pieces", func(x *ad.Tensor) *ad.Tensor { return x.Slice(0, 20).Sin().Concat(x.Slice(20, 40).Cos()) }, ad.Randn(3, 40), "diagonal", 40},
	} {
		j := ad.Jacobian(c.f).(jac)(c.x)
		if j.Kind != c.kind || j.Stored() != 8*c.stored {
			t.Errorf("%s: %s of %d numbers, want %s of %d", c.name, j.Kind, j.Stored()/8, c.kind, c.stored)
		}
		same(t, c.name, j, ad.Jacobian(c.f, ad.Sparse(), ad.Forward()).(jac)(c.x).Dense())
		same(t, c.name, j, ad.Stack(rows(ad.Jacobian(func(x *ad.Tensor) *ad.Tensor { return c.f(x).MulC(1) }, ad.Reverse()).(jac)(c.x))...))
	}
}

// TestCostRatio wants the time of a gradient beside that of its function.
func TestCostRatio(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.Sin().Exp().Tanh().Sum() }
	if k := ad.Cost(f).(func(*ad.Tensor) *ad.Costs)(ad.Randn(1, 20)); !(k.Ratio > 0) || math.IsInf(k.Ratio, 0) {
		t.Errorf("a gradient takes %v times its function", k.Ratio)
	}
	if text := ad.Cost(f).(func(*ad.Tensor) *ad.Costs)(ad.Randn(1, 20)).String(); !strings.Contains(text, "times as long as a call") {
		t.Errorf("the ratio is not told: %s", text)
	}
	runs := 0
	wide := func(x *ad.Tensor) *ad.Tensor { runs++; return x.Square() }
	if k := ad.Cost(wide).(func(*ad.Tensor) *ad.Costs)(ad.Zeros(100_000)); k.Modes[0].ForwardSweeps != 100_000 || k.Modes[1].ReverseSweeps != 100_000 || k.Modes[2].Evaluations != 200_000 || runs > 2 {
		t.Errorf("%d runs to count the costs of 100000 × 100000: %v", runs, k)
	}
	if k := ad.Cost((*ad.Tensor).Sin).(func(*ad.Tensor) *ad.Costs)(ad.Vec(1, 2)); k.Ratio != 0 {
		t.Errorf("a function of two results has no gradient, and yet the ratio %v", k.Ratio)
	}
}

// loopedRosenbrock is Rosenbrock's function as a loop over the elements of a
// slice does it: every use of an element is a step of its own.
func loopedRosenbrock() *ad.Func {
	return &ad.Func{
		Value: valueOf(func(x []float64) float64 { return 0 }),
		Name:  "f", Params: []string{"x"},
		Program: program(func(in []*ad.Tensor) []*ad.Tensor {
			x := make([]*ad.Tensor, in[0].Size())
			for i := range x {
				x[i] = in[0].Row(i)
			}
			sum := ad.Scalar(0)
			for i := 1; i < len(x); i++ {
				a := x[i].Sub(x[i-1].Square())
				sum = sum.Add(a.Square().MulC(100)).Add(x[i-1].AddC(-1).Square())
			}
			return []*ad.Tensor{sum}
		}),
	}
}

// TestLoopedHessian wants the Hessian of a loop over n elements to take bytes
// in proportion to n, on its tape and in all.
func TestLoopedHessian(t *testing.T) {
	hessian := apply[func(x []float64) *ad.JacobianMatrix]("Hessian", loopedRosenbrock())
	measure := func(n int) (tape, allocated float64) {
		x := ad.Linspace(-1, 1, n).Data()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		h := hessian(x)
		runtime.ReadMemStats(&after)
		if h.Kind != "sparse" || h.Colors != 3 || h.NNZ() != int64(3*n-2) {
			t.Fatalf("n = %d: %s, %d colors, %d entries", n, h.Kind, h.Colors, h.NNZ())
		}
		for i := 1; i < n-1; i++ {
			if want := 1200*x[i]*x[i] - 400*x[i+1] + 202; math.Abs(h.At(i, i)-want) > 1e-9 || math.Abs(h.At(i, i+1)+400*x[i]) > 1e-9 {
				t.Fatalf("n = %d: row %d: %v, %v, want %v, %v", n, i, h.At(i, i), h.At(i, i+1), want, -400*x[i])
			}
		}
		return float64(h.TapeBytes), float64(after.TotalAlloc - before.TotalAlloc)
	}
	measure(100)
	tape, allocated := measure(500)
	tape4, allocated4 := measure(2000)
	if tape4 > 4.2*tape || allocated4 > 5*allocated {
		t.Errorf("four times the elements take %.3g times the tape and %.3g times the bytes", tape4/tape, allocated4/allocated)
	}
}
