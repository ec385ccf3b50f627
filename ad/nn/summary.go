package nn

import (
	"fmt"
	"strings"

	"github.com/gojac/gojac/ad"
)

// An Overview lists the tensors of a model.
type Overview struct {
	Rows  []Parameter
	Total int // numbers in all
}

// A Parameter is one tensor or number of a model.
type Parameter struct {
	Path  string // "Layers[0].W"
	Shape []int
	Size  int
}

// Summary lists the parameters of a model, a struct of tensors or its
// address, with their shapes. It panics if there are none.
func Summary(model any) *Overview {
	o := &Overview{}
	err := parameters("Summary", model, func(name string, t *ad.Tensor) {
		o.Rows = append(o.Rows, Parameter{name, t.Shape(), t.Size()})
		o.Total += t.Size()
	})
	if err != nil {
		panic(err)
	}
	return o
}

// String aligns the rows.
func (o *Overview) String() string {
	width, shapes := len("parameters"), len("shape")
	for _, r := range o.Rows {
		width, shapes = max(width, len(r.Path)), max(shapes, len(fmt.Sprint(r.Shape)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s  %-*s  %8s\n", width, "parameters", shapes, "shape", "numbers")
	for _, r := range o.Rows {
		fmt.Fprintf(&b, "%-*s  %-*s  %8d\n", width, r.Path, shapes, fmt.Sprint(r.Shape), r.Size)
	}
	fmt.Fprintf(&b, "%-*s  %-*s  %8d", width, "total", shapes, "", o.Total)
	return b.String()
}
