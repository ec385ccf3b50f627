package ad

import (
	_ "embed"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// specials is what NumPy, SciPy and JAX give at special values: see
// testbed/special.py.
//
//go:embed testdata/special.txt
var specials string

// A special is one line of it: the operands, the value and the derivative by
// each operand; "-" where there is no counterpart.
type special struct {
	p    *Prim
	at   []float64
	want []string
}

func specialLines(t *testing.T) []special {
	var out []special
	for line := range strings.Lines(specials + byHand) {
		left, right, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			continue
		}
		fields := strings.Fields(left)
		s := special{p: byName[fields[0]], want: strings.Fields(right)}
		if s.p == nil || s.p.Arity() != len(fields)-1 || len(s.want) != len(fields) {
			t.Fatalf("%s: not a primitive of these operands", line)
		}
		for _, f := range fields[1:] {
			x, err := strconv.ParseFloat(f, 64)
			if err != nil {
				t.Fatal(err)
			}
			s.at = append(s.at, x)
		}
		out = append(out, s)
	}
	return out
}

// at evaluates p on numbers of a type and differentiates it forward and in
// reverse by each operand that carries.
func (p *Prim) at(d DType, x ...float64) (found, forward []float64) {
	in := make([]*Tensor, len(x))
	active := make([]bool, len(x))
	for i := range x {
		in[i], active[i] = Scalar(x[i]).as(d), p.carries(i)
	}
	f := func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&noAttr, in...)} }
	r := record(f, in, active, nil, recordDerivative)
	found = []float64{r.y[0].Item()}
	g := r.pull([]*Tensor{onesLike(r.y[0])})
	k := 0
	for i, on := range active {
		if !on {
			found, forward = append(found, 0), append(forward, 0)
			continue
		}
		found = append(found, g[k].Item())
		k++
		dx := make([]*Tensor, len(x))
		dx[i] = onesLike(in[i])
		_, dy := pushforward(f, in, dx)
		if dy[0] == nil {
			dy[0] = zerosLike(in[i])
		}
		forward = append(forward, dy[0].Item())
	}
	return found, forward
}

// alike reports whether two numbers are equal to 1e-12, both NaN, or the same
// infinity; −0 is 0 only where signed is false.
func alike(a, b float64, signed bool) bool {
	switch {
	case a != a || b != b:
		return (a != a) == (b != b)
	case a == b:
		return !signed || math.Signbit(a) == math.Signbit(b)
	case math.IsInf(a, 0) || math.IsInf(b, 0):
		return false
	}
	return math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b))
}

// byHand is the same for primitives that NumPy and SciPy lack.
const byHand = `
SinPi 0 | 0 3.141592653589793
SinPi -0 | -0 3.141592653589793
SinPi +Inf | NaN NaN
SinPi NaN | NaN NaN
SinPi 5e-324 | 1.5e-323 3.141592653589793
SinPi 1.7976931348623157e308 | 0 3.141592653589793
CosPi 0 | 1 0
CosPi -Inf | NaN NaN
CosPi NaN | NaN NaN
CosPi 5e-324 | 1 -4.4e-323
CosPi 1.7976931348623157e308 | 1 0
Log1mExp 0 | -Inf -
Log1mExp -Inf | -0 0
Log1mExp NaN | NaN NaN
Log1mExp 1 | NaN -
Log1mExp -1.7976931348623157e308 | -0 0
InvDigamma +Inf | +Inf +Inf
InvDigamma -Inf | 0 0
InvDigamma NaN | NaN NaN
InvDigamma 1.7976931348623157e308 | +Inf +Inf
InvDigamma -1e300 | 1e-300 0
Sinc 0 0 | 1 - 0
Sinc 0 -0 | 1 - 0
Sinc 0 +Inf | NaN - NaN
Sinc 0 NaN | NaN - NaN
Sinc 0 5e-324 | 1 - 0
StrongMul 1.5 +Inf | +Inf +Inf 1.5
StrongMul +Inf 0 | 0 0 +Inf
StrongMul NaN 0 | 0 0 NaN
StrongMul 0 +Inf | NaN +Inf 0
ZeroMul 1.5 +Inf | +Inf +Inf 1.5
ZeroMul +Inf 0 | 0 0 +Inf
ZeroMul NaN 0 | 0 0 NaN
ZeroMul 0 +Inf | 0 +Inf 0
Same NaN NaN | 0 - -
Same 0 -0 | 1 - -
Ahead NaN 1 | NaN - -
Ahead 1 NaN | NaN - -
StopGradient NaN | NaN 0
StopGradient -0 | -0 0
`

