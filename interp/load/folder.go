package load

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/build"
	"go/token"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A Problem is what is wrong in one place of a file.
type Problem struct {
	token.Position
	Msg string
}

// An Error says why a package can't be imported, with everything that is wrong.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Msg
		if p.Filename != "" {
			lines[i] = p.Position.String() + ": " + p.Msg
		}
	}
	return strings.Join(lines, "\n")
}

func failure(pos token.Position, format string, args ...any) error {
	return &Error{[]Problem{{pos, fmt.Sprintf(format, args...)}}}
}

// tags make packages do without assembly and the runtime's own functions,
// where their authors foresaw it.
var tags = []string{"purego", "noasm", "safe"}

// context returns what build constraints are judged by.
func context(cgo bool, tags ...string) *build.Context {
	c := build.Default
	c.GOOS, c.GOARCH, c.Compiler = runtime.GOOS, runtime.GOARCH, "gc"
	c.CgoEnabled, c.BuildTags = cgo, tags
	return &c
}

// files returns the names of the files that make up the package in a folder;
// bare if it usually has assembly or cgo besides, which are left out.
func (f *folder) files() (names []string, bare bool, err error) {
	p, err := context(false, tags...).ImportDir(f.dir, 0)
	usual, usualErr := context(true).ImportDir(f.dir, 0)
	var none *build.NoGoError
	switch {
	case errors.As(err, &none) && usualErr == nil && len(usual.CgoFiles) > 0:
		return nil, false, failure(f.position(usual.CgoFiles[0]), `package %s uses cgo, which gojac does not run`, f.path)
	case errors.As(err, &none):
		return nil, false, failure(token.Position{}, "the folder %s has no Go files for %s/%s", f.show, runtime.GOOS, runtime.GOARCH)
	case err != nil:
		return nil, false, failure(token.Position{}, "%s", strings.ReplaceAll(err.Error(), f.dir, f.show))
	case p.Name == "main":
		return nil, false, failure(token.Position{}, "%s is a program, not an importable package", f.path)
	}
	for pattern, at := range p.EmbedPatternPos {
		pos := at[0]
		pos.Filename = path.Join(f.show, filepath.Base(pos.Filename))
		return nil, false, failure(pos, "//go:embed %s is not supported; read the file with os.ReadFile", pattern)
	}
	bare = usualErr == nil && (len(p.SFiles) > 0 || len(usual.SFiles) > 0 || len(usual.CgoFiles) > 0 || !slices.Equal(p.GoFiles, usual.GoFiles))
	return p.GoFiles, bare, nil
}

func (f *folder) position(file string) token.Position {
	return token.Position{Filename: path.Join(f.show, file), Line: 1, Column: 1}
}

// usesCgo names a file of the folder that needs cgo, if there is one.
func (f *folder) usesCgo() (file string, ok bool) {
	p, err := context(true).ImportDir(f.dir, 0)
	if err != nil || len(p.CgoFiles) == 0 {
		return "", false
	}
	return p.CgoFiles[0], true
}

// contents tells whether anything in the folder has changed.
func (f *folder) contents() string {
	if f.fixed {
		return f.dir
	}
	h := sha256.New()
	entries, _ := os.ReadDir(f.dir)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			text, _ := os.ReadFile(filepath.Join(f.dir, e.Name()))
			fmt.Fprintf(h, "%s %d\n", e.Name(), len(text))
			h.Write(text)
		}
	}
	io.WriteString(h, f.dir+f.version)
	return string(h.Sum(nil))
}

// hidden reports whether dir lies in a folder called internal that code in
// from may not import from.
func hidden(dir, from string) bool {
	parts := strings.Split(filepath.ToSlash(dir), "/")
	for i := len(parts) - 1; i > 0; i-- {
		if parts[i] == "internal" {
			parent := strings.Join(parts[:i], "/")
			from = filepath.ToSlash(from)
			return from != parent && !strings.HasPrefix(from, parent+"/")
		}
	}
	return false
}
