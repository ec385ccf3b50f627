package ad

import (
	"slices"
	"testing"
)

// TestNothing: functions of no elements are traced, compiled and looked at
// like others.
func TestNothing(t *testing.T) {
	for _, s := range [][2][]int{{{1, 0, 1}, {3, 1, 3}}, {{2, 1, 2}, {0, 1}}, {{0, 2, 2}, {3, 1, 2, 2}}, {{2, 1, 1, 2}, {0, 2}}, {{3, 0}, {3, 1}}} {
		f := func(x *Tensor) *Tensor { return x.Add(Zeros(s[1]...)) }
		want := f(Zeros(s[0]...)).Shape()
		for range 2 {
			if got := Compile(f).(func(*Tensor) *Tensor)(Zeros(s[0]...)).Shape(); !slices.Equal(got, want) {
				t.Errorf("compiled, (%v) + (%v) has the shape %v, want %v", s[0], s[1], got, want)
			}
		}
	}
	j := Jacobian(func(x *Tensor) *Tensor { return Zeros(3, 0).MatMul(x) }, Sparse()).(func(*Tensor) *JacobianMatrix)(Zeros(0))
	if got := j.Dense().Shape(); !slices.Equal(got, []int{3, 0}) {
		t.Errorf("the Jacobian of three sums of nothing has the shape %v", got)
	}
}

// TestLongEmpty: a tensor of no numbers is printed in as little room as others.
func TestLongEmpty(t *testing.T) {
	want := "[[]\n []\n []\n …\n []\n []\n []] shape (2147483648, 0)"
	if got := Zeros(1<<31, 0).String(); got != want {
		t.Errorf("%.200s, want %s", got, want)
	}
}
