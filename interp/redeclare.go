package interp

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// redeclare prepares the declarations of a cell for the check: a type that is
// declared again as it was keeps its identity, and a method of a type of an
// earlier cell becomes a function.
func (c *checker) redeclare() []Diagnostic {
	c.keepTypes()
	var ds []Diagnostic
	declared := declaredNames(c.src.file)
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
				Hint:     "declare a generic type in one cell together with its methods",
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

// earlierType returns the name of the type that a method belongs to, and
// makes it the receiver's if the cell declares an alias of an earlier cell's type.
func (c *checker) earlierType(recv *ast.Ident, declared map[string]bool) string {
	if recv == nil {
		return ""
	}
	for range declared { // there are no more aliases than names
		for _, d := range c.src.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if id, ok := ast.Unparen(spec.Type).(*ast.Ident); ok && spec.Name.Name == recv.Name && spec.Assign.IsValid() {
					recv.Name = id.Name
				}
			}
		}
	}
	return recv.Name
}

// receiver returns the name of the type in a method's receiver.
func receiver(fn *ast.FuncDecl) *ast.Ident {
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// asFunction returns a method as a function whose first parameter is the receiver.
func asFunction(fn *ast.FuncDecl, typeName string) *ast.FuncDecl {
	blank := func(f *ast.Field) *ast.Field {
		if len(f.Names) > 0 {
			return f
		}
		return &ast.Field{Names: []*ast.Ident{{Name: "_", NamePos: f.Pos()}}, Type: f.Type}
	}
	params := &ast.FieldList{List: []*ast.Field{blank(fn.Recv.List[0])}}
	for _, f := range fn.Type.Params.List {
		params.List = append(params.List, blank(f))
	}
	t := *fn.Type
	t.Params = params
	return &ast.FuncDecl{
		Name: &ast.Ident{Name: typeName + "·" + fn.Name.Name, NamePos: fn.Name.NamePos},
		Type: &t,
		Body: fn.Body,
	}
}

// addMethods finds the signatures of late methods and adds those that their
// types don't have yet, so that the cell can call them.
func (c *checker) addMethods() []Diagnostic {
	if len(c.late) == 0 {
		return nil
	}
	file := *c.src.file
	file.Decls = nil
	for _, d := range c.src.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok {
			file.Decls = append(file.Decls, g)
		}
	}
	for _, m := range c.late {
		bare := *m.decl
		bare.Body = nil
		file.Decls = append(file.Decls, &bare)
	}
	p := c.run(&file)
	var ds []Diagnostic
	for _, m := range c.late {
		fn, ok := p.info.Defs[m.decl.Name].(*types.Func)
		if !ok {
			continue
		}
		sig := methodSignature(fn.Signature())
		at := c.position(m.decl.Name.Pos())
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(m.named), false, m.named.Obj().Pkg(), m.name)
		switch old := obj.(type) {
		case *types.Var:
			ds = append(ds, Diagnostic{Position: at, Message: fmt.Sprintf("field and method with the same name %s", m.name)})
		case *types.Func:
			if own(m.named, old) {
				if !types.Identical(old.Signature(), sig) || isPointer(old.Signature().Recv().Type()) != isPointer(sig.Recv().Type()) {
					ds = append(ds, Diagnostic{
						Position: at,
						Message:  fmt.Sprintf("method %s.%s was declared as %s", m.typeName, m.name, c.readable(types.TypeString(old.Signature(), nil))),
						Hint:     fmt.Sprintf("to change a method's signature, declare %s again together with its methods", m.typeName),
					})
				}
				m.method = old
				continue
			}
			m.method = c.add(m, sig)
		default:
			m.method = c.add(m, sig)
		}
	}
	return ds
}

func (c *checker) add(m *lateMethod, sig *types.Signature) *types.Func {
	fn := types.NewFunc(m.decl.Name.Pos(), m.named.Obj().Pkg(), m.name, sig)
	m.named.AddMethod(fn)
	return fn
}

// own reports whether fn is declared on named itself, not promoted to it.
func own(named *types.Named, fn *types.Func) bool {
	for m := range named.Methods() {
		if m == fn {
			return true
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Pointer)
	return ok
}

// methodSignature makes the first parameter of sig its receiver.
func methodSignature(sig *types.Signature) *types.Signature {
	var params []*types.Var
	for v := range sig.Params().Variables() {
		params = append(params, v)
	}
	r := params[0]
	recv := types.NewVar(r.Pos(), r.Pkg(), r.Name(), r.Type())
	return types.NewSignatureType(recv, nil, nil, types.NewTuple(params[1:]...), sig.Results(), sig.Variadic())
}

// bindMethods finds the functions that implement the late methods.
func (c *checker) bindMethods(p *pass) {
	for _, m := range c.late {
		m.impl, _ = p.info.Defs[m.decl.Name].(*types.Func)
	}
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
		}
	}
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

