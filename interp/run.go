package interp

import (
	"bufio"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad/memory"
	"github.com/gojac/gojac/ad/vec"
	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp/load"
	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/stdlib"
)

// A Host is what surrounds a session: where displays go and input comes from.
type Host struct {
	Show    func(display.Event)
	Input   func(prompt string, password bool) (string, error)
	Writing func(stream int) // called before a cell writes stdout (0) or stderr (1)
	Folder  string           // that imports like "./x" are relative to; "" is the working directory
}

// A Session is the cells run so far in this process and what they left.
// Run and Declare are called for one cell at a time; Interrupt, Complete and
// Inspect at any moment.
type Session struct {
	host      Host
	mu        sync.RWMutex // guards scope against Complete and Inspect
	scope     *scope
	prog      *ssa.Program
	machine   *machine.Machine
	numeric   *numeric
	verbs     map[*types.Func]reflect.Value
	verbCalls map[*types.Func]*verbCall
	running   sync.Mutex // held while a cell runs

	connected atomic.Bool // cells know comms: the page may wake a goroutine

	topLevel *topLevel
	hooks    hookTable
	stdin    *bufio.Reader // what the user types
}

// NewSession returns an empty session.
func NewSession(host Host) *Session {
	fset := token.NewFileSet()
	s := &Session{
		host:      host,
		scope:     newScope(fset, load.New(fset, folder(host.Folder), folder(host.Folder), true)),
		prog:      ssa.NewProgram(fset, ssa.InstantiateGenerics|ssa.BareInits|ssa.GlobalDebug),
		verbs:     map[*types.Func]reflect.Value{},
		verbCalls: map[*types.Func]*verbCall{},
	}
	conf := s.machineConfig()
	conf.Native, conf.After = s.native, annotate(s.scope)
	s.machine = machine.New(conf)
	memory.SetLimit(s.machine.Refused)
	vec.SetPoll(s.machine.Poll)
	s.numeric = newNumeric(s)
	s.topLevel = newTopLevel(s)
	s.hooks = s.newHooks()
	return s
}

// machineConfig is what all machines of the session have in common.
func (s *Session) machineConfig() machine.Config {
	return machine.Config{
		Fset: s.scope.fset,
		Type: stdlib.Type,
		Name: func(t *types.TypeName) string {
			if isCell(t.Pkg()) {
				return cellPath + "." + t.Name()
			}
			return load.TypeName(t)
		},
		Report:      s.report,
		MaxMemory:   memoryLimit().bytes(),
		Interactive: true,
	}
}

