package ad

import (
	"math"
	"slices"

	"github.com/gojac/gojac/ad/vec"
)

// Floor returns the largest integer ≤ t; its derivative is 0.
func (t *Tensor) Floor() *Tensor { return floor.apply1(t) }

var floor = new(Prim)

func init() {
	floor.define(Prim{
		Name: "Floor", TeX: `\lfloor %s \rfloor`, Go: "math.Floor", Steps: true,
		Fun:  math.Floor,
		At:   [][]float64{{-1.3}, {2.6}},
		Kink: whole,
		Rule: jump,
	})
}

// Ceil returns the smallest integer ≥ t; its derivative is 0.
func (t *Tensor) Ceil() *Tensor { return ceil.apply1(t) }

var ceil = new(Prim)

func init() {
	ceil.define(Prim{
		Name: "Ceil", TeX: `\lceil %s \rceil`, Go: "math.Ceil", Steps: true,
		Fun:  math.Ceil,
		At:   [][]float64{{-1.3}, {2.6}},
		Kink: whole,
		Rule: jump,
	})
}

// Trunc returns t without its fraction; its derivative is 0.
func (t *Tensor) Trunc() *Tensor { return trunc.apply1(t) }

var trunc = new(Prim)

func init() {
	trunc.define(Prim{
		Name: "Trunc", TeX: `\operatorname{trunc}(%s)`, Go: "math.Trunc", Steps: true,
		Fun:  math.Trunc,
		At:   [][]float64{{-1.3}, {2.6}},
		Kink: whole,
		Rule: jump,
	})
}

// Round returns the integer nearest to t, halves away from 0; its derivative is 0.
func (t *Tensor) Round() *Tensor { return round.apply1(t) }

var round = new(Prim)

func init() {
	round.define(Prim{
		Name: "Round", TeX: `\operatorname{round}(%s)`, Go: "math.Round", Steps: true,
		Fun:  math.Round,
		At:   [][]float64{{-1.3}, {2.6}},
		Kink: halfway,
		Rule: jump,
	})
}

// RoundToEven returns the integer nearest to t, halves to even; its derivative is 0.
func (t *Tensor) RoundToEven() *Tensor { return roundToEven.apply1(t) }

var roundToEven = new(Prim)

func init() {
	roundToEven.define(Prim{
		Name: "RoundToEven", TeX: `\operatorname{round}(%s)`, Go: "math.RoundToEven", Steps: true,
		Fun:  math.RoundToEven,
		At:   [][]float64{{-1.3}, {2.6}},
		Kink: halfway,
		Rule: jump,
	})
}

// Gt returns 1 where t > u and 0 elsewhere; its derivative is 0.
func (t *Tensor) Gt(u *Tensor) *Tensor { return gt.apply2(t, u) }

// Ge returns 1 where t ≥ u and 0 elsewhere; its derivative is 0.
func (t *Tensor) Ge(u *Tensor) *Tensor { return ge.apply2(t, u) }

// Lt returns 1 where t < u and 0 elsewhere; its derivative is 0.
func (t *Tensor) Lt(u *Tensor) *Tensor {
	needs(t, u)
	defer named("Lt")
	return gt.mirrored(t, u)
}

// Le returns 1 where t ≤ u and 0 elsewhere; its derivative is 0.
func (t *Tensor) Le(u *Tensor) *Tensor {
	needs(t, u)
	defer named("Le")
	return ge.mirrored(t, u)
}

// mirrored is p of u and t, whose errors show t first.
func (p *Prim) mirrored(t, u *Tensor) *Tensor {
	defer func() {
		r := recover()
		if e, ok := r.(*Error); ok {
			slices.Reverse(e.Shapes)
		}
		if r != nil {
			panic(r)
		}
	}()
	return p.apply2(u, t)
}

// Eq returns 1 where t = u and 0 elsewhere; its derivative is 0.
func (t *Tensor) Eq(u *Tensor) *Tensor { return eq.apply2(t, u) }

var gt, ge, eq, same = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	gt.define(Prim{
		Name: "Gt", TeX: `[%s > %s]`, Text: "[%s > %s]", Steps: true,
		kernel: kernel2(vec.Gt, vec.Gt),
		Fun2:   func(a, b float64) float64 { return truth(a > b) },
		At:     [][]float64{{1, 2}, {2, 1}},
		Kink:   tie,
		Rule:   "the operands tie; the derivative is that of the side taken",
	})
	ge.define(Prim{
		Name: "Ge", TeX: `[%s \ge %s]`, Text: "[%s ≥ %s]", Steps: true,
		kernel: kernel2(vec.Ge, vec.Ge),
		Fun2:   func(a, b float64) float64 { return truth(a >= b) },
		At:     [][]float64{{1, 2}, {2, 1}},
		Kink:   tie,
		Rule:   "the operands tie; the derivative is that of the side taken",
	})
	eq.define(Prim{
		Name: "Eq", TeX: `[%s = %s]`, Text: "[%s = %s]", Steps: true,
		kernel: kernel2(vec.Eq, vec.Eq),
		Fun2:   func(a, b float64) float64 { return truth(a == b) },
		At:     [][]float64{{1, 2}, {2, 1}},
		Kink:   tie,
		Rule:   "the operands tie; the derivative is that of the side taken",
	})
	// same is Eq inside rules, where a tie is no news.
	same.define(Prim{
		Name: "Same", TeX: `[%s = %s]`, Text: "[%s = %s]", Steps: true,
		kernel: kernel2(vec.Eq, vec.Eq),
		Fun2:   func(a, b float64) float64 { return truth(a == b) },
		At:     [][]float64{{1, 2}, {2, 1}},
	})
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
