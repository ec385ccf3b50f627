package interp

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/load"
	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/stdlib"
)

// native gives the compiled value of an object: a verb of the session, what a
// notebook needs in place of it, or what the packed packages hold.
func (s *Session) native(obj types.Object) (reflect.Value, bool) {
	if fn, ok := obj.(*types.Func); ok {
		if v, ok := s.verbs[fn]; ok {
			return v, true
		}
	}
	if pkg := obj.Pkg(); pkg != nil && strings.HasSuffix(pkg.Path(), "/display") && strings.Contains(obj.Name(), "Comm") {
		s.connected.Store(true)
	}
	if v, ok := s.hooks.lookup(obj); ok {
		return v, true
	}
	return stdlib.Lookup(obj)
}

// prepare parses, checks and compiles a cell.
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
	src, ds := parse(s.scope, name, cell.Code)
	if ds != nil {
		for i, d := range ds {
			if d.Hint == "" {
				ds[i].Hint = hintOfSyntax(cell.Code, d)
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
	return ready, nil
}

// accept adds a cell to the session, once the packages that it imports are
// initialized.
func (s *Session) accept(c *checked) error {
	if err := s.initialize(c.inits); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range c.replaced {
		if err := s.machine.Redefine(r.new, r.old); err != nil {
			return err
		}
	}
	if o := s.numeric.overload.Load(); o != nil && (len(c.methods) > 0 || !o.redefine(c.replaced)) {
		s.numeric.overload.Store(nil) // the next one compiles all anew
	}
	if len(c.replaced) > 0 || len(c.methods) > 0 {
		s.numeric.epoch.Add(1)
	}
	s.scope.remember(c)
	return nil
}

// initialize runs the initialization of packages from source.
func (s *Session) initialize(pkgs []*ssa.Package) error {
	for _, p := range pkgs {
		_, err := s.guard(func() ([]reflect.Value, error) { return s.machine.Call(p.Func("init")) })
		err = s.finish(err)
		s.scope.loader.Initialized(p, err == nil)
		if err != nil {
			return err
		}
		s.machine.Resume()
	}
	return nil
}

// compile translates a checked cell and installs it in the machine.
func (s *Session) compile(c *checked) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error while compiling: %v", c.name, r)
		}
	}()
	load.StaticFirst([]*ast.File{c.file}, c.info)
	c.inits = s.scope.loader.Build(s.prog, c.pkg)
	s.machine.Prepare(s.prog, c.pkg)
	for now, old := range c.shared {
		s.machine.Share(now, old)
	}
	if len(c.verbs) > 0 {
		s.bindVerbs(c)
	} else if script, err := s.topLevel.script(c); err == nil && c.bare {
		c.script = script
	}
	var fns []*ssa.Function
	for _, p := range c.inits {
		fns = append(fns, p.Func("init"))
	}
	if c.script != nil {
		return s.refusal(s.machine.Compile(fns...))
	}
	s.declareScripts(c)
	s.prog.CreatePackage(c.pkg, []*ast.File{c.file}, c.info, false).Build()
	for _, m := range c.methods {
		if old := s.machine.Implementation(m.method); old != nil {
			c.replaced = append(c.replaced, replacement{old, m.impl})
		} else {
			s.machine.Implement(m.method, m.impl)
		}
	}
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
	return s.refusal(s.machine.Compile(fns...))
}

// declareScripts makes the variables that c mentions known to ssa, where the cell
// that declared them was evaluated as a script and is not.
func (s *Session) declareScripts(c *checked) {
	for _, obj := range c.info.Uses {
		v, ok := obj.(*types.Var)
		if ok && isCell(v.Pkg()) && v.Parent() == v.Pkg().Scope() && v.Pkg() != c.pkg && s.prog.Package(v.Pkg()) == nil {
			s.prog.CreatePackage(v.Pkg(), nil, nil, false)
		}
	}
}

// refusal returns what the machine does not run, once for each place; nil if
// there is nothing.
func (s *Session) refusal(refused []machine.Refusal) error {
	if len(refused) == 0 {
		return nil
	}
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
