package interp

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// cacheFiles is a module cache; extracted modules and their go.mod files.
const cacheFiles = `
-- example.com/!up@v1.0.0/up.go --
package up

func Version() string { return "up 1.0.0" }
-- example.com/!up@v1.2.0/up.go --
package up

func Version() string { return "up 1.2.0" }
-- example.com/!up@v1.3.0-pre/up.go --
package up

func Version() string { return "up pre" }
-- example.com/old@v0.1.0/sub/old.go --
package sub

import "example.com/Up"

func F() string { return "old with " + up.Version() }
-- cache/download/example.com/!up/@v/v1.0.0.mod --
module example.com/Up
-- cache/download/example.com/!up/@v/v1.2.0.mod --
module example.com/Up
-- cache/download/example.com/old/@v/v0.1.0.mod --
module example.com/old

go 1.20

require example.com/Up v1.2.0
`

// filesOf writes an archive's files below a new folder.
func filesOf(t *testing.T, archive string) string {
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

// cellsIn runs cells in a folder and returns what each shows.
func cellsIn(t *testing.T, dir string, cells ...string) (shown []string) {
	t.Helper()
	c := testClientIn(t, dir)
	for i, code := range cells {
		var rec recorder
		shown = append(shown, rec.text(c.Run(context.Background(), Cell{N: i + 1, Code: code}, &rec)))
	}
	return shown
}

// TestModules looks for packages as Go does: by go.mod, in the vendor folder,
// and without either by the newest version in the cache.
func TestModules(t *testing.T) {
	t.Setenv("GOMODCACHE", filesOf(t, cacheFiles))
	const up = "import \"example.com/Up\"\nup.Version()"
	const old = "import \"example.com/old/sub\"\nsub.F()"
	for _, test := range []struct{ name, files, cell, want string }{
		{"newest", "", up, "[] note: example.com/Up v1.2.0 is the newest version in the module cache; a go.mod beside the notebook would choose\n=> \"up 1.2.0\"\n"},
		{"chosen", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\n", up, "=> \"up 1.0.0\"\n"},
		{"minimal version selection", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\nrequire example.com/old v0.1.0\n", old, "=> \"old with up 1.2.0\"\n"},
		{"replaced version", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/old v0.1.0\nreplace example.com/Up => example.com/Up v1.0.0\n", old, "=> \"old with up 1.0.0\"\n"},
		{"excluded", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\nrequire example.com/old v0.1.0\nexclude example.com/Up v1.2.0\n", old, "=> \"old with up 1.0.0\"\n"},
		{"not cached", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.9.0\n", up, "example.com/Up v1.9.0 is in go.mod but not in the module cache; go mod download example.com/Up in the folder of the notebook fetches it"},
		{"not required", "-- go.mod --\nmodule m\ngo 1.26\n", up, "no module that go.mod requires has it; go get example.com/Up in the folder of the notebook adds one"},
		{"replaced by nothing", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\nreplace example.com/Up => ./gone\n", up, "go.mod replaces example.com/Up by the folder"},
		{"broken go.mod", "-- go.mod --\nmodule m\nfoo bar\n", up, "go.mod:2: unknown directive: foo"},
		{"vendor", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\n-- vendor/modules.txt --\n# example.com/Up v1.0.0\n## explicit; go 1.20\nexample.com/Up\n-- vendor/example.com/Up/up.go --\npackage up\n\nfunc Version() string { return \"vendored\" }\n", up, "=> \"vendored\"\n"},
		{"not in vendor", "-- go.mod --\nmodule m\ngo 1.26\n-- vendor/modules.txt --\n", up, "not in the vendor folder"},
		{"vendor disagrees", "-- go.mod --\nmodule m\ngo 1.26\nrequire example.com/Up v1.0.0\n-- vendor/modules.txt --\n", up, "it does not list example.com/Up@v1.0.0, which go.mod requires; go mod vendor in the folder of the notebook makes it agree"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := cellsIn(t, filesOf(t, test.files), test.cell)[0]; got != test.want && (strings.HasPrefix(test.want, "=>") || !strings.Contains(got, test.want)) {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

// TestGoModChanges takes up a go.mod that came or changed since.
func TestGoModChanges(t *testing.T) {
	t.Setenv("GOMODCACHE", filesOf(t, cacheFiles))
	dir := t.TempDir()
	c := testClientIn(t, dir)
	n := 0
	run := func(code string) string {
		n++
		var rec recorder
		return rec.text(c.Run(context.Background(), Cell{N: n, Code: code}, &rec))
	}
	const up = "import \"example.com/Up\"\nup.Version()"
	if got := run(up); !strings.Contains(got, "up 1.2.0") {
		t.Fatal(got)
	}
	writeFile(t, filepath.Join(dir, "go.mod"), "module m\ngo 1.26\nrequire example.com/Up v1.0.0\n")
	if got := run(up); !strings.Contains(got, "up 1.0.0") {
		t.Error(got)
	}
}

const libFiles = `
-- go.mod --
module mymod

go 1.26
-- lib/lib.go --
// Package lib is for tests.
package lib

import "fmt"

// Half returns x/2.
func Half(x float64) float64 { return x / 2 }

func init() { fmt.Println("lib starts") }

// A Thing has parts.
type Thing struct {
	Parts int // how many
}

// Count counts them.
func (t Thing) Count() int { return t.Parts }

func Boom() { panic("boom") }
-- lib/sub/sub.go --
package sub
-- main.go --
package main

import (
	"fmt"
	"os"

	"mymod/lib"
)

var x = lib.Half(3)

func main() {
	fmt.Printf("%v %T\n", x, lib.Thing{})
	if len(os.Args) == 0 {
		return
	}
	lib.Boom()
}
`

// TestPackageReplay finds the packages again after a crash.
func TestPackageReplay(t *testing.T) {
	shown := cellsIn(t, filesOf(t, libFiles), "import \"mymod/lib\"\nfunc h() float64 { return lib.Half(8) }",
		"m := map[int]int{}\nfor i := range 8 { go func() { for { m[i]++ } }() }\nselect {}", "h() + lib.Half(2)")
	if !strings.Contains(shown[1], string(WorkerLost)) || shown[2] != "=> 5\n" {
		t.Errorf("%q", shown)
	}
}

// TestProgramPackages runs a program with a package beside it.
func TestProgramPackages(t *testing.T) {
	dir := filesOf(t, libFiles)
	cmd := exec.Command(os.Args[0])
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), programVar+"=main.go")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	if got := stdout.String(); got != "lib starts\n1.5 lib.Thing\n" || cmd.ProcessState.ExitCode() != 2 || !strings.Contains(stderr.String(), "lib/lib.go:19:") {
		t.Errorf("exit %d\n%s%s", cmd.ProcessState.ExitCode(), got, stderr.String())
	}
}

// TestPackageCompletion completes and describes what comes from source.
func TestPackageCompletion(t *testing.T) {
	c := testClientIn(t, filesOf(t, libFiles))
	ctx := context.Background()
	var rec recorder
	if o := c.Run(ctx, Cell{N: 1, Code: "import \"./lib\"\nvar thing lib.Thing"}, &rec); o.Error != nil {
		t.Fatal(o.Error)
	}
	for code, want := range map[string]string{
		"lib.":                "Boom Half Thing",
		"thing.":              "Parts Count",
		`import "./`:          "./lib",
		`import "./lib/`:      "./lib/sub",
		`import "mymod/l`:     "mymod/lib",
		`import "mymod/lib/s`: "mymod/lib/sub",
	} {
		var got []string
		for _, m := range c.Complete(ctx, code, len(code)).Matches {
			got = append(got, m.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	for code, want := range map[string]string{
		"lib.Half":    "Half returns x/2.",
		"lib.Thing":   "A Thing has parts.",
		"thing.Count": "Count counts them.",
		"thing.Parts": "how many",
		"lib":         "Package lib is for tests.",
	} {
		if b, _ := c.Inspect(ctx, code, len(code), 0); b.Data == nil || !strings.Contains(b.Data["text/plain"].(string), want) {
			t.Errorf("%s: %v, want %q", code, b.Data, want)
		}
	}
}
