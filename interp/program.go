package interp

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/load"
	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/stdlib"
)

// RunProgram runs a Go program of one file in this process, as go run would:
// strict rules, nothing echoed. It returns the exit code: 1 with file:line:col
// on stderr where the program was refused before anything ran, 2 with Go's
// words after an uncaught panic, else the program's own.
func RunProgram(path string, source []byte, stderr io.Writer) int {
	p, err := loadProgram(path, source)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, note := range p.notes {
		fmt.Fprintln(stderr, "note:", note)
	}
	os.Args = []string{path} // what follows the file is gojac's
	forgetFlags()
	var mainGone atomic.Bool
	go p.endDeadlock(&mainGone, stderr)
	for _, f := range p.start {
		if err := p.call(f); errors.Is(err, machine.ErrGoexit) {
			mainGone.Store(true)
			select {} // the other goroutines go on, and one of them ends the program
		} else if err != nil {
			return p.failed(err, stderr)
		}
	}
	return 0
}

// call runs f. What ends the program from another goroutine does not wait for f.
func (p *program) call(f *ssa.Function) error {
	done := make(chan error, 1)
	go func() {
		_, err := p.machine.Call(f)
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-p.machine.Stopped():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return p.machine.Reason()
	}
}

// endDeadlock ends the process when all goroutines of the program wait for one another.
func (p *program) endDeadlock(mainGone *atomic.Bool, stderr io.Writer) {
	var seen machine.DeadlockCheck
	for range time.Tick(50 * time.Millisecond) {
		seen.MainGone = mainGone.Load()
		why, stack := p.machine.Deadlocked(&seen, func() bool { return false })
		if why == nil {
			continue
		}
		fmt.Fprintln(stderr, "fatal error:", why)
		stacks := why.Others
		if stack != nil {
			stacks = append([][]machine.Frame{stack}, stacks...)
		}
		for i, s := range stacks {
			p.writeStack(stderr, fmt.Sprintf("goroutine %d [waiting]", i+1), s)
		}
		os.Exit(2)
	}
}

// writeStack prints the calls of a goroutine, the innermost first.
func (p *program) writeStack(w io.Writer, goroutine string, stack []machine.Frame) {
	fmt.Fprintf(w, "\n%s:\n", goroutine)
	for _, f := range stack {
		fmt.Fprintf(w, "%s(...)\n\t%s\n", f.CompiledName(), p.fset.Position(f.Pos))
	}
}

// A program is a file that is checked and compiled.
type program struct {
	fset    *token.FileSet
	machine *machine.Machine
	start   []*ssa.Function // the initializations of all packages, and main
	notes   []string
}

func loadProgram(path string, source []byte) (*program, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, source, parser.SkipObjectResolution|parser.AllErrors)
	if err != nil {
		return nil, eachLine(err)
	}
	if file.Name.Name != "main" {
		return nil, fmt.Errorf("%s: package %s is not a program; want package main", fset.Position(file.Name.Pos()), file.Name.Name)
	}
	var errs []error
	loader := load.New(fset, folder(filepath.Dir(path)), folder("."), false)
	for _, problem := range loader.Imports(file) {
		errs = append(errs, errors.New((&load.Error{Problems: []load.Problem{problem}}).Error()))
	}
	conf := types.Config{Importer: loader, GoVersion: loader.GoVersion(), Error: func(err error) {
		if e, ok := err.(types.Error); !ok || !strings.HasPrefix(e.Msg, "could not import ") {
			errs = append(errs, err)
		}
	}}
	info := stdlib.NewInfo()
	pkg, _ := conf.Check("main", fset, []*ast.File{file}, info)
	if main, ok := pkg.Scope().Lookup("main").(*types.Func); len(errs) == 0 && (!ok || main.Signature().Params().Len() > 0) {
		errs = append(errs, fmt.Errorf("%s: function main is undeclared in the main package", path))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	p := &program{fset: fset, notes: loader.Notes()}
	var hooks hookTable
	native := func(obj types.Object) (reflect.Value, bool) {
		if v, ok := hooks.lookup(obj); ok {
			return v, true
		}
		return stdlib.Lookup(obj)
	}
	p.machine = machine.New(machine.Config{Fset: fset, Native: native, Type: stdlib.Type, Name: load.TypeName, Program: true, Report: func(err error) {
		os.Exit(p.failed(err, os.Stderr)) // a panic in any goroutine ends a program
	}})
	hooks = waits(p.machine, patient(p.machine))
	maps.Copy(hooks, (&locator{machine: p.machine, writing: func(io.Writer) {}, exit: os.Exit}).logs())
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics|ssa.BareInits|ssa.GlobalDebug)
	if names := load.StandIn(info, file); len(names) > 0 {
		load.ImportStandIns(file, names)
		info = stdlib.NewInfo()
		conf.Error = func(error) {} // there were none; the import it no longer uses is one
		pkg, _ = conf.Check("main", fset, []*ast.File{file}, info)
	}
	for _, needed := range loader.Build(prog, pkg) {
		p.start = append(p.start, needed.Func("init"))
	}
	p.machine.Prepare(prog, pkg)
	load.StaticFirst([]*ast.File{file}, info)
	built := prog.CreatePackage(pkg, []*ast.File{file}, info, false)
	built.Build()
	p.start = append(p.start, built.Func("init"), built.Func("main"))
	for _, r := range p.machine.Compile(p.start...) {
		errs = append(errs, fmt.Errorf("%s: %w", fset.Position(r.Pos), r))
	}
	return p, errors.Join(errs...)
}

// eachLine returns a parser's errors as one error with a line for each.
func eachLine(err error) error {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return err
	}
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Error()
	}
	return errors.New(strings.Join(lines, "\n"))
}

// failed prints what ended the program and returns the exit code.
func (p *program) failed(err error, stderr io.Writer) int {
	var exit *machine.Exit
	var panicked *machine.Panic
	switch {
	case errors.As(err, &exit):
		return exit.Code
	case errors.As(err, &panicked):
		writePanics(stderr, panicked)
		if signalled(panicked) {
			fmt.Fprintln(stderr, "[signal SIGSEGV: segmentation violation]")
		}
		p.writeStack(stderr, "goroutine 1 [running]", panicked.Stack)
	default:
		fmt.Fprintln(stderr, "fatal error:", err)
	}
	return 2
}

// signalled reports whether a panic, or one that it replaced, is the use of a
// nil pointer, which reaches a compiled program as a signal.
func signalled(p *machine.Panic) bool {
	for ; p != nil; p = p.Prior {
		if err, ok := p.Value.(runtime.Error); ok && strings.HasSuffix(err.Error(), "nil pointer dereference") {
			return true
		}
	}
	return false
}

// writePanics prints a panic and those that it replaced, the first one first.
func writePanics(w io.Writer, p *machine.Panic) {
	note := ""
	if p.Recovered {
		note = " [recovered]"
	}
	for ; p.Repeats; p = p.Prior {
		note = " [recovered, repanicked]"
		if !p.Prior.Recovered {
			note = ""
		}
	}
	if p.Prior != nil {
		writePanics(w, p.Prior)
		fmt.Fprint(w, "\t")
	}
	fmt.Fprintf(w, "panic: %s%s\n", strings.ReplaceAll(p.Error(), "\n", "\n\t"), note)
}