// A deviation is where ad differs from them on purpose.
type deviation struct {
	why  string
	of   string // names of primitives; "" for all
	here func(s special, i int, found, want float64) bool
}

func zero(x float64) bool     { return x == 0 }
func infinite(x float64) bool { return math.IsInf(x, 0) }
func tiny(x float64) bool     { return x != 0 && math.Abs(x) < 0x1p-1022 }

// any reports whether an operand is of a kind.
func (s special) any(of func(float64) bool) bool { return slices.ContainsFunc(s.at, of) }

var deviations = []deviation{
	{"JAX takes subnormal numbers for zero", "", func(s special, i int, found, want float64) bool {
		return i > 0 && (s.any(tiny) || tiny(found))
	}},
	{"plain Go has to match math.Log, whose assembly on amd64 takes subnormal numbers for 2⁻¹⁰²³", "Log Log10 Logit Lgamma Y0 GammaInc ExpIntEi ExpIntE1",
		func(s special, i int, _, _ float64) bool { return i == 0 && s.any(tiny) }},
	{"at a kink the documented convention decides; see TestKinks", "", func(s special, i int, _, _ float64) bool {
		_, ok := s.p.KinkAt(s.at...)
		return i > 0 && ok
	}},
	{"NaN is not hidden behind a comparison", "Abs Copysign Maximum Minimum", func(s special, i int, found, _ float64) bool {
		return i > 0 && s.any(math.IsNaN) && found != found
	}},
	{"plain Go has to match math.Max and math.Min, where an infinity wins over NaN", "Maximum Minimum",
		func(s special, i int, found, _ float64) bool {
			return i == 0 && s.any(math.IsNaN) && s.any(infinite) && infinite(found)
		}},
	{"a zero of the other sign", "ReLU Sign Erfinv BesselIe J1 Maximum Minimum BesselJ", func(_ special, i int, found, want float64) bool {
		return i == 0 && found == 0 && want == 0
	}},
	{"the limit, as Go's math has it", "J0 J1 Y0 Y1 BesselJ BesselY", func(s special, i int, found, want float64) bool {
		return i == 0 && s.any(infinite) && found == 0 && want != want
	}},
	{"what mpmath gives with 400 digits: ±4.18698684958537e-155 or ±4.228745848829995e-155", "J0 J1 Y0 Y1 BesselJ BesselY",
		func(_ special, i int, found, _ float64) bool {
			return i == 0 && (alike(math.Abs(found), 4.1869868495853732e-155, false) || alike(math.Abs(found), 4.2287458488299952e-155, false))
		}},
	{"the limit, where SciPy gives up", "AiryAi AiryAiPrime AiryBi AiryBiPrime", func(s special, i int, found, want float64) bool {
		return i == 0 && s.at[0] > 1e6 && want != want && (found == 0 || found == math.Inf(1))
	}},
	{"it rounds to zero, where SciPy gives up", "BesselI", func(s special, i int, found, _ float64) bool { return i == 0 && s.any(tiny) && found == 0 }},
	{"it overflows, where SciPy gives up", "BesselI", func(s special, i int, found, want float64) bool { return i == 0 && infinite(found) && want != want }},
	{"ψ(0) as SciPy has it", "Lgamma", func(s special, i int, found, _ float64) bool { return i == 1 && s.at[0] == 0 && infinite(found) }},
	{"1/√(2πx), where SciPy gives up", "BesselIe", func(s special, i int, found, want float64) bool {
		return i == 0 && want != want && alike(math.Abs(found), 2.9754474593158998e-155, false)
	}},
	{"plain Go has to match math.Erfcinv, which looks at 1 − x", "Erfcinv", func(s special, i int, _, _ float64) bool { return i == 0 && s.any(tiny) }},
	{"outside of the domain", "Zeta GammaInc GammaIncC", func(s special, i int, _, _ float64) bool { return s.at[1] <= 0 }},
	{"the limit, where JAX divides 0 by ∞ or ∞ by ∞", "ExpIntEi ExpIntE1", func(s special, i int, found, want float64) bool { return i == 1 && want != want }},
	{"JAX makes 0·∞ of the density at the ends", "GammaInc GammaIncC", func(s special, i int, found, want float64) bool {
		return i == 2 && want != want && found == found
	}},
	{"the limit, where JAX divides ∞ by ∞", "Hypot", func(s special, i int, found, want float64) bool {
		return i > 0 && want != want && found == 0
	}},
	{"the limit, where JAX takes the other operand's", "LogAddExp", func(s special, i int, found, _ float64) bool {
		return i > 0 && s.at[2-i] == math.Inf(1) && s.at[i-1] < math.Inf(1) && found == 0
	}},
	{"which of two infinities is ahead is not known", "LogAddExp", func(s special, i int, found, _ float64) bool {
		return i > 0 && s.at[0] == math.Inf(1) && s.at[1] == math.Inf(1) && found != found
	}},
	{"the limit: the slope grows as −x", "LogNormCDF", func(s special, i int, found, _ float64) bool {
		return i == 1 && s.at[0] < -1e300 && found == math.Inf(1)
	}},
	{"a power that is zero stays zero", "Pow", func(s special, i int, found, want float64) bool { return i == 2 && found == 0 && want != want }},
	{"x⁰ is 1 whatever x, as in math.Pow", "Pow", func(s special, i int, found, _ float64) bool { return i == 1 && s.at[1] == 0 && found == 0 }},
}