// folder returns dir as an absolute path.
func folder(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// Interrupt stops the running cell.
func (s *Session) Interrupt() {
	s.machine.Interrupt()
	if o := s.numeric.overload.Load(); o != nil {
		o.machine.Interrupt()
	}
}

// Stopped is closed when the running cell is interrupted.
func (s *Session) Stopped() <-chan struct{} { return s.machine.Stopped() }

// Run runs a cell; result shows the value of its last expression.
func (s *Session) Run(cell Cell, result func(display.Bundle)) Outcome {
	s.running.Lock()
	defer s.running.Unlock()
	s.machine.Resume()
	o := s.run(cell, result)
	o.Variables = s.scope.changes()
	return o
}

func (s *Session) run(cell Cell, result func(display.Bundle)) Outcome {
	if name, ok := helpFor(cell.Code); ok {
		return s.help(cell, name)
	}
	ready, err := s.prepare(cell)
	if err != nil {
		return s.outcome(cell, nil, err)
	}
	if err := s.accept(ready); err != nil {
		return s.outcome(cell, nil, err)
	}
	if len(ready.methods) > 0 && s.machine.Unrenewed() {
		ready.notes = append(ready.notes, "goroutines of earlier cells are running: while they do, compiled code such as fmt sees older values without the new methods")
	}
	s.notes(ready.notes)
	s.numeric.watch.begin(ready.pulled)
	values, err := s.call(ready)
	if remarks := s.numeric.watch.end(); err == nil {
		s.notes(remarks)
	}
	if err == nil && !cell.Silent {
		err = s.show(ready, values, result)
	}
	return s.outcome(cell, ready, s.finish(err))
}

// finish says that the cell is over, which ended in err. A goroutine that it
// started may have stopped it since.
func (s *Session) finish(err error) error {
	s.machine.Finish()
	select {
	case <-s.Stopped():
		if err == nil {
			return s.machine.Reason()
		}
	default:
	}
	return err
}

func (s *Session) notes(notes []string) {
	for _, note := range notes {
		s.host.Show(display.Event{Bundle: display.Note(note)})
	}
}

// Declare takes a cell's declarations without running its statements.
func (s *Session) Declare(cell Cell) Outcome {
	s.running.Lock()
	defer s.running.Unlock()
	s.machine.Resume()
	ready, err := s.prepare(cell)
	if err == nil {
		err = s.accept(ready)
	}
	if err != nil {
		ready = nil
	}
	o := s.outcome(cell, ready, err)
	o.Variables = s.scope.changes()
	return o
}

// expression evaluates one of a cell's expressions for its own sake.
func (s *Session) expression(n int, code string) Expression {
	var e Expression
	sub := s.run(Cell{N: n, Code: code}, func(b display.Bundle) { e.Bundle = b })
	e.Error = sub.Error
	return e
}

// patience is how long an interrupted cell may go on, in deferred calls or
// compiled code, until it is left behind.
const patience = 60 * time.Millisecond

var (
	errGoexit = errors.New("the cell ended its goroutine with runtime.Goexit")
	errLeft   = fmt.Errorf("left behind in compiled code: %w", machine.ErrInterrupted)
)

// call runs the statements of a cell.
func (s *Session) call(c *checked) ([]reflect.Value, error) {
	if len(c.statements()) == 0 {
		return nil, nil
	}
	values, err := s.guard(func() ([]reflect.Value, error) { return s.evaluate(c) })
	if err == errLeft && c.script != nil {
		s.topLevel = newTopLevel(s) // the other one is still at work
	}
	return values, err
}

// guard runs code in a goroutine of its own, which it may end by
// runtime.Goexit. If that goroutine does not return from compiled code after an
// interrupt, it is left there, and runs no code of cells when it comes back.
func (s *Session) guard(run func() ([]reflect.Value, error)) ([]reflect.Value, error) {
	type ending struct {
		values []reflect.Value
		err    error
	}
	done := make(chan ending, 1)
	stopped := s.Stopped()
	go func() {
		e := ending{err: errGoexit}
		defer func() { done <- e }()
		e.values, e.err = run()
	}()
	defer s.watch()()
	select {
	case e := <-done:
		if e.err == machine.ErrGoexit {
			e.err = errGoexit
		}
		select {
		case <-stopped:
			e.err = s.machine.Reason()
		default:
		}
		return e.values, e.err
	case <-stopped:
	}
	why := s.machine.Reason()
	wait := patience
	if why != machine.ErrInterrupted {
		wait = time.Second // nobody is in a hurry, and a deep stack takes its time
	}
	select {
	case <-done:
		return nil, why
	case <-time.After(wait):
	}
	s.machine.Abandon()
	if why == machine.ErrInterrupted {
		why = errLeft
	}
	return nil, why
}

// watch looks at the memory in use until the function that it returns is called.
// Most cells are done before it looks at all.
func (s *Session) watch() (stop func()) {
	const interval = 50 * time.Millisecond
	var over atomic.Bool
	var seen machine.DeadlockCheck
	var look func()
	look = func() {
		if !over.Load() {
			s.machine.CheckMemory()
			s.machine.CheckDeadlock(&seen, s.connected.Load)
			time.AfterFunc(interval, look)
		}
	}
	first := time.AfterFunc(interval, look)
	return func() {
		over.Store(true)
		first.Stop()
	}
}

// evaluate runs the statements in yaegi or in the machine.
func (s *Session) evaluate(c *checked) (values []reflect.Value, err error) {
	if c.script != nil {
		s.machine.Occupied(func() { values, err = c.script.evaluate() })
		return values, err
	}
	obj := c.info.Defs[c.body().Name].(*types.Func)
	return s.machine.Call(s.prog.FuncValue(obj))
}

// body returns the function that holds the cell's statements.
func (c *checked) body() *ast.FuncDecl {
	for _, d := range c.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == cellFunc {
			return fn
		}
	}
	return nil
}

func (c *checked) statements() []ast.Stmt { return c.body().Body.List }