// sourceOf prints a declaration in canonical form.
func (c *checker) sourceOf(n ast.Node) string {
	var b bytes.Buffer
	printer.Fprint(&b, token.NewFileSet(), n)
	return strings.ReplaceAll(b.String(), "·", "") // of a stand-in
}

// collect records in out what the cell declares, and which functions take the
// place of earlier ones.
func (c *checker) collect(p *pass, out *checked) {
	defer c.recordMethods(p, out)
	for _, d := range c.src.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && !strings.Contains(d.Name.Name, "·") && d.Name.Name != "init" {
				c.record(p, out, d.Name, d)
				c.replace(p.info.Defs[d.Name], out)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					c.record(p, out, spec.Name, spec)
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						if old := c.shared[id.Name]; old != nil {
							if out.shared == nil {
								out.shared = map[*types.Var]*types.Var{}
							}
							out.shared[p.info.Defs[id].(*types.Var)] = old
						}
						c.record(p, out, id, nil)
					}
				case *ast.ImportSpec:
					if c.position(spec.Pos()).Cell != "" {
						out.imports = append(out.imports, importOf(p, spec))
					}
				}
			}
		}
	}
}

func importOf(p *pass, spec *ast.ImportSpec) autoImport {
	path := strings.Trim(spec.Path.Value, "`\"")
	if spec.Name != nil {
		return autoImport{spec.Name.Name, path}
	}
	if obj, ok := p.info.Implicits[spec].(*types.PkgName); ok {
		return autoImport{obj.Imported().Name(), path}
	}
	return autoImport{importName(spec), path}
}

func (c *checker) record(p *pass, out *checked, id *ast.Ident, decl ast.Node) {
	obj := p.info.Defs[id]
	if obj == nil || id.Name == "_" || strings.Contains(id.Name, "·") {
		return
	}
	b := &binding{object: obj, cell: c.src.name}
	if decl != nil {
		b.source = c.sourceOf(decl)
		b.mentions = map[string]types.Object{}
		b.mention(p, decl)
	}
	out.declared[id.Name] = b
}

// mention notes which objects of the session decl mentions.
func (b *binding) mention(p *pass, decl ast.Node) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if use, ok := n.(*ast.Ident); ok {
			if o := p.info.Uses[use]; o != nil && isCell(o.Pkg()) && o.Parent() == o.Pkg().Scope() {
				b.mentions[o.Name()] = o
			}
		}
		return true
	})
}

// recordMethods records the methods of generic types, which can't change alone.
func (c *checker) recordMethods(p *pass, out *checked) {
	for _, d := range c.src.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv == nil || receiver(fn) == nil {
			continue
		}
		b := out.declared[receiver(fn).Name]
		if b == nil {
			continue
		}
		if t, ok := b.object.Type().(*types.Named); ok && t.TypeParams().Len() > 0 {
			if b.methods == nil {
				b.methods = map[string]string{}
			}
			b.methods[fn.Name.Name] = c.sourceOf(fn)
			b.mention(p, fn)
		}
	}
}

// replace lets a function of the same signature as an earlier one of its name
// take that one's place, and says who keeps the old one otherwise.
func (c *checker) replace(obj types.Object, out *checked) {
	now, ok := obj.(*types.Func)
	if !ok {
		return
	}
	old, ok := c.Lookup(now.Name()).(*types.Func)
	if !ok {
		return
	}
	if types.Identical(old.Signature(), now.Signature()) && now.Signature().TypeParams() == nil {
		out.replaced = append(out.replaced, replacement{old, now})
		was := c.objects[now.Name()]
		out.declared[now.Name()].replaces = append(was.replaces, was.object)
	}
}

// notesOfUsers says which functions keep what a name meant before, where the
// cell gives it another meaning that can't reach them.
func (c *checker) notesOfUsers(out *checked) {
	names := slices.Sorted(maps.Keys(out.declared))
	for _, name := range names {
		was, now := c.objects[name], out.declared[name]
		if was == nil || was.object == now.object || len(now.replaces) > 0 {
			continue
		}
		var users []string
		for user, b := range c.objects {
			used := b.mentions[name]
			if used != nil && user != name && out.declared[user] == nil && (used == was.object || slices.Contains(was.replaces, used)) {
				if _, ok := b.object.(*types.Func); ok {
					users = append(users, user)
				}
			}
		}
		if len(users) == 0 {
			continue
		}
		slices.Sort(users)
		out.notes = append(out.notes, fmt.Sprintf("%s is %s now; %s %s on with the %s of %s",
			name, c.kindOf(was.object, now.object), strings.Join(users, ", "), plural(len(users), "goes", "go"), name, was.cell))
	}
}

// kindOf says what now is, in other words than would fit before.
func (c *checker) kindOf(before, now types.Object) string {
	_, wasFunc := before.(*types.Func)
	switch now := now.(type) {
	case *types.Func:
		if wasFunc {
			return "a function of another signature"
		}
		return "a function"
	case *types.Const:
		return "another constant"
	case *types.TypeName:
		return "another type"
	default:
		return "a variable of type " + c.typeString(now.Type())
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
