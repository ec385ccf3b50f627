package progen

import (
	"strings"
	"testing"
)

// TestShrink leaves out all that a file can do without and stay interesting.
func TestShrink(t *testing.T) {
	source := New(3, 1).Source()
	source = strings.Replace(source, "func main() {", "func main() {\n\tif id(true) { for i := range 3 { println(\"needle\", i+40) } }\n", 1)
	got := Shrink(source, func(s string) bool { return strings.Contains(s, `println("needle"`) })
	want := "package main\n\nfunc main() {\n\n\tprintln(\"needle\")\n\n}\n"
	if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("shrunk to\n%s\nwant\n%s", got, want)
	}
}
