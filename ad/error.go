package ad

import (
	"fmt"
	"strings"
)

// An Error is what every function of this package panics with: which
// operation was asked for, what it was given, and what would fit.
type Error struct {
	Op     string  // "MatMul"
	Shapes [][]int // shapes of the operands, if any
	Detail string  // what is wrong: "inner dimensions 4 and 5 differ"
	Hint   string  // what would fit; may be empty
	Err    error   // what it comes from, where that is not of this package: memory that there is not
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// Error returns for example
// "ad: MatMul: (3, 4) × (5, 2): inner dimensions 4 and 5 differ".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("ad: " + e.Op + ": ")
	if len(e.Shapes) > 0 {
		for i, s := range e.Shapes {
			if i > 0 {
				b.WriteString(" × ")
			}
			b.WriteString(shapeString(s))
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Detail)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// fail panics with an Error without shapes.
func fail(op, hint, format string, args ...any) {
	panic(&Error{Op: op, Detail: fmt.Sprintf(format, args...), Hint: hint})
}

// named has the errors of what an exported function is made of tell its own
// name. It is deferred.
func named(op string) {
	switch r := recover().(type) {
	case nil:
	case *Error:
		e := *r
		e.Op = op
		panic(&e)
	default:
		panic(r)
	}
}

func shapesOf(ts ...*Tensor) [][]int {
	s := make([][]int, len(ts))
	for i, t := range ts {
		s[i] = t.given().shape
	}
	return s
}

// shapeString writes a shape as Go programmers read it aloud: (3, 4), (3), ().
func shapeString(s []int) string {
	return "(" + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(s)), ", "), "[]") + ")"
}
