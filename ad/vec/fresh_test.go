package vec

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestFresh generates the kernels again and compares. The generator's
// library may have to be downloaded; where that cannot be done the test is
// skipped, but not where CI is set.
func TestFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED: it builds the generator")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 25*time.Second)
	defer cancel()
	tool := filepath.Join(t.TempDir(), "asm")
	if out, err := exec.CommandContext(ctx, "go", "-C", "asm", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the generator does not build: %v\n%s", err, out)
		}
		t.Skipf("NOT CHECKED: the generator does not build: %v\n%s", err, out)
	}
	dir := t.TempDir()
	files := []string{"kernels_amd64.s", "kernels_amd64.go", "sets_amd64.go"}
	out, err := exec.CommandContext(ctx, tool, "-pkg", "vec",
		"-out", filepath.Join(dir, files[0]), "-stubs", filepath.Join(dir, files[1]), "-sets", filepath.Join(dir, files[2])).CombinedOutput()
	if err != nil {
		t.Fatalf("the generator: %v\n%s", err, out)
	}
	for _, name := range files {
		have, want := afterHeader(t, name), afterHeader(t, filepath.Join(dir, name))
		if !bytes.Equal(have, want) || len(have) < 500 {
			t.Errorf("ad/vec/%s is stale: run go generate ./ad/vec", name)
		}
	}
}

// afterHeader reads a file without its first line, which is the command that
// wrote it.
func afterHeader(t *testing.T, name string) []byte {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("\n"))
	return text
}
