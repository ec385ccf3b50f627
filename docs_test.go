package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var guides = []string{"README.md", "HOW_IT_WORKS.md", "CONTRIBUTING.md"}

func guide(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGuidesNameFilesThatExist: what looks like a file or a folder of ours in code, in a link or in a picture is there.
func TestGuidesNameFilesThatExist(t *testing.T) {
	mention := regexp.MustCompile("`([^`\\s]+)`|\\]\\(([^)#:]+)\\)|src=\"([^\"]+)\"|(?m:^([a-zA-Z_]+(?:/|\\.go))\\s)")
	file := regexp.MustCompile(`^[\w.*/-]+(/|\.(go|md|ipynb|css|html|svg|txt|in|bin|py))$|^(ad|display|install|interp|kernel|notebooks|testbed)/`)
	made := regexp.MustCompile(`^out/|NN-`) // by make, or by the reader
	for _, name := range guides {
		checked := 0
		for _, m := range mention.FindAllStringSubmatch(guide(t, name), -1) {
			path := strings.Join(m[1:], "")
			if !file.MatchString(path) || made.MatchString(path) {
				continue
			}
			checked++
			if found, err := filepath.Glob(path); err != nil || len(found) == 0 {
				t.Errorf("%s: there is no %s", name, path)
			}
		}
		if checked < 4 {
			t.Errorf("%s: only %d files found in the text", name, checked)
		}
	}
}

// TestGuidesNameTargetsOfMake: `make x` is a line of the Makefile.
func TestGuidesNameTargetsOfMake(t *testing.T) {
	targets := guide(t, "Makefile")
	for _, name := range guides {
		for _, m := range regexp.MustCompile("`make ([a-z-]+)").FindAllStringSubmatch(guide(t, name), -1) {
			if !strings.Contains(targets, "\n"+m[1]+": ") {
				t.Errorf("%s: there is no make %s", name, m[1])
			}
		}
	}
}

// TestReadmeShowsWhatCellsShow runs the cells of the README whose output stands below them, in one session.
func TestReadmeShowsWhatCellsShow(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```\n\n```text\n(.*?)```").FindAllStringSubmatch(guide(t, "README.md"), -1)
	if len(blocks) < 3 {
		t.Fatalf("only %d cells with an output", len(blocks))
	}
	var script, want string
	for _, b := range blocks {
		script += "// %%\n" + b[1]
		want += b[2]
	}
	if exit, stdout, stderr := gojac(t, script, "run", "-"); exit != 0 || stdout != want {
		t.Errorf("exit %d, stderr %s\n got\n%s\nwant\n%s", exit, stderr, stdout, want)
	}
}
