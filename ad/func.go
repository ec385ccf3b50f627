package ad

import (
	"reflect"
	"sync"
	"unsafe"
)

// A Func describes the function given to a verb: a native func value, its
// names, and, for plain numeric Go, its numeric program.
type Func struct {
	Value   reflect.Value // callable
	Name    string        // "f"; "" for a literal
	Params  []string      // names of the parameters; missing ones are made up
	Results []string      // "" where unnamed
	Pos     string        // "cell 3:1:6"
	Program Program       // nil for a function on tensors

	// Outside returns the variables that the function can reach besides its
	// arguments and what identifies the code it runs, so that a compiled
	// function sees a change; not known where it can reach what can't be
	// listed. It is nil where no front end knows the function.
	Outside func() (variables []reflect.Value, code []uintptr, known bool)

	// Watch is asked at each call of a gradient or pullback that a verb made of
	// the function: it returns who is told the remarks on it, nil for nobody.
	// Where Watch is nil, nobody is.
	Watch func() func(Remarks)

	// Fields names the fields of a struct type whose reflect form lost them;
	// nil where reflect knows.
	Fields func(t reflect.Type) []string
}

// A Program is a plain numeric Go function in a form that can run on tensors
// of any level, so that every transform works on it.
//
// Its tensors are the leaves of the arguments in order: a scalar for each
// float, int and bool (0 or 1), a vector for each slice or array of numbers;
// structs, pointers and other slices and arrays are flattened. Ints and bools
// are never traced. Results likewise.
type Program interface {
	Trace(in []*Tensor) []*Tensor
	// Symbolic returns the one result as a formula in the leaves, which are
	// called by names, or as in the source if that is nil; the error names the
	// position of what stands in the way.
	Symbolic(names []string) (Expression, error)
	Source() string // readable Go
}

// A Binder is a program that needs more of its arguments than the numbers in
// them: strings, maps, how long lists are. Bind returns the program for
// arguments of the structure of args, whose numbers Trace will be given.
type Binder interface {
	Bind(args []reflect.Value) Program
}

// A Shaped program has results whose structure is known when it has run: lists
// of lists, maps, pointers. Results returns values of the structure of those of
// the last run; the numbers in them do not count.
type Shaped interface {
	Results() []reflect.Value
}

// An Expression is a formula in the parameters of a function.
type Expression interface {
	String() string
	TeX() string
	Diff(name string) Expression
	Eval(at map[string]float64) float64
}

var resolvers struct {
	sync.RWMutex
	list []func(reflect.Value) *Func
}

// RegisterResolver adds a way to find what is known of a func value. The
// interpreter registers its own at start.
func RegisterResolver(r func(f reflect.Value) *Func) {
	resolvers.Lock()
	defer resolvers.Unlock()
	resolvers.list = append(resolvers.list, r)
}

const functionHint = "give a function on float64 or *ad.Tensor"

// Resolve returns what is known of a func value: what a verb or a resolver
// registered, else the value alone. It panics if f is not a func, or nil.
func Resolve(f reflect.Value) *Func {
	if f.IsValid() && f.Kind() == reflect.Interface {
		f = f.Elem()
	}
	if !f.IsValid() || f.Kind() != reflect.Func || f.IsNil() {
		fail("Resolve", functionHint, "this is not a function")
	}
	if known := derived.find(f); known != nil {
		return known
	}
	resolvers.RLock()
	defer resolvers.RUnlock()
	for _, r := range resolvers.list {
		if known := r(f); known != nil {
			return known
		}
	}
	return &Func{Value: f}
}

// closurePointer returns the closure a func value points at, which identifies
// it; reflect's Pointer would give the code that many closures share.
func closurePointer(f reflect.Value) unsafe.Pointer {
	p := reflect.New(f.Type())
	p.Elem().Set(f)
	return *(*unsafe.Pointer)(p.UnsafePointer())
}

func closureOf(f reflect.Value) uintptr { return uintptr(closurePointer(f)) }
