package ad

import "math"

// A Cause says why a derivative and numerical differences disagree, or that
// they do not.
type Cause string

// The causes, from harmless to not.
const (
	Agree      Cause = "agree"
	RoundOff   Cause = "round-off"  // differences drown in the function's rounding errors
	Truncation Cause = "truncation" // the function bends within the step of the differences
	AtKink     Cause = "kink"       // the two sides have different slopes; a convention decides
	Undefined  Cause = "undefined"  // the derivative is NaN, or infinite where the slopes are not
	Bug        Cause = "bug"        // differences converge to another number
)

// severity orders causes for the verdict on a whole function.
var severity = map[Cause]int{Agree: 0, RoundOff: 1, Truncation: 2, AtKink: 3, Undefined: 4, Bug: 5}

// A Finding is one derivative that central differences did not confirm at
// their usual step, looked at over many steps.
type Finding struct {
	Of          string // "∂f/∂x1"
	Cause       Cause
	Reverse     float64 // the derivative in question
	Numerical   float64 // the best that differences can do
	Uncertainty float64 // of Numerical
	Step        float64 // at which it was found
	Left, Right float64 // slopes of the two sides at the usual step
}

// A probe looks at one function of one number around a point.
type probe struct {
	f     func(h float64) float64 // value at offset h; it uses the distance that floating point allows
	at    float64
	value float64 // f(0)
	noise float64 // standard deviation of rounding errors in f
}

// newProbe looks at f around a point; eps is that of the numbers it computes
// with.
func newProbe(f func(x float64) float64, at, eps float64) *probe {
	p := &probe{f: func(h float64) float64 { return f(at + h) }, at: at, value: f(at)}
	p.noise = max(min(p.noiseOf(1), p.noiseOf(-1)), eps/2*math.Abs(p.value))
	return p
}

// noiseOf estimates the rounding errors of f from high differences of values
// close together on one side, in which everything smooth cancels (Moré and
// Wild, Estimating computational noise, SIAM J. Sci. Comput. 33, 2011, §2).
func (p *probe) noiseOf(side float64) float64 {
	const n = 9
	var t [n]float64
	delta := side * 1e-9 * max(1e-3, math.Abs(p.at))
	for range 5 {
		alike := 0
		for i := range t {
			if t[i] = p.f(float64(i+1) * delta); i > 0 && t[i] == t[i-1] {
				alike++
			}
		}
		if alike < n/2 {
			break
		}
		delta *= 10 // too close to tell apart
	}
	gamma, best := 1.0, math.Inf(1)
	for k := 1; k < n-2; k++ {
		sum := 0.0
		for i := range n - k {
			t[i] = t[i+1] - t[i]
			sum += t[i] * t[i]
		}
		gamma *= float64(k) / float64(2*(2*k-1))
		if k >= 3 {
			best = min(best, math.Sqrt(gamma*sum/float64(n-k)))
		}
	}
	if best != best {
		return 0
	}
	return best
}

// slopesAt returns the left, central and right slope at step h, with the
// points where they really are.
func (p *probe) slopesAt(h float64) (left, central, right float64) {
	hi, lo := (p.at+h)-p.at, p.at-(p.at-h)
	up, down := p.f(h), p.f(-h)
	return (p.value - down) / lo, (up - down) / (hi + lo), (up - p.value) / hi
}

// bar is what rounding errors do to a slope over step h.
func (p *probe) bar(h float64) float64 { return 4 * p.noise / h }

// best returns the central difference that is least uncertain over steps from
// 10⁻¹ to 10⁻¹¹ of the scale.
func (p *probe) best() (d, uncertain, step float64) {
	uncertain = math.Inf(1)
	scale := max(1, math.Abs(p.at))
	var c, h [21]float64
	for k := range c {
		h[k] = scale * math.Pow(10, -1-float64(k)/2)
		_, c[k], _ = p.slopesAt(h[k])
	}
	for k := 1; k < len(c); k++ {
		e := p.bar(h[k]) + math.Abs(c[k]-c[k-1])
		if e < uncertain && p.borneOut(c[k:], h[k:], e) {
			d, uncertain, step = c[k], e, h[k]
		}
	}
	return d, uncertain, step
}

