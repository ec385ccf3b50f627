package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A toolchain is the Go distribution at hand.
type toolchain struct {
	root    string // its test folder
	version string
}

func newToolchain() (*toolchain, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	lines := strings.Fields(string(out))
	t := &toolchain{root: filepath.Join(lines[0], "test"), version: lines[1]}
	if _, err := os.Stat(t.root); err != nil {
		return nil, fmt.Errorf("the Go distribution has no test folder: %w", err)
	}
	return t, nil
}

// wanted is what a program prints on both streams.
func (t *toolchain) wanted(file string) string {
	want, _ := os.ReadFile(filepath.Join(t.root, strings.TrimSuffix(file, ".go")+".out")) // where there is none, nothing
	return string(want)
}

// passing lists the programs that pass when compiled. The list is kept in folder out, since it depends on the toolchain alone.
func (t *toolchain) passing(out string, at int) ([]string, error) {
	kept := filepath.Join(out, fmt.Sprintf("conformance-%s-%s.txt", t.version, runtime.GOARCH))
	if list, err := os.ReadFile(kept); err == nil {
		return strings.Fields(string(list)), nil
	}
	files, err := t.programs()
	if err != nil {
		return nil, err
	}
	fmt.Printf("compiling and running %d programs with %s, once\n", len(files), t.version)
	passed := make([]bool, len(files))
	tmp, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	os.Setenv("GOAMD64", "v1") // elsewhere Go may fuse a multiplication with an addition
	each(at, len(files), func(i int) { passed[i] = t.compiles(files[i], filepath.Join(tmp, fmt.Sprint(i))) })
	var list []string
	for i, f := range files {
		if passed[i] {
			list = append(list, f)
		} else {
			fmt.Println("does not pass when compiled:", f)
		}
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	return list, os.WriteFile(kept, []byte(strings.Join(list, "\n")+"\n"), 0o644)
}

// compiles reports whether a program passes when compiled.
func (t *toolchain) compiles(file, binary string) bool {
	cmd := exec.Command("go", "build", "-o", binary, filepath.Base(file))
	cmd.Dir = filepath.Join(t.root, filepath.Dir(file))
	if cmd.Run() != nil {
		return false
	}
	defer os.Remove(binary)
	e := execute(cmd.Dir, binary)
	return e.code == 0 && !e.late && e.both == t.wanted(file)
}

// programs lists the files that say // run. Those in folders *.dir belong to programs of several files.
func (t *toolchain) programs() (files []string, err error) {
	err = fs.WalkDir(os.DirFS(t.root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && filepath.Ext(path) == ".dir":
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || d.IsDir():
			return nil
		}
		source, err := os.ReadFile(filepath.Join(t.root, path))
		if err == nil && action(string(source)) == "// run" {
			files = append(files, path)
		}
		return err
	})
	return files, err
}

// action is the first line of a program of the distribution's, after build constraints: it says how to test it.
func action(source string) string {
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "//go:build") {
			return line
		}
	}
	return ""
}
