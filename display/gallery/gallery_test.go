package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestExhibits holds every exhibit to what an output may weigh, and every picture to
// saying what it shows.
func TestExhibits(t *testing.T) {
	all := exhibits()
	dir := t.TempDir()
	if err := write(dir, all); err != nil {
		t.Fatal(err)
	}
	images := regexp.MustCompile(`<img [^>]*alt="([^"]*)"`)
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.name] {
			t.Errorf("two exhibits are called %s", e.name)
		}
		seen[e.name] = true
		size := 0
		for _, data := range e.bundle.Data {
			size += len(text(data))
		}
		if size > 400_000 {
			t.Errorf("%s: %d bytes in all forms", e.name, size)
		}
		rich := text(e.bundle.Data["text/html"])
		if len(rich) > 150_000 {
			t.Errorf("%s: %d bytes of HTML", e.name, len(rich))
		}
		for _, m := range images.FindAllStringSubmatch(rich, -1) {
			if len(m[1]) < 10 {
				t.Errorf("%s: a picture says only %q", e.name, m[1])
			}
		}
	}
	for _, name := range []string{"index.html", "bundles.json", "graph-lecture.svg", "graph-lecture.png"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
