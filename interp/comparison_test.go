package interp

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp/progen"
)

// A comparison runs generated programs in both worlds.
type comparison struct {
	t              *testing.T
	stdout, stderr *os.File // the test's own
	out, err       *os.File // what programs print to
	dir            string
	whole          cellRun // sessions for programs as one cell,
	spread         cellRun // as many,
	notebooks      cellRun // and of those that show values
	tally          tally
}

func newComparison(t *testing.T) *comparison {
	c := &comparison{t: t, stdout: os.Stdout, stderr: os.Stderr, dir: t.TempDir()}
	for _, file := range []**os.File{&c.out, &c.err} {
		f, err := os.CreateTemp(c.dir, "printed")
		if err != nil {
			t.Fatal(err)
		}
		*file = f
	}
	return c
}

// batch compares the programs from … to−1: compiled together, and loaded together.
func (c *comparison) batch(from, to uint64) {
	var programs []*progen.Program
	for n := from; n < to; n++ {
		programs = append(programs, progen.New(*seed, n))
	}
	c.compare(programs)
}

func (c *comparison) compare(programs []*progen.Program) {
	path := filepath.Join(c.dir, "batch.go")
	loaded, err := loadProgram(path, []byte(progen.Batch(programs)))
	if err != nil {
		programs = c.running(programs)
		if loaded, err = loadProgram(path, []byte(progen.Batch(programs))); err != nil {
			c.t.Fatal(err)
		}
	}
	bin, want := c.compiled(path, programs)
	for _, f := range loaded.start[:len(loaded.start)-1] {
		if _, err := loaded.machine.Call(f); err != nil {
			c.t.Fatal(err)
		}
	}
	main := loaded.start[len(loaded.start)-1]
	for _, p := range programs {
		c.tally.ran++
		f := main.Pkg.Func(p.Name)
		switch p.Ending {
		case progen.Dies:
			c.tally.deaths++
			c.dies(bin, p)
		case progen.Panics:
			c.tally.panics++
			c.panics(bin, p, loaded, f)
		default:
			c.returns(p, loaded, f, want[p.Name])
		}
	}
}

// running leaves out the programs that can't be loaded, and reports them.
func (c *comparison) running(programs []*progen.Program) []*progen.Program {
	var good []*progen.Program
	for _, p := range programs {
		if _, err := loadProgram(p.Name+".go", []byte(p.Source())); err != nil {
			c.differs(p, "is refused: %v", err)
		} else {
			good = append(good, p)
		}
	}
	return good
}

// returns compares a program that ends well, or whose panic only shows in what it printed.
func (c *comparison) returns(p *progen.Program, loaded *program, f *ssa.Function, want string) {
	want, uncaught := strings.CutSuffix(want, progen.Uncaught+"\n")
	got, _, err := c.captured(p, func() error {
		_, err := loaded.machine.Call(f)
		return err
	})
	c.same(p, "as a program", got, err, want, uncaught)
	if p.Cells != nil && !p.Numbered {
		c.tally.notebooks++
		got, _, err = c.captured(p, func() error { return c.notebooks.show(p.Cells) })
		c.same(p, "as a notebook", got, err, progen.Unversioned(want), uncaught)
		return
	}
	if c.tally.ran%5 == 0 && !p.Numbered {
		c.tally.cells++
		whole := p.Whole
		if c.tally.cells%2 == 0 {
			whole = p.Mixed
		}
		got, _, err = c.captured(p, func() error { return c.whole.run(whole()) })
		c.same(p, "as one cell", got, err, want, uncaught)
		spread := p.Spread
		if c.tally.cells%3 == 0 {
			spread = p.Restated
		}
		got, _, err = c.captured(p, func() error { return c.spread.run(spread()) })
		c.same(p, "as many cells", got, err, want, uncaught)
	}
}

// captured gives what run printed.
func (c *comparison) captured(p *progen.Program, run func() error) (stdout, stderr string, err error) {
	for _, f := range []*os.File{c.out, c.err} {
		f.Truncate(0)
		f.Seek(0, io.SeekStart)
	}
	os.Stdout, os.Stderr = c.out, c.err
	timer := time.AfterFunc(2*time.Minute, func() { // it can't be stopped: say which and end
		fmt.Fprintf(c.stdout, "%s of seed %d does not end:\n%s", p.Name, *seed, p.Source())
		os.Exit(1)
	})
	err = run()
	timer.Stop()
	os.Stdout, os.Stderr = c.stdout, c.stderr
	var text [2]string
	for i, f := range []*os.File{c.out, c.err} {
		f.Seek(0, io.SeekStart)
		b, _ := io.ReadAll(f)
		text[i] = string(b)
	}
	return text[0], text[1], err
}

// A cellRun is a session that runs one program after another, and then gives way to a new one.
type cellRun struct {
	session     *Session
	n, programs int
}

// programsPerSession bounds how much a late method makes the machine compile anew.
const programsPerSession = 4

