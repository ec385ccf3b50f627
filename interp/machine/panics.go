package machine

import (
	"fmt"
	"go/token"
	"reflect"
	"runtime"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Frame is one call in progress.
type Frame struct {
	Func string
	Pos  token.Pos
	fn   *ssa.Function
}

// A Panic is a panic that nothing recovered.
type Panic struct {
	Value any     // what was panicked with; a runtime.Error for Go's own
	Stack []Frame // innermost first
	Prior *Panic  // one that this replaced, if a deferred call panicked again

	Recovered bool // and then a deferred call panicked again
	Repeats   bool // it is the value of Prior once more
}

// Error words the panic as Go does, without the first word "panic: ".
func (p *Panic) Error() string {
	switch v := p.Value.(type) {
	case runtime.Error:
		return v.Error()
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	case string:
		return v
	}
	return printed(p.Value)
}

func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// printed words a panic value that is neither an error nor a Stringer: the
// basic types by value, all others by type and address.
func printed(v any) string {
	var b []byte
	val := addressable(v)
	if !val.IsValid() {
		return "nil"
	}
	name := val.Type().String()
	switch {
	case val.Kind() >= 1 && val.Kind() <= 16 && val.Type().PkgPath() == "":
		return string(appendPrinted(b, val))
	case val.CanComplex(): // has parentheses of its own
		return name + string(appendPrinted(b, val))
	case val.Kind() >= 1 && val.Kind() <= 16:
		return name + "(" + string(appendPrinted(b, val)) + ")"
	case val.Kind().String() == "string":
		return name + `("` + val.String() + `")`
	}
	return fmt.Sprintf("(%s) %#x", name, uintptr((*iface)(ptr(&v)).data))
}

// A Fatal is the value of a Panic from which nothing recovers.
type Fatal string

func (f Fatal) Error() string { return string(f) }

// An Exit is what a call ends with when the program asked to end the process.
type Exit struct{ Code int }

func (e *Exit) Error() string { return fmt.Sprintf("exit status %d", e.Code) }

// trace is the chain of calls of a thread, innermost first.
func (th *thread) trace() (fs []Frame) {
	for fr := th.top; fr != nil && fr.code != nil && len(fs) < maxTrace; fr = fr.caller {
		if fr.code.hidden {
			continue
		}
		fs = append(fs, Frame{fr.code.name, fr.position(), fr.code.fn})
	}
	return fs
}

const maxTrace = 100

func (fr *frame) position() token.Pos {
	if fr.pc < len(fr.code.pos) {
		return fr.code.pos[fr.pc]
	}
	return fr.code.fn.Pos()
}

// ending turns how a call ended into an error.
func (th *thread) ending(value any) error {
	p := th.caughtPanic(value)
	switch v := p.value.(type) {
	case *interrupted:
		return ErrInterrupted
	case *failed:
		return v.err
	case *Exit:
		return v
	case Refusal:
		return v
	}
	return p.error()
}

func (p *panicking) error() *Panic {
	e := &Panic{Value: p.value, Stack: p.stack, Recovered: p.recovered}
	if p.earlier != nil && !p.earlier.goexit {
		e.Prior = p.earlier.error()
		e.Repeats = same(e.Value, e.Prior.Value)
	}
	return e
}

// plainError makes a runtime.Error with the given words.
func plainError(s string) any {
	return withWords(s, func() {
		var c chan int
		close(c)
	})
}

// errorString is plainError, with "runtime error: " before the words.
func errorString(s string) any {
	return withWords(s, func() {
		var zero int
		_ = 1 / zero
	})
}

// withWords is what f panics with, a string in an interface, with other words.
func withWords(s string, f func()) any {
	var err any
	func() {
		defer func() { err = recover() }()
		f()
	}()
	(*iface)(ptr(&err)).data = ptr(&s)
	return err
}

// wrapError is the panic of a value's method called by a nil pointer.
func wrapError(typ, method string) any {
	short := typ[strings.LastIndexByte(typ, '.')+1:]
	return plainError("value method " + typ + "." + method + " called using nil *" + short + " pointer")
}

// addressable is a copy of an interface's contents.
func addressable(v any) reflect.Value {
	if v == nil {
		return reflect.Value{}
	}
	p := reflect.New(reflect.TypeOf(v))
	p.Elem().Set(reflect.ValueOf(v))
	return p.Elem()
}
