package ad

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

// Costs counts what the whole Jacobian of a function takes by each mode. One
// evaluation and one reverse sweep tell it: sweeps are multiplied, not made, so
// that a large d or c costs no more to ask about.
type Costs struct {
	Remarks
	Name       string
	Inputs     int // d
	Outputs    int // c
	Operations int // primitives that one evaluation applies
	Modes      []ModeCost
	Chosen     string // the mode that Jacobian takes
	// Ratio is how many times as long as a call of the function a gradient
	// takes, both measured on the spot (medians of a few runs); 0 if it has not
	// one number as its result.
	Ratio float64
}

// A ModeCost is what one mode takes.
type ModeCost struct {
	Counters
	Mode string
	// Kept is how many bytes of values and derivatives have to be kept at
	// once during a sweep: in reverse mode everything on the tape and an
	// adjoint for each value still to be visited, in forward mode the values
	// that are still to be used and their tangents.
	Kept int64
}

var costVerb = defineVerb(Verb{
	Name: "Cost", Out: []Part{Value}, Type: reflect.TypeFor[*Costs](),
	Doc: "Cost(f)(x) counts sweeps, evaluations and bytes that the whole Jacobian takes forward, in reverse and numerically.",
})

func init() {
	costVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.costs())} }
}

func (c *run) costs() *Costs {
	x, active := c.concreteIn(), c.activeLeaves()
	for i := range c.leaves {
		c.leaves[i].t = x[i]
	}
	p := record(c.call, x, active, nil, recordAll)
	operations := 0
	for i := range p.tape.nodes {
		if p.tape.nodes[i].prim != nil {
			operations++
		}
	}
	rows, cols := 0, c.inputAxis().n
	ones := make([]*Tensor, len(p.y))
	for i, y := range p.y {
		rows, ones[i] = rows+y.Size(), onesLike(y)
	}
	swept := c.record(x)
	swept.pull(ones) // it tells what a checkpoint holds
	reverse := Counters{Evaluations: 1, ReverseSweeps: rows}
	reverse.taped(swept)
	k := &Costs{Remarks: c.remarks(swept), Name: c.f.title(), Inputs: cols, Outputs: rows, Operations: operations, Chosen: "forward"}
	if cols > rows {
		k.Chosen = "reverse"
	}
	live, all := p.kept()
	k.Modes = []ModeCost{
		{Counters: Counters{ForwardSweeps: cols}, Mode: "forward", Kept: 2 * live},
		{Counters: reverse, Mode: "reverse", Kept: all + live},
		{Counters: Counters{Evaluations: 2 * cols}, Mode: "numerical", Kept: live},
	}
	if rows == 1 {
		k.Ratio = float64(median(func() { p := c.record(x); p.pull([]*Tensor{onesLike(p.results()[0])}) })) /
			float64(max(1, median(func() { c.f.Value.Call(c.args) })))
	}
	return k
}

// median returns the middle of the times that some runs of f take.
func median(f func()) time.Duration {
	var took [9]time.Duration
	for i := range took {
		start := time.Now()
		f()
		took[i] = time.Since(start)
	}
	slices.Sort(took[:])
	return took[len(took)/2]
}

// kept returns how many bytes of values are alive at once if each is let go
// after its last use, and how many there are in all.
func (p *pulling) kept() (live, all int64) {
	last := make([]int, len(p.tape.nodes))
	for at := range p.tape.nodes {
		last[at] = at
		for _, from := range p.tape.nodes[at].in {
			if from >= 0 {
				last[from] = at
			}
		}
	}
	for _, at := range p.out {
		if at >= 0 {
			last[at] = len(p.tape.nodes)
		}
	}
	ends := make([]int64, len(p.tape.nodes)+1)
	var now int64
	for at := range p.tape.nodes {
		bytes := 8 * int64(p.tape.nodes[at].Y.Size())
		now += bytes
		all += bytes
		live = max(live, now)
		ends[last[at]] += bytes
		now -= ends[at]
	}
	return live, all
}

// String writes a line for each mode, under the counts and the ratio of times.
func (k *Costs) String() string {
	rows := table{{"", "forward sweeps", "reverse sweeps", "evaluations", "tape", "kept at once"}}
	for _, m := range k.Modes {
		rows = append(rows, []string{m.Mode, itoa(m.ForwardSweeps), itoa(m.ReverseSweeps), itoa(m.Evaluations), bytesText(m.TapeBytes), bytesText(m.Kept)})
	}
	head := fmt.Sprintf("%s: d = %d inputs, c = %d outputs, %d operations; Jacobian takes %s mode", k.Name, k.Inputs, k.Outputs, k.Operations, k.Chosen)
	if k.Ratio > 0 {
		head += fmt.Sprintf("; a gradient takes %.2g times as long as a call", k.Ratio)
	}
	return head + "\n" + rows.String() + k.Remarks.text()
}
