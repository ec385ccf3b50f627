package fn

import (
	"fmt"
	"github.com/gojac/gojac/ad"
	"reflect"
	"sync"
	"sync/atomic"
)

// A Reg names a register of a Func: an index into its Regs.
type Reg int32

// A Var describes a register. Its Type is Float64, Float32, Bool, an integer kind, or Slice for a []float64.
type Var struct {
	Name  string // the Go variable it came from, or ""
	Type  reflect.Kind
	Const bool    // holds F or N from the start, and is never written
	F     float64 // value of a constant float
	N     int64   // value of a constant integer (unsigned ones as their bits) or boolean (0 or 1)
	Nil   bool    // a nil slice or zero value that is no program's input
}

// A Func is a numeric function. It is built once, then only read.
//
// Its inputs are the first registers: NumParams parameters, then NumFree captured values, which a caller passes along.
type Func struct {
	Name      string // "f"; "" for a function literal
	Pos       string // "cell 3:1:6"
	Regs      []Var
	NumParams int
	NumFree   int
	Results   []Var
	Blocks    []*Block
	Assigns   []string // captured variables that it assigns to: it runs, but has no derivative
	Host      *Host    // nil: one of its own

	own  Host
	once sync.Once
	proc *proc
	nest atomic.Int32 // whether it applies a verb, itself or in what it calls: 0 unknown, 1 no, 2 yes
}

// A Host is what the functions of one session share. The zero Host is ready to use.
type Host struct {
	Stop     *atomic.Bool // set from outside, it makes running functions panic with ErrStopped
	MaxDepth int          // deepest nesting of calls; 0 means DefaultDepth

	machines, duals, recorders sync.Pool // idle ones
}

// DefaultDepth is how deep calls nest before a function is taken to recurse without end.
const DefaultDepth = 100_000

// OfPrim returns the function of float64 that an elementwise primitive is.
func OfPrim(p *ad.Prim, host *Host) *Func {
	f := &Func{Host: host, NumParams: p.Arity(), Results: []Var{{Type: reflect.Float64}}}
	in := &Instr{Op: OpPrim, Prim: p}
	for i, name := range []string{"x", "y"}[:f.NumParams] {
		f.Regs = append(f.Regs, Var{Name: name, Type: reflect.Float64})
		in.In = append(in.In, Reg(i))
	}
	f.Regs = append(f.Regs, Var{Type: reflect.Float64})
	in.Out = []Reg{Reg(f.NumParams)}
	f.Blocks = []*Block{{Code: []*Instr{in}, End: End{Kind: Return, Results: in.Out}}}
	return f
}

// A Block is a stretch of instructions entered at its head and left at its end.
type Block struct {
	Code []*Instr
	End  End
}

// An Instr computes Out from In.
type Instr struct {
	Op     Op
	Prim   *ad.Prim   // for OpPrim
	Callee *Func      // for OpCall and OpApply
	Verb   *Verb      // for OpApply
	Active []bool     // for OpApply: which parameters it differentiates by; nil means all that carry floats
	Get    func() any // for OpGlobal: reads the variable as float64, int64, bool or []float64
	Label  string     // for OpGlobal: its name
	In     []Reg
	Out    []Reg
	Pos    string
}

// An End says where control goes after a Block.
type End struct {
	Kind    EndKind
	Cond    Reg     // for Branch
	To      [2]Edge // Jump uses the first; Branch goes to the first if Cond holds
	Results []Reg   // for Return
	Message string  // for Panic
	Pos     string
}

// An EndKind is the kind of an End.
type EndKind uint8

// The kinds of ends.
const (
	Jump EndKind = iota
	Branch
	Return
	Panic
)

// An Edge leads to a block. Its moves happen at once: every source is read before any destination is written.
type Edge struct {
	Block int
	Moves []Move
}

// A Move copies register Src to Dst.
type Move struct{ Dst, Src Reg }

// Inputs describes the parameters of f, then its captured values.
func (f *Func) Inputs() []Var { return f.Regs[:f.NumParams+f.NumFree] }

// Params describes the parameters of f.
func (f *Func) Params() []Var { return f.Regs[:f.NumParams] }

// Title is the name of f, or its place if it has none.
func (f *Func) Title() string {
	if f.Name != "" {
		return f.Name
	}
	return "func at " + f.Pos
}

// Nests reports whether f applies a verb, such as Grad, itself or in a function it calls.
func (f *Func) Nests() bool {
	if f.nest.Load() == 0 {
		found := int32(1)
		f.visit(map[*Func]bool{}, func(in *Instr) {
			if in.Op == OpApply {
				found = 2
			}
		})
		f.nest.Store(found)
	}
	return f.nest.Load() == 2
}

// visit calls do for every instruction of f and of the functions it calls.
func (f *Func) visit(seen map[*Func]bool, do func(*Instr)) {
	if seen[f] {
		return
	}
	seen[f] = true
	for _, b := range f.Blocks {
		for _, in := range b.Code {
			do(in)
			if in.Callee != nil {
				in.Callee.visit(seen, do)
			}
		}
	}
}

// An Error says what went wrong while a numeric function ran, and where.
type Error struct {
	Func   string
	Pos    string
	Detail string
}

func (e *Error) Error() string {
	if e.Pos == "" {
		return fmt.Sprintf("%s: %s", e.Func, e.Detail)
	}
	return fmt.Sprintf("%s: %s: %s", e.Pos, e.Func, e.Detail)
}

// ErrStopped is the panic of a function that was stopped from outside.
var ErrStopped = &Error{Func: "numeric function", Detail: "stopped"}
