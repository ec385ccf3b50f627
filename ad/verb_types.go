package ad

import "reflect"

// pushforwardType is the type func(A) R.
func (c *run) pushforwardType() reflect.Type {
	t := c.f.Value.Type()
	return reflect.FuncOf(c.activeTypes(), outsOf(t), false)
}

// pullbackType is the type func(R) A, with any for a *Tensor in R.
func (c *run) pullbackType() reflect.Type {
	in := outsOf(c.f.Value.Type())
	for i, t := range in {
		if t == tensorType {
			in[i] = anyType
		}
	}
	return reflect.FuncOf(in, c.activeTypes(), false)
}

func (c *run) activeTypes() []reflect.Type {
	var ts []reflect.Type
	for i, on := range c.active {
		if on {
			ts = append(ts, c.f.Value.Type().In(i))
		}
	}
	return ts
}

// outsOf are the results of a function, without its error.
func outsOf(t reflect.Type) []reflect.Type {
	n := t.NumOut()
	if mayFail(t) {
		n--
	}
	ts := make([]reflect.Type, n)
	for i := range ts {
		ts[i] = t.Out(i)
	}
	return ts
}

// funcType is the type of the function that v makes of c.f.
func (c *run) funcType(v *Verb) reflect.Type {
	t := c.f.Value.Type()
	in := make([]reflect.Type, t.NumIn())
	for i := range in {
		in[i] = t.In(i)
	}
	var out []reflect.Type
	for _, p := range v.Out {
		switch p {
		case Results:
			out = append(out, outsOf(t)...)
		case Gradient:
			out = append(out, c.activeTypes()...)
		case Pushforward:
			out = append(out, c.pushforwardType())
		case Pullback:
			out = append(out, c.pullbackType())
		case Value:
			out = append(out, v.Type)
		}
	}
	if mayFail(t) {
		out = append(out, errorType)
	}
	return reflect.FuncOf(in, out, t.IsVariadic())
}
