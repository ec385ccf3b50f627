package interp

import (
	"fmt"
	"go/types"
	"io"
	"reflect"
	"strings"

	yaegi "github.com/traefik/yaegi/interp"

	"github.com/gojac/gojac/interp/machine"
)

// A symbol is what a script can name beside what is in it: a constant, a
// variable, a place for a result, or a function.
type symbol struct {
	kind  byte          // 'K', 'V', 'R' or 'F'
	value reflect.Value // of V the pointer
	fn    *types.Func   // of F
}

func (s symbol) name(i int) string { return fmt.Sprintf("%c%d", s.kind, i) }

// A shape is what scripts have in common that differ only in constants,
// variables and the places of their results. yaegi compiles it once: it freezes
// the values that it gets, so it gets pointers to places that are filled for
// each run.
type shape struct {
	run     func()
	step    int // the statement under way
	stopped <-chan struct{}
	places  []reflect.Value // of each symbol, but for functions, which are part of the shape
	funcs   []*types.Func   // that the key names by their address: it stays theirs
}

// key tells shapes apart: the text, the types of what it names, and the functions.
func (s *script) key() string {
	var b strings.Builder
	b.WriteString(s.body.String())
	for _, sym := range s.symbols {
		if sym.kind == 'F' {
			fmt.Fprintf(&b, "%p ", sym.fn)
		} else {
			fmt.Fprintf(&b, "%p ", sym.value.Type())
		}
	}
	return b.String()
}

// shape returns the shape of a script, compiled.
func (s *script) shape() (*shape, error) {
	key := s.key()
	if h := s.shapes[key]; h != nil {
		return h, nil
	}
	if s.yaegi == nil || len(s.shapes) >= maxShapes {
		s.yaegi = yaegi.New(yaegi.Options{Stdout: io.Discard, Stderr: io.Discard})
		s.shapes = map[string]*shape{}
	}
	h := &shape{}
	exports := map[string]reflect.Value{
		"Is":    reflect.ValueOf(func(run func()) { h.run = run }),
		"Step":  reflect.ValueOf(&h.step),
		"Check": reflect.ValueOf(h.check),
	}
	for i, sym := range s.symbols {
		place := sym.value
		if sym.kind == 'F' {
			h.funcs = append(h.funcs, sym.fn)
		} else {
			place = reflect.New(sym.value.Type())
		}
		exports[sym.name(i)] = place
		h.places = append(h.places, place)
	}
	s.yaegi.Use(yaegi.Exports{topLevelImport + "/c": exports})
	if len(s.shapes) == 0 {
		if _, err := s.yaegi.Eval(fmt.Sprintf("import c %q", topLevelImport)); err != nil {
			return nil, err
		}
	}
	if _, err := s.yaegi.Eval("c.Is(func() {\n" + s.body.String() + "})"); err != nil {
		s.yaegi = nil // what is left of it may be in the way
		return nil, err
	}
	s.shapes[key] = h
	return h, nil
}

// check ends the script if its cell was interrupted.
func (h *shape) check() {
	select {
	case <-h.stopped:
		panic(machine.ErrInterrupted)
	default:
	}
}

// evaluate runs the script. A panic in a compiled function is reported as the
// machine would.
func (s *script) evaluate() (values []reflect.Value, err error) {
	h, err := s.shape()
	if err != nil {
		return nil, fmt.Errorf("%s: internal error: %w", s.c.name, err)
	}
	h.stopped = s.s.Stopped()
	for i, sym := range s.symbols {
		if sym.kind == 'K' || sym.kind == 'V' {
			h.places[i].Elem().Set(sym.value)
		}
	}
	defer func() {
		if v := recover(); v != nil {
			values, err = nil, &machine.Panic{Value: v, Stack: []machine.Frame{{Func: cellFunc, Pos: s.calls[h.step]}}}
		}
		for i, sym := range s.symbols {
			if sym.kind != 'F' {
				h.places[i].Elem().SetZero() // what was in it may be large
			}
		}
	}()
	h.run()
	for i, sym := range s.symbols {
		if sym.kind == 'R' {
			sym.value.Set(h.places[i].Elem())
		}
	}
	return s.results, nil
}
