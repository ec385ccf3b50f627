package ad_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/memory"
)

// TestNoMemory wants of what does not fit in memory an error with the operation and the shape, before anything is tried.
func TestNoMemory(t *testing.T) {
	full := errors.New("out of memory")
	memory.SetLimit(func(bytes uint64) error {
		if bytes > 1<<24 {
			return full
		}
		return nil
	})
	defer memory.SetLimit(nil)
	const n = 1 << 31
	x, long := ad.Ones(2), ad.Ones(1<<16)
	wide, product := ad.Ones(1<<12), func(x *ad.Tensor) *ad.Tensor { return x.Prod() }
	for op, f := range map[string]func(){
		"Jacobian": func() { ad.Jacobian(func(x *ad.Tensor) *ad.Tensor { return x.Mul(x.Prod()) }).(jac)(wide) },
		"Hessian":  func() { ad.Hessian(product).(jac)(wide) },
	} {
		if err, _ := caught(f).(*ad.Error); err == nil || !errors.Is(err, full) || err.Op != op || err.Hint == "" {
			t.Errorf("%s: %v", op, err)
		}
	}
	for op, test := range map[string]struct {
		f     func() *ad.Tensor
		shape []int
	}{
		"Zeros":       {func() *ad.Tensor { return ad.Zeros(n) }, []int{n}},
		"Ones":        {func() *ad.Tensor { return ad.Ones(n, 2) }, []int{n, 2}},
		"Randn":       {func() *ad.Tensor { return ad.Randn(1, n) }, []int{n}},
		"Eye":         {func() *ad.Tensor { return ad.Eye(1 << 16) }, []int{1 << 16, 1 << 16}},
		"Arange":      {func() *ad.Tensor { return ad.Arange(0, 1e9, 1) }, []int{1e9 + 2}},
		"Linspace":    {func() *ad.Tensor { return ad.Linspace(0, 1, n) }, []int{n}},
		"Tile":        {func() *ad.Tensor { return x.Tile(n) }, []int{n, 2}},
		"Repeat":      {func() *ad.Tensor { return x.Repeat(0, n) }, []int{2, n}},
		"BroadcastTo": {func() *ad.Tensor { return x.BroadcastTo(n, 2) }, []int{n, 2}},
		"Pad":         {func() *ad.Tensor { return x.Pad(0, n, 0) }, []int{n + 2}},
		"Outer":       {func() *ad.Tensor { return long.Outer(long) }, []int{1 << 16, 1 << 16}},
		"MatMul":      {func() *ad.Tensor { return long.Reshape(-1, 1).MatMul(long.Reshape(1, -1)) }, []int{1 << 16, 1 << 16}},
		"Add":         {func() *ad.Tensor { return long.Reshape(-1, 1).Add(long) }, []int{1 << 16, 1 << 16}},
		"Kron":        {func() *ad.Tensor { return long.Reshape(-1, 1).Kron(long.Reshape(-1, 1)) }, []int{1 << 16, 1 << 16, 1, 1}},
		"Diag":        {func() *ad.Tensor { return long.Diag() }, []int{1 << 32}},
		"OneHot":      {func() *ad.Tensor { return x.OneHot(n) }, []int{2, n}},
		"ScatterAdd":  {func() *ad.Tensor { return x.ScatterAdd(0, n, 0, 1) }, []int{n}},
		"Einsum":      {func() *ad.Tensor { return ad.Einsum("i,j->ij", long, long) }, []int{1, 1 << 16, 1 << 16}},
	} {
		for name, f := range map[string]func(){
			"plain":    func() { test.f() },
			"compiled": func() { ad.Compile(test.f).(func() *ad.Tensor)() },
		} {
			err, _ := caught(f).(*ad.Error)
			if err == nil || !errors.Is(err, full) || err.Op != op || len(err.Shapes) != 1 || !slices.Equal(err.Shapes[0], test.shape) {
				t.Errorf("%s, %s: %v, want shape %v", op, name, err, test.shape)
			}
		}
	}
}
