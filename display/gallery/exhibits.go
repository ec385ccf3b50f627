package main

import (
	"fmt"
	"math"
	"reflect"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display"
)

// exhibits makes every kind of bundle, small and large, from values that ad computed.
func exhibits() []exhibit {
	var all []exhibit
	add := func(name string, v any) {
		b, ok := display.Of(v)
		if !ok {
			panic("gallery: " + name + ": display knows no form of it")
		}
		all = append(all, exhibit{name, b})
	}
	graphs(add)
	jacobians(add)
	reports(add)
	tensors(add)
	plots(add)
	return all
}

// traced runs a function of numbers and gives its graph.
func traced(name string, params []string, f any, at ...float64) *ad.DAG {
	fn := &ad.Func{Value: reflect.ValueOf(f), Name: name, Params: params}
	out := ad.Apply(verb("Graph"), fn, nil, graphType(f))
	args := make([]reflect.Value, len(at))
	for i, x := range at {
		args[i] = reflect.ValueOf(ad.Scalar(x))
	}
	return out.Call(args)[0].Interface().(*ad.DAG)
}

func verb(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("gallery: ad has no verb " + name)
}

// graphType is the type of ad.Graph(f): f's parameters and a graph.
func graphType(f any) reflect.Type { return resultType(f, reflect.TypeFor[*ad.DAG]()) }

func resultType(f any, result reflect.Type) reflect.Type {
	t := reflect.TypeOf(f)
	in := make([]reflect.Type, t.NumIn())
	for i := range in {
		in[i] = t.In(i)
	}
	return reflect.FuncOf(in, []reflect.Type{result}, false)
}

func lecture(x1, x2 *ad.Tensor) *ad.Tensor {
	w1 := named(x1.Sin(), "w1")
	w2 := named(x1.Mul(x2), "w2")
	return named(w1.Add(w2), "w3")
}

func named(t *ad.Tensor, name string) *ad.Tensor {
	t.Annotate(name, "cell 3:2:2")
	return t
}

func graphs(add func(string, any)) {
	add("graph tiny", traced("g", []string{"x"}, func(x *ad.Tensor) *ad.Tensor { return x.Exp() }, 1))
	g := traced("f", []string{"x1", "x2"}, lecture, 2, 5)
	add("graph lecture", g)
	add("forward trace", g.Forward("x1"))
	add("reverse trace", g.Reverse())
	add("trace", g.Trace())
	add("order", g.Order())
	add("paths", g.Paths("x1"))
	add("graph square", traced("sq", []string{"x"}, func(x *ad.Tensor) *ad.Tensor { return x.Mul(x).Mul(x.Mul(x)) }, 3))
	three := traced("f", []string{"x1", "x2", "x3"}, func(x1, x2, x3 *ad.Tensor) *ad.Tensor {
		return lecture(x1, x2).Add(x3.Cos())
	}, 2, 5, -1)
	add("graph three inputs", three)
	add("trace three inputs", three.Trace())
	long := traced("veryLongFunctionName", []string{"learningRate", "regularisation"}, func(a, b *ad.Tensor) *ad.Tensor {
		loss := named(a.Mul(b).Exp(), "trainingLossBeforeRegularisation")
		return named(loss.Add(a).Log(), "finalValue")
	}, 1e-9, 12345678)
	add("graph long names", long.Trace())
	add("graph not finite", traced("f", []string{"x", "y"}, func(x, y *ad.Tensor) *ad.Tensor {
		return x.Log().Add(y.ReLU()).Mul(x)
	}, -1, -3).Reverse())
	add("graph logistic map, ten steps", traced("iterate", []string{"x", "r"}, func(x, r *ad.Tensor) *ad.Tensor {
		for range 3 {
			x = r.Mul(x).Mul(ad.Scalar(1).Sub(x))
		}
		return x
	}, 0.3, 3.7))
	deep := traced("iterate", []string{"x", "r"}, func(x, r *ad.Tensor) *ad.Tensor {
		for range 60 {
			x = r.Mul(x).Mul(ad.Scalar(1).Sub(x))
		}
		return x
	}, 0.3, 3.7)
	add("graph deep, folded", deep)
	add("paths, too many", deep.Paths("x"))
	names, at := make([]string, 0), make([]float64, 0)
	for i := range 28 {
		names = append(names, fmt.Sprintf("x%d", i+1))
		at = append(at, math.Sin(float64(i)))
	}
	add("graph scalar network, folded", wide(names, at))
	add("graph layers", layers())
}

