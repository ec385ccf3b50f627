package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"
	"strings"

	"github.com/gojac/gojac/interp/load"
	"github.com/gojac/gojac/interp/stdlib"
)

// A scope is what the cells so far have left behind: the objects by name, the
// imports, and the text of each cell for error messages.
type scope struct {
	fset    *token.FileSet
	loader  *load.Loader
	objects map[string]*binding
	imports map[string]string // name → path, written in some cell
	dots    []string          // paths of dot imports
	texts   map[string]string // by name of the cell
	gone    []*types.Package  // read again since, which nobody was told yet
	changed map[string]bool   // names that are variables now and were not, or the other way round; since last asked
}

func newScope(fset *token.FileSet, loader *load.Loader) *scope {
	return &scope{
		fset:    fset,
		loader:  loader,
		objects: map[string]*binding{},
		imports: map[string]string{},
		texts:   map[string]string{},
	}
}

// A binding is what a name means at present.
type binding struct {
	object types.Object
	cell   string

	// Of a type or function: its source, and the session's objects that the
	// source mentions. They tell whether a later declaration is the same one.
	source   string
	mentions map[string]types.Object
	packages []*types.Package // from source, that the declaration uses
	loader   *load.Loader
	methods  map[string]string // sources of a generic type's methods
	replaces []types.Object    // the functions whose callers it has taken over
}

// Lookup returns the object that name stands for, or nil.
func (s *scope) Lookup(name string) types.Object {
	if b := s.objects[name]; b != nil {
		return b.object
	}
	return nil
}

// Names returns the names of the session in order.
func (s *scope) Names() []string {
	names := make([]string, 0, len(s.objects))
	for name := range s.objects {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// A lateMethod is a method declared in a later cell than its type, or a
// second time. It is checked and compiled as the function impl, whose first
// parameter is the receiver.
type lateMethod struct {
	decl     *ast.FuncDecl
	typeName string
	name     string
	named    *types.Named
	method   *types.Func // as found on, or to be added to, named
	impl     *types.Func
}

// autoImports returns the imports that a cell needs beside those it writes:
// those of earlier cells, gojac's packages, and standard packages on first use.
// uses holds, for each name that something is selected from, what is.
func (s *scope) autoImports(uses map[string][]string, declared map[string]bool) []autoImport {
	var out []autoImport
	for name, members := range uses {
		if own, ok := declared[name]; ok {
			// A statement may name a package before it declares a variable of
			// that name: time := time.Now().
			if path, ok := stdlib.Resolve(s.loader, name, members[0]); ok && !own {
				out = append(out, autoImport{name, path})
			}
			continue
		}
		if s.objects[name] != nil {
			continue
		}
		path, ok := s.imports[name], true
		if path == "" {
			path, ok = stdlib.Resolve(s.loader, name, members...)
		}
		if ok {
			out = append(out, autoImport{name, path})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	for _, path := range s.dots {
		out = append(out, autoImport{".", path})
	}
	return out
}

// remember records what an accepted cell declared.
func (s *scope) remember(c *checked) {
	s.gone = nil
	for _, im := range c.imports {
		if im.name == "." {
			if !slices.Contains(s.dots, im.path) {
				s.dots = append(s.dots, im.path)
			}
		} else if im.name != "_" {
			s.imports[im.name] = im.path
			s.bind(im.name, nil)
		}
	}
	for name, b := range c.declared {
		delete(s.imports, name)
		s.bind(name, b)
	}
}

// bind gives a name its meaning; nil if it has none any more.
func (s *scope) bind(name string, b *binding) {
	was := s.isVariable(name)
	if b == nil {
		delete(s.objects, name)
	} else {
		s.objects[name] = b
	}
	if is := s.isVariable(name); is != was {
		if s.changed == nil {
			s.changed = map[string]bool{}
		}
		s.changed[name] = is
	}
}

// changes returns what has become a variable, or is none any more, since the last call.
func (s *scope) changes() map[string]bool {
	changed := s.changed
	s.changed = nil
	return changed
}

func (s *scope) isVariable(name string) bool {
	_, ok := s.Lookup(name).(*types.Var)
	return ok
}

// keepers returns the names of the variables whose type mentions old.
func (s *scope) keepers(old *types.TypeName) []string {
	return s.holders(func(t *types.TypeName) bool { return t == old })
}

// holders returns the names of the variables whose type mentions one of some types.
func (s *scope) holders(is func(*types.TypeName) bool) []string {
	var names []string
	for name, b := range s.objects {
		if v, ok := b.object.(*types.Var); ok && mentionsType(v.Type(), is, map[types.Type]bool{}) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// mentionsType reports whether t is built from one of the types that is says.
func mentionsType(t types.Type, is func(*types.TypeName) bool, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	again := func(t types.Type) bool { return mentionsType(t, is, seen) }
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if is(t.Obj()) {
			return true
		}
		for a := range t.TypeArgs().Types() {
			if again(a) {
				return true
			}
		}
		return isCell(t.Obj().Pkg()) && again(t.Underlying())
	case *types.Pointer:
		return again(t.Elem())
	case *types.Slice:
		return again(t.Elem())
	case *types.Array:
		return again(t.Elem())
	case *types.Chan:
		return again(t.Elem())
	case *types.Map:
		return again(t.Key()) || again(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if again(f.Type()) {
				return true
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if again(m.Signature()) {
				return true
			}
		}
	case *types.Signature:
		return again(t.Params()) || again(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			if again(v.Type()) {
				return true
			}
		}
	}
	return false
}

// cellPath is the path of every cell's package: unexported names are shared
// between packages of one path.
const cellPath = "main"

// isCell reports whether pkg is a cell.
func isCell(pkg *types.Package) bool { return pkg != nil && pkg.Path() == cellPath }

// oneLine shortens text for a message.
func oneLine(text string) string {
	first, rest, more := strings.Cut(strings.TrimSpace(text), "\n")
	if more && rest != "" {
		return first + " …"
	}
	return first
}
