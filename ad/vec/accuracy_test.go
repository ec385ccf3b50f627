package vec

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"
)

// thorough has the tests of accuracy take a hundred times as many numbers,
// and every float32.
var thorough = os.Getenv("GOJAC_EXHAUSTIVE") != ""

// reference is eˣ to far more than twice the precision.
func reference(x float64) *big.Float {
	const halvings = 30
	r := new(big.Float).SetPrec(300).SetMantExp(new(big.Float).SetPrec(300).SetFloat64(x), -halvings)
	sum, term := big.NewFloat(1).SetPrec(300), big.NewFloat(1).SetPrec(300)
	for i := 1; i < 24; i++ {
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetPrec(300).SetInt64(int64(i)))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

var bigOne, bigTwo = big.NewFloat(1).SetPrec(300), big.NewFloat(2).SetPrec(300)

func bigSigmoid(x float64) *big.Float {
	e := reference(-x)
	return e.Quo(bigOne, e.Add(e, bigOne))
}

func bigTanh(x float64) *big.Float {
	e := reference(2 * x)
	below, above := new(big.Float).Sub(e, bigOne), new(big.Float).Add(e, bigOne)
	return below.Quo(below, above)
}

// ulps is the distance of got from want in units of the last place of want.
func ulps(got float64, want *big.Float) float64 {
	rounded, _ := want.Float64()
	if math.IsInf(rounded, 0) || math.IsNaN(got) || math.IsInf(got, 0) {
		if got == rounded {
			return 0
		}
		return math.Inf(1)
	}
	unit := math.Nextafter(math.Abs(rounded), math.Inf(1)) - math.Abs(rounded)
	d := new(big.Float).Sub(new(big.Float).SetPrec(300).SetFloat64(got), want)
	units, _ := d.Quo(d, big.NewFloat(unit)).Float64()
	return math.Abs(units)
}

// bigLog corrects a logarithm by Newton's method.
func bigLog(x float64) *big.Float {
	y := log(x)
	if math.IsInf(y, 0) || y != y {
		return new(big.Float).SetInf(y < 0)
	}
	e := reference(y)
	d := new(big.Float).SetPrec(300).SetFloat64(x)
	d.Sub(d, e)
	d.Quo(d, e) // x/eʸ - 1, so that ln x = y + ln(1 + d)
	square := new(big.Float).Mul(d, d)
	d.Sub(d, square.Quo(square, bigTwo))
	return d.Add(d, new(big.Float).SetPrec(300).SetFloat64(y))
}

// A function is one of those that are within one unit in the last place.
type function struct {
	name   string
	on     func(dst, x []float64)
	single func(dst, x []float32)
	exact  func(x float64) *big.Float
	double func(x float64) float64 // exact enough for float32
	draw   func(r *rand.Rand, i int) float64
}

var functions = []function{
	{"exp", Exp[float64], Exp[float32], reference, math.Exp, around(745)},
	{"sigmoid", Sigmoid[float64], Sigmoid[float32], bigSigmoid, sigmoid, around(745)},
	{"tanh", Tanh[float64], Tanh[float32], bigTanh, math.Tanh, around(25)},
	{"log", Log[float64], Log[float32], bigLog, log, func(r *rand.Rand, i int) float64 {
		switch i % 4 {
		case 0:
			return math.Float64frombits(r.Uint64N(0x7ff << 52))
		case 1:
			return 1 + r.NormFloat64()*math.Pow(2, -50*r.Float64()-4)
		case 2:
			return math.SmallestNonzeroFloat64 * float64(1+r.Uint64N(1<<52))
		}
		return math.Exp(r.NormFloat64())
	}},
}

// around draws numbers up to wide, common ones, and small ones.
func around(wide float64) func(r *rand.Rand, i int) float64 {
	return func(r *rand.Rand, i int) float64 {
		switch i % 5 {
		case 0:
			return wide * (2*r.Float64() - 1)
		case 1:
			return r.NormFloat64()
		case 2:
			return 3 * r.NormFloat64()
		case 3: // near a multiple of ln 2 / 4, where the reduction changes
			return float64(r.IntN(80)-40)*math.Ln2/4 + r.NormFloat64()*1e-6
		}
		return r.NormFloat64() * math.Pow(2, -60*r.Float64())
	}
}

// TestAccuracy: every function is within one unit in the last place.
func TestAccuracy(t *testing.T) {
	count := 10_000
	if thorough {
		count *= 100
	}
	eachLevel(t, func(t *testing.T) {
		if set64.exp.kernel == nil {
			return
		}
		for _, f := range functions {
			r := rand.New(rand.NewPCG(1, 2))
			x := make([]float64, count)
			for i := range x {
				x[i] = f.draw(r, i)
			}
			y := make([]float64, len(x))
			f.on(y, x)
			worst, at := 0.0, 0.0
			for i := range x {
				if d := ulps(y[i], f.exact(x[i])); d > worst {
					worst, at = d, x[i]
				}
			}
			t.Logf("%s: at most %.3f ulp, at %v", f.name, worst, at)
			if worst > 1 {
				t.Errorf("%s is off by %.3f ulp at %v", f.name, worst, at)
			}
		}
	})
}

// TestFloat32: so is every function of float32, for every float32 or for
// one of a few hundred.
func TestFloat32(t *testing.T) {
	const piece = 4096
	step := uint64(509)
	if thorough {
		step = 1
	}
	eachLevel(t, func(t *testing.T) {
		if set32.exp.kernel == nil {
			return
		}
		for _, f := range functions {
			x, y := make([]float32, piece), make([]float32, piece)
			worst, at := 0.0, float32(0)
			for bits := uint64(0); bits < 1<<32; {
				for i := range x {
					x[i] = math.Float32frombits(uint32(bits))
					bits = min(bits+step, 1<<32-1)
				}
				if bits == 1<<32-1 {
					bits++
				}
				f.single(y, x)
				for i, v := range x {
					if d := ulps32(y[i], f.double(float64(v))); d > worst {
						worst, at = d, v
					}
				}
			}
			t.Logf("%s: at most %.3f ulp, at %v", f.name, worst, at)
			if worst > 1 {
				t.Errorf("%s is off by %.3f ulp at %v", f.name, worst, at)
			}
		}
	})
}

// TestSeams: tanh is within one unit in the last place on both sides of every
// place where its kernels change from one polynomial to the next. The places
// are those of the tables in asm/tanh.go.
func TestSeams(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		for seam := 1.0; seam <= 20; seam += 1.0 / 8 {
			for _, from := range [][2]float64{{1.25, 0.975}, {1.125, 1.8}} {
				x := max(0, (seam-from[0])/from[1])
				for k := -20.0; k <= 20; k++ {
					u, v := []float64{x * (1 + k*0x1p-53)}, []float32{float32(x * (1 + k*0x1p-24))}
					exact, single := bigTanh(u[0]), math.Tanh(float64(v[0]))
					at := fmt.Sprintf("tanh of %v and %v", u[0], v[0])
					Tanh(u, u)
					Tanh(v, v)
					if d, e := ulps(u[0], exact), ulps32(v[0], single); set64.tanh.kernel != nil && d > 1 || e > 1 {
						t.Fatalf("%s: off by %.3f and %.3f ulp", at, d, e)
					}
				}
			}
		}
	})
}

// ulps32 is the distance of got from want in units of the last place of want,
// infinite where one is no number and the other is, or the sign of 0 differs.
func ulps32(got float32, want float64) float64 {
	rounded := float32(want)
	switch {
	case rounded != rounded || got != got:
		if rounded != rounded && got != got {
			return 0
		}
		return math.Inf(1)
	case got == rounded:
		if got == 0 && math.Signbit(float64(got)) != math.Signbit(want) {
			return math.Inf(1)
		}
		if got == 0 || math.IsInf(float64(got), 0) {
			return 0
		}
	}
	high := math.Abs(float64(rounded))
	if math.IsInf(high, 0) {
		high = math.MaxFloat32
	}
	unit := math.Max(0x1p-149, math.Pow(2, math.Floor(math.Log2(high))-23))
	return math.Abs(float64(got)-want) / unit
}
