package ad

import "reflect"

// Update replaces every tensor and float in the value that model points at by
// what step returns for it and its counterpart in grad, which must have the
// same structure (or point at it). Ints and whatever holds no numbers stay.
// It panics if model is no pointer, or if the structures differ.
func Update(model, grad any, step func(path string, value, grad *Tensor) *Tensor) {
	if step == nil {
		fail("Update", "give a function that returns the new value", "the step is nil")
	}
	m := reflect.ValueOf(model)
	if m.Kind() != reflect.Pointer || m.IsNil() || m.Type() == tensorType {
		fail("Update", "give its address: &m", "the model is a %T, which can't be changed", model)
	}
	g := reflect.ValueOf(grad)
	for g.IsValid() && g.Kind() == reflect.Pointer && g.Type() != m.Type().Elem() && !g.IsNil() {
		g = g.Elem()
	}
	if !g.IsValid() || g.Type() != m.Type().Elem() {
		fail("Update", "", "a gradient of type %T does not belong to a model of type %s", grad, m.Type().Elem())
	}
	found := gatherer{op: "Update", strict: true}
	found.gather(m.Elem(), "", 0)
	values, grads := found.out, leavesOf(g)
	for i := range max(len(values), len(grads)) {
		if v, d := pathAt(values, i), pathAt(grads, i); v != d {
			fail("Update", "", "the model has %s where the gradient has %s", v, d)
		}
	}
	k := 0
	m.Elem().Set(rebuild(m.Elem(), true, func() *Tensor {
		v, d := values[k], grads[k]
		k++
		if v.passive {
			return v.t
		}
		if shapeString(v.t.shape) != shapeString(d.t.shape) {
			panic(&Error{Op: "Update", Shapes: shapesOf(v.t, d.t), Detail: "the gradient of " + v.path + " has not its shape"})
		}
		next := step(v.path, v.t, d.t)
		if next == nil {
			fail("Update", "return the value itself to leave it as it is", "the step for %s returned nil", v.path)
		}
		return next
	}))
}

// pathAt says where the i-th leaf is.
func pathAt(leaves []leaf, i int) string {
	if i >= len(leaves) {
		return "no more numbers"
	}
	return leaves[i].path
}

// Tensors lists the tensors and floats in v, a struct, slice, pointer or
// tensor, in the order in which a gradient holds them.
func Tensors(v any) []*Tensor {
	var ts []*Tensor
	for _, l := range leavesOf(reflect.ValueOf(v)) {
		if !l.passive {
			ts = append(ts, l.t)
		}
	}
	return ts
}

func leavesOf(v reflect.Value) []leaf {
	if !v.IsValid() {
		fail("Tensors", "", "nil holds no tensors")
	}
	g := gatherer{op: "Tensors"}
	g.gather(v, "", 0)
	return g.out
}