// begin makes a session ready for the next program.
func (s *cellRun) begin() {
	if s.programs++; s.programs%programsPerSession == 1 {
		s.session = NewSession(Host{Show: func(display.Event) {}})
		s.n++
		s.session.Run(Cell{N: s.n, Code: progen.Prelude, Silent: true}, func(display.Bundle) {})
	}
}

// run runs cells until one fails.
func (s *cellRun) run(codes []string) error {
	s.begin()
	for _, code := range codes {
		s.n++
		if o := s.session.Run(Cell{N: s.n, Code: code, Silent: true}, func(display.Bundle) {}); o.Error != nil {
			return o.Error
		}
	}
	return nil
}

// show runs cells that show values, and may panic.
func (s *cellRun) show(codes []string) error {
	s.begin()
	shown := func(b display.Bundle) { fmt.Println(b.Data["text/plain"]) }
	for _, code := range codes {
		s.n++
		switch o := s.session.Run(Cell{N: s.n, Code: code}, shown); {
		case o.Error == nil:
		case o.Error.Kind == Panicked:
			fmt.Println(o.Error.Diagnostics[0].Message)
		default:
			return fmt.Errorf("%w\nof the cell\n%s", o.Error, code)
		}
	}
	return nil
}

// same compares what a program printed in both worlds; uncaught means that it panicked, compiled.
func (c *comparison) same(p *progen.Program, how, got string, err error, want string, uncaught bool) {
	if got != want || (err != nil) != uncaught {
		g, w := difference(got, want)
		c.differs(p, "%s: prints %q, compiled Go %q; ends with %v, compiled Go panicking: %v", how, g, w, err, uncaught)
	}
}

// difference gives the first lines in which two texts differ.
func difference(a, b string) (string, string) {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i], y[i]
		}
	}
	if len(x) > len(y) {
		return x[len(y)], ""
	}
	if len(y) > len(x) {
		return "", y[len(x)]
	}
	return "", ""
}

// panics compares a program that panics in the end: what it prints, Go's words, and where.
func (c *comparison) panics(bin string, p *progen.Program, loaded *program, f *ssa.Function) {
	want, stack := ended(exec.Command(bin, p.Name))
	if !strings.Contains(stack, "\n\ngoroutine 1 [") { // it did before, in another goroutine, and would end this process
		c.dies(bin, p)
		return
	}
	code := 0
	stdout, stderr, _ := c.captured(p, func() error {
		_, err := loaded.machine.Call(f)
		if err != nil {
			code = loaded.failed(err, os.Stderr)
		}
		return err
	})
	if got := ending(stdout, stderr, code); got != want {
		g, w := difference(got, want)
		c.differs(p, "panicking: %q, compiled Go %q", g, w)
	}
}

// dies compares a program that ends its process.
func (c *comparison) dies(bin string, p *progen.Program) {
	file := filepath.Join(c.dir, p.Name+".go")
	if err := os.WriteFile(file, []byte(p.Source()), 0o644); err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestGeneratedAlone$")
	cmd.Env = append(os.Environ(), generatedVar+"="+file)
	got, _ := ended(cmd)
	want, _ := ended(exec.Command(bin, p.Name))
	got, _, _ = strings.Cut(got, position) // it is another file
	want, _, _ = strings.Cut(want, position)
	if got != want {
		g, w := difference(got, want)
		c.differs(p, "in a process of its own: %q, compiled Go %q", g, w)
	}
}

// ended runs a command and says what it left, and all that it wrote to stderr.
func ended(cmd *exec.Cmd) (end, errs string) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	return ending(stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()), stderr.String()
}

const position = "\npanics at "

var (
	address  = regexp.MustCompile(`0x[0-9a-f]+`)
	goLine   = regexp.MustCompile(`\t(\S+\.go:\d+)`)
	coverage = regexp.MustCompile("warning: GOCOVERDIR not set.*\n")
)

// ending is what a program printed, its exit code, the words of its panic and where that was.
func ending(stdout, stderr string, code int) string {
	words, stack, _ := strings.Cut(coverage.ReplaceAllString(stderr, ""), "\n\ngoroutine ")
	words, _, _ = strings.Cut(words, "\n[signal")
	at := ""
	if line := goLine.FindStringSubmatch(stack); line != nil {
		at = line[1]
	}
	return fmt.Sprintf("%s%s\nexit %d%s%s", stdout, address.ReplaceAllString(words, "0x"), code, position, at)
}

// differs reports a difference and keeps the program.
func (c *comparison) differs(p *progen.Program, format string, args ...any) {
	kept := filepath.Join(os.TempDir(), fmt.Sprintf("generated-%d-%s.go", *seed, p.Name))
	os.WriteFile(kept, []byte(p.Source()), 0o644)
	if p.Cells != nil {
		os.WriteFile(kept+".cells", []byte("// %%\n"+progen.Prelude+"\n// %%\n"+strings.Join(p.Cells, "\n// %%\n")), 0o644)
	}
	c.t.Errorf("%s (go test ./interp -run TestGenerated -seed %d -first %s -programs 1): %s", kept, *seed, p.Name[1:], fmt.Sprintf(format, args...))
}
