package stdlib

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/memory"
	"github.com/gojac/gojac/interp/stdlib/symbols"
)

// hostilePackages are those whose every function and method is called with arguments that do not fit.
var hostilePackages = []string{module + "ad", module + "ad/nn", module + "ad/optim", module + "ad/dataset"}

// notCalled are functions that the test does not call, and why.
var notCalled = map[string]string{
	"ad.Apply":            "the front end calls it, with a verb and a function that it made",
	"ad.RegisterResolver": "it would change every later call; the front end's",
	"ad.Resolve":          "the front end's",
	"ad.CheckpointChain":  "it runs as many steps as it is told, 2⁶⁰ of them too",
	"ad.Prim.ApplyAs":     "the tests', with what an operation needs besides its operands as a test has it",
	"nn.Module.Check":     "a module is made of functions, which are the user's own",
}

// results are values that functions of ad return. Their methods are called on these and on zero values
// of the types; nil is what Go makes of it.
func results() map[reflect.Type][]any {
	x, w := ad.Vec(0.5, -1, 2, 0), ad.Randn(1, 3, 4)
	square := func(x *ad.Tensor) *ad.Tensor { return x.Mul(x).Sum() }
	wide := ad.Linspace(-1, 1, 40)
	at := func(made any, x ...*ad.Tensor) any {
		in := make([]reflect.Value, len(x))
		for i := range x {
			in[i] = reflect.ValueOf(x[i])
		}
		return reflect.ValueOf(made).Call(in)[0].Interface()
	}
	out := map[reflect.Type][]any{}
	for _, v := range []any{
		at(ad.Jacobian((*ad.Tensor).Softmax), x), at(ad.Jacobian((*ad.Tensor).ReLU), x), // dense, diagonal
		at(ad.Jacobian(func(w *ad.Tensor) *ad.Tensor { return w.MatMul(x) }), w), // Kronecker
		at(ad.Jacobian(func(x *ad.Tensor) *ad.Tensor { return x.Slice(0, 38).Add(x.Slice(2, 40)) }), wide),
		at(ad.Jacobian(func(x *ad.Tensor) *ad.Tensor { return x.Slice(0, 38).Mul(x.Slice(2, 40)) }), wide),
		at(ad.Jacobian(func(x *ad.Tensor) *ad.Tensor { return x.Reshape(10, 4).Softmax() }), wide), // block diagonal
		at(ad.Jacobian((*ad.Tensor).Exp), ad.Zeros(0)), at(ad.Hessian(square), x),
		at(ad.Graph(square), x), at(ad.Graph((*ad.Tensor).Softmax), x), at(ad.Graph((*ad.Tensor).Log), ad.Zeros(0)),
		at(ad.Graph(func(a, b *ad.Tensor) *ad.Tensor { return a.Mul(b).Log() }), ad.Scalar(-2), ad.Scalar(3)),
		at(ad.CheckGrad(square), x), at(ad.CheckGrad((*ad.Tensor).Sqrt), x), at(ad.Cost(square), x), at(ad.Compare(square), x),
		at(ad.Plan(square), x),
		ad.NewTape(), ad.Var(x).Square().Sum().Backward(), ad.Scalar(1).Backward(),
		ad.TieOf("<", ""), ad.PrimNamed("Sin"), ad.PrimNamed("Where"), &ad.Error{},
	} {
		out[reflect.TypeOf(v)] = append(out[reflect.TypeOf(v)], v)
		if g, ok := v.(*ad.DAG); ok {
			for _, v := range []any{g.Order(), g.Trace(), g.Nodes()[0], g.Anomaly()} {
				out[reflect.TypeOf(v)] = append(out[reflect.TypeOf(v)], v)
			}
		}
		if g, ok := v.(*ad.DAG); ok && g.Name() != "" && len(g.Inputs()) == 2 {
			p := g.Paths("x1")
			out[reflect.TypeOf(p)] = append(out[reflect.TypeOf(p)], p)
		}
	}
	return out
}

