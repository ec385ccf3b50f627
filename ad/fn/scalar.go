package fn

import (
	"math"

	"github.com/gojac/gojac/ad"
)

// rounded is v rounded to float32. Its derivative is that of v.
func rounded(v val) val {
	y := float64(float32(v.f))
	switch {
	case v.t == nil || math.IsNaN(y) || y == v.f:
		return val{f: y, t: v.t}
	case math.IsInf(y, 0):
		return val{f: y}
	}
	// What rounding takes away is a float64, and so is the sum: this is exact.
	return tracedVal(v.t.Add(ad.Scalar(y - v.f)))
}

// extreme is the built-in min or max.
func extreme(f *Func, in *Instr, x, y val) val {
	if !isFloat(f.Regs[in.Out[0]].Type) {
		k := f.Regs[in.Out[0]].Type
		less := x.n < y.n
		if isUnsigned(k) {
			less = uint64(x.n) < uint64(y.n)
		}
		if less == (in.Op == OpMin) {
			return x
		}
		return y
	}
	name := "math.Max"
	if in.Op == OpMin {
		name = "math.Min"
	}
	if math.IsNaN(x.f) || math.IsNaN(y.f) {
		name = "+" // the built-ins return NaN whatever the other operand is
	}
	return apply(ad.PrimOfGo(name), []val{x, y})
}

func converted(f *Func, in *Instr, x val) val {
	from, to := f.Regs[in.In[0]].Type, f.Regs[in.Out[0]].Type
	switch {
	case isFloat(from) && isFloat(to):
		if to == reflectFloat32 {
			return rounded(x)
		}
		return x
	case isFloat(to):
		y := val{f: float64(x.n)}
		if isUnsigned(from) {
			y.f = float64(uint64(x.n))
		}
		if to == reflectFloat32 {
			return rounded(y)
		}
		return y
	case isFloat(from):
		return val{n: toInt(x.f, to)}
	}
	return val{n: wrap(x.n, to)}
}

// integer computes what has an integer or a boolean as its result.
func integer(f *Func, in *Instr, r []val) int64 {
	x := r[in.In[0]]
	k := f.Regs[in.In[0]].Type
	var y val
	if len(in.In) > 1 {
		y = r[in.In[1]]
	}
	if c, ok := compareOps[in.Op]; ok {
		if c.swap {
			x, y = y, x
		}
		if isFloat(k) {
			return bit(compare(c.f, []float64{x.f, y.f}, nil))
		}
		code := c.n
		if ordered(k) {
			code = c.u
		}
		return bit(compare(code, nil, []int64{x.n, y.n}))
	}
	switch in.Op {
	case OpIsNaN:
		return bit(math.IsNaN(x.f))
	case OpIsInf:
		return bit(math.IsInf(x.f, int(y.n)))
	case OpSignbit:
		return bit(math.Signbit(x.f))
	}
	to := f.Regs[in.Out[0]].Type
	code := ins{op: intOps[in.Op].signed, d: 2, a: 0, b: 1}
	if isUnsigned(to) {
		code.op = intOps[in.Op].unsigned
	}
	if len(in.In) > 1 && !isUnsigned(f.Regs[in.In[1]].Type) {
		code.x = 1
	}
	n := [3]int64{x.n, y.n, 0}
	switch code.op {
	case xAddN:
		n[2] = x.n + y.n
	case xSubN:
		n[2] = x.n - y.n
	case xMulN:
		n[2] = x.n * y.n
	default:
		whole(&code, n[:])
	}
	if to == reflectBool {
		return n[2]
	}
	return wrap(n[2], to)
}

// compare decides a comparison given as a machine code.
func compare(op uint16, f []float64, n []int64) bool {
	in := ins{op: op, d: 2, a: 0, b: 1}
	switch op {
	case xEqF:
		return f[0] == f[1]
	case xNeF:
		return f[0] != f[1]
	case xLtF:
		return f[0] < f[1]
	case xLeF:
		return f[0] <= f[1]
	}
	n = append(n, 0)
	whole(&in, n)
	return n[2] != 0
}
