package lift

import (
	"go/token"
	"sync"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// A Config says how the functions to be lifted are tied to their session. Every field may be left out.
type Config struct {
	// Pos formats a position, as "cell 3:2:8".
	Pos func(token.Pos) string
	// Callee returns the function that a call of f reaches now, which is another one once f is redefined.
	Callee func(f *ssa.Function) *ssa.Function
	// Globals returns how to read a package variable: a func() any that gives a float64, an int64 (for every integer type),
	// a bool or a []float64, according to the variable's type. It reports false for variables that can't be read.
	Globals func(*ssa.Global) (func() any, bool)
	// Verb reports which of ad's verbs the function f stands for. Left out, functions of package ad stand for themselves.
	Verb func(f *ssa.Function) (name string, ok bool)
	// Host is given to the lifted functions; it holds the flag that stops them.
	Host *fn.Host
}

// A Lifter lifts functions and remembers them. It may be used from several goroutines.
type Lifter struct {
	cfg Config

	mu    sync.Mutex
	cache map[*ssa.Function]*entry
}

// An entry is the outcome of lifting one function.
type entry struct {
	fn    *fn.Func
	err   error
	bound []binding
}

// A binding is a call by name that an entry rests on.
type binding struct{ named, reached *ssa.Function }

// New returns a Lifter.
func New(cfg Config) *Lifter {
	if cfg.Pos == nil {
		cfg.Pos = func(token.Pos) string { return "" }
	}
	if cfg.Callee == nil {
		cfg.Callee = func(f *ssa.Function) *ssa.Function { return f }
	}
	if cfg.Globals == nil {
		cfg.Globals = func(*ssa.Global) (func() any, bool) { return nil, false }
	}
	if cfg.Verb == nil {
		cfg.Verb = verbOfPackageAD
	}
	if cfg.Host == nil {
		cfg.Host = new(fn.Host)
	}
	return &Lifter{cfg: cfg, cache: map[*ssa.Function]*entry{}}
}

// Func returns the numeric form of f, with the functions that f calls as they are now. The error is an *Error.
//
// If f is a closure, the captured values follow its parameters, one for each of f.FreeVars; see [Lifter.Captures].
func (l *Lifter) Func(f *ssa.Function) (*fn.Func, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.cache[f]; e != nil && l.current(e) {
		return e.fn, e.err
	}
	b := &batch{Lifter: l, made: map[string]*fn.Func{}}
	e := &entry{}
	e.fn, e.err = b.lift(f)
	e.bound = b.bound
	l.cache[f] = e
	return e.fn, e.err
}

// current reports whether every call e rests on still reaches the same function.
func (l *Lifter) current(e *entry) bool {
	for _, b := range e.bound {
		if l.cfg.Callee(b.named) != b.reached {
			return false
		}
	}
	return true
}

// A batch lifts one function together with everything it calls: either all of them succeed or none is kept.
type batch struct {
	*Lifter
	made  map[string]*fn.Func
	bound []binding
}

// lift returns the numeric form of f. A function that calls itself finds its own form, still being filled.
func (b *batch) lift(f *ssa.Function) (made *fn.Func, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			made, err = nil, r
		default:
			panic(r)
		}
	}()
	return b.function(&function{code: f}), nil
}

// An Error says what can't be lifted, where it stands, and what would do instead.
type Error struct {
	Pos   token.Pos
	Where string // Pos, formatted
	What  string // "goroutine", "call of strings.ToUpper, which has no derivative rule"
	Hint  string // may be empty
}

func (e *Error) Error() string {
	s := e.What
	if e.Where != "" {
		s = e.Where + ": " + s
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}
