package vec

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

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

var bigOne = big.NewFloat(1).SetPrec(300)

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
	d, _ := new(big.Float).Sub(new(big.Float).SetPrec(300).SetFloat64(got), want).Float64()
	return math.Abs(d) / unit
}

// TestAccuracy: every function is within one unit in the last place.
func TestAccuracy(t *testing.T) {
	if set64.exp.kernel == nil {
		t.Skip("no kernels for this machine")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range []struct {
		name  string
		on    func(dst, x []float64)
		exact func(x float64) *big.Float
		wide  float64
	}{{"exp", Exp[float64], reference, 745}, {"sigmoid", Sigmoid[float64], bigSigmoid, 745}, {"tanh", Tanh[float64], bigTanh, 25}} {
		x := make([]float64, 8000)
		for i := range x {
			switch i % 4 {
			case 0:
				x[i] = f.wide * (2*r.Float64() - 1)
			case 1:
				x[i] = r.NormFloat64()
			case 2:
				x[i] = 3 * r.NormFloat64()
			case 3:
				x[i] = r.NormFloat64() * math.Pow(2, -30*r.Float64())
			}
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
}

var special = []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64,
	math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 1e-310, -1e-310, 709.78, 709.79, -708.4, -745.1, -745.2, -746, 22, -22, 1e308, -1e308, 1e-20, -1e-20}

func same(x, y float64) bool {
	return x == y && math.Signbit(x) == math.Signbit(y) || x != x && y != y
}

// TestSpecial compares with the functions of package math, at each place of
// a vector, full or not.
func TestSpecial(t *testing.T) {
	for name, o := range map[string]*one[float64]{"relu": &set64.relu, "neg": &set64.neg, "abs": &set64.abs, "square": &set64.square, "sqrt": &set64.sqrt, "exp": &set64.exp, "tanh": &set64.tanh, "sigmoid": &set64.sigmoid} {
		for n := 1; n <= 20; n++ {
			for _, v := range special {
				x, y := make([]float64, n), make([]float64, n+1)
				for i := range x {
					x[i] = v
				}
				y[n] = 7
				o.on(y[:n], x)
				want := o.scalar(v)
				for _, got := range y[:n] {
					if !same(got, want) && !(math.Abs(got-want) <= 0x1p-51*math.Abs(want)) && !(math.Abs(want) < 1e-307 && math.Abs(got-want) < 1e-323) {
						t.Fatalf("%s(%v) of %d elements is %v, want %v", name, v, n, got, want)
					}
				}
				if y[n] != 7 {
					t.Fatalf("%s of %d elements wrote beyond", name, n)
				}
			}
		}
	}
}

func TestTwo(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, o := range map[string]*two[float64]{"add": &set64.add, "strong": &set64.strong, "gt": &set64.gt, "ge": &set64.ge, "eq": &set64.eq, "sub": &set64.sub, "mul": &set64.mul, "div": &set64.div} {
		for _, n := range []int{0, 1, 7, 8, 9, 31, 32, 33, 100, chunk - 1, chunk, chunk + 1} {
			offset := r.IntN(8)
			x, y, z := make([]float64, offset+n)[offset:], make([]float64, n), make([]float64, n+1)
			for i := range n {
				x[i], y[i] = r.NormFloat64(), r.NormFloat64()
				if i%5 == 0 {
					x[i], y[i] = special[r.IntN(len(special))], special[r.IntN(len(special))]
				}
			}
			z[n] = 7
			o.on(z[:n], x, y)
			for i := range n {
				if !same(z[i], o.scalar(x[i], y[i])) {
					t.Fatalf("%s(%v, %v) is %v", name, x[i], y[i], z[i])
				}
			}
			o.on(x, x, y) // in place
			for i := range n {
				if !same(x[i], z[i]) {
					t.Fatalf("%s in place: %v, want %v", name, x[i], z[i])
				}
			}
			if z[n] != 7 {
				t.Fatalf("%s of %d elements wrote beyond", name, n)
			}
		}
	}
}

func TestSum(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 31, 32, 33, 100, 3*chunk + 5} {
		x, want := make([]float64, n), 0.0
		for i := range x {
			x[i] = float64(i % 13)
			want += x[i]
		}
		if got := Sum(x); got != want {
			t.Errorf("the sum of %d elements is %v, want %v", n, got, want)
		}
		if n > 0 {
			x[n-1] = math.NaN()
			if got := Sum(x); got == got {
				t.Errorf("the sum of %d elements, the last a NaN, is %v", n, got)
			}
		}
	}
}

func TestLengths(t *testing.T) {
	for want, f := range map[string]func(){
		"vec: 2 results of 3 elements":       func() { Exp(make([]float64, 2), make([]float64, 3)) },
		"vec: 3 results of 3 and 2 elements": func() { Add(make([]float64, 3), make([]float64, 3), make([]float64, 2)) },
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("%v, want %s", got, want)
				}
			}()
			f()
		}()
	}
}

// TestNumber: an operand of one number stands for a slice of it, wherever it
// lies.
func TestNumber(t *testing.T) {
	for _, n := range []int{1, 2, 9, chunk + 3} {
		x, y := make([]float32, n), []float32{3}
		for i := range x {
			x[i] = float32(i % 11)
		}
		first, second := make([]float32, n), make([]float32, n)
		Sub(first, y, x)
		Sub(second, x, y)
		both := append([]float32(nil), x...)
		Mul(both, both, both[n-1:])
		for i, v := range x {
			if first[i] != 3-v || second[i] != v-3 || both[i] != v*x[n-1] {
				t.Fatalf("element %d of %d: %v, %v, %v of %v", i, n, first[i], second[i], both[i], v)
			}
		}
	}
}

func TestMax(t *testing.T) {
	for _, n := range []int{1, 2, 9, 31, 100, 2*chunk + 5} {
		x := make([]float64, n)
		for i := range x {
			x[i] = -float64(i%17) - 1
		}
		if got := Max(x); got != -1 {
			t.Errorf("the largest of %d is %v", n, got)
		}
		x[n/2] = 4
		if got := Max(x); got != 4 {
			t.Errorf("the largest of %d is %v, want 4", n, got)
		}
		x[n-1] = math.NaN()
		if got := Max(x); got == got {
			t.Errorf("the largest of %d with a NaN is %v", n, got)
		}
	}
	if got := Max([]float64(nil)); !math.IsInf(got, -1) {
		t.Errorf("the largest of none is %v", got)
	}
}
