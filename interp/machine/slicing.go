package machine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A cutter reads the indices of a slice expression and checks them.
type cutter struct {
	low, high, max    func(fr *frame) int // nil where left out
	uLow, uHigh, uMax bool                // of unsigned types
	ofArray           bool                // an array's bound is called length
}

func (x *compiler) cutter(in *ssa.Slice) *cutter {
	c := &cutter{}
	bound := func(v ssa.Value) (func(fr *frame) int, bool) {
		if v == nil {
			return nil, false
		}
		return x.indexOf(v), x.isUnsigned(v)
	}
	c.low, c.uLow = bound(in.Low)
	c.high, c.uHigh = bound(in.High)
	c.max, c.uMax = bound(in.Max)
	return c
}

func (c *cutter) cut(fr *frame, s sliceHeader, size uintptr) sliceHeader {
	lo, hi, mx := 0, s.len, s.cap
	if c.low != nil {
		lo = c.low(fr)
	}
	if c.high != nil {
		hi = c.high(fr)
	}
	if c.max != nil {
		mx = c.max(fr)
	}
	if uint(lo) > uint(hi) || uint(hi) > uint(mx) || uint(mx) > uint(s.cap) {
		c.outOfRange(lo, hi, mx, s.cap)
	}
	if mx == lo { // don't point past the end
		return sliceHeader{s.data, hi - lo, 0}
	}
	return sliceHeader{add(s.data, uintptr(lo)*size), hi - lo, mx - lo}
}

// outOfRange panics as a slice expression does.
func (c *cutter) outOfRange(lo, hi, mx, limit int) {
	code := func(forSlice, forArray uint8) uint8 {
		if c.ofArray {
			return forArray
		}
		return forSlice
	}
	switch {
	case c.max != nil && uint(mx) > uint(limit):
		panic(indexError(mx, limit, c.uMax, code(boundsSlice3Cap, boundsSlice3Len)))
	case c.max != nil && uint(hi) > uint(mx):
		panic(indexError(hi, mx, c.uHigh, boundsSlice3B))
	case c.max != nil:
		panic(indexError(lo, hi, c.uLow, boundsSlice3C))
	case uint(hi) > uint(limit):
		panic(indexError(hi, limit, c.uHigh, code(boundsSliceCap, boundsSliceLen)))
	}
	panic(indexError(lo, hi, c.uLow, boundsSliceB))
}

func (x *compiler) slice(in *ssa.Slice) {
	if _, ok := x.single(in); ok {
		return // append takes the element where it lies
	}
	d, a := x.off(in), x.off(in.X)
	c := x.cutter(in)
	switch t := in.X.Type().Underlying().(type) {
	case *types.Basic:
		c.ofArray = true
		x.emit(func(fr *frame) {
			s := get[stringHeader](fr, a)
			h := c.cut(fr, sliceHeader{s.data, s.len, s.len}, 1)
			set(fr, d, stringHeader{h.data, h.len})
		})
	case *types.Slice:
		size := x.m.rt(t.Elem()).Size()
		x.emit(func(fr *frame) { set(fr, d, c.cut(fr, get[sliceHeader](fr, a), size)) })
	case *types.Pointer:
		arr := t.Elem().Underlying().(*types.Array)
		size, n := x.m.rt(arr.Elem()).Size(), int(arr.Len())
		isMake := isMake(in.X)
		c.ofArray = true
		x.emit(func(fr *frame) {
			p := get[ptr](fr, a)
			_ = *(*byte)(p)
			if isMake {
				if k := c.high(fr); k < 0 {
					made = make([]byte, negative)
				} else if k > n {
					made = make([]byte, 0, negative)
				}
			}
			set(fr, d, c.cut(fr, sliceHeader{p, n, n}, size))
		})
	default:
		x.refuse("slicing "+in.X.Type().String(), "")
	}
}

// isMake reports whether an array was allocated for make with a constant
// capacity: ssa makes an array of it and slices that.
func isMake(v ssa.Value) bool {
	a, ok := v.(*ssa.Alloc)
	return ok && a.Comment == "makeslice"
}

func (x *compiler) makeSlice(in *ssa.MakeSlice) {
	d := x.off(in)
	length, capacity := x.indexOf(in.Len), x.indexOf(in.Cap)
	et := x.m.rt(elem(in.Type()))
	word := typeWord(et)
	size, m := et.Size(), x.m
	x.emit(func(fr *frame) {
		n, c := length(fr), capacity(fr)
		if n < 0 || size > 0 && uintptr(n) > maxAlloc/size {
			made = make([]byte, negative)
		}
		if c < n || size > 0 && uintptr(c) > maxAlloc/size {
			made = make([]byte, 0, negative)
		}
		m.askFor(c, size)
		set(fr, d, sliceHeader{unsafeNewArray(word, c), n, c})
	})
}

// maxAlloc is more than any allocation can be.
const maxAlloc = 1 << 48

// negative makes make panic as compiled code would.
var (
	negative = -1
	made     []byte
)

func (x *compiler) sliceToArray(in *ssa.SliceToArrayPointer) {
	d, a := x.off(in), x.off(in.X)
	n := int(elem(in.Type()).Underlying().(*types.Array).Len())
	x.emit(func(fr *frame) {
		s := get[sliceHeader](fr, a)
		if s.len < n {
			panic(indexError(n, s.len, false, boundsConvert))
		}
		set(fr, d, s.data)
	})
}
