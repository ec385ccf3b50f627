package main

import (
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/gojac/gojac/ad"
)

// domains of composed functions that are not defined everywhere, or not smooth near 0.
var domains = map[string][2]float64{
	"Acoth": {1, math.Inf(1)}, "Asec": {1, math.Inf(1)}, "Acsc": {1, math.Inf(1)}, "Asech": {0, 1},
	"Acot": positive, "Acsch": positive, "Csc": positive, "Coth": positive, "Csch": positive, "Cot": {0, math.Pi},
	"Entr": positive, "Log2mExp": {math.Inf(-1), math.Ln2}, "LogExpm1": positive, "NormPPF": {0, 1}, "BetaInc": {0, 1},
	"Trigamma": positive, "LogBeta": positive, "Beta": positive, "RelEntr": positive,
}

var positive = [2]float64{0, math.Inf(1)}

// operands of composed functions that do not take vectors of 8; nil leaves a method out that is no function to
// differentiate, or that a row of its own has.
var operands = map[string][][]int{
	"ArgMax": nil, "Concat": {{2, 3}, {1, 3}}, "MatMul": {{2, 3}, {3, 2}}, "Outer": {{3}, {4}}, "Kron": {{2, 3}, {1, 2}},
	"Cross": {{2, 3}, {3}}, "Inverse": {{3, 3}}, "PInv": {{4, 3}}, "Trace": {{3, 3}}, "LogDet": {{3, 3}}, "Det": {{3, 3}},
	"Cholesky": nil, "Solve": {{3, 3}, {3}}, "LstSq": {{4, 3}, {4}}, "Expm": {{3, 3}}, "StopGradient": nil,
	"TakeAlong": nil,
}

// others are composed functions that take more than tensors.
var others = map[string]func(x []*ad.Tensor) *ad.Tensor{
	"LeakyReLU": func(x []*ad.Tensor) *ad.Tensor { return x[0].LeakyReLU(0.1) },
	"ELU":       func(x []*ad.Tensor) *ad.Tensor { return x[0].ELU(1.5) },
	"CELU":      func(x []*ad.Tensor) *ad.Tensor { return x[0].CELU(1.5) },
	"Clip":      func(x []*ad.Tensor) *ad.Tensor { return x[0].Clip(-1, 2) },
	"CumProd":   func(x []*ad.Tensor) *ad.Tensor { return x[0].CumProd(0) },
	"CumMax":    func(x []*ad.Tensor) *ad.Tensor { return x[0].CumMax(0) },
	"ProdAxis":  func(x []*ad.Tensor) *ad.Tensor { return x[0].ProdAxis(0) },
	"NormAxes3": func(x []*ad.Tensor) *ad.Tensor { return x[0].NormAxes(false, 3, 0) },
	"VarAxes":   func(x []*ad.Tensor) *ad.Tensor { return x[0].VarAxes(false, 1, 0) },
	"StdAxes":   func(x []*ad.Tensor) *ad.Tensor { return x[0].StdAxes(false, 1, 0) },
	"BetaInc":   func(x []*ad.Tensor) *ad.Tensor { return x[0].BetaInc(2.5, 1.5) },
	"PowC":      func(x []*ad.Tensor) *ad.Tensor { return x[0].PowC(3) },
}

// composed lists the methods of Tensor that take no more than tensors and are no primitive themselves, and the others.
func composed(r *rand.Rand) []function {
	var out []function
	add := func(name string, f func(x []*ad.Tensor) *ad.Tensor, n int) {
		shapes, special := operands[name]
		if special && shapes == nil {
			return
		}
		row := function{result: result{Name: name}, f: f}
		for i := range n {
			domain, ok := domains[name]
			if !ok {
				domain = all
			}
			shape := []int{points}
			if special {
				shape = shapes[i]
			}
			row.Active = append(row.Active, true)
			row.in = append(row.in, drawn(r, domain, false, shape...))
		}
		out = append(out, row)
	}
	tensor := reflect.TypeFor[*ad.Tensor]()
	for i := range tensor.NumMethod() {
		m := tensor.Method(i)
		fits := m.Type.NumOut() == 1 && m.Type.Out(0) == tensor
		for k := range m.Type.NumIn() {
			fits = fits && m.Type.In(k) == tensor
		}
		if !fits || ad.PrimNamed(m.Name) != nil && ad.PrimNamed(m.Name).Elementwise() {
			continue
		}
		add(m.Name, func(x []*ad.Tensor) *ad.Tensor {
			args := []reflect.Value{}
			for _, t := range x {
				args = append(args, reflect.ValueOf(t))
			}
			return m.Func.Call(args)[0].Interface().(*ad.Tensor)
		}, m.Type.NumIn())
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		add(name, others[name], 1)
	}
	return out
}
