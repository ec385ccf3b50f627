package ad

import "reflect"

// A derivedProgram is the program of what a verb made of a numeric function,
// so that ad.Grad(ad.Grad(f)) works: tracing it runs the inner transform on
// tensors of the outer level.
type derivedProgram struct{ proto *run }

// Trace runs the verb on leaves.
func (d *derivedProgram) Trace(in []*Tensor) []*Tensor {
	c := *d.proto
	t := c.f.Value.Type()
	args := make([]reflect.Value, t.NumIn())
	for i := range args {
		args[i] = reflect.Zero(t.In(i))
	}
	c.bind(args)
	if len(c.leaves) != len(in) {
		fail(c.verb.Name, "parameters of float64, []float64, arrays and structs of them do",
			"%s can't be differentiated again: the arguments hold %d places for numbers, their types %d", c.f.title(), len(in), len(c.leaves))
	}
	for i := range in {
		c.leaves[i].t = in[i]
	}
	return c.verb.lists(&c, in)
}

// Symbolic differentiates the formula of the function inside, if that has
// one active number.
func (d *derivedProgram) Symbolic() (Expression, error) {
	e, err := d.proto.f.Program.Symbolic()
	if err != nil {
		return nil, err
	}
	name := ""
	for i, on := range d.proto.active {
		if on && name != "" {
			return nil, &Error{Op: "Symbolic", Detail: d.proto.verb.Name + " of several parameters is not one formula", Hint: "name one with Wrt"}
		}
		if on {
			name = d.proto.params[i]
		}
	}
	if d.proto.verb != gradVerb {
		return nil, &Error{Op: "Symbolic", Detail: d.proto.verb.Name + " is not one formula"}
	}
	return e.Diff(name), nil
}

// Source names the derivation; its code is that of the function inside.
func (d *derivedProgram) Source() string {
	return "// " + d.proto.verb.Name + " of\n" + d.proto.f.Program.Source()
}

// derivedNames are the names of the results of a derived function.
func derivedNames(c *run) []string {
	var names []string
	for _, part := range c.verb.Out {
		switch part {
		case Results:
			for i := range c.f.Value.Type().NumOut() {
				names = append(names, c.resultName(i))
			}
		case Gradient:
			for i, on := range c.active {
				if on {
					names = append(names, "∂"+c.resultName(0)+"/∂"+c.params[i])
				}
			}
		}
	}
	return names
}

// A linearMap is the program of a pushforward or a pullback.
type linearMap struct {
	what  string
	trace function
}

// Trace maps tangents or cotangents.
func (m linearMap) Trace(in []*Tensor) []*Tensor { return m.trace(in) }

// Symbolic returns an error: the map was found at a point, not as a formula.
func (m linearMap) Symbolic() (Expression, error) {
	return nil, &Error{Op: "Symbolic", Detail: "a " + m.what + " is known at one point only"}
}

// Source says what it is.
func (m linearMap) Source() string { return "// a " + m.what }
