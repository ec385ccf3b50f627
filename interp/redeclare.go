package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gojac/gojac/interp/complete"
)

// redeclare prepares the declarations of a cell for the check: a type that is
// declared again as it was keeps its identity, and a method of a type of an
// earlier cell becomes a function.
func (c *checker) redeclare() []Diagnostic {
	c.keepTypes()
	var ds []Diagnostic
	declared := complete.DeclaredNames(c.src.file)
	for i, d := range c.src.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv == nil || len(fn.Recv.List) == 0 {
			continue
		}
		name := c.earlierType(receiver(fn), declared)
		if declared[name] {
			continue
		}
		tn, ok := c.Lookup(name).(*types.TypeName)
		if !ok {
			continue // go/types says what is wrong
		}
		named, ok := types.Unalias(tn.Type()).(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			ds = append(ds, Diagnostic{
				Position: c.position(fn.Name.Pos()),
				Message:  fmt.Sprintf("method %s: %s was declared in %s", fn.Name.Name, name, c.objects[name].cell),
				Hint:     c.together(fn, name),
			})
			continue
		}
		late := &lateMethod{decl: asFunction(fn, name), typeName: name, name: fn.Name.Name, named: named}
		c.late = append(c.late, late)
		c.src.file.Decls[i] = late.decl
	}
	if len(ds) > 0 {
		return ds
	}
	return c.addMethods()
}

// together is the way round for a method that a later cell gives a generic
// type: the type with all its methods, as one cell.
func (c *checker) together(fn *ast.FuncDecl, typeName string) string {
	b := c.objects[typeName]
	if b.source == "" {
		return "declare a generic type in one cell together with its methods"
	}
	text := "declare it in one cell together with its methods:\ntype " + b.source
	for _, m := range slices.Sorted(maps.Keys(b.methods)) {
		if m != fn.Name.Name {
			text += "\n\n" + b.methods[m]
		}
	}
	return text + "\n\n" + c.sourceOf(fn)
}

// keepTypes drops the declarations of types that the session has already in
// the same form, and notes who keeps the old one of a type that changed.
func (c *checker) keepTypes() {
	specs := map[string]*ast.TypeSpec{}
	for _, d := range c.src.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
			for _, spec := range g.Specs {
				specs[spec.(*ast.TypeSpec).Name.Name] = spec.(*ast.TypeSpec)
			}
		}
	}
	changed := c.changedTypes(specs)
	for name, spec := range specs {
		old, ok := c.Lookup(name).(*types.TypeName)
		switch {
		case !ok:
		case !changed[name]:
			c.kept[name] = old
			c.drop(spec)
			if spec.TypeParams != nil {
				c.src.file.Decls = slices.DeleteFunc(c.src.file.Decls, func(d ast.Decl) bool { return isMethodOf(d, name) })
			}
		default:
			again := c.src.declared()
			vars := slices.DeleteFunc(c.keepers(old), func(v string) bool { _, ok := again[v]; return ok })
			if len(vars) > 0 {
				c.notes = append(c.notes, fmt.Sprintf("%s is a new type now; %s still %s the %s of %s",
					name, strings.Join(vars, ", "), plural(len(vars), "has", "have"), name, c.objects[name].cell))
			}
			if lost := c.lostMethods(old, name); len(lost) > 0 {
				c.notes = append(c.notes, fmt.Sprintf("the %s %s stayed with the %s of %s",
					plural(len(lost), "method", "methods"), strings.Join(lost, ", "), name, c.objects[name].cell))
			}
		}
	}
}

// lostMethods names the methods of a type that the cell does not declare for
// the new type of that name.
func (c *checker) lostMethods(old *types.TypeName, name string) (lost []string) {
	named, ok := types.Unalias(old.Type()).(*types.Named)
	if !ok {
		return nil
	}
	for m := range named.Methods() {
		again := func(d ast.Decl) bool { return isMethodOf(d, name) && d.(*ast.FuncDecl).Name.Name == m.Name() }
		if !slices.ContainsFunc(c.src.file.Decls, again) {
			lost = append(lost, m.Name())
		}
	}
	return lost
}

// changedTypes returns the names of the specs that differ from the session's
// type of that name, themselves or through a type that they mention.
func (c *checker) changedTypes(specs map[string]*ast.TypeSpec) map[string]bool {
	changed := map[string]bool{}
	for name, spec := range specs {
		b := c.objects[name]
		if b == nil || b.source != c.sourceOf(spec) || spec.TypeParams != nil && !c.sameMethods(b, name) {
			changed[name] = true
			continue
		}
		for n, obj := range b.mentions {
			if specs[n] == nil && c.Lookup(n) != obj {
				changed[name] = true
			}
		}
	}
	for again := true; again; {
		again = false
		for name, spec := range specs {
			for n := range identifiers(spec) {
				if n != name && changed[n] && specs[n] != nil && !changed[name] {
					changed[name], again = true, true
				}
			}
		}
	}
	return changed
}

// sameMethods reports whether the cell declares no methods of a generic type
// but those it has. They can't be added later.
func (c *checker) sameMethods(b *binding, typeName string) bool {
	for _, d := range c.src.file.Decls {
		if isMethodOf(d, typeName) && b.methods[d.(*ast.FuncDecl).Name.Name] != c.sourceOf(d) {
			return false
		}
	}
	return true
}

func isMethodOf(d ast.Decl, typeName string) bool {
	fn, ok := d.(*ast.FuncDecl)
	if !ok || fn.Recv == nil || len(fn.Recv.List) == 0 {
		return false
	}
	id := receiver(fn)
	return id != nil && id.Name == typeName
}

// drop takes a type declaration out of the file.
func (c *checker) drop(spec *ast.TypeSpec) {
	for _, d := range c.src.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		var left []ast.Spec
		for _, s := range g.Specs {
			if s != ast.Spec(spec) {
				left = append(left, s)
			}
		}
		g.Specs = left
	}
}
