package main

import "testing"

func TestJudge(t *testing.T) {
	const trace = "fatal error: stack\n\ngoroutine 1 [running]:\ngithub.com/gojac/gojac/interp/machine.(*frame).run()\n"
	for _, test := range []struct {
		e    ending
		want status
	}{
		{ending{both: "7\n"}, pass},
		{ending{both: "8\n"}, wrong},
		{ending{both: "7\n", code: 2}, wrong},
		{ending{both: "a.go:3:4: f is not supported\na.go:5:1: g is not supported\n", code: 1}, refused},
		{ending{stdout: "7\n", both: "7\na.go:3:4: f is not supported\n", code: 1}, wrong},
		{ending{both: "b.go:3:4: f is not supported\n", code: 1}, wrong},
		{ending{both: "a.go:3:4: f is not supported\nand more\n", code: 1}, wrong},
		{ending{both: "", code: 1}, wrong},
		{ending{both: trace, code: 2}, crash},
		{ending{both: "", code: -1}, crash},
		{ending{both: "7\n", code: -1, late: true}, hang},
	} {
		if got := judge(test.e, "a.go", "7\n"); got.status != test.want {
			t.Errorf("%+v: %s, want %s", test.e, got.status, test.want)
		}
	}
}

func TestAction(t *testing.T) {
	for source, want := range map[string]string{
		"// run\n\npackage main\n":                     "// run",
		"//go:build amd64\n\n// run\n\npackage main":   "// run",
		"\n// run -race\npackage main":                 "// run -race",
		"// errorcheck\n\n// run\n\npackage nothing\n": "// errorcheck",
	} {
		if got := action(source); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}