// wide is a network of numbers: every weight a node of its own.
func wide(names []string, at []float64) *ad.DAG {
	in := make([]reflect.Type, len(names))
	for i := range in {
		in[i] = reflect.TypeFor[*ad.Tensor]()
	}
	t := reflect.FuncOf(in, []reflect.Type{reflect.TypeFor[*ad.Tensor]()}, false)
	f := reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		x := make([]*ad.Tensor, len(args))
		for i := range args {
			x[i] = args[i].Interface().(*ad.Tensor)
		}
		h := x[:4]
		w := x[4:]
		for range 2 {
			var next []*ad.Tensor
			for i := range 3 {
				s := h[0].Mul(w[i])
				for j := 1; j < len(h); j++ {
					s = s.Add(h[j].Mul(w[(i*4+j)%len(w)]))
				}
				next = append(next, s.Tanh())
			}
			h = next
		}
		return []reflect.Value{reflect.ValueOf(h[0].Add(h[1]).Add(h[2]))}
	})
	return traced("net", names, f.Interface(), at...)
}

// layers is a network of tensors: FC, ReLU, FC.
func layers() *ad.DAG {
	f := func(W1, b1, W2, x *ad.Tensor) *ad.Tensor {
		h := named(x.MatMul(W1.T()).Add(b1).ReLU(), "h")
		return named(h.MatMul(W2.T()).Mean(), "L")
	}
	fn := &ad.Func{Value: reflect.ValueOf(f), Name: "loss", Params: []string{"W1", "b1", "W2", "X"}}
	out := ad.Apply(verb("Graph"), fn, []ad.Option{ad.Params("W1", "b1", "W2")}, graphType(f))
	return out.Interface().(func(a, b, c, d *ad.Tensor) *ad.DAG)(
		ad.Randn(1, 16, 2), ad.Zeros(16), ad.Randn(2, 3, 16), ad.Randn(3, 32, 2))
}

func jacobians(add func(string, any)) {
	one := func(f any, x ...*ad.Tensor) *ad.JacobianMatrix {
		params := []string{"x", "y", "z"}[:len(x)]
		fn := &ad.Func{Value: reflect.ValueOf(f), Name: "f", Params: params}
		out := ad.Apply(verb("Jacobian"), fn, nil, resultType(f, reflect.TypeFor[*ad.JacobianMatrix]()))
		args := make([]reflect.Value, len(x))
		for i := range x {
			args[i] = reflect.ValueOf(x[i])
		}
		return out.Call(args)[0].Interface().(*ad.JacobianMatrix)
	}
	add("jacobian 1×2", one(lecture, ad.Scalar(2), ad.Scalar(5)))
	add("jacobian of ReLU", one(func(x *ad.Tensor) *ad.Tensor { return x.ReLU() }, ad.Vec(-1, 2, 0, 3)))
	W := ad.Randn(7, 5, 4)
	add("jacobian of a layer", one(func(x *ad.Tensor) *ad.Tensor { return W.MatMul(x).ReLU() }, ad.Vec(1, -2, 0.5, 1e-6)))
	softmax := func(x *ad.Tensor) *ad.Tensor { e := x.Exp(); return e.Div(e.Sum()) }
	add("jacobian 12×12", one(softmax, ad.Linspace(-1, 1, 12)))
	add("jacobian 40×40", one(softmax, ad.Linspace(-3, 3, 40)))
	V := ad.Randn(9, 100, 100)
	add("jacobian 100×100", one(func(x *ad.Tensor) *ad.Tensor { return V.MatMul(x).Tanh() }, ad.Randn(1, 100)))
	add("jacobian 10000×10000", one(func(x *ad.Tensor) *ad.Tensor {
		n := x.Shape()[0]
		y := x.Pad(0, 300, 300)
		return y.Slice(0, n).MulC(0.5).Add(x.Square()).Sub(y.Slice(600, n+600).Mul(x))
	}, ad.Linspace(-2, 2, 10000)))
	add("jacobian 1×100", one(func(x *ad.Tensor) *ad.Tensor { return x.Mul(x).Sum() }, ad.Linspace(-1, 1, 100)))
}

