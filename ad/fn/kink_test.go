package fn

import (
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
)

// kinky is max(x, y), then |·|, then a branch on x < y, on floats that may tie.
func kinky() *Func {
	f := &Func{Name: "f", NumParams: 3, Regs: []Var{
		{Name: "x", Type: reflect.Float64}, {Name: "y", Type: reflect.Float64}, {Name: "z", Type: reflect.Float64},
		{Type: reflect.Float64}, {Type: reflect.Float64}, {Type: reflect.Bool}, {Type: reflect.Float64},
	}, Results: []Var{{Type: reflect.Float64}}}
	f.Blocks = []*Block{
		{Code: []*Instr{
			{Op: OpMax, In: []Reg{0, 1}, Out: []Reg{3}, Pos: "1:1"},
			{Op: OpPrim, Prim: ad.PrimOfGo("math.Abs"), In: []Reg{3}, Out: []Reg{4}, Pos: "2:1"},
			{Op: OpLt, In: []Reg{0, 1}, Out: []Reg{5}, Pos: "3:1"},
		}, End: End{Kind: Branch, Cond: 5, To: [2]Edge{{Block: 1}, {Block: 2}}, Pos: "3:1"}},
		{End: End{Kind: Return, Results: []Reg{4}}},
		{Code: []*Instr{{Op: OpPrim, Prim: ad.PrimOfGo("neg"), In: []Reg{4}, Out: []Reg{6}, Pos: "4:1"}}, End: End{Kind: Return, Results: []Reg{6}}},
	}
	return f
}

// TestKinks wants the machine's record and the run on tensors to name the same
// kinks and the parameter that nothing depends on.
func TestKinks(t *testing.T) {
	c := &Closure{Func: kinky()}
	type at struct{ op, pos string }
	for _, k := range []struct {
		x    [3]float64
		want []at
	}{
		{[3]float64{0, 0, 1}, []at{{"Maximum", "1:1"}, {"Abs", "2:1"}, {"0 < 0", "3:1"}}},
		{[3]float64{2, 2, 1}, []at{{"Maximum", "1:1"}, {"2 < 2", "3:1"}}},
		{[3]float64{1, 2, 1}, nil},
	} {
		r := c.Record([][]float64{{k.x[0]}, {k.x[1]}, {k.x[2]}}, nil)
		var got []at
		for _, kink := range r.Kinks {
			got = append(got, at{kink.Op, kink.Pos})
		}
		if !reflect.DeepEqual(got, k.want) {
			t.Errorf("at %v the record has the kinks %v, want %v", k.x, got, k.want)
		}
		if on := r.Reaches(); !reflect.DeepEqual(on, []bool{true, true, false}) {
			t.Errorf("at %v a derivative reaches %v", k.x, on)
		}
		f := &ad.Func{Value: reflect.ValueOf(func(x, y, z float64) float64 { return 0 }), Program: traced{c}}
		g := ad.Apply(verbNamed("Graph"), f, nil, reflect.TypeFor[func(x, y, z float64) *ad.DAG]()).Interface().(func(x, y, z float64) *ad.DAG)(k.x[0], k.x[1], k.x[2])
		seen := map[at]bool{}
		for _, kink := range g.Remarks().Kinks {
			seen[at{kink.Op, kink.Pos}] = true
		}
		for _, w := range k.want {
			if !seen[w] {
				t.Errorf("at %v the graph has the kinks %v, want %v", k.x, g.Remarks().Kinks, w)
			}
		}
		if len(seen) != len(k.want) {
			t.Errorf("at %v the graph has the kinks %v, want %v", k.x, g.Remarks().Kinks, k.want)
		}
	}
}

// traced hides that a closure can run on float64.
type traced struct{ ad.Program }

func verbNamed(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("no verb " + name)
}
