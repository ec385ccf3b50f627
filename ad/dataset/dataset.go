// Package dataset makes small labelled data sets from a seed, splits them and
// deals them out in batches. The same seed gives the same data on every
// machine. It reads CSV files and those of MNIST, and holds one real set, Iris.
// Package dataset imports package ad only. Start with Set.
package dataset

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gojac/gojac/ad"
)

// A Set is n labelled points: X has shape (n, inputs), or (n, …) for images
// and the like, Y holds n class numbers, or (n, …) numbers to predict.
type Set struct {
	X, Y *ad.Tensor
}

// Len returns the number of points. It panics unless X and Y have a row for
// each.
func (s *Set) Len() int {
	if s == nil || s.X == nil || s.Y == nil {
		panic(&ad.Error{Op: "Set", Detail: "the set, its X or its Y is nil", Hint: "dataset.Set{X: x, Y: y} holds points and their labels"})
	}
	x, y := s.X.Shape(), s.Y.Shape()
	if len(x) < 2 || len(y) < 1 || x[0] != y[0] {
		panic(&ad.Error{Op: "Set", Shapes: [][]int{x, y}, Detail: "X and Y do not belong together", Hint: "X is (n, inputs), Y holds n labels"})
	}
	return x[0]
}

// String says how many points there are.
func (s *Set) String() string {
	n := s.Len()
	if x := s.X.Shape(); len(x) > 2 {
		return fmt.Sprintf("%d points with inputs of shape %v", n, x[1:])
	} else {
		return fmt.Sprintf("%d points with %d inputs", n, x[1])
	}
}

// Spiral returns n points in the plane on interleaved spiral arms, one for
// each class, that wind out to radius 1 over 1.5 half turns. Noise is the
// standard deviation of the angle in radians; 0.1 is moderate. It panics
// unless there is a class and a point in each.
func Spiral(seed, n, classes int, noise float64) *Set {
	possible("Spiral", n, classes, noise)
	r := random(seed)
	x, y := make([]float64, 0, 2*n), make([]float64, n)
	for i := range n {
		k := i % classes
		t := 0.05 + 0.95*r.Float64()
		angle := 2*math.Pi*float64(k)/float64(classes) + 1.5*math.Pi*t + noise*r.NormFloat64()
		x = append(x, t*math.Cos(angle), t*math.Sin(angle))
		y[i] = float64(k)
	}
	return &Set{ad.FromSlice(x, n, 2), ad.Vec(y...)}
}

// possible panics unless there can be such points.
func possible(op string, n, classes int, noise float64) {
	if classes < 1 || n < classes || n > 1<<28 {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("%d points can't be in %d classes", n, classes), Hint: "each class has at least one"})
	}
	if !(noise >= 0 && noise <= math.MaxFloat64) {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("a standard deviation of %g", noise), Hint: "it is at least 0, and finite"})
	}
}

func random(seed int) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 0x853c49e6748fea9b)) }

// Split deals the points, shuffled by the seed, into a training set and a
// held-out set that gets the given share of them.
func (s *Set) Split(seed int, heldOut float64) (train, held *Set) {
	if !(heldOut >= 0 && heldOut <= 1) {
		panic(&ad.Error{Op: "Split", Detail: fmt.Sprintf("a share of %g can't be held out", heldOut), Hint: "it is between 0 and 1"})
	}
	order := random(seed).Perm(s.Len())
	cut := s.Len() - int(math.Round(heldOut*float64(s.Len())))
	return s.pick(order[:cut]), s.pick(order[cut:])
}

// Batches deals all points, shuffled by the seed, into batches of the given
// size; the last may be smaller. Another seed for each epoch gives another
// order. It panics if size is not positive.
func (s *Set) Batches(seed, size int) []*Set {
	if size < 1 {
		panic(&ad.Error{Op: "Batches", Detail: fmt.Sprintf("a batch of %d points is none", size), Hint: "it holds at least 1"})
	}
	order := random(seed).Perm(s.Len())
	var out []*Set
	for len(order) > 0 {
		n := min(size, len(order))
		out = append(out, s.pick(order[:n]))
		order = order[n:]
	}
	return out
}

// pick returns the points at the given places.
func (s *Set) pick(at []int) *Set { return &Set{s.X.Gather(0, at...), s.Y.Gather(0, at...)} }
