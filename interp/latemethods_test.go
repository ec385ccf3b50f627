package interp

import (
	"strings"
	"testing"
)

// TestLateGenericMethod pastes the way round that the refusal of a later
// method of a generic type suggests.
func TestLateGenericMethod(t *testing.T) {
	nb := newNotebook(t)
	nb.want("type Box[T any] struct{ v T }\nfunc (b *Box[T]) Set(v T) { b.v = v }")
	got := nb.run("func (b Box[T]) Get() T {\n\treturn b.v\n}")
	_, way, ok := strings.Cut(got, "with its methods:\n")
	if !ok {
		t.Fatalf("no way round in:\n%s", got)
	}
	way = strings.ReplaceAll(way, "!     ", "")
	nb.want(way+"\nb := Box[int]{3}\nb.Set(4)\nb.Get()", "=> 4")
}
