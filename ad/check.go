package ad

import (
	"fmt"
	"math"
	"reflect"
)

// A Verdict says whether the derivatives of a function agree: reverse mode
// with numerical differences, and forward mode with reverse mode.
type Verdict struct {
	Counters
	OK        bool
	MaxError  float64 // largest relative error between reverse mode and differences
	Worst     string  // where it is: "∂f/∂x1"
	Reverse   float64 // the derivative there by reverse mode
	Numerical float64 // and by central differences
	Adjoint   float64 // |⟨Jv, w⟩ − ⟨v, Jᵀw⟩|, relative: forward against reverse, needs no differences
	Kinks     []string
	Tolerance float64
}

// checkTolerance is what central differences of a smooth function keep to.
const checkTolerance = 1e-6

var checkVerb = defineVerb(Verb{
	Name: "Check", Out: []Part{Value}, Type: reflect.TypeFor[*Verdict](),
	Doc: "Check(f)(x) compares reverse mode with numerical differences, and forward mode with reverse mode, and says whether they agree.",
})

func init() {
	checkVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.verdict())} }
}

// concreteIn returns the leaves as plain tensors.
func (c *run) concreteIn() []*Tensor {
	in := c.in()
	for i := range in {
		in[i] = in[i].concrete()
	}
	return in
}

func (c *run) verdict() *Verdict {
	x, active := c.concreteIn(), c.activeLeaves()
	v := &Verdict{Tolerance: checkTolerance}
	j := c.byRows(record(c.call, x, active, nil, false))
	v.Counters = j.Counters
	cols, n := differences(c.call, x, active)
	v.Evaluations += n
	rows, names := j.RowLabels(), j.ColLabels()
	k := 0
	for i, on := range active {
		for e := range x[i].Size() {
			if !on {
				break
			}
			for r := range rows {
				name := "∂" + rows[r] + "/∂" + names[k]
				a, b := j.At(r, k), cols[k][r]
				err := relative(a, b)
				if err > v.MaxError || v.Worst == "" {
					v.MaxError, v.Worst, v.Reverse, v.Numerical = err, name, a, b
				}
				if err > v.Tolerance && kinked(c.call, x, i, e, r) {
					v.Kinks = append(v.Kinks, name)
				}
			}
			k++
		}
	}
	v.Adjoint = c.adjointError(x, active, j)
	v.ForwardSweeps++
	v.OK = v.MaxError <= v.Tolerance && v.Adjoint <= 1e-9
	return v
}

// adjointError pushes a random v forward and compares ⟨Jv, w⟩ with ⟨v, Jᵀw⟩.
func (c *run) adjointError(x []*Tensor, active []bool, j *JacobianMatrix) float64 {
	dx := make([]*Tensor, len(x))
	var flatDx []float64
	for i, on := range active {
		if on {
			dx[i] = Randn(i+1, x[i].shape...)
			flatDx = append(flatDx, dx[i].data...)
		}
	}
	y, dy := pushforward(c.call, x, dx)
	var worst float64
	r := 0
	for m := range y {
		for k := range y[m].Size() {
			var forward, reverse, scale float64
			if dy[m] != nil {
				forward = dy[m].raw()[k]
			}
			for i, d := range flatDx {
				reverse += j.At(r, i) * d
				scale += math.Abs(j.At(r, i) * d)
			}
			if e := relative(forward, reverse) / max(1, scale/max(1, math.Abs(reverse))); e > worst {
				worst = e
			}
			r++
		}
	}
	return worst
}

// kinked reports whether result r has different slopes on the two sides of
// component k of input i, at two scales.
func kinked(f function, x []*Tensor, i, k, r int) bool {
	at := x[i].data[k]
	mid := evaluate(f, x, i, k, at)[r]
	for _, scale := range []float64{1, 0.01} {
		h := step(at) * scale
		right := (evaluate(f, x, i, k, at+h)[r] - mid) / h
		left := (mid - evaluate(f, x, i, k, at-h)[r]) / h
		if relative(left, right) < 1e-3 {
			return false
		}
	}
	return true
}

// String says whether the derivatives agree, and where they differ most.
func (v *Verdict) String() string {
	head := "ok: "
	if !v.OK {
		head = "DIFFERENT: "
	}
	text := head + fmt.Sprintf("largest relative error %.2g at %s (reverse %s, numerical %s), tolerance %.0e; forward against reverse %.2g",
		v.MaxError, v.Worst, num(v.Reverse), num(v.Numerical), v.Tolerance, v.Adjoint)
	for _, k := range v.Kinks {
		text += "\nkink: " + k + " has different slopes on its two sides; gojac takes the convention's"
	}
	return text
}
