package ad

import (
	"math"
	"slices"
)

// SliceStep returns the entries lo, lo+step, … before hi along an axis; with a
// negative step, those from lo down that are above hi. SliceStep(0, n-1, -1,
// -1) turns the first axis around. It panics if one is out of range.
func (t *Tensor) SliceStep(axis, lo, hi, step int) *Tensor {
	a := axisOf("SliceStep", t, axis)
	if step == 0 {
		fail("SliceStep", "give a step that leads from lo to hi", "the step is 0")
	}
	n := t.shape[a]
	if lo < 0 || lo >= max(n, 1) || hi < -1 || hi > n || step > 0 && hi < 0 {
		panic(&Error{Op: "SliceStep", Shapes: shapesOf(t), Detail: "it has no entries " + itoa(lo) + " to " + itoa(hi) + " along axis " + itoa(a), Hint: "they run from 0 to " + itoa(n)})
	}
	var index []int
	for i := lo; step > 0 && i < hi || step < 0 && i > hi; i += step {
		index = append(index, i)
		if step > n || step < -n {
			break
		}
	}
	return t.Gather(a, index...)
}

// Flip turns an axis around.
func (t *Tensor) Flip(axis int) *Tensor {
	a := axisOf("Flip", t, axis)
	return t.arranged(a, t.shape[a], func(i int) int { return t.shape[a] - 1 - i })
}

// Roll moves the entries along an axis by k places; what leaves at the end
// comes back at the start.
func (t *Tensor) Roll(axis, k int) *Tensor {
	a := axisOf("Roll", t, axis)
	n := t.shape[a]
	return t.arranged(a, n, func(i int) int { return ((i-k%n)%n + n) % n })
}

// Repeat returns each entry along an axis k times in a row.
func (t *Tensor) Repeat(axis, k int) *Tensor {
	a := axisOf("Repeat", t, axis)
	shape := slices.Insert(slices.Clone(t.shape), a+1, k)
	sizeFor("Repeat", shape)
	t = t.ExpandDims(a + 1).BroadcastTo(shape...)
	shape[a] *= k
	return t.Reshape(slices.Delete(shape, a+1, a+2)...)
}

// Tile returns the whole of t repeated reps[i] times along axis i; axes in
// front are added where reps is longer.
func (t *Tensor) Tile(reps ...int) *Tensor {
	sizeFor("Tile", append(slices.Clone(reps), t.given().shape...))
	n := max(len(reps), len(t.shape))
	var apart, spread, joined []int // one axis for the repeats in front of each
	for i := range n {
		d, r := dimFromRight(t.shape, n-1-i), dimFromRight(reps, n-1-i)
		apart, spread, joined = append(apart, 1, d), append(spread, r, d), append(joined, r*d)
	}
	return t.Reshape(apart...).BroadcastTo(spread...).Reshape(joined...)
}

// arranged gathers n entries along an axis.
func (t *Tensor) arranged(axis, n int, from func(i int) int) *Tensor {
	index := allot[int](n)
	for i := range index {
		index[i] = from(i)
	}
	return gather.apply(&Attr{Axis: axis, Index: index}, t)
}

// Pad puts so many zeros before and after the entries of an axis.
func (t *Tensor) Pad(axis, before, after int) *Tensor {
	a := axisOf("Pad", t, axis)
	if before < 0 || after < 0 {
		panic(&Error{Op: "Pad", Shapes: shapesOf(t), Detail: "it can't take away entries", Hint: "SliceAxis does"})
	}
	n := before + t.shape[a] + after
	sizeFor("Pad", append([]int{max(n, before, after)}, slices.Delete(slices.Clone(t.shape), a, a+1)...))
	return pad(t, a, before, n)
}

// Split cuts an axis into so many equal parts. It panics if they are not.
func (t *Tensor) Split(axis, parts int) []*Tensor {
	a := axisOf("Split", t, axis)
	if parts < 1 || parts > max(1, t.shape[a]) || t.shape[a]%parts != 0 {
		panic(&Error{Op: "Split", Shapes: shapesOf(t), Detail: "axis " + itoa(a) + " does not fall into " + itoa(parts) + " equal parts", Hint: "SliceAxis cuts anywhere"})
	}
	n := t.shape[a] / parts
	out := make([]*Tensor, parts)
	for i := range out {
		out[i] = t.SliceAxis(a, i*n, (i+1)*n)
	}
	return out
}

