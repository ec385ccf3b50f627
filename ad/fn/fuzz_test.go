package fn

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
)

// alphabet are the primitives that random programs are made of.
var alphabet = []string{
	"+", "-", "*", "+", "-", "*", "/", "neg", "math.Sin", "math.Cos", "math.Exp", "math.Tanh", "math.Atan", "math.Log1p",
	"math.Sqrt", "math.Sinh", "math.Max", "math.Abs", "math.Hypot", "math.Atan2", "math.Erf", "math.Pow",
}

// straightLine makes a program from data: each pair of bytes is one instruction. The result is the last value.
func straightLine(data []byte) *Func {
	f := &Func{Name: "f", NumParams: 3, Regs: []Var{{Name: "x", Type: reflect.Float64}, {Name: "y", Type: reflect.Float64}, {Name: "z", Type: reflect.Float64}}}
	for _, c := range []float64{0.5, 2, -3} {
		f.Regs = append(f.Regs, Var{Type: reflect.Float64, Const: true, F: c})
	}
	b := &Block{}
	f.Blocks = []*Block{b}
	for len(data) >= 3 && len(b.Code) < 40 {
		n := len(f.Regs)
		p := ad.PrimOfGo(alphabet[int(data[0])%len(alphabet)])
		in := []Reg{Reg(int(data[1]) % n), Reg(int(data[2]) % n)}
		if data[1]%3 == 0 { // rather use what was computed last
			in[0] = Reg(n - 1)
		}
		f.Regs = append(f.Regs, Var{Type: reflect.Float64})
		b.Code = append(b.Code, &Instr{Op: OpPrim, Prim: p, In: in[:p.Arity()], Out: []Reg{Reg(n)}})
		data = data[3:]
	}
	f.Results = []Var{{Type: reflect.Float64}}
	b.End = End{Kind: Return, Results: []Reg{Reg(len(f.Regs) - 1)}}
	return f
}

// evaluated is f by the primitives' own functions, one after the other.
func evaluated(f *Func, x []float64) float64 {
	r := make([]float64, len(f.Regs))
	copy(r, x)
	for i := len(x); i < len(r); i++ {
		r[i] = f.Regs[i].F
	}
	for _, in := range f.Blocks[0].Code {
		a := r[in.In[0]]
		switch in.Prim.Go {
		case "+":
			r[in.Out[0]] = a + r[in.In[1]]
		case "-":
			r[in.Out[0]] = a - r[in.In[1]]
		case "*":
			r[in.Out[0]] = a * r[in.In[1]]
		case "/":
			r[in.Out[0]] = a / r[in.In[1]]
		case "neg":
			r[in.Out[0]] = -a
		default:
			if in.Prim.Arity() == 1 {
				r[in.Out[0]] = in.Prim.Fun(a)
			} else {
				r[in.Out[0]] = in.Prim.Fun2(a, r[in.In[1]])
			}
		}
	}
	return r[len(r)-1]
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func tame(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.Abs(x) > 1e6 {
			return false
		}
	}
	return true
}

// checkProgram holds every way to run f against every other at x, and reports whether the point was tame enough to compare
// the formula too.
func checkProgram(t *testing.T, f *Func, x []float64) bool {
	t.Helper()
	want := evaluated(f, x)
	if got := f.Call(x)[0]; !same(got, want) {
		t.Fatalf("machine: %v, want %v\n%s", got, want, f.Source())
	}
	c := NewClosure(f, nil)
	in, leaves := make([]*ad.Tensor, 3), make([][]float64, 3)
	for i, v := range x {
		in[i], leaves[i] = ad.Scalar(v), []float64{v}
	}
	if got := c.Trace(in)[0].Item(); !same(got, want) {
		t.Fatalf("traced: %v, want %v\n%s", got, want, f.Source())
	}
	_, back := VerbNamed("VJP").on(c.Trace, reflect.TypeFor[pullbackOf]()).Interface().(pullbackOf)(in)
	general := back([]*ad.Tensor{ad.Scalar(1)})
	_, g := c.Gradient(leaves, nil, [][]float64{{1}})
	e, err := c.Symbolic(nil)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]float64{"x": x[0], "y": x[1], "z": x[2]}
	compared := tame(want)
	for i, name := range []string{"x", "y", "z"} {
		if !same(g[i][0], general[i].Item()) {
			t.Fatalf("∂/∂%s by tape: %v, in general %v\n%s", name, g[i][0], general[i].Item(), f.Source())
		}
		dx := [][]float64{{0}, {0}, {0}}
		dx[i][0] = 1
		_, dy := c.Tangent(leaves, dx)
		if tame(g[i][0], dy[0][0]) && !close(dy[0][0], g[i][0], 1e-7) {
			t.Fatalf("∂/∂%s forward: %v, reverse %v\n%s", name, dy[0][0], g[i][0], f.Source())
		}
		d := e.Diff(name).Eval(at)
		if compared = compared && tame(d, g[i][0]); compared && !close(d, g[i][0], 1e-6) {
			t.Fatalf("∂/∂%s by formula: %v, by tape %v at %v\n%s\n%s\n%s", name, d, g[i][0], at, f.Source(), e, e.Diff(name))
		}
	}
	return compared
}

func close(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*(1+math.Abs(a)+math.Abs(b))
}

func FuzzStraightLine(f *testing.F) {
	f.Add([]byte{2, 0, 1, 8, 3, 0, 0, 6, 5})
	f.Add([]byte{21, 0, 4, 6, 3, 1, 15, 0, 0, 2, 9, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 3 {
			checkProgram(t, straightLine(data), []float64{0.7, 1.3, -0.4})
		}
	})
}

// TestRandomPrograms does by default what the fuzzer does when asked.
func TestRandomPrograms(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	compared := 0
	for range 1500 {
		data := make([]byte, 3*(2+r.IntN(10)))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		if checkProgram(t, straightLine(data), []float64{0.7, 1.3, -0.4}) {
			compared++
		}
	}
	if compared < 500 {
		t.Errorf("only %d of 1500 programs could be compared with their formula", compared)
	}
}
