package ad

import (
	"math/rand/v2"
	"slices"
)

// A Tensor is a dense array of float64, or of float32 where that is asked for,
// in row-major order. A nil shape is a scalar. Users can't change a Tensor once
// it is made.
//
// While a transform runs, a Tensor may be a tracer of one level: its value
// then lies in primal, one level down, with its tangent (forward) or its
// place on the level's tape (reverse).
type Tensor struct {
	shape  []int
	kind   DType
	data   []float64 // nil in a tracer, and in a float32 tensor
	single []float32 // the elements of a float32 tensor

	number [1]float64 // where data of a scalar lies

	mine   bool   // a compiled function allocated data
	viewed uint32 // others may see data; set atomically

	level   *level // nil: a plain tensor
	primal  *Tensor
	tangent *Tensor
	node    int
}

func plain(shape []int, data []float64) *Tensor { return &Tensor{shape: shape, data: data} }

// Scalar returns the 0-dimensional tensor x.
func Scalar(x float64) *Tensor {
	t := &Tensor{number: [1]float64{x}}
	t.data = t.number[:]
	return t
}

// Vec returns a vector of shape (len(x)).
func Vec(x ...float64) *Tensor { return plain([]int{len(x)}, slices.Clone(x)) }

// Mat returns a matrix of shape (len(rows), len(rows[0])). It panics if the
// rows differ in length.
func Mat(rows [][]float64) *Tensor {
	if len(rows) == 0 {
		return plain([]int{0, 0}, nil)
	}
	n := len(rows[0])
	data := make([]float64, 0, len(rows)*n)
	for i, r := range rows {
		if len(r) != n {
			fail("Mat", "rows of a matrix have one length", "row 0 has %d numbers, row %d has %d", n, i, len(r))
		}
		data = append(data, r...)
	}
	return plain([]int{len(rows), n}, data)
}

// FromSlice returns a tensor of the given shape holding a copy of data in
// row-major order. It panics if the sizes differ.
func FromSlice(data []float64, shape ...int) *Tensor {
	if sizeFor("FromSlice", shape) != len(data) {
		panic(&Error{Op: "FromSlice", Shapes: [][]int{shape},
			Detail: itoa(len(data)) + " numbers do not fill it", Hint: "it holds " + itoa(size(shape))})
	}
	return plain(cloneShape(shape), slices.Clone(data))
}

// Zeros returns a tensor of zeros. Zeros() is a scalar.
func Zeros(shape ...int) *Tensor {
	sizeFor("Zeros", shape)
	return plain(cloneShape(shape), allot[float64](shape...))
}

// Ones returns a tensor of ones.
func Ones(shape ...int) *Tensor { return Full(1, shape...) }

// Full returns a tensor whose every element is x.
func Full(x float64, shape ...int) *Tensor {
	sizeFor("Full", shape)
	data := allot[float64](shape...)
	for i := range data {
		data[i] = x
	}
	return plain(cloneShape(shape), data)
}

// Eye returns the n×n identity matrix.
func Eye(n int) *Tensor {
	sizeFor("Eye", []int{n, n})
	t := Zeros(n, n)
	for i := range n {
		t.data[i*n+i] = 1
	}
	return t
}

// Arange returns the vector start, start+step, … of the numbers before stop.
// It panics if step is zero.
func Arange(start, stop, step float64) *Tensor {
	if step == 0 {
		fail("Arange", "give a step that leads from start to stop", "the step is 0")
	}
	n := (stop - start) / step
	if !(n <= maxSize) {
		fail("Arange", "give a larger step", "%v to %v in steps of %v are too many numbers", start, stop, step)
	}
	data := allot[float64](max(0, int(n)+2)) // as rounded
	for i := range data {
		data[i] = start + float64(i)*step
		if x := data[i]; (step > 0 && x >= stop) || (step < 0 && x <= stop) || x != x {
			return plain([]int{i}, data[:i:i])
		}
	}
	return plain([]int{len(data)}, data)
}

