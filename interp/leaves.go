package interp

import (
	"reflect"

	"github.com/gojac/gojac/ad"
)

// A leaf is one of the numbers, or lists of numbers, in the arguments of a
// function: a tensor, or values and their places on a list.
type leaf struct {
	t  *ad.Tensor
	x  []float64
	r  *recording
	at []int64 // nil: constant
}

func (l leaf) size() int {
	if l.t != nil {
		return l.t.Size()
	}
	return len(l.x)
}

// number is element i.
func (l leaf) number(i int) *num {
	switch {
	case l.t != nil && l.t.Dims() == 0:
		return ofTensor(l.t)
	case l.t != nil:
		return ofTensor(l.t.At(i))
	case l.at == nil:
		return fixed(l.x[i])
	}
	return l.r.result(l.x[i], l.at[i])
}

// A resultLeaf is one of the numbers, or lists of numbers, in the results.
type resultLeaf struct {
	list bool
	ns   []*num
}

func (r resultLeaf) tensor() *ad.Tensor {
	switch {
	case !r.list:
		return r.ns[0].tensor()
	case len(r.ns) == 0:
		return ad.Zeros(0)
	}
	ts := make([]*ad.Tensor, len(r.ns))
	for i, n := range r.ns {
		ts[i] = n.tensor()
	}
	return ad.Stack(ts...)
}

// leaves appends the numbers of a result in ad's order.
func (o *overload) leaves(v reflect.Value, out []resultLeaf) []resultLeaf {
	switch k := v.Kind(); {
	case o.machine.IsNumber(v.Type()) || isNumeric(k):
		return append(out, resultLeaf{ns: []*num{o.numIn(v)}})
	case (k == reflect.Slice || k == reflect.Array) && (o.machine.IsNumber(v.Type().Elem()) || isNumeric(v.Type().Elem().Kind())):
		r := resultLeaf{list: true, ns: make([]*num, v.Len())}
		for i := range r.ns {
			r.ns[i] = o.numIn(v.Index(i))
		}
		return append(out, r)
	case k == reflect.Slice || k == reflect.Array:
		for i := range v.Len() {
			out = o.leaves(v.Index(i), out)
		}
	case k == reflect.Pointer && !v.IsNil():
		return o.leaves(v.Elem(), out)
	case k == reflect.Map:
		for _, key := range ad.SortedKeys(v) {
			out = o.leaves(v.MapIndex(key), out)
		}
	case k == reflect.Struct:
		v = addressable(v)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Type.Size() > 0 && (f.IsExported() || f.PkgPath == cellPath) {
				out = o.leaves(field(v, i), out)
			}
		}
	}
	return out
}

// numIn is the number that v is, of whatever kind.
func (o *overload) numIn(v reflect.Value) *num {
	if o.machine.IsNumber(v.Type()) {
		return *(**num)(addressable(v).Addr().UnsafePointer())
	}
	return fixed(scalarOf(v))
}

func scalarOf(v reflect.Value) float64 {
	switch {
	case v.CanFloat():
		return v.Float()
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	case v.Bool():
		return 1
	}
	return 0
}
