package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// kernel64 and kernel32 return the loop over one piece that p stands for:
// vectors where there are any, else its definition element by element. Where
// has none.
func kernel64(p *Prim) (func(dst, x []float64), func(dst, x, y []float64)) {
	if p.kernel != nil {
		return p.kernel.one64, p.kernel.two64
	}
	return plainKernel[float64](p)
}

func kernel32(p *Prim) (func(dst, x []float32), func(dst, x, y []float32)) {
	if p.kernel != nil {
		return p.kernel.one32, p.kernel.two32
	}
	return plainKernel[float32](p)
}

func plainKernel[T gemm.Float](p *Prim) (func(dst, x []T), func(dst, x, y []T)) {
	switch {
	case p.Fun != nil:
		return func(dst, x []T) {
			for i := range dst {
				dst[i] = T(p.Fun(float64(x[min(i, len(x)-1)])))
			}
		}, nil
	case p.Fun2 != nil:
		return nil, func(dst, x, y []T) { loop2(p.Fun2, dst, x, y) }
	}
	return nil, nil
}

// productInto is a matrix product, of transposed operands where the plan has
// looked through a transpose.
func productInto[T gemm.Float](v *value, y *Tensor, x []*Tensor) {
	a, b := factorsOf(v, matrixOf[T](x[0]), matrixOf[T](x[1]))
	gemm.Mul(gemm.Dense(a.Rows, b.Cols, elements[T](y)), a, b)
}

// factorsOf transposes the factors of a product that the plan wants transposed.
func factorsOf[T gemm.Float](v *value, a, b gemm.Matrix[T]) (gemm.Matrix[T], gemm.Matrix[T]) {
	if v.flip[0] {
		a = a.T()
	}
	if v.flip[1] {
		b = b.T()
	}
	return a, b
}

// into returns how v writes its result into memory that is given, or nil.
func (v *value) into() func(y *Tensor, x []*Tensor) {
	switch {
	case v.prim == matmul || v.prim == matvec:
		return func(y *Tensor, x []*Tensor) {
			if v.kind == Float32 {
				productInto[float32](v, y, x)
			} else {
				productInto[float64](v, y, x)
			}
		}
	case v.prim == accumulate:
		return func(y *Tensor, x []*Tensor) {
			if v.kind == Float32 {
				accumulateInto[float32](v, y, x)
			} else {
				accumulateInto[float64](v, y, x)
			}
		}
	case v.prim == toFloat32 || v.prim == toFloat64:
		return func(y *Tensor, x []*Tensor) { convert(y, x[0]) }
	case v.prim.filler != nil:
		return func(y *Tensor, x []*Tensor) { v.prim.filler.fill(v.attr, y, x) }
	}
	return nil
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
	if write := v.into(); write != nil {
		c.run = func(f *frame) { write(f.t[at], operands(f)) }
		return c
	}
	c.fresh = true
	known := byName[v.prim.Name] == v.prim
	c.run = func(f *frame) {
		y := v.prim.evaluate(v.attr, slices.Clone(operands(f)))
		if !known { // it may view an operand
			y = y.copied()
		}
		f.t[at] = y
	}
	return c
}

// of returns the tensor of a value; a view's is made to see its root.
func (f *frame) of(p *plan, at int) *Tensor {
	t := f.t[at]
	if r := p.root[at]; r != at && !p.vs[at].constant() {
		t.data, t.single = f.t[r].data, f.t[r].single
	}
	return t
}