// Linspace returns n evenly spaced numbers from a to b, both included.
func Linspace(a, b float64, n int) *Tensor {
	sizeFor("Linspace", []int{n})
	t := Zeros(n)
	for i := range t.data {
		t.data[i] = a
		if n > 1 {
			t.data[i] = a + (b-a)*float64(i)/float64(n-1)
		}
	}
	return t
}

// Randn returns standard normal numbers drawn with the given seed: the same
// seed and shape give the same tensor on every machine.
func Randn(seed int, shape ...int) *Tensor {
	t := Zeros(shape...)
	r := rand.New(rand.NewPCG(uint64(seed), 0x9e3779b97f4a7c15))
	for i := range t.data {
		t.data[i] = r.NormFloat64()
	}
	return t
}

// Rand returns numbers uniform in [0, 1) drawn with the given seed.
func Rand(seed int, shape ...int) *Tensor {
	t := Zeros(shape...)
	r := rand.New(rand.NewPCG(uint64(seed), 0xd1b54a32d192ed03))
	for i := range t.data {
		t.data[i] = r.Float64()
	}
	return t
}

// Shape returns a copy of t's shape; it is empty for a scalar.
func (t *Tensor) Shape() []int { return slices.Clone(t.given().shape) }

// Dims returns the number of axes: 0 for a scalar.
func (t *Tensor) Dims() int { return len(t.given().shape) }

// Size returns the number of elements.
func (t *Tensor) Size() int { return size(t.given().shape) }

// Data returns a copy of the elements in row-major order. Derivatives do not
// pass through it.
func (t *Tensor) Data() []float64 { return slices.Clone(t.raw()) }

// Data32 returns a copy of the elements as float32, rounded where t is
// float64. Derivatives do not pass through it.
func (t *Tensor) Data32() []float32 { return slices.Clone(narrow(t.concrete()).single) }

// raw returns the elements as float64; callers must not change them.
func (t *Tensor) raw() []float64 { return t.concrete().wide() }

// concrete returns the plain tensor under all levels. It panics on a value
// that differs from example to example under VMap.
func (t *Tensor) concrete() *Tensor { return t.bottom(false) }

// bottom returns the plain tensor under all levels; with examples, one that
// has those of every VMap along axes in front, else it panics on such.
func (t *Tensor) bottom(examples bool) *Tensor {
	for t.given().level != nil {
		if t.level.batch && !examples && !t.level.closed.Load() {
			fail("VMap", "use Where to choose by value, or leave the parameter out with Batched", "a value that differs from example to example can't be read as one number")
		}
		if t.level.gone != "" {
			t.level.refuse("Donate")
		}
		if r := t.level.rec; r != nil && !t.level.closed.Load() {
			r.read(t.node)
		}
		t = t.primal
	}
	return t
}

// Item returns the only element of t as a number, and panics if t has more
// than one. Derivatives do not pass through it: use it to branch or to print.
func (t *Tensor) Item() float64 {
	d := t.raw()
	if len(d) != 1 {
		panic(&Error{Op: "Item", Shapes: shapesOf(t), Detail: "it has " + itoa(len(d)) + " elements",
			Hint: "Item wants one; At picks an element, Sum adds them up"})
	}
	return d[0]
}

// batched reports whether t differs from example to example under VMap.
func (t *Tensor) batched() bool {
	for ; t.level != nil; t = t.primal {
		if t.level.batch && !t.level.closed.Load() {
			return true
		}
	}
	return false
}

// Traced reports whether t belongs to a running transform.
func (t *Tensor) Traced() bool { return t.open().level != nil }

// Annotate gives the node that made t the name of a Go variable and a
// position, unless it has them already. It does nothing to a plain tensor.
func (t *Tensor) Annotate(name, pos string) {
	for ; t.given().level != nil; t = t.primal {
		if tp := t.level.tape; tp != nil {
			tp.annotate(t.node, name, pos)
		}
	}
}
