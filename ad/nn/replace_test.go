package nn

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestReplace: a file is the old one until the new one is whole; it keeps its
// permissions, and a link to it stays one.
func TestReplace(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "a"), filepath.Join(folder, "b")
	os.WriteFile(file, []byte("old"), 0o640)
	if err := os.Symlink("a", link); err != nil {
		t.Skip(err)
	}
	full := errors.New("the disk is full")
	err := replace(link, func(w io.Writer) error { w.Write(make([]byte, 1<<20)); return full })
	if got, _ := os.ReadFile(file); err != full || string(got) != "old" {
		t.Errorf("%v; the file holds %.10q", err, got)
	}
	err = replace(link, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	got, _ := os.ReadFile(file)
	info, _ := os.Lstat(link)
	old, _ := os.Stat(file)
	if err != nil || string(got) != "new" || info.Mode()&os.ModeSymlink == 0 || old.Mode().Perm() != 0o640 {
		t.Errorf("%v; the file of mode %v holds %.10q, the link is %v", err, old.Mode(), got, info.Mode())
	}
	if left, _ := os.ReadDir(folder); len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}
