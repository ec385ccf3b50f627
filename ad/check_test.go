package ad

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

// A checkCase is a function at a point with the verdict a person would give.
type checkCase struct {
	name string
	f    func(x *Tensor) *Tensor
	at   float64
	want Cause
}

// wrong returns x·slope as if its value were f's: a derivative rule with a
// bug in it.
func wrong(f func(float64) float64, slope func(float64) float64) func(*Tensor) *Tensor {
	p := &Prim{Name: "Wrong", Fun: f, Partial: func(c *Call, _ int) *Tensor { return Scalar(slope(c.X[0].Item())) }}
	return p.apply1
}

var checkCases = []checkCase{
	{"sin", (*Tensor).Sin, 1, Agree},
	{"exp", (*Tensor).Exp, 3, Agree},
	{"cube", func(x *Tensor) *Tensor { return x.PowC(3) }, -2, Agree},
	{"tanh of a product", func(x *Tensor) *Tensor { return x.Mul(x.Cos()).Tanh() }, 0.3, Agree},
	{"constant", func(x *Tensor) *Tensor { return x.MulC(0) }, 5, Agree},
	{"identity", func(x *Tensor) *Tensor { return x.AddC(0) }, 1e6, Agree},
	{"small values", func(x *Tensor) *Tensor { return x.Sin().MulC(1e-9) }, 1, Agree},
	{"large values", func(x *Tensor) *Tensor { return x.Sin().MulC(1e9) }, 1, Agree},
	{"softplus", (*Tensor).Softplus, -3, Agree},
	{"relu away from 0", (*Tensor).ReLU, 1, Agree},
	{"flat at the point", func(x *Tensor) *Tensor { return x.Square() }, 0, Agree},
	{"maximum at a tie", func(x *Tensor) *Tensor { return x.Maximum(Scalar(2)) }, 2, Agree},

	{"abs", func(x *Tensor) *Tensor { return x.Abs().Add(x.MulC(3)).ReLU() }, 0, AtKink},
	{"relu", (*Tensor).ReLU, 0, AtKink},
	{"leaky relu by where", func(x *Tensor) *Tensor { return Where(x.Gt(Scalar(0)), x, x.MulC(0.1)) }, 0, AtKink},
	{"relu of a difference", func(x *Tensor) *Tensor { return x.AddC(-0.7).ReLU().MulC(3) }, 0.7, AtKink},
	{"square root", (*Tensor).Sqrt, 0, AtKink},
	{"cube root", (*Tensor).Cbrt, 0, AtKink},
	{"floor", (*Tensor).Floor, 2, AtKink},
	{"sign", (*Tensor).Sign, 0, AtKink},
	{"just beside relu's kink", (*Tensor).ReLU, 1e-7, AtKink},
	{"just beside abs's kink", func(x *Tensor) *Tensor { return x.Abs() }, -2e-6, AtKink},
	{"maximum of two lines", func(x *Tensor) *Tensor { return x.MulC(3).Maximum(x.MulC(-1)).Maximum(Scalar(0)) }, 0, AtKink},
	{"dim", func(x *Tensor) *Tensor { return x.Dim(Scalar(1)) }, 1, AtKink},
	{"kink under a smooth function", func(x *Tensor) *Tensor { return x.ReLU().AddC(1).Exp() }, 0, AtKink},

	{"large offset", func(x *Tensor) *Tensor { return x.Sin().AddC(1e7) }, 1, RoundOff},
	{"larger offset", func(x *Tensor) *Tensor { return x.Mul(x).AddC(1e10) }, 1, RoundOff},
	{"cancellation", func(x *Tensor) *Tensor { return x.Sin().AddC(1e8).AddC(-1e8) }, 1, RoundOff},
	{"cancelled exponentials", func(x *Tensor) *Tensor { return x.MulC(1e-3).Exp().AddC(1e6).AddC(-1e6) }, 1, RoundOff},
	{"hidden cancellation", func(x *Tensor) *Tensor { return x.AddC(1e8).Square().Sub(x.Square()).AddC(-1e16).MulC(1e-8) }, 1, RoundOff},
	{"one minus cosine", func(x *Tensor) *Tensor { return x.Cos().MulC(1e5).AddC(-1e5).MulC(1e3) }, 1e-6, RoundOff},
	{"steep line, far up", func(x *Tensor) *Tensor { return x.MulC(3).AddC(-1e9) }, 1, RoundOff},
	{"polynomial by its coefficients", func(x *Tensor) *Tensor { return x.PowC(3).Sub(x.Square().MulC(3)).Add(x.MulC(3)).AddC(-1).MulC(1e8) }, 1.001, RoundOff},

	{"fast sine", func(x *Tensor) *Tensor { return x.MulC(1e4).Sin() }, 1, Truncation},
	{"faster sine", func(x *Tensor) *Tensor { return x.MulC(1e5).Sin() }, 0.5, Truncation},
	{"logarithm near its pole", (*Tensor).Log, 1e-4, Truncation},
	{"reciprocal near its pole", func(x *Tensor) *Tensor { return one.Div(x) }, 1e-3, Truncation},
	{"reciprocal beside its pole", func(x *Tensor) *Tensor { return one.Div(x) }, 1e-6, Truncation},
	{"reciprocal of a square, left of its pole", func(x *Tensor) *Tensor { return one.Div(x.Square()) }, -1e-6, Truncation},
	{"logarithm beside its pole", (*Tensor).Log, 1e-9, Truncation},
	{"square root near 0", (*Tensor).Sqrt, 1e-4, Truncation},
	{"steep sigmoid", func(x *Tensor) *Tensor { return x.AddC(-1).MulC(1e4).Sigmoid() }, 1.0001, Truncation},
	{"narrow bell", func(x *Tensor) *Tensor { return x.MulC(2e4).Square().Neg().Exp() }, 3e-5, Truncation},
	{"steep tanh", func(x *Tensor) *Tensor { return x.MulC(3e5).Tanh() }, 1e-6, Truncation},
	{"steep exponential", func(x *Tensor) *Tensor { return x.MulC(2e3).Exp() }, 0.01, Truncation},

	{"wrong sign", wrong(math.Sin, func(x float64) float64 { return -math.Cos(x) }), 1, Bug},
	{"missing factor", wrong(func(x float64) float64 { return x * x }, func(x float64) float64 { return x }), 3, Bug},
	{"0.1 % off", wrong(math.Exp, func(x float64) float64 { return 1.001 * math.Exp(x) }), 1, Bug},
	{"20 ppm off", wrong(math.Exp, func(x float64) float64 { return 1.00002 * math.Exp(x) }), 1, Bug},
	{"stopped gradient", func(x *Tensor) *Tensor { return x.StopGradient().Mul(x) }, 2, Bug},
	{"derivative of the wrong branch", wrong(math.Abs, func(float64) float64 { return -1 }), 2, Bug},
	{"bug at a kink", wrong(math.Abs, func(float64) float64 { return 5 }), 0, Bug},
	{"zero for a slope", wrong(math.Tanh, func(float64) float64 { return 0 }), 0.1, Bug},
	{"wrong, small values", wrong(func(x float64) float64 { return 1e-9 * math.Sin(x) }, func(x float64) float64 { return 2e-9 * math.Cos(x) }), 1, Bug},
	{"wrong, large offset", wrong(func(x float64) float64 { return 1e7 + x }, func(float64) float64 { return 2 }), 1, Bug},
	{"wrong, fast sine", wrong(func(x float64) float64 { return math.Sin(1e4 * x) }, func(x float64) float64 { return 1.1e4 * math.Cos(1e4*x) }), 1, Bug},
	{"degrees for radians", wrong(math.Cos, func(x float64) float64 { return -math.Sin(x * math.Pi / 180) }), 1, Bug},

	{"float32", func(x *Tensor) *Tensor { return x.Float32().Sin().Float64() }, 1, RoundOff},
	{"float32 of a product", func(x *Tensor) *Tensor { return x.Exp().Float32().Mul(x.Float32()).Float64() }, 0.7, RoundOff},
	{"float32 sum of squares", func(x *Tensor) *Tensor {
		return Randn(1, 50).Float32().Mul(x.Float32()).Square().Sum().Float64()
	}, 1.3, RoundOff},
	{"wrong, float32", func(x *Tensor) *Tensor {
		return wrong(math.Sin, func(x float64) float64 { return 1.01 * math.Cos(x) })(x).Float32().Float64()
	}, 1, Bug},
	{"noise of 1e-9", noisy(1e-9), 1, RoundOff},
	{"noise of 1e-7", noisy(1e-7), 0.4, RoundOff},
	{"a bug under noise", func(x *Tensor) *Tensor { return noisy(1e-9)(x).StopGradient().Mul(x) }, 1, Bug},
	{"nearly singular system", func(x *Tensor) *Tensor { return nearlySingular(x, 1e-7).Solve(Vec(1, 2)).Sum().MulC(1e-7) }, 0.5, Truncation},
	{"determinant that is nearly 0", func(x *Tensor) *Tensor { return nearlySingular(x, 1e-3).Det() }, 0.5, Agree},
	{"inverse near its pole", func(x *Tensor) *Tensor { return Stack(Stack(x, Scalar(0)), Stack(Scalar(1), x)).Inverse().Sum() }, 1e-4, Truncation},
	{"regular system", func(x *Tensor) *Tensor { return nearlySingular(x, 1).Solve(Vec(1, 2)).Sum() }, 0.7, Agree},
	{"logsumexp of far apart", func(x *Tensor) *Tensor { return Stack(x, x.MulC(2).AddC(-700)).LogSumExp() }, 3, Agree},
	{"norm beside 0", func(x *Tensor) *Tensor { return Stack(x, x.MulC(2)).Norm() }, 1e-7, AtKink},
	{"the larger of two where they meet", func(x *Tensor) *Tensor { return Stack(x, x.Neg()).Max() }, 0, Agree},
	{"hinge", func(x *Tensor) *Tensor { return one.Sub(x).ReLU() }, 1, AtKink},
	{"clip at its bound", func(x *Tensor) *Tensor { return x.Clip(-1, 2).MulC(3) }, 2, Agree},
	{"softmax of equal entries", func(x *Tensor) *Tensor { return Stack(x, Scalar(1)).Softmax().At(0) }, 1, Agree},
	{"log of a sigmoid far left", (*Tensor).LogSigmoid, -40, Agree},
	{"fast sine on a slope", func(x *Tensor) *Tensor { return x.MulC(3e4).Sin().MulC(1e-3).Add(x) }, 2, Truncation},
	{"bump beside the point", func(x *Tensor) *Tensor { return x.AddC(-1).MulC(1e4).Square().Neg().Exp() }, 1.00005, Truncation},
	{"NaN by ∞ − ∞", func(x *Tensor) *Tensor { return x.Sqrt().Sub(x.MulC(2).Sqrt()) }, 0, Undefined},
	{"0·∞", func(x *Tensor) *Tensor { return x.Square().Sqrt() }, 0, Undefined},
}

