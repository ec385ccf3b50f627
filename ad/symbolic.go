package ad

import "reflect"

// Symbolic returns the result of f, a plain Go function of a cell, as a
// formula in its parameters. It panics with an *Error if f has no source, and
// with the position of what stands in the way if f is not straight-line code
// with one result.
func Symbolic(f any) Expression {
	p := program("Symbolic", f)
	e, err := p.Symbolic(nil)
	if err != nil {
		panic(err)
	}
	return e
}

// Source returns f, a plain Go function of a cell, as the Go code that its
// numeric form amounts to: with every call in it carried out and every loop as
// it runs.
func Source(f any) string { return program("Source", f).Source() }

func program(op string, f any) Program {
	fn := Resolve(reflect.ValueOf(f))
	if fn.Program == nil {
		fail(op, "give a function on float64 that is written in a cell", "%s has no source to read", fn.title())
	}
	return fn.Program
}
