package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojac/gojac/interp/stdlib/pack"
)

// sourced lists the packages that are packed as source, because what they offer is generic and has no compiled value,
// and the functions of each that are patched. Nothing but itself may mention a type of such a package, but for cmp,
// which the importer reads before all others.
var sourced = map[string][]string{
	"cmp":    nil,
	"maps":   {"Clone"},
	"slices": {"overlaps"},
}

//go:embed patch/patch.go
var patchSource []byte

// sources adds the archive of sources, one member per file.
func (o output) sources(pkgs []*source) error {
	members := map[string][]byte{}
	for _, p := range pkgs {
		patched, ok := sourced[p.ImportPath]
		if !ok {
			continue
		}
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return err
			}
			if text, patched, err = patchFile(text, patched); err != nil {
				return fmt.Errorf("%s/%s: %w", p.ImportPath, name, err)
			}
			members[path.Join(p.ImportPath, name)] = text
		}
		if len(patched) > 0 {
			return fmt.Errorf("%s has no function %s any more", p.ImportPath, strings.Join(patched, ", "))
		}
	}
	data, err := pack.Write(members)
	o["std.source.bin"] = data
	return err
}

// patchFile replaces functions of the given names, returns the names it did not find, and drops the import of unsafe
// and functions without a body. Lines keep their numbers up to the first replacement.
func patchFile(text []byte, names []string) (patched []byte, rest []string, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	cut := func(n ast.Node, with []byte) {
		start, end := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
		lines := bytes.Repeat([]byte("\n"), bytes.Count(text[start:end], []byte("\n")))
		text = bytes.Join([][]byte{text[:start], append(with, lines[min(len(lines), bytes.Count(with, []byte("\n"))):]...), text[end:]}, nil)
	}
	rest = append(rest, names...)
	for i := len(f.Decls) - 1; i >= 0; i-- {
		switch d := f.Decls[i].(type) {
		case *ast.FuncDecl:
			if at := slices.Index(rest, d.Name.Name); at >= 0 && d.Recv == nil {
				rest = slices.Delete(rest, at, at+1)
				cut(d, replacement(d.Name.Name))
			} else if d.Body == nil {
				cut(d, nil)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec, ok := spec.(*ast.ImportSpec); ok && spec.Path.Value == `"unsafe"` {
					cut(spec, nil)
				}
			}
		}
	}
	return text, rest, nil
}

// replacement returns the text of a function of package patch.
func replacement(name string) []byte {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "patch.go", patchSource, parser.SkipObjectResolution)
	if err != nil {
		panic(err) // it was compiled with this program
	}
	for _, d := range f.Decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Name.Name == name {
			return bytes.Clone(patchSource[fset.Position(d.Pos()).Offset:fset.Position(d.End()).Offset])
		}
	}
	panic("gen: package patch has no function " + name)
}