func reports(add func(string, any)) {
	for _, name := range []string{"Compare", "CheckGrad", "Cost"} {
		v := verb(name)
		fn := &ad.Func{Value: reflect.ValueOf(lecture), Name: "f", Params: []string{"x1", "x2"}}
		out := ad.Apply(v, fn, nil, resultType(lecture, v.Type))
		add(name, out.Call([]reflect.Value{reflect.ValueOf(ad.Scalar(2)), reflect.ValueOf(ad.Scalar(5))})[0].Interface())
	}
}

func tensors(add func(string, any)) {
	add("tensor 3×4", ad.Randn(1, 3, 4))
	add("tensor column", ad.Vec(1, -2.5, 1e-9, math.NaN(), math.Inf(1), 0, 123456789))
	add("tensor 200", ad.Linspace(-3, 3, 200).Sin())
	add("tensor 30×50", ad.Randn(2, 30, 50))
	add("tensor 6×8×8", ad.Randn(3, 6, 8, 8))
}

func plots(add func(string, any)) {
	var loss, test []float64
	for i := range 500 {
		x := float64(i) / 60
		loss = append(loss, 1.1*math.Exp(-x)+0.03+0.02*math.Sin(float64(i*i)))
		test = append(test, 1.1*math.Exp(-x*0.8)+0.08)
	}
	add("curve", display.Curve("loss", loss))
	add("curves", display.Curve("training", loss).Add("held out", test).Title("loss").Labels("step", "loss"))
	add("curve, logarithmic", display.Curve("error", test).LogY())
	add("function", display.Function("sin", math.Sin, -4, 4).AddFunction("cos", math.Cos, -4, 4).Title("sin and its derivative"))
	X, y := spiral()
	add("points", display.Points("spiral", X, y))
	add("boundary", display.Boundary("what the network decides", func(p *ad.Tensor) *ad.Tensor {
		d := p.Data()
		out := make([]float64, 0, len(d)/2*3)
		for i := 0; i < len(d); i += 2 {
			a := math.Atan2(d[i+1], d[i]) - 4*math.Hypot(d[i], d[i+1])
			for c := range 3 {
				out = append(out, math.Cos(a-2*math.Pi/3*float64(c)))
			}
		}
		return ad.FromSlice(out, len(d)/2, 3)
	}, X, y))
	add("field", display.Field("x² − y", func(x, y float64) float64 { return x*x - y }, -2, 2, -1, 3).Labels("x", "y"))
}

func spiral() (X, y *ad.Tensor) {
	var xs, ys []float64
	noise := ad.Randn(4, 300).Data()
	for i := range 300 {
		r := float64(i%100)/100 + 0.02
		a := 4*r + 2*math.Pi/3*float64(i/100) + 0.15*noise[i]
		xs = append(xs, r*math.Cos(a), r*math.Sin(a))
		ys = append(ys, float64(i/100))
	}
	return ad.FromSlice(xs, 300, 2), ad.FromSlice(ys, 300)
}