// noisy is sin x with errors of a size that jump from one number to the next,
// as those of an iteration that stops early.
func noisy(size float64) func(*Tensor) *Tensor {
	p := &Prim{Name: "Noisy", Fun: func(x float64) float64 {
		bits := math.Float64bits(x) * 0x9e3779b97f4a7c15
		return math.Sin(x) + size*(float64(bits>>11)/(1<<53)-0.5)
	}, Partial: func(c *Call, _ int) *Tensor { return c.X[0].Cos() }}
	return p.apply1
}

// nearlySingular is a matrix whose determinant is gap at x = ½.
func nearlySingular(x *Tensor, gap float64) *Tensor {
	return Stack(Stack(x.MulC(2), Scalar(1)), Stack(Scalar(1), x.MulC(2).AddC(gap)))
}

// TestVerdicts holds the verdict against a person's on labelled cases: 95 in
// 100 have to be right, and no bug may pass or be cried.
func TestVerdicts(t *testing.T) {
	right := 0
	for _, c := range checkCases {
		check := CheckGrad(c.f).(func(*Tensor) *Verdict)
		v := check(Scalar(c.at))
		if v.Cause == c.want {
			right++
		} else {
			t.Logf("%s at %g: %s, want %s\n%v", c.name, c.at, v.Cause, c.want, v)
		}
		if (v.Cause == Bug) != (c.want == Bug) || v.OK != (c.want != Bug && c.want != Undefined) {
			t.Errorf("%s at %g: %s, want %s\n%v", c.name, c.at, v.Cause, c.want, v)
		}
	}
	if len(checkCases) < 40 || right*100 < 95*len(checkCases) {
		t.Errorf("%d of %d verdicts are right", right, len(checkCases))
	}
}

