package fn

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestPartials compares the fast form of every derivative rule with the registry.
func TestPartials(t *testing.T) {
	n := 0
	for _, p := range ad.Prims() {
		if !p.Elementwise() {
			continue
		}
		for i, part := range partialsOf(p) {
			for _, at := range append(append([][]float64(nil), p.At...), p.Kinks...) {
				x := make([]*ad.Tensor, len(at))
				for k := range at {
					x[k] = ad.Scalar(at[k])
				}
				y := p.Apply(x...)
				want := 0.0
				if p.Partial != nil {
					if d := p.Partial(&ad.Call{X: x, Y: y}, i); d != nil {
						want = d.Item()
					}
				}
				got := 0.0
				if len(at) == 1 {
					got = part.at1(at[0], y.Item())
				} else {
					got = part.at2(at[0], at[1], y.Item())
				}
				if !same(got, want) {
					t.Errorf("∂%s/∂x%d at %v: %v, the registry says %v", p.Name, i, at, got, want)
				}
				n++
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d derivatives compared", n)
	}
}

// TestNoAllocations holds that the machine allocates for a call, not for an instruction.
func TestNoAllocations(t *testing.T) {
	long := make([]byte, 3*40)
	for i := range long {
		long[i] = byte(i * 7)
	}
	short, all := straightLine(long[:6]), straightLine(long)
	x := []float64{0.5, 0.25, 2}
	count := func(f *Func) float64 { return testing.AllocsPerRun(50, func() { f.Call(x) }) }
	if a, b := count(short), count(all); a != b {
		t.Errorf("%v allocations for 2 instructions, %v for 40", a, b)
	}
}

// TestTogether wants the bits of the value and of the rule, at points of every size.
func TestTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, both := range together {
		p := ad.PrimOfGo(name)
		if p.Kink != nil {
			t.Errorf("%s has a kink, which a shortcut would not note", name)
		}
		rule := partialsOf(p)[0]
		for range 100_000 {
			x := r.NormFloat64() * math.Pow(10, float64(r.IntN(20)-10))
			y, d := both(x)
			want := p.Fun(x)
			if slope := rule.at1(x, want); math.Float64bits(y) != math.Float64bits(want) || math.Float64bits(d) != math.Float64bits(slope) {
				t.Fatalf("%s at %v: %v and %v, want %v and %v", name, x, y, d, want, slope)
			}
		}
	}
}