// TestSpecial compares every elementwise primitive at special values with
// NumPy, SciPy and JAX: what differs has to be a deviation, and each deviation
// has to be met.
func TestSpecial(t *testing.T) {
	met, seen := make([]bool, len(deviations)), map[*Prim]bool{}
	for _, s := range specialLines(t) {
		seen[s.p] = true
		found, forward := s.p.at(Float64, s.at...)
		for i, f := range forward {
			if !alike(f, found[i+1], false) {
				t.Errorf("%s at %v: ∂/∂x%d is %v forward and %v in reverse", s.p.Name, s.at, i+1, f, found[i+1])
			}
		}
		for i, text := range s.want {
			want, err := strconv.ParseFloat(text, 64)
			if err != nil || alike(found[i], want, i == 0) { // "-": no counterpart
				continue
			}
			on := slices.IndexFunc(deviations, func(d deviation) bool {
				return (d.of == "" || slices.Contains(strings.Fields(d.of), s.p.Name)) && d.here(s, i, found[i], want)
			})
			if on < 0 {
				t.Errorf("%s at %v: %s is %v, want %v", s.p.Name, s.at, []string{"the value", "∂/∂x1", "∂/∂x2"}[i], found[i], want)
				continue
			}
			met[on] = true
		}
	}
	for i, d := range deviations {
		if !met[i] && !(runtime.GOARCH != "amd64" && strings.Contains(d.why, "amd64")) {
			t.Errorf("nothing deviates as %q says", d.why)
		}
	}
	for _, p := range prims {
		if p.Elementwise() && !seen[p] {
			t.Errorf("%s is compared at no special value", p.Name)
		}
	}
}

// TestSpecial32 wants of float32 what float64 gives, rounded, at the same
// special values, with the least subnormal and the largest float32 besides.
func TestSpecial32(t *testing.T) {
	// Where a step of the rule overflows float32 before the derivative does.
	overflows := map[string]bool{"Acosh": true, "Asinh": true, "BesselY": true, "Log10": true, "LogNormCDF": true}
	huge := func(x float64) bool { return x != 0 && !infinite(x) && !(math.Abs(x) > 1e-38 && math.Abs(x) < 1e38) }
	// Where the derivative is a difference of numbers near 1.
	cancels := map[string]bool{"Dawson": true, "Erfcx": true, "Tanh": true}
	for _, s := range specialLines(t) {
		at := slices.Clone(s.at)
		for i, x := range at {
			switch {
			case tiny(x):
				at[i] = math.Copysign(math.SmallestNonzeroFloat32, x)
			case math.Abs(x) == math.MaxFloat64:
				at[i] = math.Copysign(math.MaxFloat32, x)
			}
		}
		want, _ := s.p.at(Float64, at...)
		found, forward := s.p.at(Float32, at...)
		for i, w := range want {
			w := float64(float32(w))
			if (s.p == maximum || s.p == minimum) && s.any(math.IsNaN) && found[i] != found[i] {
				continue // where math.Max gives an infinity, kernels keep NaN
			}
			if i > 0 && (overflows[s.p.Name] && slices.ContainsFunc(at, huge) || cancels[s.p.Name] && math.Abs(found[i]-w) < 1e-6) {
				continue
			}
			if !near32(found[i], w) || i > 0 && !near32(forward[i-1], w) {
				t.Errorf("%s at %v: %s is %v, forward %v, want %v", s.p.Name, at, []string{"the value", "∂/∂x1", "∂/∂x2"}[i], found[i], forward, w)
			}
		}
	}
}

// near32 allows what a few roundings to float32 do.
func near32(a, b float64) bool {
	return alike(a, b, false) || math.Abs(a-b) <= 1e-6*math.Abs(b)+4*math.SmallestNonzeroFloat32
}
