package ad_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gojac/gojac/ad"
)

// chainSteps are the links of TestStructuresAreDense, each for operands of shape s. What does not fit panics.
var chainSteps = map[string]func(r *rand.Rand, s []int) fn{
	"Tanh":    func(*rand.Rand, []int) fn { return (*ad.Tensor).Tanh },
	"ReLU":    func(*rand.Rand, []int) fn { return (*ad.Tensor).ReLU },
	"Softmax": func(*rand.Rand, []int) fn { return (*ad.Tensor).Softmax },
	"T":       func(*rand.Rand, []int) fn { return (*ad.Tensor).T },
	"square":  func(*rand.Rand, []int) fn { return func(x *ad.Tensor) *ad.Tensor { return x.Mul(x) } },
	"flat":    func(*rand.Rand, []int) fn { return func(x *ad.Tensor) *ad.Tensor { return x.Reshape(-1) } },
	"scale": func(r *rand.Rand, s []int) fn {
		c := ad.Randn(r.IntN(99), s...)
		return func(x *ad.Tensor) *ad.Tensor { return x.Mul(c).AddC(1) }
	},
	"left": func(r *rand.Rand, s []int) fn {
		return ad.Randn(r.IntN(99), r.IntN(4), s[0]).MatMul
	},
	"right": func(r *rand.Rand, s []int) fn {
		m := ad.Randn(r.IntN(99), s[len(s)-1], r.IntN(4))
		return func(x *ad.Tensor) *ad.Tensor { return x.MatMul(m) }
	},
	"Conv2D": func(r *rand.Rand, s []int) fn {
		k, stride, pad := ad.Randn(r.IntN(99), r.IntN(3), s[1], 1+r.IntN(3), 1+r.IntN(3)), 1+r.IntN(3), r.IntN(3)
		return func(x *ad.Tensor) *ad.Tensor { return x.Conv2D(k, stride, pad) }
	},
	"Convolve": func(r *rand.Rand, s []int) fn {
		groups := 1 + r.IntN(2)
		k := ad.Randn(r.IntN(99), append([]int{groups * r.IntN(3), s[1] / groups, 1 + r.IntN(3)}, []int{1 + r.IntN(3)}[4-min(4, len(s)):]...)...)
		c := ad.Conv{Stride: 1 + r.IntN(2), Pad: r.IntN(3), Dilation: 1 + r.IntN(2), Groups: groups}
		return func(x *ad.Tensor) *ad.Tensor { return x.Convolve(k, c) }
	},
	"ConvTranspose2D": func(r *rand.Rand, s []int) fn {
		k, stride, pad := ad.Randn(r.IntN(99), s[1], r.IntN(3), 1+r.IntN(3), 1+r.IntN(3)), 1+r.IntN(3), r.IntN(2)
		return func(x *ad.Tensor) *ad.Tensor { return x.ConvTranspose2D(k, stride, pad) }
	},
	"neighbours": func(r *rand.Rand, s []int) fn {
		a := r.IntN(len(s))
		return func(x *ad.Tensor) *ad.Tensor { return x.SliceAxis(a, 0, s[a]-1).Mul(x.SliceAxis(a, 1, s[a])) }
	},
	"CumSum": func(r *rand.Rand, s []int) fn {
		a := r.IntN(len(s))
		return func(x *ad.Tensor) *ad.Tensor { return x.CumSum(a) }
	},
	"SumAxis": func(r *rand.Rand, s []int) fn {
		a := r.IntN(len(s))
		return func(x *ad.Tensor) *ad.Tensor { return x.SumAxis(a) }
	},
	"Repeat": func(r *rand.Rand, s []int) fn {
		a := r.IntN(len(s))
		return func(x *ad.Tensor) *ad.Tensor { return x.Repeat(a, 2) }
	},
}

// randomChain returns a function made of up to four steps, an operand for it, and what to call it.
func randomChain(r *rand.Rand) (f fn, x *ad.Tensor, name string) {
	shape := make([]int, 1+r.IntN(4))
	for i := range shape {
		shape[i] = []int{0, 1, 1, 2, 2, 3, 4, 5}[r.IntN(8)]
	}
	names := make([]string, 0, len(chainSteps))
	for name := range chainSteps {
		names = append(names, name)
	}
	slices.Sort(names)
	x = ad.Randn(r.IntN(99), shape...)
	f, y := func(x *ad.Tensor) *ad.Tensor { return x }, x
	for range 1 + r.IntN(4) {
		next := names[r.IntN(len(names))]
		caught(func() {
			step := chainSteps[next](r, y.Shape())
			if z := step(y); z.Dims() > 0 && z.Size() < 150 {
				before := f
				f, y, name = func(x *ad.Tensor) *ad.Tensor { return step(before(x)) }, z, name+" "+next
			}
		})
	}
	return f, x, name
}

// TestStructuresAreDense compares Jacobians and Hessians as their structure keeps them, of random chains on operands of any
// rank, empty ones and batches of one too, with the dense ones, and their products with vectors.
func TestStructuresAreDense(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(800) {
		f, x, name := randomChain(rand.New(rand.NewPCG(seed, 4)))
		loss := func(x *ad.Tensor) *ad.Tensor { return f(x).Square().Sum() }
		dense := ad.Jacobian(f, ad.Reverse()).(jac)(x).Dense()
		second := ad.Jacobian(rev(loss), ad.Forward()).(jac)(x).Dense()
		for _, c := range []struct {
			j    *ad.JacobianMatrix
			want *ad.Tensor
		}{
			{ad.Jacobian(f, ad.Forward()).(jac)(x), dense}, {ad.Jacobian(f).(jac)(x), dense}, {ad.Jacobian(f, ad.Sparse()).(jac)(x), dense},
			{ad.Hessian(loss).(jac)(x), second},
		} {
			kinds[c.j.Kind]++
			rows, cols := c.j.Shape()
			v, w := ad.Randn(1, cols), ad.Randn(2, rows)
			written := ad.Zeros(rows, cols).Data()
			for at, v := range c.j.Entries() {
				written[at[0]*cols+at[1]] = v
			}
			for what, pair := range map[string][2]*ad.Tensor{
				"Dense": {c.j.Dense(), c.want}, "Entries": {ad.FromSlice(written, rows, cols), c.want},
				"MulVec": {c.j.MulVec(v), c.want.MatMul(v)}, "MulVecT": {c.j.MulVecT(w), c.want.T().MatMul(w)},
			} {
				off := pair[0].Sub(pair[1]).NormAxes(false, 2).Item()
				if !slices.Equal(pair[0].Shape(), pair[1].Shape()) || !(off <= 1e-10*(1+c.want.NormAxes(false, 2).Item())) {
					t.Errorf("seed %d, %s of %s of%s, shape %v: off by %g", seed, what, c.j.Kind, name, x.Shape(), off)
				}
			}
		}
	}
	for _, kind := range []string{"dense", "diagonal", "Kronecker", "Toeplitz", "block Toeplitz", "block diagonal", "sparse", "permutation", "symmetric", "product"} {
		if kinds[kind] == 0 {
			t.Errorf("of %v, none is %s: the test has lost its aim", kinds, kind)
		}
	}
}
