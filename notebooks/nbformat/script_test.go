package nbformat

import (
	"strings"
	"testing"
)

func TestParseScript(t *testing.T) {
	src := "#!/usr/bin/env -S gojac run\nimport \"fmt\"\n\n// %%\nx := 1\nx\n\n// %% [markdown] Notes\n// # Title\n//\n//     code\n// text\n\n//%% a title\n\nfmt.Println(x)\n// %%x is no marker\n// %%\n"
	nb, err := ParseScript(strings.ReplaceAll(src, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		kind   CellType
		source string
		line   int
	}{
		{"code", "//#!/usr/bin/env -S gojac run\nimport \"fmt\"", 1},
		{"code", "x := 1\nx", 5},
		{"markdown", "# Title\n\n    code\ntext", 9},
		{"code", "\nfmt.Println(x)\n// %%x is no marker", 15},
		{"code", "", 19},
	}
	if len(nb.Cells) != len(want) {
		t.Fatalf("got %d cells, want %d", len(nb.Cells), len(want))
	}
	for i, w := range want {
		if c := nb.Cells[i]; c.Type != w.kind || c.Source != w.source || c.Line != w.line {
			t.Errorf("cell %d: got %s %q at line %d, want %s %q at line %d", i+1, c.Type, c.Source, c.Line, w.kind, w.source, w.line)
		}
	}
	if _, err := ParseScript("// %%\n1\n// %% [latex]\n"); err == nil || !strings.Contains(err.Error(), "line 3: cell type [latex]") {
		t.Errorf("a cell type that is none: got error %v", err)
	}
}

func TestIsProgram(t *testing.T) {
	for src, want := range map[string]bool{
		"package main\nfunc main() {}":                true,
		"// A program.\n\n/* long */ package main\n(": true,
		"x := 1":                           false,
		"// package main":                  false,
		"// %%\npackage main":              false,
		"":                                 false,
		"import \"fmt\"\nfmt.Println(1)\n": false,
	} {
		if got := IsProgram([]byte(src)); got != want {
			t.Errorf("IsProgram(%q) = %t, want %t", src, got, want)
		}
	}
}
