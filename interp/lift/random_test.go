package lift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
)

// A program writes a random function with control flow: it always ends, since loops count and calls go deeper.
type program struct {
	r     *rand.Rand
	b     strings.Builder
	loops []string // labels of the loops around
	next  int
	fuel  int
}

func (p *program) line(depth int, format string, args ...any) {
	fmt.Fprintf(&p.b, strings.Repeat("\t", depth)+format+"\n", args...)
}

func (p *program) float(depth int) string {
	if depth == 0 {
		return []string{"x", "y", "a", "b", "1.5", "-0.25", "float64(n)"}[p.r.IntN(7)]
	}
	l, r := p.float(depth-1), p.float(depth-1)
	switch p.r.IntN(8) {
	case 0, 1:
		return l + " + " + r
	case 2, 3:
		return "(" + l + ")*(" + r + ")"
	case 4:
		return l + " - (" + r + ")"
	case 5:
		return "math.Sin(" + l + ")"
	case 6:
		return "math.Tanh(" + r + ")"
	}
	return "max(" + l + ", " + r + ")"
}

func (p *program) cond(depth int) string {
	if depth == 0 {
		return []string{"a < b", "x > a", "n%2 == 0", "b != y", "n >= 3", "!(x <= y)"}[p.r.IntN(6)]
	}
	op := []string{" && ", " || "}[p.r.IntN(2)]
	return "(" + p.cond(depth-1) + ")" + op + "(" + p.cond(p.r.IntN(depth)) + ")"
}

func (p *program) block(depth int) {
	for range 1 + p.r.IntN(3) {
		p.statement(depth)
	}
}

func (p *program) statement(depth int) {
	if p.fuel--; p.fuel < 0 || depth > 5 {
		p.line(depth, "a += 0.5")
		return
	}
	v := []string{"a", "b", "x", "y"}[p.r.IntN(4)]
	switch k := p.r.IntN(14); {
	case k < 3:
		p.line(depth, "%s = %s", v, p.float(2))
	case k == 3:
		p.line(depth, "a, b = b, %s", p.float(1))
	case k == 4:
		p.line(depth, "n++")
	case k == 5:
		p.line(depth, "%s -= %s", v, p.float(1))
	case k < 9:
		p.line(depth, "if %s {", p.cond(p.r.IntN(3)))
		p.block(depth + 1)
		if p.r.IntN(2) == 0 {
			p.line(depth, "} else {")
			p.block(depth + 1)
		}
		p.line(depth, "}")
	case k < 11:
		p.loop(depth)
	case k == 11 && len(p.loops) > 0:
		label := p.loops[p.r.IntN(len(p.loops))]
		p.line(depth, "if %s { %s %s }", p.cond(1), []string{"break", "continue"}[p.r.IntN(2)], label)
	case k == 12:
		p.line(depth, "if %s { return %s }", p.cond(1), p.float(1))
	default:
		p.line(depth, "switch {\n case %s:", p.cond(0))
		p.block(depth + 1)
		p.line(depth, "case %s:", p.cond(1))
		p.block(depth + 1)
		if p.r.IntN(2) == 0 {
			p.line(depth, "default:")
			p.block(depth + 1)
		}
		p.line(depth, "}")
	}
}

func (p *program) loop(depth int) {
	p.next++
	label, i := fmt.Sprintf("L%d", p.next), fmt.Sprintf("i%d", p.next)
	p.line(depth, "%s:", label)
	switch p.r.IntN(3) {
	case 0:
		p.line(depth, "for %s := 0; %s < %d; %s++ {", i, i, 1+p.r.IntN(4), i)
	case 1:
		p.line(depth, "for %s := range %d {", i, 1+p.r.IntN(4))
	default:
		p.line(depth, "for %s := 5; ; %s-- {\nif %s < 0 { break %s }", i, i, i, label)
	}
	p.loops = append(p.loops, label)
	p.line(depth+1, "n += %s\nif n > 1000 { break %s }\nif n < 0 { continue %s }", i, label, label)
	p.block(depth + 1)
	p.loops = p.loops[:len(p.loops)-1]
	p.line(depth, "}")
}

// randomProgram is the source of one function f of x and y, called name.
func randomProgram(r *rand.Rand, name string) string {
	p := &program{r: r, fuel: 14}
	p.line(0, "func %s(x, y float64) float64 {", name)
	p.line(1, "a, b, n := x*y, x-y, 0")
	p.block(1)
	p.block(1)
	p.line(1, "return a + 2*b + float64(n)\n}")
	return p.b.String()
}

var randomPoints = [][]float64{{0.5, -1.25}, {-2, 0.75}, {3, 3}}

// TestRandomControlFlow compares random functions run by the machine, traced, printed and lifted again, and compiled by Go.
func TestRandomControlFlow(t *testing.T) {
	const n = 80
	r := rand.New(rand.NewPCG(11, 12))
	var all strings.Builder
	all.WriteString("package p\nimport \"math\"\nvar _ = math.Pi\n")
	for i := range n {
		all.WriteString(randomProgram(r, fmt.Sprintf("f%d", i)))
	}
	u := build(t, all.String())
	native := compileAndRun(t, all.String(), n)
	for i := range n {
		name := fmt.Sprintf("f%d", i)
		f := u.fn(t, name)
		src := f.Source()
		again := build(t, header(src)).fn(t, name)
		c := fn.NewClosure(f, nil)
		for k, x := range randomPoints {
			want := f.Call(x)[0]
			if native != nil && !same(want, native[i*len(randomPoints)+k]) {
				t.Fatalf("%s%v = %v, compiled Go gives %v\n%s", name, x, want, native[i*len(randomPoints)+k], src)
			}
			if got := again.Call(x)[0]; !same(got, want) {
				t.Fatalf("%s%v printed gives %v, want %v\n%s", name, x, got, want, src)
			}
			if got := c.Trace([]*ad.Tensor{ad.Scalar(x[0]), ad.Scalar(x[1])})[0].Item(); !same(got, want) {
				t.Fatalf("%s%v traced gives %v, want %v\n%s", name, x, got, want, src)
			}
			gx, gy := grad2(described(t, u, name, fn2(product)))(x[0], x[1])
			_, g := c.Gradient([][]float64{x[:1], x[1:]}, nil, [][]float64{{1}})
			if !equal(g[0][0], gx) || !equal(g[1][0], gy) {
				t.Fatalf("gradient of %s at %v by tape: %v, in general %v, %v\n%s", name, x, g, gx, gy, src)
			}
		}
	}
}

// compileAndRun runs functions f0, f1, … of src with the Go toolchain, at the random points; nil in short mode.
func compileAndRun(t *testing.T, src string, n int) (values []float64) {
	if testing.Short() {
		return nil
	}
	var b strings.Builder
	b.WriteString(strings.Replace(src, "package p\n", "package main\nimport \"fmt\"\n", 1))
	b.WriteString("func main() {\n")
	for i := range n {
		for _, x := range randomPoints {
			fmt.Fprintf(&b, "fmt.Println(math.Float64bits(f%d(%v, %v)))\n", i, x[0], x[1])
		}
	}
	b.WriteString("}\n")
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, s := range strings.Fields(string(out)) {
		bits, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, math.Float64frombits(bits))
	}
	return values
}
