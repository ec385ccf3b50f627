package display

import (
	"math"
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		x          float64
		print, tex string
	}{
		{0, "0", "0"},
		{math.Copysign(0, -1), "0", "0"},
		{1, "1", "1"},
		{-0.41614683, "−0.4161", "-0.4161"},
		{10.909297, "10.91", "10.91"},
		{9999.6, "10000", "10000"},
		{12345, "12345", "12345"},
		{99999, "10⁵", `10^{5}`},
		{123456, "1.235×10⁵", `1.235\cdot 10^{5}`},
		{-1e-9, "−10⁻⁹", `-10^{-9}`},
		{0.0001, "0.0001", "0.0001"},
		{1e300, "10³⁰⁰", `10^{300}`},
		{math.NaN(), "NaN", `\mathrm{NaN}`},
		{math.Inf(1), "∞", `\infty`},
		{math.Inf(-1), "−∞", `-\infty`},
	} {
		if got := num(c.x); got != c.print {
			t.Errorf("num(%v) = %s, want %s", c.x, got, c.print)
		}
		if got := texNum(c.x); got != c.tex {
			t.Errorf("texNum(%v) = %s, want %s", c.x, got, c.tex)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{pretty("w12"), "w₁₂"}, {pretty("loss"), "loss"}, {pretty("7"), "7"}, {pretty("x[0]"), "x[0]"},
		{prettyName("∂(f1, f2)/∂(x1, x2)"), "∂(f₁, f₂)/∂(x₁, x₂)"}, {prettyName("∂²f/∂x1²"), "∂²f/∂x1²"}, {prettyName("∂f/∂x[10]"), "∂f/∂x[10]"},
		{adjointName("w₁"), "w̄₁"}, {tangentName("w₁"), "ẇ₁"}, {adjointName("loss"), "bar(loss)"}, {adjointName("x⁽²⁾"), "x̄⁽²⁾"},
		{typeset("x - 1e-09·y"), "x − 1e-09·y"},
		{elide("abcdef", 4), "abc…"}, {elide("abcd", 4), "abcd"}, {elideMiddle("abcdefgh", 4), "ab … gh"},
		{mathHTML("bar(loss)·x<"), `<span style="text-decoration:overline">loss</span>·x&lt;`},
		{stem("W1[3][4]"), "W1"}, {stem("x12"), "x"}, {stem("m.W"), "m"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestBoundedText(t *testing.T) {
	short := strings.Repeat("line\n", mostLines-1)
	if got := bounded(short); got != short {
		t.Errorf("a short text was changed: %q", got)
	}
	got := strings.Split(bounded("first\n"+strings.Repeat("line\n", 500)+"last"), "\n")
	if len(got) != mostLines+1 || got[0] != "first" || got[mostLines] != "last" || got[mostLines/2] != "… 302 lines …" {
		t.Errorf("%d lines from %q over %q to %q", len(got), got[0], got[mostLines/2], got[len(got)-1])
	}
}

func TestNiceSteps(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{{0.3, 0.5}, {1, 1}, {1.1, 2}, {6, 10}, {0.02, 0.02}, {700, 1000}} {
		if got := niceStep(c.x); math.Abs(got-c.want) > 1e-12*c.want {
			t.Errorf("niceStep(%v) = %v, want %v", c.x, got, c.want)
		}
	}
}
