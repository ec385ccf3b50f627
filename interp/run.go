package interp

import (
	"bufio"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/stdlib"
)

// A Host is what surrounds a session: where displays go and input comes from.
type Host struct {
	Show    func(display.Event)
	Input   func(prompt string, password bool) (string, error)
	Writing func(stream int) // called before a cell writes stdout (0) or stderr (1)
}

// A Session is the cells run so far in this process and what they left.
// Run and Declare are called for one cell at a time; Interrupt, Complete and
// Inspect at any moment.
type Session struct {
	host    Host
	mu      sync.RWMutex // guards scope against Complete and Inspect
	scope   *scope
	prog    *ssa.Program
	machine *machine.Machine
	numeric *numeric
	verbs   map[*types.Func]reflect.Value
	running sync.Mutex // held while a cell runs

	topLevel  *topLevel
	hookTable map[string]any
	stdin     *bufio.Reader // what the user types
}

// NewSession returns an empty session.
func NewSession(host Host) *Session {
	fset := token.NewFileSet()
	s := &Session{
		host:  host,
		scope: newScope(fset, stdlib.Importer(fset)),
		prog:  ssa.NewProgram(fset, ssa.InstantiateGenerics|ssa.BareInits|ssa.GlobalDebug),
		verbs: map[*types.Func]reflect.Value{},
	}
	s.machine = machine.New(machine.Config{
		Fset:   fset,
		Native: s.native,
		Type:   stdlib.Type,
		Name:   func(t *types.TypeName) string { return cellPath + "." + t.Name() },
		Report: s.report,
		After:  annotate(s.scope),

		MaxMemory: memoryLimit(),
	})
	s.numeric = newNumeric(s)
	s.topLevel = newTopLevel(s)
	s.hookTable = s.hooks()
	return s
}

// native gives the compiled value of an object: a verb of the session, what a
// notebook needs in place of it, or what the packed packages hold.
func (s *Session) native(obj types.Object) (reflect.Value, bool) {
	if fn, ok := obj.(*types.Func); ok {
		if v, ok := s.verbs[fn]; ok {
			return v, true
		}
	}
	if v, ok := s.hooked(obj); ok {
		return v, true
	}
	return stdlib.Lookup(obj)
}

// Interrupt stops the running cell.
func (s *Session) Interrupt() { s.machine.Interrupt() }

// Stopped is closed when the running cell is interrupted.
func (s *Session) Stopped() <-chan struct{} { return s.machine.Stopped() }

// Run runs a cell; result shows the value of its last expression.
func (s *Session) Run(cell Cell, result func(display.Bundle)) Outcome {
	s.running.Lock()
	defer s.running.Unlock()
	s.machine.Resume()
	return s.run(cell, result)
}

func (s *Session) run(cell Cell, result func(display.Bundle)) Outcome {
	if name, ok := helpFor(cell.Code); ok {
		return s.help(cell, name)
	}
	ready, err := s.prepare(cell)
	if err != nil {
		return s.outcome(cell, nil, err)
	}
	for _, note := range ready.notes {
		s.host.Show(display.Event{Bundle: display.Text("note: " + note)})
	}
	values, err := s.call(ready)
	if err == nil && !cell.Silent {
		err = s.show(ready, values, result)
	}
	return s.outcome(cell, ready, err)
}

// Declare takes a cell's declarations without running its statements.
func (s *Session) Declare(cell Cell) Outcome {
	ready, err := s.prepare(cell)
	return s.outcome(cell, ready, err)
}

func (s *Session) outcome(cell Cell, ready *checked, err error) Outcome {
	var o Outcome
	if ready != nil {
		o.Declares = len(ready.declared)+len(ready.imports)+len(ready.methods) > 0
	}
	for _, name := range s.scope.Names() {
		if _, ok := s.scope.Lookup(name).(*types.Var); ok {
			o.Variables = append(o.Variables, name)
		}
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

// expression evaluates one of a cell's expressions for its own sake.
func (s *Session) expression(n int, code string) Expression {
	var e Expression
	sub := s.run(Cell{N: n, Code: code}, func(b display.Bundle) { e.Bundle = b })
	e.Error = sub.Error
	return e
}

// prepare parses, checks and compiles a cell and adds it to the session.
func (s *Session) prepare(cell Cell) (_ *checked, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cell %d: internal error while checking: %v", cell.N, r)
		}
	}()
	name := fmt.Sprintf("cell %d", cell.N)
	s.scope.texts[name] = cell.Code
	src, ds := parse(s.scope.fset, name, cell.Code, s.scope.autoImports)
	if ds != nil {
		for i, d := range ds {
			if line, ok := plainLine(cell.Code, d.Line); ok && d.Hint == "" {
				ds[i].Hint = syntaxHint(line)
			}
		}
		return nil, &Error{Kind: SyntaxError, Diagnostics: ds}
	}
	ready, ds := s.scope.check(src)
	if ds != nil {
		return nil, &Error{Kind: TypeError, Diagnostics: ds}
	}
	if err := s.compile(ready); err != nil {
		return nil, err
	}
	s.scope.remember(ready)
	return ready, nil
}

