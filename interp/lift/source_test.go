package lift

import (
	"flag"
	"os"
	"strings"
	"testing"
)

// header makes a package of printed functions. The package variables are those of funcs_test.go.
func header(src string) string {
	h := "package printed\n"
	if strings.Contains(src, "math.") {
		h += "import \"math\"\n"
	}
	if strings.Contains(src, "ad.") {
		h += "import \"" + adPath + "\"\n"
	}
	return h + "var scale, weights, rounds = 2.5, []float64{1, 2, 3}, 3\n" + src
}

// TestSourceRoundTrip prints every function, reads the text back as Go, and compares the two.
func TestSourceRoundTrip(t *testing.T) {
	u := testFuncs(t)
	for name := range binary {
		t.Run(name, func(t *testing.T) {
			f := u.fn(t, name)
			src := f.Source()
			again := build(t, header(src))
			g := again.fn(t, name)
			for _, p := range points(100) {
				if got, want := g.Call(p[:])[0], f.Call(p[:])[0]; !same(got, want) {
					t.Fatalf("%s%v printed gives %v, want %v\n%s", name, p, got, want, src)
				}
			}
		})
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// TestSourceGolden shows how functions read when printed.
func TestSourceGolden(t *testing.T) {
	u := testFuncs(t)
	var b strings.Builder
	b.WriteString("// How the functions of funcs_test.go read when they are printed from their numeric form.\n")
	for _, name := range []string{"twoResults", "branches", "newtonSqrt", "series", "horner", "nestedLoops", "booleans", "localRecursion", "dot", "singles", "assignedCapture", "structs"} {
		b.WriteString("\n// ---- " + name + "\n\n" + u.fn(t, name).Source())
	}
	const file = "testdata/printed.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("printed functions differ from %s; look at the difference, then run with -update\n%s", file, b.String())
	}
}
