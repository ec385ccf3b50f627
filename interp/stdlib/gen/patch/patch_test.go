package patch

import (
	"maps"
	"math"
	"testing"
)

func TestOverlaps(t *testing.T) {
	x := []int{1, 2, 3, 4, 5}
	for _, c := range []struct {
		name string
		a, b []int
		want bool
	}{
		{"same", x, x, true},
		{"prefix and suffix", x[:3], x[2:], true},
		{"inside", x, x[1:2], true},
		{"around", x[3:4], x, true},
		{"neighbours", x[:2], x[2:], false},
		{"empty", x[:0], x, false},
		{"others", x, []int{1, 2, 3, 4, 5}, false},
	} {
		if got := overlaps(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if none := make([]struct{}, 3); overlaps(none, none[1:]) {
		t.Error("elements of no size overlap")
	}
}

func TestClone(t *testing.T) {
	m := map[float64]int{1: 2, math.NaN(): 3}
	c := Clone(m)
	if len(c) != 2 || c[1] != 2 {
		t.Errorf("Clone(%v) = %v", m, c)
	}
	c[1] = 5
	if m[1] != 2 {
		t.Error("the copy shares memory with the map")
	}
	if Clone(map[int]int(nil)) != nil {
		t.Error("the copy of nil is not nil")
	}
	if n := (map[string]int{"a": 1}); !maps.Equal(n, Clone(n)) {
		t.Error("the copy differs")
	}
}
