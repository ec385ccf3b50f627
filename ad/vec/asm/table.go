package main

import (
	"fmt"
	"strings"
)

// A table is the Go function that puts kernels into a set.
type table struct {
	v vectors
	strings.Builder
}

func newTable(v vectors) *table {
	t := &table{v: v}
	fmt.Fprintf(t, "\nfunc kernels%s(s *set[%s]) {\n", v.suffix(), v.elem())
	return t
}

// set says which field a kernel goes into.
func (t *table) set(field, name string) *table {
	fmt.Fprintf(t, "\ts.%s = %s%s\n", field, name, t.v.suffix())
	return t
}

func (t *table) String() string { return t.Builder.String() + "}\n" }