// TestVerdictsOfFloat32: at a point in float32 the modes differ by what such
// numbers round to, and a wrong rule by more.
func TestVerdictsOfFloat32(t *testing.T) {
	w, sine := Randn(1, 3, 4).Float32(), wrong(math.Sin, func(x float64) float64 { return 1.01 * math.Cos(x) })
	for want, f := range map[Cause]func(*Tensor) *Tensor{
		Agree: func(x *Tensor) *Tensor { return w.MatMul(x) },
		Bug:   func(x *Tensor) *Tensor { return sine(x.At(1)) },
	} {
		if v := CheckGrad(f).(func(*Tensor) *Verdict)(Randn(2, 4).Float32()); v.Cause != want {
			t.Errorf("%s, want %s:\n%v", v.Cause, want, v)
		}
	}
}

// TestRemarks wants kinks and independent inputs named on every result.
func TestRemarks(t *testing.T) {
	f := func(x, y *Tensor) *Tensor { return x.ReLU().Add(x.Sub(x).Abs()).Add(y.Floor()) }
	in := []reflect.Value{reflect.ValueOf(Scalar(0)), reflect.ValueOf(Scalar(0.5))}
	kinds := func(r Remarks) (ops []string) {
		for _, k := range r.Kinks {
			ops = append(ops, k.Op)
		}
		return append(ops, r.Independent...)
	}
	want := []string{"ReLU", "Abs", "x2"}
	j := reflect.ValueOf(Jacobian(f)).Call(in)[0].Interface().(*JacobianMatrix)
	g := reflect.ValueOf(Graph(f)).Call(in)[0].Interface().(*DAG)
	v := reflect.ValueOf(CheckGrad(f)).Call(in)[0].Interface().(*Verdict)
	for what, got := range map[string]Remarks{"Jacobian": j.Remarks, "Graph": g.Remarks(), "Trace": g.Trace().Remarks, "CheckGrad": v.Remarks} {
		if !reflect.DeepEqual(kinds(got), want) {
			t.Errorf("%s remarks on %v, want %v", what, kinds(got), want)
		}
	}
	var r Remarks
	for _, v := range []struct {
		name string
		of   func(f any, opts ...Option) any
		opts []Option
	}{
		{"Grad", Grad, nil}, {"ValueAndGrad", ValueAndGrad, nil}, {"JVP", JVP, nil}, {"VJP", VJP, nil}, {"Linearize", Linearize, nil},
		{"HVP", HVP, []Option{Along(1, 1)}}, {"Hessian", Hessian, nil}, {"Checkpoint", Checkpoint, nil},
	} {
		r = Remarks{}
		reflect.ValueOf(v.of(f, append(v.opts, Note(&r))...)).Call(in)
		if !reflect.DeepEqual(kinds(r), want) {
			t.Errorf("%s notes %v, want %v", v.name, kinds(r), want)
		}
	}
	r = Remarks{}
	VMap(f, Note(&r)).(func(x, y *Tensor) *Tensor)(Vec(0, 1, 0), Vec(0.5, 0.5, 0.5))
	if !reflect.DeepEqual(kinds(r), want) || r.Kinks[0].Places != 2 {
		t.Errorf("VMap notes %v, %d places, want %v, 2", kinds(r), r.Kinks[0].Places, want)
	}
	if want := "kink: ReLU((3)), 2 places"; !strings.HasPrefix(r.String(), want) {
		t.Errorf("the note reads %s, want %s …", r, want)
	}
	if got := g.nodes[g.Remarks().Kinks[0].Node].Op; got != "ReLU" {
		t.Errorf("the first kink is at a node %s, want ReLU", got)
	}
	stepped := Jacobian(func(x *Tensor) *Tensor { return Where(x.Gt(Scalar(1)), x, x.MulC(2)) }).(func(*Tensor) *JacobianMatrix)
	if got := kinds(stepped(Scalar(1)).Remarks); !reflect.DeepEqual(got, []string{"Gt"}) {
		t.Errorf("a condition that ties is remarked on as %v", got)
	}
	if got := kinds(stepped(Scalar(3)).Remarks); got != nil {
		t.Errorf("away from the tie: %v", got)
	}
	if j := Jacobian((*Tensor).Floor).(func(*Tensor) *JacobianMatrix)(Vec(1, 2)); j.At(0, 0) != 0 || len(j.Kinks) != 1 {
		t.Errorf("the Jacobian of a jump: %v", j)
	}
	two := Jacobian(func(x *Tensor) *Tensor { return x.MaxAxis(1) }).(func(*Tensor) *JacobianMatrix)
	if ks := two(Mat([][]float64{{1, 1, 0}, {2, 2, 2}, {1, 2, 3}})).Kinks; len(ks) != 1 || ks[0].Places != 2 {
		t.Errorf("ties of rows: %v", ks)
	}
}