// borneOut reports whether the first slope, known to e, agrees with those at
// smaller steps as far as rounding errors let them tell.
func (p *probe) borneOut(c, h []float64, e float64) bool {
	for k := range c {
		if !(math.Abs(c[k]-c[0]) <= e+5*p.bar(h[k])) {
			return false
		}
	}
	return true
}

// examine says why derivative a is not what differences gave.
func (p *probe) examine(a float64) Finding {
	h0 := step(p.at)
	r := Finding{Reverse: a}
	r.Left, _, r.Right = p.slopesAt(h0)
	r.Numerical, r.Uncertainty, r.Step = p.best()
	within := math.Abs(a-r.Numerical) <= checkTolerance*max(math.Abs(a), math.Abs(r.Numerical))+r.Uncertainty
	switch kinked := p.kinked(); {
	case a != a:
		r.Cause = Undefined
	case p.steep() && (a == 0 || math.IsInf(a, 0)), kinked && p.between(a):
		r.Cause = AtKink
	case math.IsInf(a, 0):
		r.Cause = Undefined
	case within && p.oneSided(a, h0):
		r.Cause = AtKink
	case within && r.Step > 2*h0:
		r.Cause = RoundOff
	case within && r.Step < h0/2:
		r.Cause = Truncation
	case within && r.Uncertainty > checkTolerance*math.Abs(a):
		r.Cause = RoundOff
	case within:
		r.Cause = Agree
	default:
		r.Cause = Bug
	}
	return r
}

// steep reports whether the slope grows without bound as the step shrinks: at
// a jump, or where it is infinite.
func (p *probe) steep() bool {
	scale := max(1, math.Abs(p.at))
	last := 0.0
	for _, h := range []float64{1e-5, 1e-6, 1e-7, 1e-8, 1e-9} {
		left, c, right := p.slopesAt(h * scale)
		if c != c {
			c = left
		}
		if c != c {
			c = right
		}
		if !(math.Abs(c) > 2*last) || !(math.Abs(c) > 10*p.bar(h*scale)) {
			return false
		}
		last = math.Abs(c)
	}
	return true
}

// kinked reports whether the slopes of the two sides stay apart as the step
// shrinks, or are there on one side only.
func (p *probe) kinked() bool {
	scale := max(1, math.Abs(p.at))
	least := 1e-9 * scale
	if p.at != 0 {
		least = min(least, math.Abs(p.at)/8) // the function may end, or have a pole, at 0
	}
	if left, _, right := p.slopesAt(least); math.IsNaN(left) != math.IsNaN(right) || math.IsInf(left, 0) != math.IsInf(right, 0) {
		return true
	}
	seen, before := 0, 0.0
	for _, h := range []float64{1e-3, 1e-4, 1e-5, 1e-6, 1e-7} {
		left, _, right := p.slopesAt(h * scale)
		gap := math.Abs(right - left)
		if !math.IsInf(gap, 0) && (!(gap > 10*p.bar(h*scale)) || gap <= 1e-9*max(math.Abs(left), math.Abs(right))) {
			continue
		}
		if seen > 0 && gap < before/2 {
			seen = 0 // it closes: the function bends
		}
		seen, before = seen+1, gap
	}
	return seen >= 3
}

// between reports whether a lies between the slopes of the two sides at a
// small step; beyond a side where there is none, nothing bounds it.
func (p *probe) between(a float64) bool {
	left, _, right := p.slopesAt(1e-6 * max(1, math.Abs(p.at)))
	switch {
	case left != left:
		left = math.Copysign(math.Inf(1), right)
	case right != right:
		right = math.Copysign(math.Inf(1), left)
	}
	slack := 1e-3 * min(math.Abs(left), math.Abs(right))
	return a >= min(left, right)-slack && a <= max(left, right)+slack
}

// oneSided reports whether a is the slope of one side at step h and not of
// the other: there is a kink within the step.
func (p *probe) oneSided(a, h float64) bool {
	slope := func(h float64) float64 { // exact for parabolas
		return (4*p.f(h/2) - 3*p.value - p.f(h)) / h
	}
	allowed := 1e-5*math.Abs(a) + 4*p.bar(h)
	right, left := math.Abs(slope(h)-a), math.Abs(slope(-h)-a)
	return (right <= allowed) != (left <= allowed) && max(left, right) > 100*allowed
}