// StackAxis joins tensors of one shape along a new axis.
func StackAxis(axis int, ts ...*Tensor) *Tensor {
	needs(ts...)
	return Stack(ts...).MoveAxis(0, axis)
}

// ExpandDims adds an axis of length 1 in front of the given one, or at the
// end.
func (t *Tensor) ExpandDims(axis int) *Tensor {
	if axis < 0 {
		axis += len(t.given().shape) + 1
	}
	if axis < 0 || axis > len(t.given().shape) {
		panic(&Error{Op: "ExpandDims", Shapes: shapesOf(t), Detail: "there is no place for an axis " + itoa(axis), Hint: "it has " + itoa(len(t.given().shape)) + " axes"})
	}
	return t.Reshape(slices.Insert(slices.Clone(t.given().shape), axis, 1)...)
}

// Squeeze drops every axis of length 1.
func (t *Tensor) Squeeze() *Tensor {
	return t.Reshape(slices.DeleteFunc(slices.Clone(t.given().shape), func(n int) bool { return n == 1 })...)
}

// Flatten merges the axes from the given one to the last.
func (t *Tensor) Flatten(from int) *Tensor {
	a := axisOf("Flatten", t, from)
	return t.Reshape(append(slices.Clone(t.shape[:a]), size(t.shape[a:]))...)
}

// SwapAxes exchanges two axes.
func (t *Tensor) SwapAxes(a, b int) *Tensor {
	a, b = axisOf("SwapAxes", t, a), axisOf("SwapAxes", t, b)
	order := ascending(len(t.shape))
	order[a], order[b] = b, a
	return t.Permute(order...)
}

// MoveAxis brings axis from to place to; the others keep their order.
func (t *Tensor) MoveAxis(from, to int) *Tensor {
	from, to = axisOf("MoveAxis", t, from), axisOf("MoveAxis", t, to)
	order := slices.Delete(ascending(len(t.shape)), from, from+1)
	return t.Permute(slices.Insert(order, to, from)...)
}

func ascending(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// Diff returns the differences of neighbours along an axis, one fewer.
func (t *Tensor) Diff(axis int) *Tensor {
	a := axisOf("Diff", t, axis)
	n := t.shape[a]
	if n == 0 {
		return t
	}
	return t.SliceAxis(a, 1, n).Sub(t.SliceAxis(a, 0, n-1))
}

// Tril returns the matrices in the last two axes with zeros above diagonal k,
// counted upwards from the main one.
func (t *Tensor) Tril(k int) *Tensor { return t.triangle("Tril", k, 1) }

// Triu returns the matrices in the last two axes with zeros below diagonal k,
// counted upwards from the main one.
func (t *Tensor) Triu(k int) *Tensor { return t.triangle("Triu", k, -1) }

func (t *Tensor) triangle(op string, k, side int) *Tensor {
	if len(t.given().shape) < 2 {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "it takes matrices"})
	}
	r, c := t.shape[len(t.shape)-2], t.shape[len(t.shape)-1]
	mask := allot[float64](r, c)
	for i := range r {
		for j := range c {
			mask[i*c+j] = truth(side*(j-i-k) <= 0)
		}
	}
	return Where(plain([]int{r, c}, mask), t, Scalar(0))
}

// Kron returns the Kronecker product of two matrices.
func (t *Tensor) Kron(u *Tensor) *Tensor {
	if needs(t, u); len(t.shape) != 2 || len(u.shape) != 2 {
		panic(&Error{Op: "Kron", Shapes: shapesOf(t, u), Detail: "it takes two matrices"})
	}
	m, n, p, q := t.shape[0], t.shape[1], u.shape[0], u.shape[1]
	sizeFor("Kron", []int{m, n, p, q})
	return t.Reshape(m, 1, n, 1).Mul(u.Reshape(1, p, 1, q)).Reshape(m*p, n*q)
}

// Cross returns the vector product of vectors of 3 in the last axis;
// broadcasting.
func (t *Tensor) Cross(u *Tensor) *Tensor {
	if needs(t, u); len(t.shape) == 0 || len(u.shape) == 0 || t.shape[len(t.shape)-1] != 3 || u.shape[len(u.shape)-1] != 3 {
		panic(&Error{Op: "Cross", Shapes: shapesOf(t, u), Detail: "it takes vectors of 3 in the last axis"})
	}
	defer named("Cross")
	left := t.Roll(-1, -1).Mul(u.Roll(-1, 1))
	return left.Sub(t.Roll(-1, 1).Mul(u.Roll(-1, -1)))
}

