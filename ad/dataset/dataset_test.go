package dataset_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gojac/gojac/ad/dataset"
)

func TestSpiral(t *testing.T) {
	s := dataset.Spiral(1, 300, 3, 0)
	if s.Len() != 300 || !slices.Equal(s.X.Shape(), []int{300, 2}) {
		t.Fatalf("%v, X of shape %v", s, s.X.Shape())
	}
	x, y := s.X.Data(), s.Y.Data()
	for i := range y {
		// Without noise a point lies on its arm: its angle follows its radius.
		radius := math.Hypot(x[2*i], x[2*i+1])
		want := 2*math.Pi*y[i]/3 + 1.5*math.Pi*radius
		if d := math.Mod(math.Atan2(x[2*i+1], x[2*i])-want, 2*math.Pi); math.Abs(math.Sin(d/2)) > 1e-9 {
			t.Fatalf("point %d of class %v is off its arm by %v rad", i, y[i], d)
		}
	}
	if again := dataset.Spiral(1, 300, 3, 0); !slices.Equal(again.X.Data(), x) {
		t.Error("the same seed gives other points")
	}
	if other := dataset.Spiral(2, 300, 3, 0); slices.Equal(other.X.Data(), x) {
		t.Error("another seed gives the same points")
	}
}

// TestDealing checks that Split and Batches deal every point once, with its
// label.
func TestDealing(t *testing.T) {
	s := dataset.Spiral(1, 103, 2, 0.1)
	label := map[float64]float64{}
	for i, y := range s.Y.Data() {
		label[s.X.Data()[2*i]] = y
	}
	train, held := s.Split(5, 0.2)
	if train.Len() != 82 || held.Len() != 21 {
		t.Errorf("split into %d and %d, want 82 and 21", train.Len(), held.Len())
	}
	seen := map[float64]bool{}
	sizes := []int{}
	for _, b := range append(train.Batches(1, 32), held) {
		sizes = append(sizes, b.Len())
		for i, y := range b.Y.Data() {
			x := b.X.Data()[2*i]
			if seen[x] || label[x] != y {
				t.Fatalf("point %v dealt twice or with label %v", x, y)
			}
			seen[x] = true
		}
	}
	if len(seen) != 103 || !slices.Equal(sizes, []int{32, 32, 18, 21}) {
		t.Errorf("%d points dealt in sizes %v", len(seen), sizes)
	}
}
