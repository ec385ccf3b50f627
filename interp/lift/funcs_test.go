package lift

import "math"

// The functions of this file are compiled into the tests and lifted from this very source: both must give the same bits.

func product(x1, x2 float64) float64 {
	w1 := math.Sin(x1)
	w2 := x1 * x2
	return w1 + w2
}

func twoResults(x1, x2 float64) (f1, f2 float64) {
	return product(x1, x2), math.Cos(x2)
}

func everyMath(x, y float64) float64 {
	s := math.Exp(-x*x) + math.Log(1+y*y) + math.Sqrt(math.Abs(x)) + math.Tanh(y) + math.Atan2(y, x)
	s += math.Hypot(x, y) + math.Pow(math.Abs(x), y) + math.Cosh(x/10) - math.Sinh(y/10) + math.Cbrt(x) + math.Erf(y)
	return s + math.Max(x, y)*math.Min(x, y) + math.Floor(x) - math.Ceil(y) + math.Log1p(x*x) + math.Expm1(y/20)
}

func branches(x, y float64) float64 {
	switch {
	case x > 0 && y > 0:
		return x * y
	case x < -1 || y < -1:
		x = -x
		fallthrough
	case x == y:
		return x - y
	default:
		if y > x {
			x, y = y, x
		}
	}
	return x/2 - y
}

func newtonSqrt(a float64) float64 {
	a = math.Abs(a) + 0.1
	x := a
	for i := 0; i < 40; i++ {
		next := 0.5 * (x + a/x)
		if math.Abs(next-x) <= 1e-15*math.Abs(x) {
			return next
		}
		x = next
	}
	return x
}

func series(x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1; ; n++ {
		term *= x / float64(n)
		if sum+term == sum || n > 200 {
			break
		}
		sum += term
	}
	return sum
}

func horner(x float64) float64 {
	p := [...]float64{3, -2, 0.5, 1, -0.25}
	s := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		s = s*x + p[i]
	}
	return s
}

