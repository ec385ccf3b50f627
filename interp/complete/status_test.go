package complete

import "testing"

func TestIsComplete(t *testing.T) {
	for _, test := range []struct{ cell, status, indent string }{
		{"", "complete", ""},
		{"1 + 1", "complete", ""},
		{"x := 1; y := 2;", "complete", ""},
		{"import \"fmt\"\nfunc f() int { return 1 }\nfmt.Println(f())", "complete", ""},
		{"for i := 0; i < 3; i++ {\n}", "complete", ""},
		{"// only a comment", "complete", ""},
		{"func() { println(1) }()", "complete", ""},
		{"type T struct{}\nfunc (t T) M() {}", "complete", ""},
		{"x++", "complete", ""},

		{"func f() {", "incomplete", "\t"},
		{"func f() {\n\tfor {", "incomplete", "\t\t"},
		{"fmt.Println(1,", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"x :=", "incomplete", "\t"},
		{"strings.", "incomplete", "\t"},
		{"x := []int{1, 2", "incomplete", "\t"},
		{"s := `raw\n", "incomplete", ""},
		{"/* begun", "incomplete", ""},
		{"import (", "incomplete", "\t"},
		{"var", "incomplete", "\t"},

		{"x := )", "invalid", ""},
		{"f(]", "invalid", ""},
		{"s := \"open", "invalid", ""},
		{"%time f()", "invalid", ""},
		{"?x", "invalid", ""},
		{"if x", "invalid", ""},
		{"func f()", "invalid", ""},
		{"a b", "invalid", ""},
		{"}", "invalid", ""},
		{"for i in range(3):\n\tprint(i)", "invalid", ""},
	} {
		if status, indent := IsComplete(test.cell); status != test.status || indent != test.indent {
			t.Errorf("%q: %s %q, want %s %q", test.cell, status, indent, test.status, test.indent)
		}
	}
}
