package machine

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Types declared in functions have names that tell more than what is written:
// the type arguments of the function, and, as a type argument, a number.

// noteLocals remembers the type arguments of a function for the types declared
// in it: ssa makes those anew for each instance.
func (m *Machine) noteLocals(f *ssa.Function) {
	self := f
	for f.Parent() != nil {
		f = f.Parent()
	}
	args, syntax := f.TypeArgs(), f.Syntax()
	if len(args) == 0 || syntax == nil {
		return
	}
	var note func(t types.Type)
	note = func(t types.Type) {
		switch t := types.Unalias(t).(type) {
		case *types.Named:
			if obj := t.Obj(); isLocal(obj) && m.implicit[obj] == nil && syntax.Pos() < obj.Pos() && obj.Pos() < syntax.End() {
				m.implicit[t.Obj()] = args
				note(t.Underlying())
			}
		case interface{ Elem() types.Type }:
			note(t.Elem())
		case *types.Struct:
			for f := range t.Fields() {
				note(f.Type())
			}
		}
	}
	m.lmu.Lock()
	defer m.lmu.Unlock()
	for _, b := range self.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(ssa.Value); ok {
				note(v.Type())
			}
			for _, op := range in.Operands(nil) {
				if *op != nil {
					note((*op).Type())
				}
			}
		}
	}
}

// isLocal reports whether a type is declared in a function.
func isLocal(obj *types.TypeName) bool {
	return obj.Pkg() != nil && obj.Parent() != obj.Pkg().Scope() && obj.Pkg().Path() != "$ssa"
}

// typeArgs writes the type arguments after a type's name: those of the function
// it is declared in, then its own.
func (m *Machine) typeArgs(t *types.Named) string {
	var before, own []string
	for _, a := range m.implicit[t.Obj()] {
		before = append(before, m.typeName(a, true))
	}
	for a := range t.TypeArgs().Types() {
		own = append(own, m.typeName(a, true))
	}
	switch {
	case len(before) == 0 && len(own) == 0:
		return ""
	case len(before) > 0 && len(own) > 0:
		return "[" + strings.Join(before, ",") + ";" + strings.Join(own, ",") + "]"
	}
	return "[" + strings.Join(slices.Concat(before, own), ",") + "]"
}

// localNumber is the suffix by which the compiler tells types declared in the
// functions of one package apart.
func localNumber(obj *types.TypeName) string {
	if !isLocal(obj) {
		return ""
	}
	n := 1
	var visit func(s *types.Scope)
	visit = func(s *types.Scope) {
		for i := range s.NumChildren() {
			c := s.Child(i)
			for _, name := range c.Names() {
				o, ok := c.Lookup(name).(*types.TypeName)
				if _, param := typeOfName(o).(*types.TypeParam); ok && !param && !o.IsAlias() && o.Pos() < obj.Pos() {
					n++
				}
			}
			visit(c)
		}
	}
	visit(obj.Pkg().Scope())
	return "·" + strconv.Itoa(n)
}

func typeOfName(o *types.TypeName) types.Type {
	if o == nil {
		return nil
	}
	return o.Type()
}