// TestHostileArguments calls every exported function and method of gojac's mathematical packages, as cells see them, with empty
// tensors, wrong ranks, axes and sizes that are out of range or overflow, NaN and infinities, singular matrices, nil
// tensors, and values of other types: whatever panics has to be an *ad.Error, which says what was asked and given.
func TestHostileArguments(t *testing.T) {
	t.Chdir(t.TempDir()) // some write files
	defer memory.SetLimit(nil)
	memory.SetLimit(func(bytes uint64) error {
		if bytes > 64<<20 {
			return errors.New("too much for a test")
		}
		return nil
	})
	h := hostile{rand.New(rand.NewPCG(7, 11)), results()}
	count, refused := 0, 0
	bad := map[string]string{}
	try := func(name string, f reflect.Value) {
		if notCalled[name] != "" {
			return
		}
		for range 60 {
			args := h.arguments(f.Type(), 0)
			count++
			done := make(chan any, 1)
			go func() {
				defer func() { done <- recover() }()
				h.results(f.Call(args))
			}()
			select {
			case err := <-done:
				if _, typed := err.(*ad.Error); typed {
					refused++
				} else if err != nil && bad[name] == "" {
					bad[name] = fmt.Sprintf("%v, given %s", err, told(args))
				}
			case <-time.After(2 * time.Second):
				bad[name] = "does not end, given " + told(args)
				return
			}
		}
	}
	for _, path := range hostilePackages {
		for name, v := range symbols.Tables[path]() {
			short := path[strings.LastIndex(path, "/")+1:] + "." + name
			if v.Kind() == reflect.Func {
				try(short, v)
			}
			if v.Kind() == reflect.Pointer && v.IsNil() { // a type
				for i := range v.Type().NumMethod() {
					m := v.Type().Method(i)
					try(short+"."+m.Name, m.Func)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		t.Errorf("%s: %s", name, bad[name])
	}
	if count < 20000 || refused < 5000 {
		t.Errorf("%d calls, %d refused: the test has lost its aim", count, refused)
	}
}

// told writes arguments, tensors by their shapes.
func told(args []reflect.Value) string {
	var out []string
	for _, a := range args {
		if t, ok := a.Interface().(*ad.Tensor); ok && t != nil && t.String() != new(ad.Tensor).String() {
			out = append(out, fmt.Sprintf("tensor %v", t.Shape()))
		} else {
			out = append(out, fmt.Sprintf("%.80s", fmt.Sprintf("%T(%[1]v)", a.Interface())))
		}
	}
	return strings.Join(out, ", ")
}

type hostile struct {
	r    *rand.Rand
	made map[reflect.Type][]any
}

// results calls functions that were returned, once.
func (h hostile) results(out []reflect.Value) {
	for _, v := range out {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if v.IsValid() && v.Kind() == reflect.Func && !v.IsNil() {
			v.Call(h.arguments(v.Type(), 0))
		}
	}
}

func (h hostile) arguments(f reflect.Type, depth int) []reflect.Value {
	var args []reflect.Value
	for i := range f.NumIn() {
		if f.IsVariadic() && i == f.NumIn()-1 {
			for range h.r.IntN(4) {
				args = append(args, h.value(f.In(i).Elem(), depth))
			}
			break
		}
		args = append(args, h.value(f.In(i), depth))
	}
	return args
}

var hostileInts = []int{0, 1, 2, 3, -1, -2, 7, 1 << 31, 1 << 40, 1 << 60, math.MaxInt, math.MinInt, math.MaxInt / 8}

var hostileFloats = []float64{0, 1, -1, 0.5, 3, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324, 1e18}

var hostileStrings = []string{"", "x", "ij,jk->ik", "ii->i", "→", "no such.npz", "x1"}

var hostileShapes = [][]int{nil, {0}, {1}, {3}, {2, 3}, {3, 3}, {0, 0}, {2, 0}, {2, 2, 2}, {1, 1, 3, 3}, {0, 3}}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (h hostile) tensor() *ad.Tensor {
	x := ad.Randn(h.r.IntN(100), pick(h.r, hostileShapes)...)
	switch h.r.IntN(8) {
	case 7:
		return pick(h.r, []*ad.Tensor{nil, new(ad.Tensor), x.Float32(), x})
	case 0:
		return x.MulC(pick(h.r, hostileFloats))
	case 1:
		return x.MulC(0).AddC(pick(h.r, hostileFloats))
	case 2:
		return x.MulC(3).Round()
	}
	return x
}

// model is what a cell might give as any.
type hostileModel struct {
	W, B *ad.Tensor
	N    int
	S    []float64
}

func (h hostile) any() any {
	switch h.r.IntN(12) {
	case 0:
		return nil
	case 1:
		return 3
	case 2:
		return "text"
	case 3:
		return &hostileModel{W: h.tensor(), B: h.tensor(), S: []float64{1}}
	case 4:
		return hostileModel{W: h.tensor()}
	case 5:
		return (*hostileModel)(nil)
	case 6:
		return func(x *ad.Tensor) *ad.Tensor { return x.Sin() }
	case 7:
		return func(x, y *ad.Tensor) *ad.Tensor { return x.MatMul(y).Sum() }
	case 8:
		return func(x []*ad.Tensor) float64 { return 1 }
	case 9:
		return map[string]int{}
	case 10:
		return func(x float64) float64 { return x * x }
	}
	return h.tensor()
}

var tensorType = reflect.TypeFor[*ad.Tensor]()

func (h hostile) value(t reflect.Type, depth int) reflect.Value {
	if t == tensorType {
		return reflect.ValueOf(h.tensor())
	}
	if made := h.made[t]; made != nil {
		if h.r.IntN(4) > 0 {
			return reflect.ValueOf(pick(h.r, made))
		}
		if t.Kind() == reflect.Pointer {
			return reflect.New(t.Elem())
		}
		return reflect.Zero(t)
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Uint8:
		v.SetUint(uint64(h.r.IntN(256)))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(pick(h.r, hostileInts)))
	case reflect.Uint, reflect.Uint64:
		v.SetUint(uint64(pick(h.r, hostileInts)))
	case reflect.Float64:
		v.SetFloat(pick(h.r, hostileFloats))
	case reflect.Bool:
		v.SetBool(h.r.IntN(2) == 0)
	case reflect.String:
		v.SetString(pick(h.r, hostileStrings))
	case reflect.Slice:
		if h.r.IntN(6) > 0 && depth < 4 {
			for range h.r.IntN(4) {
				v = reflect.Append(v, h.value(t.Elem(), depth+1))
			}
		}
	case reflect.Interface:
		if x := h.any(); x != nil && t.NumMethod() == 0 {
			v.Set(reflect.ValueOf(x))
		}
	case reflect.Func:
		if depth < 4 {
			v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
				var out []reflect.Value
				for i := range t.NumOut() {
					out = append(out, h.value(t.Out(i), depth+1))
				}
				return out
			}))
		}
	case reflect.Pointer:
		if depth < 4 {
			p := reflect.New(t.Elem())
			p.Elem().Set(h.value(t.Elem(), depth+1))
			v.Set(p)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && depth < 4 {
				v.Field(i).Set(h.value(t.Field(i).Type, depth+1))
			}
		}
	}
	return v
}
