package nn

import (
	"fmt"
	"reflect"
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
	v := reflect.ValueOf(model)
	if !v.IsValid() {
		panic(&ad.Error{Op: "Summary", Detail: "nil is no model"})
	}
	o := &Overview{}
	parameters(model, func(name string, t *ad.Tensor) {
		o.Rows = append(o.Rows, Parameter{name, t.Shape(), t.Size()})
		o.Total += t.Size()
	})
	if len(o.Rows) == 0 {
		panic(&ad.Error{Op: "Summary", Detail: fmt.Sprintf("a %T holds no tensors and no numbers to learn", model), Hint: "a model is a struct of tensors"})
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
