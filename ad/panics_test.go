package ad_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/memory"
)

var (
	hostileSeed  = flag.Uint64("hostile.seed", 1, "seed of the arguments that TestPanicsAreErrors makes")
	hostileCalls = flag.Int("hostile.calls", 2000, "calls that TestPanicsAreErrors makes")
)

// underTransforms is everything that a function on tensors can be given to.
var underTransforms = map[string]func(f fn, x *ad.Tensor){
	"alone": func(f fn, x *ad.Tensor) { y := f(x); _ = y.String() + y.TeX() + fmt.Sprintf("%#v", y) },
	"JVP": func(f fn, x *ad.Tensor) {
		ad.JVP(f).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(x)
	},
	"VJP": func(f fn, x *ad.Tensor) {
		y, back := ad.VJP(f).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(x)
		back(y)
	},
	"Grad twice": func(f fn, x *ad.Tensor) {
		rev(func(x *ad.Tensor) *ad.Tensor { return rev(summed(f))(x).Sum() })(x)
	},
	"VMap":         func(f fn, x *ad.Tensor) { ad.VMap(f).(fn)(x) },
	"Grad of VMap": func(f fn, x *ad.Tensor) { rev(summed(ad.VMap(f).(fn)))(x) },
	"Compile":      func(f fn, x *ad.Tensor) { c := ad.Compile(f).(fn); c(x); c(x) },
	"Checkpoint":   func(f fn, x *ad.Tensor) { rev(summed(ad.Checkpoint(f).(fn)))(x) },
	"Plan":         func(f fn, x *ad.Tensor) { _ = ad.Plan(f).(func(*ad.Tensor) *ad.Planned)(x).String() },
	"Jacobian":     func(f fn, x *ad.Tensor) { j := ad.Jacobian(f).(jac)(x); _ = j.String() + j.TeX() },
	"sparse Jacobian": func(f fn, x *ad.Tensor) {
		j := ad.Jacobian(f, ad.Sparse()).(jac)(x)
		_ = j.Dense().String() + j.String() + j.TeX()
	},
	"Hessian": func(f fn, x *ad.Tensor) { h := ad.Hessian(summed(f)).(jac)(x); _ = h.String() + h.TeX() },
	"Graph": func(f fn, x *ad.Tensor) {
		g := ad.Graph(f).(func(*ad.Tensor) *ad.DAG)(x)
		_ = g.String() + g.Trace().String() + g.Trace().TeX() + g.Order().String()
	},
	"CheckGrad": func(f fn, x *ad.Tensor) { _ = ad.CheckGrad(f).(func(*ad.Tensor) *ad.Verdict)(x).String() },
	"Cost":      func(f fn, x *ad.Tensor) { _ = ad.Cost(f).(func(*ad.Tensor) *ad.Costs)(x).String() },
	"Compare":   func(f fn, x *ad.Tensor) { _ = ad.Compare(f).(func(*ad.Tensor) *ad.Comparison)(x).String() },
}

func summed(f fn) fn { return func(x *ad.Tensor) *ad.Tensor { return f(x).Sum() } }

// TestPanicsAreErrors calls every method of Tensor with arguments that often do not fit, and gives it to every transform:
// whatever panics has to be an *ad.Error, and that of the method alone has its name.
func TestPanicsAreErrors(t *testing.T) {
	defer memory.SetLimit(nil)
	memory.SetLimit(func(bytes uint64) error {
		if bytes > 64<<20 {
			return errors.New("too much for a test")
		}
		return nil
	})
	r := rand.New(rand.NewPCG(*hostileSeed, 2))
	methods := reflect.TypeFor[*ad.Tensor]()
	refused, fine := 0, 0
	bad := map[string]bool{}
	for range *hostileCalls {
		m := methods.Method(r.IntN(methods.NumMethod()))
		var args []reflect.Value
		for i := 1; i < m.Type.NumIn(); i++ {
			in := m.Type.In(i)
			if m.Type.IsVariadic() && i == m.Type.NumIn()-1 {
				for range r.IntN(4) {
					args = append(args, hostileValue(r, in.Elem()))
				}
				break
			}
			args = append(args, hostileValue(r, in))
		}
		f := func(x *ad.Tensor) *ad.Tensor {
			out := m.Func.Call(append([]reflect.Value{reflect.ValueOf(x)}, args...))
			for _, v := range out {
				if y, ok := v.Interface().(*ad.Tensor); ok {
					return y
				}
			}
			return ad.Scalar(0)
		}
		x := hostileTensor(r)
		for name, try := range underTransforms {
			err := caught(func() { try(f, x) })
			if e, ok := err.(*ad.Error); ok {
				refused++
				if name == "alone" && e.Op != m.Name && !bad[m.Name] {
					bad[m.Name] = true
					t.Errorf("%s tells of %v", m.Name, e)
				}
			} else if err == nil {
				fine++
			} else if key := m.Name + ", " + name; !bad[key] {
				bad[key] = true
				t.Errorf("%s, of %#v with %v: %v", key, x, args, err)
			}
		}
	}
	if all := fine + refused; fine < all/8 || refused < all/8 {
		t.Errorf("%d calls were fine and %d refused: the test has lost its aim", fine, refused)
	}
}

// hostileTensor returns a tensor of up to four short axes, some of them empty, of either type, sometimes with numbers that
// are not finite or too large, and sometimes no tensor at all.
func hostileTensor(r *rand.Rand) *ad.Tensor {
	shape := make([]int, r.IntN(5))
	for i := range shape {
		shape[i] = r.IntN(4)
	}
	x := ad.Randn(r.IntN(100), shape...)
	switch r.IntN(16) {
	case 0:
		return nil
	case 1:
		return new(ad.Tensor)
	case 2, 3:
		x = x.Float32()
	case 4, 5, 6:
		x = x.MulC([]float64{0, math.Inf(1), math.NaN(), 1e300}[r.IntN(4)])
	case 7:
		x = x.Round()
	}
	return x
}

func hostileValue(r *rand.Rand, t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Int:
		k := r.IntN(6) - 2
		if r.IntN(6) == 0 {
			k = []int{math.MaxInt, math.MinInt, 1 << 60, 1 << 40, 1 << 31, 7}[r.IntN(6)]
		}
		v.SetInt(int64(k))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat([]float64{0, 1, -1, 0.5, math.Inf(1), math.NaN(), 1e300}[r.IntN(7)])
	case reflect.String:
		v.SetString([]string{"", "name"}[r.IntN(2)])
	case reflect.Struct: // of integers
		for i := range t.NumField() {
			v.Field(i).Set(hostileValue(r, t.Field(i).Type))
		}
	default:
		v.Set(reflect.ValueOf(hostileTensor(r)))
	}
	return v
}

func caught(f func()) (err any) {
	defer func() { err = recover() }()
	f()
	return nil
}
