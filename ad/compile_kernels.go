package ad

import (
	"math"
	"slices"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

// kernelOf returns the loop over one piece that p stands for: vectors where
// there are any, else its definition element by element. Where has none.
func kernelOf(p *Prim) (func(dst, x []float64), func(dst, x, y []float64)) {
	switch p {
	case add:
		return nil, vec.Add
	case sub:
		return nil, vec.Sub
	case mul:
		return nil, vec.Mul
	case div:
		return nil, vec.Div
	case relu:
		return vec.ReLU, nil
	case tanh:
		return vec.Tanh, nil
	case sigmoid:
		return vec.Sigmoid, nil
	case exp:
		return vec.Exp, nil
	case square:
		return func(dst, x []float64) { vec.Mul(dst, x, x) }, nil
	case strongMul:
		return nil, vec.StrongMul
	case gt:
		return nil, vec.Gt
	case sqrt:
		return func(dst, x []float64) {
			for i, v := range x {
				dst[i] = math.Sqrt(v)
			}
		}, nil
	case neg:
		return func(dst, x []float64) {
			for i, v := range x {
				dst[i] = -v
			}
		}, nil
	}
	if f := p.Fun; f != nil {
		return func(dst, x []float64) {
			for i, v := range x {
				dst[i] = f(v)
			}
		}, nil
	}
	if f := p.Fun2; f != nil {
		return nil, func(dst, x, y []float64) {
			for i, v := range x {
				dst[i] = f(v, y[i])
			}
		}
	}
	return nil, nil
}

// into holds how primitives that are not elementwise write their result into
// memory that is given.
var into map[*Prim]func(v *value, y *Tensor, x []*Tensor)

func init() {
	product := func(v *value, y *Tensor, x []*Tensor) {
		a, b := matrix(x[0]), matrix(x[1])
		if v.flip[0] {
			a = a.T()
		}
		if v.flip[1] {
			b = b.T()
		}
		gemm.Mul(gemm.Dense(a.Rows, b.Cols, y.data), a, b)
	}
	into = map[*Prim]func(v *value, y *Tensor, x []*Tensor){
		matmul: product,
		matvec: product,
		transpose: func(_ *value, y *Tensor, x []*Tensor) {
			gemm.Copy(gemm.Dense(y.shape[0], y.shape[1], y.data), matrix(x[0]).T())
		},
		stretchTo: func(_ *value, y *Tensor, x []*Tensor) {
			if len(x[0].data) == 1 {
				fill(y.data, x[0].data[0])
				return
			}
			d := x[0].data
			walk(y.shape, strides(x[0].shape, y.shape), func(i, j int) { y.data[i] = d[j] })
		},
		sumTo: func(_ *value, y *Tensor, x []*Tensor) {
			clear(y.data)
			d := x[0].data
			walk(x[0].shape, strides(y.shape, x[0].shape), func(i, j int) { y.data[j] += d[i] })
		},
		row: func(v *value, y *Tensor, x []*Tensor) { copy(y.data, x[0].data[v.attr.Lo*len(y.data):]) },
		logSumExp: func(_ *value, y *Tensor, x []*Tensor) {
			logSumExps(y.data, x[0].data)
		},
	}
}

// single makes the instruction that computes one value that is in no block.
func (p *plan) single(at int) instr {
	v := &p.vs[at]
	c := instr{writes: []int{at}}
	for _, in := range v.in {
		if r := p.root[in]; !slices.Contains(c.reads, r) {
			c.reads = append(c.reads, r)
		}
	}
	operands := func(f *frame) []*Tensor {
		x := f.x[:0]
		for _, in := range v.in {
			x = append(x, f.of(p, in))
		}
		f.x = x
		return x
	}
	if write := into[v.prim]; write != nil {
		c.run = func(f *frame) { write(v, f.t[at], operands(f)) }
		return c
	}
	c.fresh = true
	known := byName[v.prim.Name] == v.prim
	c.run = func(f *frame) {
		y := v.prim.evaluate(v.attr, slices.Clone(operands(f)))
		if !known { // it may view an operand
			y = plain(y.shape, slices.Clone(y.data))
		}
		f.t[at] = y
	}
	return c
}

// of returns the tensor of a value; a view's is made to see its root.
func (f *frame) of(p *plan, at int) *Tensor {
	t := f.t[at]
	if r := p.root[at]; r != at && !p.vs[at].constant() {
		t.data = f.t[r].data
	}
	return t
}
