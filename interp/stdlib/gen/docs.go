package main

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// docComments encodes the comments of a package's exported API. Keys are "" for the package, "Name", "Type.Method",
// and "Type.Field"; methods of unexported types are kept, since embedding exports them.
func docComments(p *source) ([]byte, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	c := comments{texts: map[string]string{}, wanted: p.packs}
	if p.ImportPath == "builtin" {
		c.wanted = func(string) bool { return true }
	}
	for _, f := range files {
		c.members(f)
	}
	parsed, err := doc.NewFromFiles(fset, files, p.ImportPath, doc.AllDecls)
	if err != nil {
		return nil, err
	}
	c.put("", parsed.Doc)
	c.funcs("", parsed.Funcs)
	c.values(parsed.Consts)
	c.values(parsed.Vars)
	for _, t := range parsed.Types {
		if c.wanted(t.Name) {
			c.put(t.Name, t.Doc)
		}
		c.funcs("", t.Funcs)
		c.funcs(t.Name+".", t.Methods)
		c.values(t.Consts)
		c.values(t.Vars)
	}
	return c.encode(), nil
}

// comments maps symbols to their documentation, of names that are wanted.
type comments struct {
	texts  map[string]string
	wanted func(name string) bool
}

func (c comments) put(symbol, text string) {
	if text = strings.TrimSpace(text); text != "" {
		c.texts[symbol] = text
	}
}

func (c comments) funcs(prefix string, funcs []*doc.Func) {
	for _, f := range funcs {
		if c.wanted(f.Name) {
			c.put(prefix+f.Name, f.Doc)
		}
	}
}

// values files a declaration under each of its names: the comment of the group, then the name's own.
func (c comments) values(values []*doc.Value) {
	for _, v := range values {
		for _, spec := range v.Decl.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			text := strings.Join(slices.DeleteFunc([]string{strings.TrimSpace(v.Doc), spec.Doc.Text(), spec.Comment.Text()},
				func(part string) bool { return part == "" }), "\n\n")
			for _, name := range spec.Names {
				if c.wanted(name.Name) {
					c.put(name.Name, text)
				}
			}
		}
	}
}

// members files the comments of struct fields and of interface methods.
func (c comments) members(file *ast.File) {
	for _, decl := range file.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.TYPE {
			continue
		}
		for _, spec := range decl.Specs {
			spec := spec.(*ast.TypeSpec)
			var fields *ast.FieldList
			switch t := spec.Type.(type) {
			case *ast.StructType:
				fields = t.Fields
			case *ast.InterfaceType:
				fields = t.Methods
			default:
				continue
			}
			if !c.wanted(spec.Name.Name) {
				continue
			}
			for _, field := range fields.List {
				text := field.Doc.Text()
				if text == "" {
					text = field.Comment.Text()
				}
				for _, name := range field.Names {
					if c.wanted(name.Name) {
						c.put(spec.Name.Name+"."+name.Name, text)
					}
				}
			}
		}
	}
}

// encode writes symbols in order, each as its name, a zero byte, its text and a zero byte.
func (c comments) encode() []byte {
	names := make([]string, 0, len(c.texts))
	for name := range c.texts {
		names = append(names, name)
	}
	slices.Sort(names)
	var b []byte
	for _, name := range names {
		b = append(append(b, name...), 0)
		b = append(append(b, c.texts[name]...), 0)
	}
	return b
}
