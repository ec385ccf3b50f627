package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

// A source is a listed package as the go command describes it, and its types.
type source struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Export     string
	Error      *struct{ Err string }
	types      *types.Package
}

// own reports whether the package is gojac's.
func (p *source) own() bool { return strings.HasPrefix(p.ImportPath, module+"/") }

// load lists the packages and reads their types, in the order of their paths. partial leaves out packages of gojac's
// that do not compile.
func load(partial bool) ([]*source, error) {
	pkgs, err := list(standard)
	if err != nil {
		return nil, err
	}
	for _, p := range pkgs {
		if p.Export == "" {
			return nil, p.reason()
		}
	}
	for _, path := range own {
		p, err := list([]string{path})
		if err == nil && p[0].Export == "" && len(p[0].GoFiles) > 0 {
			err = p[0].reason()
		}
		switch {
		case err != nil && partial:
			log.Printf("%v; left out", err)
		case err != nil:
			return nil, fmt.Errorf("%w (-partial leaves out such packages of gojac's)", err)
		case len(p[0].GoFiles) == 0:
			log.Printf("%s: not there yet, left out", path)
		default:
			pkgs = append(pkgs, p...)
		}
	}
	slices.SortFunc(pkgs, func(a, b *source) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	fset, imports := token.NewFileSet(), map[string]*types.Package{}
	for _, p := range pkgs {
		if err := p.read(fset, imports); err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
	}
	for _, p := range pkgs {
		if err := p.reduce(); err != nil {
			return nil, err
		}
	}
	return pkgs, nil
}

// list asks the go command, which compiles what it has to; a package that is not there comes without files. cgo is
// off, so that the result does not depend on the C compiler of the machine.
func list(paths []string) ([]*source, error) {
	cmd := exec.Command("go", append([]string{"list", "-e", "-export", "-json=ImportPath,Dir,GoFiles,Export,Error", "--"}, paths...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	// The exit status says that some package does not compile; that one comes with an error.
	out, err := cmd.Output()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return nil, err
	}
	var pkgs []*source
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(source)
		if err := decoder.Decode(p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) != len(paths) {
		return nil, fmt.Errorf("go list gave %d packages for %s: %s", len(pkgs), strings.Join(paths, " "), stderr.String())
	}
	return pkgs, nil
}

// reason says why the go command gave no export data.
func (p *source) reason() error {
	if p.Error == nil {
		return fmt.Errorf("%s: no export data", p.ImportPath)
	}
	return fmt.Errorf("%s does not compile: %s", p.ImportPath, p.Error.Err)
}

// read loads the package's types from the compiler's export data.
func (p *source) read(fset *token.FileSet, imports map[string]*types.Package) error {
	file, err := os.Open(p.Export)
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := gcexportdata.NewReader(bufio.NewReader(file))
	if err != nil {
		return err
	}
	p.types, err = gcexportdata.Read(data, fset, imports, p.ImportPath)
	return err
}
