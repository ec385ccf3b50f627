package ad

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Planned says what a compiled function does each time it is called.
type Planned struct {
	Name    string
	Traced  int           // operations that f applied, derivatives included
	Steps   []PlannedStep // what is left of them, in the order in which it runs
	Buffers []int64       // bytes of each piece of memory that steps share; it is kept from call to call
	Donated int64         // bytes of the results that take the memory of an argument
	Fresh   int64         // bytes that every call allocates
}

// A PlannedStep is one loop, or one operation that is no loop.
type PlannedStep struct {
	Operations []string // by name; several are computed in one loop
	Results    []PlannedResult
}

// A PlannedResult is a tensor that a step writes.
type PlannedResult struct {
	DType DType
	Shape []int
	Where string // "buffer 2", "the memory of m", "its own memory"
}

var planVerb = defineVerb(Verb{
	Name: "Plan", Out: []Part{Value}, Lazy: true, Type: reflect.TypeFor[*Planned](),
	Doc: "Plan(f)(x) says what Compile(f) would do with arguments like these: the loops, what they are fused of, the memory they take. With Donate, nothing is given away.",
})

func init() {
	planVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.planned())} }
}

// Plan returns the function that says what Compile(f) does with arguments like
// those it is given. It takes the options of Compile.
func Plan(f any, opts ...Option) any { return verb(planVerb, f, opts) }

func (c *run) planned() *Planned {
	if c.f.Program != nil {
		fail("Plan", "Compile leaves it as it is", "%s is plain Go, which runs compiled already", c.f.title())
	}
	k := newCompiled(c)
	s := k.signature(c.args)
	if s.unknown || slices.ContainsFunc(s.tensors, (*Tensor).Traced) {
		fail("Plan", "", "%s can't be compiled here: what it depends on can't be compared from call to call, or belongs to a running transform", c.f.title())
	}
	for i, t := range s.tensors {
		s.tensors[i] = t.open()
	}
	_, donated := k.owned(s)
	e, _ := k.record(c.args, s, donated)
	if e.plan == nil {
		fail("Plan", "", "%s uses a value of a running transform", c.f.title())
	}
	return e.plan.describe(c.f.title(), func(arg int) string { return c.leaves[arg].path })
}

// describe lists the instructions of a plan.
func (p *plan) describe(name string, argument func(arg int) string) *Planned {
	d := &Planned{Name: name, Traced: p.traced}
	for i, n := range p.sizes {
		d.Buffers = append(d.Buffers, p.kinds[i].size()*int64(n))
	}
	for _, c := range p.code {
		var step PlannedStep
		if c.block != nil {
			for _, op := range c.block.ops {
				step.Operations = append(step.Operations, p.vs[op.value].prim.Name)
			}
		} else {
			step.Operations = []string{p.vs[c.writes[0]].prim.Name}
		}
		for _, w := range c.writes {
			v := &p.vs[w]
			r := PlannedResult{v.kind, slices.Clone(v.shape), "its own memory"}
			switch arg, given := p.donor[w]; {
			case given:
				r.Where = "the memory of " + argument(arg)
				d.Donated += v.kind.size() * int64(size(v.shape))
			case p.place[w] >= 0:
				r.Where = "buffer " + itoa(p.place[w]+1)
			default:
				d.Fresh += v.kind.size() * int64(size(v.shape))
			}
			step.Results = append(step.Results, r)
		}
		d.Steps = append(d.Steps, step)
	}
	return d
}

// String writes one line for each step.
func (d *Planned) String() string {
	var buffers int64
	for _, n := range d.Buffers {
		buffers += n
	}
	rows := table{{"", "computes", "type", "shape", "into"}}
	for i, s := range d.Steps {
		name := strings.Join(s.Operations, ", ")
		for k, r := range s.Results {
			row := []string{"", "", r.DType.String(), shapeString(r.Shape), r.Where}
			if k == 0 {
				row[0], row[1] = itoa(i+1), name
			}
			rows = append(rows, row)
		}
	}
	return fmt.Sprintf("%s: %d operations traced, %d steps; %d buffers of %s in all, results of %s in donated memory, %s allocated in a call\n",
		d.Name, d.Traced, len(d.Steps), len(d.Buffers), bytesText(buffers), bytesText(d.Donated), bytesText(d.Fresh)) + rows.String()
}
