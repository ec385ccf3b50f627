package machine

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPrograms runs each program of testdata in the machine and compiled, and
// compares what they print.
func TestPrograms(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command to compile with")
	}
	files, _ := filepath.Glob("testdata/*.go")
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			want, err := exec.Command(goTool, "run", f).Output()
			if err != nil {
				t.Fatal(err)
			}
			got, err := runFile(f)
			if err != nil {
				t.Error(err)
			}
			compareLines(t, got, string(want))
		})
	}
}
