package interp

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/gojac/gojac/interp/machine"
)

func (s *Session) outcome(cell Cell, ready *checked, err error) Outcome {
	var o Outcome
	if ready != nil {
		o.Declares = len(ready.declared)+len(ready.imports)+len(ready.methods) > 0
	}
	if err != nil {
		o.Error = s.errorOf(err)
		return o
	}
	for name, expr := range cell.Expressions {
		if o.Expressions == nil {
			o.Expressions = map[string]Expression{}
		}
		o.Expressions[name] = s.expression(cell.N, expr)
	}
	return o
}

// errorOf turns whatever ended a cell into an Error with excerpts.
func (s *Session) errorOf(err error) *Error {
	var e *Error
	var p *machine.Panic
	var exit *machine.Exit
	switch {
	case errors.As(err, &e):
	case errors.Is(err, machine.ErrInterrupted):
		e = &Error{Kind: Interrupted, Diagnostics: []Diagnostic{{Message: "interrupted; all variables are kept"}}}
		if err == errLeft {
			e.Diagnostics[0].Hint = "compiled code did not return; it was left behind and its result is ignored"
		}
	case errors.As(err, &exit):
		e = &Error{Kind: Exited, Code: exit.Code, Diagnostics: []Diagnostic{{
			Message: fmt.Sprintf("the cell called os.Exit(%d); the session goes on", exit.Code),
		}}}
	case errors.As(err, &p):
		e = s.panicked(p)
	default:
		e = &Error{Kind: Panicked, Diagnostics: []Diagnostic{{Message: err.Error()}}}
	}
	e.Excerpts = map[string]string{}
	excerpt := func(p Position) {
		if line, ok := s.scope.line(p); ok {
			e.Excerpts[p.String()] = line
		}
	}
	for _, d := range e.Diagnostics {
		excerpt(d.Position)
	}
	for _, f := range e.Stack {
		excerpt(f.Position)
	}
	return e
}

// panicked describes a panic with its chain of calls through cells.
func (s *Session) panicked(p *machine.Panic) *Error {
	e := &Error{Kind: Panicked}
	stack := p.Stack
	if inner, ok := p.Value.(*innerPanic); ok {
		p = inner.Panic
		stack = append(slices.Clone(p.Stack), stack...)
	}
	for _, f := range stack {
		at := s.scope.position(f.Pos)
		if at.Cell == "" {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(f.Func, cellPath+"."), strings.ReplaceAll(at.Cell, " ", "")+".")
		name = strings.ReplaceAll(name, "*"+cellPath+".", "*")
		if i := strings.Index(name, cellFunc); i >= 0 {
			name = at.Cell + name[i+len(cellFunc):]
		}
		e.Stack = append(e.Stack, Frame{Func: name, Position: at})
	}
	d := Diagnostic{Message: "panic: " + p.Error()}
	switch v := p.Value.(type) {
	case interface{ Hint() string }:
		d.Hint = v.Hint()
	case machine.Fatal:
		d.Message = "fatal error: " + p.Error()
	case *machine.Deadlock:
		d.Message = "fatal error: " + p.Error()
		d.Hint = s.waiting(v)
	case error:
		var memory *machine.MemoryError
		switch {
		case errors.As(v, &memory):
			d.Hint = "all variables are kept; the environment variable " + memoryVar + " sets the limit, as in " + memoryVar + "=8GiB, and so does gojac's flag --memory"
		case strings.HasSuffix(v.Error(), "assignment to entry in nil map"):
			d.Hint = "a map is made before it is written to: `counts := map[string]int{}`"
		}
	}
	if len(e.Stack) > 0 {
		d.Position = e.Stack[0].Position
	}
	e.Diagnostics = []Diagnostic{d}
	return e
}

// waiting says where the goroutines of a deadlock wait, beside the cell's own.
func (s *Session) waiting(d *machine.Deadlock) string {
	places := map[string]bool{}
	for _, stack := range d.Others {
		for _, f := range stack {
			if at := s.scope.position(f.Pos); at.Cell != "" {
				places[at.String()] = true
				break
			}
		}
	}
	hint := "nothing can wake the cell any more; all variables are kept"
	if len(places) > 0 {
		hint = "goroutines wait at " + listNames(slices.Sorted(maps.Keys(places))) + "; " + hint
	}
	return hint
}

// report tells the user of a panic in a goroutine.
func (s *Session) report(err error) {
	s.writing(os.Stderr)
	fmt.Fprintln(os.Stderr, "in a goroutine: "+strings.Join(s.errorOf(err).Traceback(false), "\n"))
}
