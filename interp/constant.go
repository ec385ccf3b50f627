package interp

import (
	"go/constant"
	"go/types"
	"reflect"
)

// constant returns a constant as a value of type t. It is false if t is no type
// of constants.
func (s *Session) constant(v constant.Value, t types.Type) (reflect.Value, bool) {
	r := reflect.New(s.layout(t)).Elem()
	exact := true
	switch k := r.Kind(); {
	case k == reflect.Bool:
		r.SetBool(constant.BoolVal(v))
	case k == reflect.String:
		r.SetString(constant.StringVal(v))
	case r.CanInt():
		var n int64
		n, exact = constant.Int64Val(constant.ToInt(v))
		r.SetInt(n)
	case r.CanUint():
		var n uint64
		n, exact = constant.Uint64Val(constant.ToInt(v))
		r.SetUint(n)
	case k == reflect.Float32:
		f, _ := constant.Float32Val(constant.ToFloat(v))
		r.SetFloat(float64(f))
	case k == reflect.Float64:
		f, _ := constant.Float64Val(constant.ToFloat(v))
		r.SetFloat(f)
	case k == reflect.Complex128: // parts of a complex64 would be rounded like its own
		re, _ := constant.Float64Val(constant.Real(v))
		im, _ := constant.Float64Val(constant.Imag(v))
		r.SetComplex(complex(re, im))
	default:
		return r, false
	}
	return r, exact
}
