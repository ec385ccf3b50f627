package interp

import (
	"math"
	"reflect"
	"runtime"
	"slices"

	"github.com/gojac/gojac/ad"
)

// rule gives the function on numbers that stands for a compiled one, named as
// Go does: "math.Sin". Those with one result are ad's primitives.
func (o *overload) rule(name string) (reflect.Value, bool) {
	switch name {
	case "sort.Float64s":
		return reflect.ValueOf(sortNumbers), true
	case "math.Sincos":
		return reflect.ValueOf(func(x number) (sin, cos number) { return o.unary("math.Sin", x), o.unary("math.Cos", x) }), true
	case "math.Lgamma":
		return reflect.ValueOf(func(x number) (number, int) {
			_, sign := math.Lgamma(x.n.value())
			return number{o.apply1(ad.PrimNamed("Lgamma"), x.n)}, sign
		}), true
	case "math.FMA":
		return reflect.ValueOf(o.fused), true
	case "math.Jn":
		return o.ofOrder("BesselJ"), true
	case "math.Yn":
		return o.ofOrder("BesselY"), true
	case "math.Modf":
		return reflect.ValueOf(func(x number) (whole, part number) { return o.unary("math.Trunc", x), o.binary("math.Mod", x, 1) }), true
	case "math.Ldexp":
		return reflect.ValueOf(o.scaled), true
	case "math.Frexp":
		return reflect.ValueOf(func(x number) (number, int) {
			_, exp := math.Frexp(x.n.value())
			return o.scaled(x, -exp), exp
		}), true
	}
	p := ad.PrimOfGo(name)
	if p == nil || p.Arity() == 0 {
		return reflect.Value{}, false
	}
	if p.Arity() == 1 {
		return reflect.ValueOf(func(x number) number { return number{o.apply1(p, x.n)} }), true
	}
	return reflect.ValueOf(func(x, y number) number { return number{o.apply2(p, x.n, y.n)} }), true
}

func (o *overload) unary(name string, x number) number {
	return number{o.apply1(ad.PrimOfGo(name), x.n)}
}

func (o *overload) binary(name string, x number, c float64) number {
	return number{o.apply2(ad.PrimOfGo(name), x.n, fixed(c))}
}

// fused is x·y + z, and the rounding that math.FMA spares, as a constant.
// Where only the product is too large, it is computed of halves; where z
// is infinite, it is left out, by its expansion at x and y.
func (o *overload) fused(x, y, z number) number {
	sum := number{o.apply2(ad.PrimOfGo("+"), o.apply2(ad.PrimOfGo("*"), x.n, y.n), z.n)}
	want := math.FMA(x.n.value(), y.n.value(), z.n.value())
	switch spared := want - sum.n.value(); {
	case math.IsInf(spared, 0) && !math.IsInf(want, 0):
		return o.scaled(o.fused(o.scaled(x, -1), y, o.scaled(z, -1)), 1)
	case math.IsNaN(sum.n.value()) && !math.IsNaN(want):
		a, b := x.n.value(), y.n.value()
		near := o.apply2(ad.PrimOfGo("+"), o.apply2(ad.PrimOfGo("*"), o.binary("+", x, -a).n, y.n), o.binary("*", o.binary("+", y, -b), a).n)
		return number{o.apply2(ad.PrimOfGo("+"), near, z.n)}
	case spared == 0 || math.IsNaN(spared):
		return sum
	default:
		return o.binary("+", sum, spared)
	}
}

// ofOrder gives the function of an order and a number that a primitive is.
func (o *overload) ofOrder(name string) reflect.Value {
	p := ad.PrimNamed(name)
	return reflect.ValueOf(func(n int, x number) number { return number{o.apply2(p, fixed(float64(n)), x.n)} })
}

// scaled is x·2ᵉ, in two steps where 2ᵉ itself is out of range.
func (o *overload) scaled(x number, e int) number {
	if e < -1022 || e > 1023 {
		x = o.binary("*", x, math.Ldexp(1, e/2))
		e -= e / 2
	}
	return o.binary("*", x, math.Ldexp(1, e))
}

// ruleOf gives the function on numbers that stands for a compiled func value.
func (o *overload) ruleOf(v reflect.Value) (reflect.Value, bool) { return o.rule(nameOf(v)) }

// nameOf is the name of a compiled func value, as "math.Sin"; "" of none.
func nameOf(v reflect.Value) string {
	if f := runtime.FuncForPC(v.Pointer()); f != nil {
		return f.Name()
	}
	return ""
}

func sortNumbers(xs []number) {
	slices.SortFunc(xs, func(a, b number) int {
		switch x, y := a.n.value(), b.n.value(); {
		case x < y || x != x && y == y:
			return -1
		case x > y || y != y && x == x:
			return 1
		}
		return 0
	})
}
