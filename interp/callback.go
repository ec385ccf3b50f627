package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"os"
	"reflect"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// callbacks calls functions that cells have given away.
type callbacks struct {
	*Session
	caller *ssa.Function // made when it is first needed
}

// run calls f, which calls such functions, beside a running cell if there is
// one. A panic in them is reported on stderr.
func (s *callbacks) run(f func()) {
	if s.running.TryLock() {
		defer s.running.Unlock()
		s.machine.Resume()
	}
	call, err := s.function()
	if err == nil {
		_, err = s.machine.Call(call, reflect.ValueOf(f))
	}
	if err != nil {
		s.writing(os.Stderr)
		fmt.Fprintln(os.Stderr, "in a callback: "+strings.Join(s.errorOf(err).Traceback(false), "\n"))
	}
}

// callerSource is the function through which the machine comes to know of a
// callback: what it calls is stopped, and fails, as the functions of a cell do.
const callerSource = "package callback\nfunc call(f func()) { f() }"

func (s *callbacks) function() (*ssa.Function, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.caller != nil {
		return s.caller, nil
	}
	file, err := parser.ParseFile(s.scope.fset, "callback", callerSource, 0)
	if err != nil {
		return nil, err
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}
	pkg, err := new(types.Config).Check("callback", s.scope.fset, []*ast.File{file}, info)
	if err != nil {
		return nil, err
	}
	s.machine.Prepare(s.prog, pkg)
	built := s.prog.CreatePackage(pkg, []*ast.File{file}, info, false)
	built.Build()
	fn := built.Func("call")
	if refused := s.machine.Compile(fn); len(refused) > 0 {
		return nil, s.refusal(refused)
	}
	s.caller = fn
	return fn, nil
}
