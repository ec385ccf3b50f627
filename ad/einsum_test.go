package ad_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestEinsum compares with loops over every letter, value and gradient.
func TestEinsum(t *testing.T) {
	a, b, m, v := ad.Randn(1, 2, 3), ad.Randn(2, 3, 4), ad.Randn(3, 3, 3), ad.Randn(4, 3)
	stack, other := ad.Randn(5, 2, 1, 3, 3), ad.Randn(6, 4, 3, 3)
	for _, c := range []struct {
		formula string
		in      []*ad.Tensor
		want    *ad.Tensor
	}{
		{"ij,jk->ik", []*ad.Tensor{a, b}, a.MatMul(b)},
		{"ij,jk", []*ad.Tensor{a, b}, a.MatMul(b)},
		{"ba", []*ad.Tensor{a}, a.T()},
		{"ii", []*ad.Tensor{m}, m.Trace()},
		{"ii->i", []*ad.Tensor{m}, m.Diag()},
		{"ii,i->", []*ad.Tensor{m, v}, m.Diag().Dot(v)},
		{"i,i->i", []*ad.Tensor{v, v}, v.Square()},
		{",ij->ji", []*ad.Tensor{ad.Scalar(2), a}, a.T().MulC(2)},
		{"...ij,...jk->...ik", []*ad.Tensor{stack, other}, stack.MatMul(other)},
		{"...ij,...jk", []*ad.Tensor{stack, other}, stack.MatMul(other)},
		{"i...->...", []*ad.Tensor{other}, other.SumAxis(0)},
		{"...,...->...", []*ad.Tensor{stack, other}, stack.Mul(other)},
		{"...ii->...i", []*ad.Tensor{other}, other.Mul(ad.Eye(3)).SumAxis(-1)},
		{"i...i->...", []*ad.Tensor{stack.Permute(2, 0, 1, 3)}, stack.Mul(ad.Eye(3)).SumAxis(-1).SumAxis(-1)},
		{"ij,jk->ik", []*ad.Tensor{ad.Zeros(2, 0), ad.Zeros(0, 3)}, ad.Zeros(2, 3)},
	} {
		f := func(in []*ad.Tensor) *ad.Tensor { return ad.Einsum(c.formula, in...) }
		y := f(c.in)
		if !slices.Equal(y.Shape(), c.want.Shape()) || y.Sub(c.want).Norm().Item() > 1e-12 {
			t.Errorf("%s: %v of shape %v, want %v of %v", c.formula, y, y.Shape(), c.want, c.want.Shape())
		}
		if v := ad.CheckGrad(f).(func([]*ad.Tensor) *ad.Verdict)(c.in); !v.OK {
			t.Errorf("%s: %v", c.formula, v)
		}
	}
}

func TestEinsumRefuses(t *testing.T) {
	a := ad.Ones(2, 3)
	for formula, want := range map[string]string{
		"ii->i":    "i is 2 in one place and 3 in another",
		"ij->k":    `'k' is no axis of an operand`,
		"ij->ii":   `comes twice`,
		"ijk->i":   "names 3 axes of a tensor that has 2",
		"ij,j->i":  "does not describe 1 tensors",
		"...ij->i": "",
		"i...->i":  "the result has no place for the axes of ...",
		"i..->i":   "names",
	} {
		err, _ := caught(func() { ad.Einsum(formula, a) }).(*ad.Error)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %s", formula, err, want)
		}
	}
}
