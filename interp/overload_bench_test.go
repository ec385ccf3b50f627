package interp

import (
	"testing"

	"github.com/gojac/gojac/display"
)

// BenchmarkOverloadedGrad differentiates a function on nested slices, which
// lift can't take, beside the same on one slice, which it can: 20,000
// operations, first derivatives and nested ones.
func BenchmarkOverloadedGrad(b *testing.B) {
	s, n := NewSession(Host{}), 0
	run := func(b *testing.B, code string) {
		n++
		if o := s.Run(Cell{N: n, Code: code}, func(display.Bundle) {}); o.Error != nil {
			b.Fatal(o.Error)
		}
	}
	run(b, `
func nested(w [][]float64, b []float64) float64 {
	s := 0.0
	for i, row := range w { y := b[i]; for j, w := range row { y += w * float64(j%7) }; s += math.Tanh(y) }
	return s
}
func flat(w []float64, b []float64) float64 {
	s := 0.0
	for i := range b { y := b[i]; for j, w := range w[100*i:100*i+100] { y += w * float64(j%7) }; s += math.Tanh(y) }
	return s
}
bias, weights, rows := make([]float64, 100), make([]float64, 10000), [][]float64{}
for i := range bias { rows = append(rows, weights[100*i:100*i+100]) }
over, lifted := ad.Grad(nested), ad.Grad(flat)
overTwice, liftedTwice := ad.HVP(nested, ad.Along(rows, bias)), ad.HVP(flat, ad.Along(weights, bias))`)
	for name, code := range map[string]string{"lifted": "lifted(weights, bias);", "overloaded": "over(rows, bias);",
		"overloaded twice": "overTwice(rows, bias);", "lifted twice": "liftedTwice(weights, bias);",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run(b, code)
			}
		})
	}
}