// TakeAlong returns, along an axis, the entries that the numbers in index
// name; index has t's shape but for that axis. It panics if there is no such
// entry.
func (t *Tensor) TakeAlong(axis int, index *Tensor) *Tensor {
	needs(t, index)
	a := axisOf("TakeAlong", t, axis)
	ok := len(index.shape) == len(t.shape)
	for k := range t.shape {
		ok = ok && (k == a || index.shape[k] == t.shape[k])
	}
	if !ok {
		panic(&Error{Op: "TakeAlong", Shapes: shapesOf(t, index), Detail: "dimensions besides that of axis " + itoa(a) + " differ"})
	}
	step, n, m := size(t.shape[a+1:]), t.shape[a], index.shape[a]
	flat := make([]int, 0, index.Size())
	for i, v := range index.raw() {
		k := int(v)
		if float64(k) != v || k < 0 || k >= n {
			panic(&Error{Op: "TakeAlong", Shapes: shapesOf(t, index), Detail: "there is no entry " + num(v), Hint: "they run from 0 to " + itoa(n-1)})
		}
		flat = append(flat, (i/(m*step)*n+k)*step+i%step)
	}
	return t.Reshape(-1).Gather(0, flat...).Reshape(index.shape...)
}

// ArgSort returns the indices that Sort would take along an axis, as numbers.
func (t *Tensor) ArgSort(axis int) *Tensor {
	a := axisOf("ArgSort", t, axis)
	place := allot[float64](t.shape...)
	lanes(t.shape, a, func(start, step int) {
		for k := range t.shape[a] {
			place[start+k*step] = float64(k)
		}
	})
	y := blank(Float64, t.shape)
	fillReorder[float64](&Attr{Axis: a}, y, []*Tensor{widen(t.concrete()), plain(t.shape, place)})
	return y
}

// ArgMaxAxis returns the index of the first largest entry along an axis, which
// disappears from the shape.
func (t *Tensor) ArgMaxAxis(axis int) *Tensor {
	defer named("ArgMaxAxis")
	return lastAxis(t, axisOf("ArgMaxAxis", t, axis)).ArgMax()
}

// ArgMinAxis returns the index of the first smallest entry along an axis,
// which disappears from the shape.
func (t *Tensor) ArgMinAxis(axis int) *Tensor {
	defer named("ArgMinAxis")
	return t.Neg().ArgMaxAxis(axis)
}

// CumProd returns running products along an axis. Its derivative is right
// where some are zero.
func (t *Tensor) CumProd(axis int) *Tensor {
	a := axisOf("CumProd", t, axis)
	n := t.shape[a]
	for by := 1; by < n; by *= 2 { // Hillis and Steele, 1986
		head := slices.Clone(t.shape)
		head[a] = by
		t = t.Mul(ConcatAxis(a, Ones(head...).like(t), t.SliceAxis(a, 0, n-by)))
	}
	return t
}

// CumMax returns running maxima along an axis; of equal ones, the first has
// the derivative.
func (t *Tensor) CumMax(axis int) *Tensor {
	a := axisOf("CumMax", t, axis)
	d := t.raw()
	at := allot[float64](t.shape...)
	lanes(t.shape, a, func(start, step int) {
		best := 0
		for k := range t.shape[a] {
			if v := d[start+k*step]; v > d[start+best*step] || v != v && d[start+best*step] == d[start+best*step] {
				best = k
			}
			at[start+k*step] = float64(best)
		}
	})
	return t.TakeAlong(a, plain(t.shape, at))
}

// CumMin returns running minima along an axis; of equal ones, the first has
// the derivative.
func (t *Tensor) CumMin(axis int) *Tensor {
	defer named("CumMin")
	return t.Neg().CumMax(axis).Neg()
}

// Var returns the variance of all elements, a scalar: the mean of their
// squared distances from their mean.
func (t *Tensor) Var() *Tensor { return t.Sub(t.Mean()).Square().Mean() }

// Std returns the standard deviation of all elements, the root of Var; its
// derivative is 0 where it is 0.
func (t *Tensor) Std() *Tensor {
	return t.Sub(t.Mean()).Norm().MulC(1 / math.Sqrt(float64(t.Size())))
}
