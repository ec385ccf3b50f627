package interp

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// batteryVar makes TestBattery compile and run every program with Go too.
// Without it the outputs stored beside the programs stand for compiled Go.
const batteryVar = "GOJAC_BATTERY"

// A form is a way to put a Go program into cells.
type form struct {
	name  string
	cells func(text string, file *ast.File) []string
}

// forms are what each program of the battery is run as: whole in one cell that
// calls main; its declarations, then what main holds; and that a statement at
// a time. A program that begins with // whole has the first form only, one
// that begins with // spread the first two. A defer, label, goto or return in
// main means another thing when each statement is a cell, so programs with one
// are not run so.
var forms = []form{
	{"whole", whole},
	{"spread", func(text string, file *ast.File) []string { return spread(text, file, false) }},
	{"single", func(text string, file *ast.File) []string { return spread(text, file, true) }},
}

func whole(text string, file *ast.File) []string {
	return []string{text[file.Name.End()-1:] + "\nmain()\n"}
}

func spread(text string, file *ast.File, single bool) []string {
	rest := text[file.Name.End()-1:]
	var body []string
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name != "main" || fn.Recv != nil {
			continue
		}
		rest = text[file.Name.End()-1:fn.Pos()-1] + text[fn.End()-1:]
		if !single {
			body = append(body, text[fn.Body.Lbrace:fn.Body.Rbrace-1])
			continue
		}
		for _, st := range fn.Body.List {
			body = append(body, text[st.Pos()-1:st.End()-1])
		}
	}
	return append([]string{rest}, body...)
}

// joined reports whether statements of main belong together.
func joined(file *ast.File) bool {
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name != "main" {
			continue
		}
		for _, st := range fn.Body.List {
			switch st.(type) {
			case *ast.DeferStmt, *ast.LabeledStmt, *ast.ReturnStmt, *ast.BranchStmt:
				return true
			}
		}
	}
	return false
}

// TestBattery runs everyday programs in cells: each prints what it prints
// when compiled.
func TestBattery(t *testing.T) {
	files, err := filepath.Glob("testdata/battery/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	if os.Getenv(batteryVar) != "" || *update {
		compileBattery(t, files)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".go"), func(t *testing.T) {
			t.Parallel()
			runBattery(t, file)
		})
	}
}

func runBattery(t *testing.T, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	parsed, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := len(forms)
	switch {
	case strings.HasPrefix(text, "// whole\n"):
		n = 1
	case strings.HasPrefix(text, "// spread\n"), joined(parsed):
		n = 2
	}
	for _, f := range forms[:n] {
		t.Run(f.name, func(t *testing.T) { runCells(t, f.cells(text, parsed), string(want)) })
	}
}

// runCells runs cells in a session of their own and compares what they print.
func runCells(t *testing.T, cells []string, want string) {
	client := testClient(t)
	var out printed
	for i, code := range cells {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		o := client.Run(ctx, Cell{N: i + 1, Code: code}, &out)
		cancel()
		if o.Error != nil {
			t.Fatalf("cell %d: %s\n%s\nprinted:\n%s", i+1, o.Error.Kind, strings.Join(o.Error.Traceback(false), "\n"), out.text("stdout"))
		}
	}
	got := out.text("stdout")
	if got == want {
		return
	}
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Fatalf("line %d is missing: %q", i+1, w[i])
		case i >= len(w):
			t.Fatalf("line %d is too many: %q", i+1, g[i])
		case g[i] != w[i]:
			t.Errorf("line %d:\ngot  %q\nwant %q", i+1, g[i], w[i])
		}
	}
}

// printed collects the streams of cells.
type printed struct {
	recorder
	streams map[string]string
}

func (p *printed) Stream(name, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.streams == nil {
		p.streams = map[string]string{}
	}
	p.streams[name] += text
}

func (p *printed) text(name string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.streams[name]
}

// compileBattery compares the stored outputs with what the compiled programs
// print, or stores that with -update.
func compileBattery(t *testing.T, files []string) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module battery\n\ngo 1.26\n"))
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(filepath.Join(strings.TrimSuffix(filepath.Base(file), ".go"), "main.go"), src)
	}
	bin := filepath.Join(dir, "bin")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin+string(filepath.Separator), "./...")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for _, file := range files {
		stored := strings.TrimSuffix(file, ".go") + ".out"
		var stdout bytes.Buffer
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		cmd := exec.CommandContext(ctx, filepath.Join(bin, strings.TrimSuffix(filepath.Base(file), ".go")))
		cmd.Stdout, cmd.Dir = &stdout, dir
		err := cmd.Run()
		cancel()
		if err != nil {
			t.Errorf("%s: compiled: %v", file, err)
			continue
		}
		want, _ := os.ReadFile(stored)
		switch {
		case bytes.Equal(want, stdout.Bytes()):
		case *update:
			if err := os.WriteFile(stored, stdout.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s: compiled Go prints\n%s\nstored is\n%s", file, stdout.Bytes(), want)
		}
	}
}
