package ad

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
)

// A Verdict says whether the derivatives of a function are right: reverse
// mode against numerical differences, and forward against reverse mode. Where
// differences disagree it says why: they have faults of their own.
type Verdict struct {
	Counters
	Remarks
	OK        bool
	Cause     Cause     // the worst of the findings; Agree if there is none
	Findings  []Finding // derivatives that differences did not confirm at once, the worst first
	MaxError  float64   // largest relative error between reverse mode and differences
	Worst     string    // where it is: "∂f/∂x1"
	Reverse   float64   // the derivative there by reverse mode
	Numerical float64   // and by central differences
	Adjoint   float64   // |⟨Jv, w⟩ − ⟨v, Jᵀw⟩|, relative: forward against reverse, needs no differences
	Tolerance float64
	differ    bool // forward and reverse mode, by more than rounding errors
}

const (
	checkTolerance   = 1e-6 // what central differences of a smooth function keep to
	adjointTolerance = 1e-9
	blurs            = 64 // rounding errors that a derivative may be off
	maxFindings      = 16 // derivatives that are looked at over many steps
)

var checkVerb = defineVerb(Verb{
	Name: "CheckGrad", Out: []Part{Value}, Type: reflect.TypeFor[*Verdict](),
	Doc: "CheckGrad(f)(x) compares reverse mode with numerical differences, and forward mode with reverse mode, and says whether they agree; if not, whether it is a bug, a kink, round-off or truncation.",
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

// A suspect is an entry of a Jacobian that differences did not confirm.
type suspect struct {
	row, leaf, index int // output; input
	of               string
	reverse, error   float64
}

func (c *run) verdict() *Verdict {
	x, active := c.concreteIn(), c.activeLeaves()
	v := &Verdict{Tolerance: checkTolerance, Cause: Agree}
	p := record(c.call, x, active, nil, recordKinks)
	j := c.byRows(p)
	v.Counters, v.Remarks = j.Counters, j.Remarks
	cols, n := differences(c.call, x, active, j.rows.n)
	v.Evaluations += n
	eps := p.epsilon()
	c.examine(v, x, c.compareWith(v, j, x, cols, flat(p.y).raw(), eps), eps)
	v.Adjoint = c.adjointError(x, active, j, eps)
	v.ForwardSweeps += 2
	if v.differ = v.Adjoint > max(adjointTolerance, blurs*eps); v.differ {
		v.Cause = Bug
	}
	v.OK = severity[v.Cause] < severity[Undefined]
	return v
}

// compareWith fills in the largest error and returns the suspects: entries
// further off than tolerance and rounding errors of the results allow.
func (c *run) compareWith(v *Verdict, j *JacobianMatrix, x []*Tensor, cols [][]float64, y []float64, eps float64) []suspect {
	var found []suspect
	rows, names := j.RowLabels(), j.ColLabels()
	k := 0
	for i, on := range c.activeLeaves() {
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
				noise := 8 * eps * math.Abs(y[r]) / step(x[i].raw()[e])
				d := math.Abs(a - b)
				if a != b && (err > v.Tolerance || math.IsInf(d, 0) || !(d <= v.Tolerance*max(math.Abs(a), math.Abs(b))+noise)) {
					found = append(found, suspect{r, i, e, name, a, err})
				}
			}
			k++
		}
	}
	slices.SortStableFunc(found, func(a, b suspect) int { return cmp.Compare(b.error, a.error) })
	return found
}

// examine looks at the suspects over many steps and notes the worst cause.
func (c *run) examine(v *Verdict, x []*Tensor, found []suspect, eps float64) {
	for _, s := range found[:min(len(found), maxFindings)] {
		f := func(at float64) float64 {
			v.Evaluations++
			if y := evaluate(c.call, x, s.leaf, s.index, at); y != nil {
				return y[s.row]
			}
			return math.NaN()
		}
		finding := newProbe(f, x[s.leaf].raw()[s.index], eps).examine(s.reverse)
		finding.Of = s.of
		if finding.Cause == Agree {
			continue
		}
		v.Findings = append(v.Findings, finding)
		if severity[finding.Cause] > severity[v.Cause] {
			v.Cause = finding.Cause
		}
	}
	slices.SortStableFunc(v.Findings, func(a, b Finding) int { return severity[b.Cause] - severity[a.Cause] })
}

