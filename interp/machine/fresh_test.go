package machine

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestFresh compares literals.go with what its generator writes.
func TestFresh(t *testing.T) {
	out := filepath.Join(t.TempDir(), "literals.go")
	if b, err := exec.Command("go", "run", "./gen", "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	want, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("literals.go"); err != nil || !bytes.Equal(got, want) {
		t.Error("interp/machine/literals.go is stale: run go generate ./interp/machine", err)
	}
}

// TestLiteralsAreUsed checks that this compiler lays func literals out as the
// entry points expect.
func TestLiteralsAreUsed(t *testing.T) {
	if len(trampolines) != len(literals) {
		t.Errorf("%d of %d shapes can be used", len(trampolines), len(literals))
	}
}
