package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gojac/gojac"

// rooms says which other rooms each may import. A room's folder with its
// subfolders counts as one, main as ".".
var rooms = map[string][]string{
	"ad":        {},
	"display":   {"ad"},
	"interp":    {"ad", "display"},
	"kernel":    {},
	"install":   {},
	"testbed":   {"ad"},           // it prints what JAX is held against
	"bench":     {"ad", "interp"}, // it measures each without a kernel
	".":         {"interp", "kernel", "install", "display", "notebooks"},
	"notebooks": {},
}

// outside says which rooms may import a library; no other library may be imported at all.
var outside = map[string][]string{
	"github.com/traefik/yaegi":  {"interp"},
	"github.com/go-zeromq/zmq4": {"kernel"},
	"gonum.org/v1/gonum":        {"ad", "display"},
	"golang.org/x/mod":          {"interp"},
	"golang.org/x/tools":        {"interp"},
	"golang.org/x/sys":          {"ad"},
	"golang.org/x/image":        {"display"},
	"github.com/yuin/goldmark":  {"notebooks"},
}

// TestArrows keeps the dependencies between rooms pointing one way.
func TestArrows(t *testing.T) {
	zmqFiles := map[string]bool{}
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "node_modules" || d.Name() == "testdata" || isModule(path)) {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		room := roomOf(filepath.ToSlash(path))
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			if dep, ours := strings.CutPrefix(imp, module+"/"); ours {
				seen++
				if dep = strings.Split(dep, "/")[0]; dep != room && !slices.Contains(rooms[room], dep) {
					t.Errorf("%s: %s may not import %s", path, room, imp)
				}
			}
			if strings.Contains(strings.Split(imp, "/")[0], ".") && !strings.HasPrefix(imp, module+"/") && !allowed(room, imp) {
				t.Errorf("%s: %s may not import %s", path, room, imp)
			}
			if strings.HasPrefix(imp, "github.com/go-zeromq/") {
				zmqFiles[path] = true
			}
		}
		return nil
	})
	if err != nil || seen < 20 {
		t.Fatalf("saw %d imports between rooms: %v", seen, err)
	}
	if len(zmqFiles) != 1 {
		t.Errorf("zmq4 is imported in %v, want one file of kernel", zmqFiles)
	}
}

// allowed reports whether a room may import a package of a library.
func allowed(room, imp string) bool {
	for lib, rooms := range outside {
		if imp == lib || strings.HasPrefix(imp, lib+"/") {
			return slices.Contains(rooms, room)
		}
	}
	return false
}

// isModule reports whether a folder is a module of its own: a generator, of which nothing goes into gojac.
func isModule(path string) bool {
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	return path != "." && err == nil
}

func roomOf(path string) string {
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return "."
}
