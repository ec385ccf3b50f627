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

	"github.com/gojac/gojac/interp/complete"
)

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
	return autoImport{complete.ImportName(spec), path}
}

func (c *checker) record(p *pass, out *checked, id *ast.Ident, decl ast.Node) {
	obj := p.info.Defs[id]
	if obj == nil || id.Name == "_" || strings.Contains(id.Name, "·") {
		return
	}
	b := &binding{object: obj, cell: c.src.name, loader: c.loader}
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
			o := p.info.Uses[use]
			if o != nil && b.loader != nil && o.Pkg() != nil && b.loader.FromSource(o.Pkg()) {
				b.packages = append(b.packages, o.Pkg())
			}
			if o != nil && isCell(o.Pkg()) && o.Parent() == o.Pkg().Scope() {
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
		return "a variable of type " + typeString(now.Type())
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
