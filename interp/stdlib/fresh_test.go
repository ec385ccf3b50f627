package stdlib

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestFresh generates everything again and compares. Another version of Go has another standard library: then the test
// is skipped, which go.mod's toolchain line prevents.
func TestFresh(t *testing.T) {
	if runtime.Version() != goVersion || runtime.GOOS != goOS || runtime.GOARCH != goArch {
		t.Skipf("NOT CHECKED: generated with %s %s/%s, running %s %s/%s", goVersion, goOS, goArch, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	}
	if testing.Short() {
		t.Skip("NOT CHECKED: it asks the go command for the whole standard library")
	}
	dir := t.TempDir()
	out, err := exec.Command("go", "run", "./gen", "-out", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("gen: %v\n%s", err, out)
	}
	count := 0
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		count++
		name, _ := filepath.Rel(dir, path)
		compare(t, path, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	have, _ := filepath.Glob("symbols/*_sym.go")
	want, _ := filepath.Glob(filepath.Join(dir, "symbols", "*_sym.go"))
	if len(have) != len(want) || count < len(want)+5 {
		t.Errorf("%d tables in the tree, %d generated, %d files in all", len(have), len(want), count)
	}
}

func compare(t *testing.T, generated, committed string) {
	want, err := os.ReadFile(generated)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(committed)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("interp/stdlib/%s is stale: run go generate ./interp/stdlib", filepath.ToSlash(committed))
	}
	if strings.HasSuffix(committed, ".bin") && len(have) > 1<<20 {
		t.Errorf("interp/stdlib/%s has %d bytes; keep committed files under 1 MB", filepath.ToSlash(committed), len(have))
	}
}
