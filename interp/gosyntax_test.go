package interp

import (
	"reflect"
	"strings"
	"testing"
)

func TestGoSyntaxIsBounded(t *testing.T) {
	var cube [60][60][60]int
	type tree struct{ Sub []*tree }
	var grow func(depth int) *tree
	grow = func(depth int) *tree {
		n := &tree{make([]*tree, 9)}
		for i := range n.Sub {
			if depth > 0 {
				n.Sub[i] = grow(depth - 1)
			}
		}
		return n
	}
	for _, v := range []any{cube, grow(4), strings.Repeat("x", 1<<20), make([]byte, 1<<20), []string{strings.Repeat("x", 1<<20)}} {
		if text := goSyntax(reflect.ValueOf(v)); len(text) > 200_000 || !strings.Contains(text, "…") {
			t.Errorf("%T: %d bytes, …: %v", v, len(text), strings.Contains(text, "…"))
		}
	}
}