// compile translates a checked cell and installs it in the machine.
func (s *Session) compile(c *checked) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error while compiling: %v", c.name, r)
		}
	}()
	s.scope.sources.build(s.prog, s.machine)
	s.machine.Prepare(s.prog, c.pkg)
	if len(c.verbs) > 0 {
		s.bindVerbs(c)
	} else if script, err := s.topLevel.script(c); err == nil && c.onlyStatements() {
		c.script = script
	}
	pkg := s.prog.CreatePackage(c.pkg, []*ast.File{c.file}, c.info, false)
	for now, old := range c.shared {
		s.machine.Share(now, old)
	}
	if c.script != nil {
		return nil
	}
	pkg.Build()
	var replaced []replacement
	for _, m := range c.methods {
		if old := s.machine.Implementation(m.method); old != nil {
			replaced = append(replaced, replacement{old, m.impl})
		} else {
			s.machine.Implement(m.method, m.impl)
		}
	}
	var fns []*ssa.Function
	for _, d := range c.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			obj := c.info.Defs[fn.Name].(*types.Func)
			if fn.Body == nil {
				continue // a verb
			}
			if f := s.prog.FuncValue(obj); f != nil && obj.Signature().TypeParams() == nil && obj.Signature().RecvTypeParams() == nil {
				fns = append(fns, f)
			}
		}
	}
	if refused := s.machine.Compile(fns...); len(refused) > 0 {
		return s.refusal(refused)
	}
	for _, r := range append(replaced, c.replaced...) {
		if err := s.machine.Redefine(r.new, r.old); err != nil {
			return err
		}
	}
	return nil
}

// refusal returns what the machine does not run, once for each place.
func (s *Session) refusal(refused []machine.Refusal) error {
	e := &Error{Kind: Refused}
	for _, r := range refused {
		e.Diagnostics = append(e.Diagnostics, Diagnostic{
			Position: s.scope.position(r.Pos),
			Message:  r.What + " is not supported",
			Hint:     r.Hint,
		})
	}
	sortDiagnostics(e.Diagnostics)
	return e
}

// patience is how long an interrupted cell may go on, in deferred calls or
// compiled code, until it is left behind.
const patience = 60 * time.Millisecond

var (
	errGoexit = errors.New("the cell ended its goroutine with runtime.Goexit")
	errLeft   = fmt.Errorf("left behind in compiled code: %w", machine.ErrInterrupted)
)

// call runs the statements of a cell, in a goroutine of their own, which they
// may end by runtime.Goexit. If that goroutine does not return from compiled
// code after an interrupt, it is left there, and runs no code of cells when it
// comes back.
func (s *Session) call(c *checked) ([]reflect.Value, error) {
	if len(c.statements()) == 0 {
		return nil, nil
	}
	type ending struct {
		values []reflect.Value
		err    error
	}
	done := make(chan ending, 1)
	stopped := s.Stopped()
	go func() {
		e := ending{err: errGoexit}
		defer func() { done <- e }()
		e.values, e.err = s.evaluate(c)
	}()
	defer s.watch()()
	select {
	case e := <-done:
		s.machine.Finish()
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
	if c.script != nil {
		s.topLevel = newTopLevel(s) // the other one is still at work
	}
	if why == machine.ErrInterrupted {
		why = errLeft
	}
	return nil, why
}

// watch looks at the memory in use until the function that it returns is called.
func (s *Session) watch() (stop func()) {
	over := make(chan struct{})
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				s.machine.CheckMemory()
			case <-over:
				return
			}
		}
	}()
	return func() { close(over) }
}

// evaluate runs the statements in yaegi or in the machine.
func (s *Session) evaluate(c *checked) ([]reflect.Value, error) {
	if c.script != nil {
		return c.script.evaluate()
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

// onlyStatements reports whether the cell declares no functions.
func (c *checked) onlyStatements() bool {
	for _, d := range c.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name != cellFunc && fn.Body != nil {
			return false
		}
	}
	return true
}

func (c *checked) statements() []ast.Stmt { return c.body().Body.List }

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
		if line, ok := plainLine(s.scope.texts[p.Cell], p.Line); ok {
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
	for _, f := range p.Stack {
		at := s.scope.position(f.Pos)
		if at.Cell == "" {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(f.Func, cellPath+"."), strings.ReplaceAll(at.Cell, " ", "")+".")
		if i := strings.Index(name, cellFunc); i >= 0 {
			name = at.Cell + name[i+len(cellFunc):]
		}
		e.Stack = append(e.Stack, Frame{Func: name, Position: at})
	}
	d := Diagnostic{Message: "panic: " + p.Error()}
	switch v := p.Value.(type) {
	case interface{ Hint() string }:
		d.Hint = v.Hint()
	case *machine.MemoryError:
		d.Hint = "all variables are kept; the environment variable " + memoryVar + " sets the limit, as in " + memoryVar + "=8GiB"
	}
	if len(e.Stack) > 0 {
		d.Position = e.Stack[0].Position
	}
	e.Diagnostics = []Diagnostic{d}
	return e
}

// report tells the user of a panic in a goroutine.
func (s *Session) report(err error) {
	s.writing(os.Stderr)
	fmt.Fprintln(os.Stderr, "in a goroutine: "+strings.Join(s.errorOf(err).Traceback(false), "\n"))
}