func fib(n float64) float64 {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func recursive(x, y float64) float64 { return power(x, 5) + fib(math.Mod(math.Abs(math.Floor(y)), 10)) }

func power(x float64, n int) float64 {
	switch {
	case n == 0:
		return 1
	case n%2 == 1:
		return x * power(x, n-1)
	}
	h := power(x, n/2)
	return h * h
}

func rangeInt(x, y float64) (s float64) {
	for i := range 10 {
		if i == 3 {
			continue
		}
		s += x*float64(i) + y
		y, x = x, y
	}
	return
}

func nestedLoops(x, y float64) float64 {
	s := 0.0
outer:
	for i := 0; i < 5; i++ {
		for j := 0; j < 5; j++ {
			if i*j > 8 {
				break outer
			}
			if (i+j)%3 == 0 {
				continue outer
			}
			s += x*float64(i) - y*float64(j)
		}
	}
	return s
}

func closures(x, y float64) float64 {
	a := x * 2
	f := func(t float64) float64 { return a*t + y }
	g := func(t float64) float64 { return f(t) * f(t+1) }
	return g(x) + f(y)
}

func localRecursion(x, y float64) float64 {
	var pow func(n int) float64
	pow = func(n int) float64 {
		if n == 0 {
			return y
		}
		return x * pow(n-1)
	}
	return pow(4)
}

func assignedCapture(x, y float64) float64 {
	sum := x
	add := func(t float64) { sum += t * y }
	for i := 0; i < 3; i++ {
		add(sum)
		add(x)
	}
	return sum
}

func loopCapture(x, y float64) float64 {
	s := 0.0
	for i := range 4 {
		k := x + float64(i)
		f := func(t float64) float64 { return k * t }
		s += f(y)
	}
	return s
}

func integers(x, y float64) float64 {
	n, m := int(x*1000), int(y*1000)
	if m == 0 {
		m = 7
	}
	var u8 uint8 = uint8(n)
	var i16 int16 = int16(m * n)
	var u uint = uint(n) * 31
	u8 += 200
	i16 *= 3
	u = u>>3 ^ u<<5 | uint(u8)&0x55
	n = n/m + n%m - (n &^ m) ^ (m << 2) + (n >> 1)
	return float64(n) + float64(u8) + float64(i16) + float64(u) + float64(-m) + float64(^n) + float64(int8(n))
}

func unsigned(x, y float64) float64 {
	a, b := uint64(math.Abs(x)*1e6)-5000, uint64(math.Abs(y)*1e6)+3
	r := a/b + a%b
	if a > b {
		r++
	}
	c, d := uint32(a)-7, uint32(b)
	if c >= d {
		r += uint64(c / d)
	}
	return float64(r) + float64(min(a, b)) - float64(max(c, d))
}

func singles(x, y float64) float64 {
	a, b := float32(x), float32(y)
	c := a*b + a/3
	var d float32 = 0.1
	c -= d
	return float64(c) + float64(float32(math.Sin(float64(a))))
}

func minmax(x, y float64) float64 {
	return min(x, y, 0.5)*3 + max(x, -y) + float64(min(3, int(x))) + max(0, x-y)
}

func booleans(x, y float64) float64 {
	p := x > y
	q := !p || x*y < 1
	if p != q {
		return x
	}
	if p == (y > 0) {
		return y
	}
	return x - y
}

func nans(x, y float64) float64 {
	z := math.NaN()
	if x > 0.5 {
		z = math.Inf(-1)
	}
	switch {
	case math.IsNaN(z):
		return y
	case math.IsInf(z, -1):
		return min(x, z) + max(y, z)
	}
	return z
}

func swapLoop(x, y float64) float64 {
	a, b, c := x, y, 1.0
	for i := 0; i < 7; i++ {
		a, b, c = b, c, a
	}
	return a - 2*b + 3*c
}

// lateRead reads a variable of the loop after its next value is known, shifted
// while another takes it over.
func lateRead(x, y float64) float64 {
	sum := 0.0
	for i := 0; i < 5; i++ {
		next := math.Sin(x + y)
		sum += x
		x = next
	}
	return sum
}

func shifted(x, y float64) float64 {
	for i := 0; i < 5; i++ {
		x, y = x*1.25-1, x
	}
	return x - 3*y
}

func slices1(x, y float64) float64 {
	s := make([]float64, 3, 5)
	s[0], s[1], s[2] = x, y, x*y
	s = append(s, x+y, x-y, 2)
	t := s[1:4]
	t[0] = 5 * x
	u := []float64{1, 2, 3}
	n := copy(u, t)
	sum := float64(n + len(s) + cap(s[:2:4]))
	for i, v := range s {
		sum += v * float64(i+1)
	}
	for _, v := range u {
		sum *= 1 + v/100
	}
	return sum
}

type point struct{ X, Y float64 }

func (p point) dot(q point) float64 { return p.X*q.X + p.Y*q.Y }

func (p point) scaled(k float64) point { return point{k * p.X, k * p.Y} }

func structs(x, y float64) float64 {
	p := point{x, y}
	q := p
	q.X += 1
	p = p.scaled(2)
	return p.dot(q) + q.X*p.Y
}

type segment struct {
	From, To point
	W        [3]float64
}

func nestedStructs(x, y float64) float64 {
	var s segment
	s.From = point{x, y}
	s.To.X = x * y
	for i := range s.W {
		s.W[i] = x + float64(i)
	}
	t := s
	t.W[1] = 100
	a := [2][3]float64{{x, y, 1}, s.W}
	a[0][2] += t.W[1]
	k := int(math.Abs(x*10)) % 3
	return s.From.dot(s.To) + s.W[1] + t.W[1] + a[0][k]*a[1][2-k] + length(t)
}

func length(s segment) float64 {
	return math.Hypot(s.To.X-s.From.X, s.To.Y-s.From.Y) + s.W[0]
}

func grid(a [2][3]float64, p segment, k int) float64 {
	return a[1][k]*a[0][2] + p.W[k]*p.To.Y + p.From.X
}

func dots(x, y float64) float64 {
	a := []float64{x, y, 1}
	b := []float64{y, x * x, 2}
	return dot(a, b) + dot(a[1:], a)
}

func dot(a, b []float64) (s float64) {
	for i := range min(len(a), len(b)) {
		s += a[i] * b[i]
	}
	return s
}

func generic(x, y float64) float64 { return larger(x, y) + float64(larger(int(x), int(y))) }

func larger[T int | float64](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func solve(f func(float64) float64, df func(float64) float64, x float64) float64 {
	for range 8 {
		x -= f(x) / df(x)
	}
	return x
}

func apply(f func(float64) float64, x float64) float64 { return f(x) }

func twice(f func(float64) float64) float64 {
	g := func(t float64) float64 { return f(f(t)) }
	return apply(g, 0.5) + apply(f, 0.25)
}

func higher(x, y float64) float64 {
	a := math.Abs(x) + 1
	k := y
	root := solve(func(t float64) float64 { return t*t - a }, func(t float64) float64 { return 2 * t }, 1)
	sin := math.Sin
	return root + twice(func(t float64) float64 { return k*t + a }) + twice(math.Cos) + sin(y) + apply(sin, x)
}

type celsius float64

func (c celsius) kelvin() float64 { return float64(c) + 273.15 }

func named(x, y float64) float64 { return celsius(x).kelvin() * y }

func named2(x, y float64) (sum, diff float64) {
	sum = x + y
	diff = x - y
	if sum > diff {
		sum, diff = diff*2, sum
	}
	return
}

func manyResults(x, y float64) float64 {
	s, d := named2(x, y)
	_, e := named2(d, s)
	sin, cos := math.Sincos(x)
	return s*d - e + sin*cos
}

var scale = 2.5

var weights = []float64{1, 2, 3}

var rounds = 3

func globals(x, y float64) float64 {
	s := 0.0
	for i := 0; i < rounds; i++ {
		s += weights[i] * x * scale
	}
	return s + y
}

var unary = map[string]func(float64) float64{
	"newtonSqrt": newtonSqrt, "series": series, "horner": horner,
}

var binary = map[string]func(x, y float64) float64{
	"product": product, "everyMath": everyMath, "branches": branches, "recursive": recursive, "rangeInt": rangeInt,
	"nestedLoops": nestedLoops, "closures": closures, "localRecursion": localRecursion, "assignedCapture": assignedCapture,
	"loopCapture": loopCapture, "integers": integers, "unsigned": unsigned, "singles": singles, "minmax": minmax,
	"booleans": booleans, "nans": nans, "swapLoop": swapLoop, "lateRead": lateRead, "shifted": shifted, "slices1": slices1, "structs": structs,
	"nestedStructs": nestedStructs, "dots": dots, "generic": generic, "named": named, "manyResults": manyResults, "globals": globals, "higher": higher,
}
