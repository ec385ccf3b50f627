package interp

import (
	"bytes"
	"flag"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gojac/gojac/interp/progen"
)

var shrunk = flag.String("shrink", "", "file of a program that differs, to be made smaller")

// TestShrink makes a program smaller that prints something else as gojac runs it than compiled.
func TestShrink(t *testing.T) {
	if *shrunk == "" {
		t.Skip("only with -shrink FILE")
	}
	source, err := os.ReadFile(*shrunk)
	if err != nil {
		t.Fatal(err)
	}
	imports := importer.ForCompiler(token.NewFileSet(), "source", nil)
	dir := t.TempDir()
	file, bin := filepath.Join(dir, "p.go"), filepath.Join(dir, "p")
	run := func(cmd *exec.Cmd) (string, bool) {
		var stdout bytes.Buffer
		cmd.Stdout = &stdout
		cmd.Env = append(os.Environ(), generatedVar+"="+file)
		timer := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		err := cmd.Run()
		timer.Stop()
		return stdout.String(), err == nil
	}
	differs := func(source string) bool {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
		if err != nil {
			return false
		}
		if _, err := (&types.Config{Importer: imports}).Check("main", fset, []*ast.File{f}, nil); err != nil {
			return false
		}
		if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		if exec.Command("go", "build", "-gcflags=-dwarf=false", "-ldflags=-s -w", "-o", bin, file).Run() != nil {
			return false
		}
		want, ok := run(exec.Command(bin))
		again, _ := run(exec.Command(bin))
		if !ok || want != again {
			return false
		}
		got, ok := run(exec.Command(os.Args[0], "-test.run=^TestGeneratedAlone$"))
		return got != want || !ok
	}
	if !differs(string(source)) {
		t.Fatalf("%s does not differ", *shrunk)
	}
	t.Logf("\n%s", progen.Shrink(string(source), differs))
}