// epsilon is the distance from 1 to the next number in the coarsest type that
// the run computed in.
func (p *pulling) epsilon() float64 {
	for i := range p.tape.nodes {
		if p.tape.nodes[i].Y.DType() == Float32 {
			return 0x1p-23
		}
	}
	return 0x1p-52
}

// adjointError pushes a random v forward and compares ⟨Jv, w⟩ with ⟨v, Jᵀw⟩.
// How far Jv moves when x does so by a rounding error is how well it is known;
// a difference of that size is none.
func (c *run) adjointError(x []*Tensor, active []bool, j *JacobianMatrix, eps float64) float64 {
	dx := make([]*Tensor, len(x))
	var flatDx []float64
	for i, on := range active {
		if on {
			dx[i] = Randn(i+1, x[i].shape...)
			if x[i].kind == Float32 {
				dx[i] = dx[i].Float32()
			}
			flatDx = append(flatDx, dx[i].raw()...)
		}
	}
	y, dy := pushforward(c.call, x, dx)
	moved := slices.Clone(x)
	for i, on := range active {
		if on {
			moved[i] = x[i].MulC(1 + eps)
		}
	}
	_, near := pushforward(c.call, moved, dx)
	var worst float64
	r := 0
	for m := range y {
		for k := range y[m].Size() {
			var forward, reverse, scale, blur float64
			if dy[m] != nil && near[m] != nil {
				forward = dy[m].raw()[k]
				blur = blurs * math.Abs(near[m].raw()[k]-forward)
			}
			for i, d := range flatDx {
				reverse += j.At(r, i) * d
				scale += math.Abs(j.At(r, i) * d)
			}
			if math.IsInf(scale, 0) || scale != scale {
				r++
				continue // ∞ − ∞ has no order of summation to compare
			}
			if math.Abs(forward-reverse) <= blur {
				r++
				continue
			}
			if e := relative(forward, reverse) / max(1, scale/max(1, math.Abs(reverse))); e > worst {
				worst = e
			}
			r++
		}
	}
	return worst
}

// String says whether the derivatives are right, and for each that
// differences did not confirm at once, why.
func (v *Verdict) String() string {
	head := "ok"
	if !v.OK {
		head = "WRONG"
	}
	if v.Cause != Agree {
		head += " (" + string(v.Cause) + ")"
	}
	text := head + fmt.Sprintf(": largest relative error %.2g at %s (reverse %s, numerical %s), tolerance %.0e; forward against reverse %.2g",
		v.MaxError, v.Worst, num(v.Reverse), num(v.Numerical), v.Tolerance, v.Adjoint)
	for i, f := range v.Findings {
		if i == maxRemarks {
			text += fmt.Sprintf("\nand %d more", len(v.Findings)-i)
			break
		}
		text += "\n" + f.String()
	}
	if v.differ {
		text += "\nbug: forward and reverse mode differ, which no rounding explains"
	}
	return text + v.Remarks.text()
}

// String says what the finding is and what speaks for it.
func (f Finding) String() string {
	text := string(f.Cause) + ": " + f.Of + ": "
	best := fmt.Sprintf("%s ± %.1g at step %.1g", num(f.Numerical), f.Uncertainty, f.Step)
	switch f.Cause {
	case Bug:
		return text + "reverse gives " + num(f.Reverse) + ", differences converge to " + best
	case AtKink:
		return text + "the slope is " + num(f.Left) + " on the left and " + num(f.Right) + " on the right; reverse takes " + num(f.Reverse)
	case RoundOff:
		return text + "the function's rounding errors blur its differences; the best of them, " + best + ", agrees with " + num(f.Reverse)
	case Truncation:
		return text + "the function bends within the usual step; a smaller one gives " + best + ", which agrees with " + num(f.Reverse)
	}
	return text + "reverse gives " + num(f.Reverse) + ", differences " + best
}
