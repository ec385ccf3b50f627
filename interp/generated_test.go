package interp

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/progen"
)

var (
	generated = flag.Int("programs", 300, "how many generated programs to compare with compiled Go")
	seed      = flag.Uint64("seed", 1, "of the generated programs")
	first     = flag.Uint64("first", 0, "number of the first generated program")
)

// generatedVar names a file that TestGeneratedAlone runs as a program.
const generatedVar = "GOJAC_GENERATED"

const batchSize = 150

// TestGenerated runs random programs compiled and as gojac runs programs and cells: they print the same, panic with the same
// words and end with the same code.
func TestGenerated(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no go command to compile the generated programs with")
		}
		t.Skip("NOT RUN: no go command to compile the generated programs with")
	}
	if *generated > batchSize {
		generatedBatches(t)
		return
	}
	out, err := os.CreateTemp(t.TempDir(), "stdout")
	if err != nil {
		t.Fatal(err)
	}
	c := &comparison{t: t, file: out, stdout: os.Stdout, dir: t.TempDir()}
	c.batch(*first, *first+uint64(*generated))
	t.Logf("%d programs, of them %d alone and %d also as cells; %d more are not valid Go", c.ran, c.alones, c.cells, c.invalid)
	if c.invalid*10 > c.ran {
		t.Errorf("%d of %d generated programs are not valid Go: %v", c.invalid, c.ran+c.invalid, c.why)
	}
}

// generatedBatches runs each batch in a process of its own, two at a time: a process keeps what its machines made, and may die.
func generatedBatches(t *testing.T) {
	var group sync.WaitGroup
	slots := make(chan struct{}, 2)
	end := *first + uint64(*generated)
	for from := *first; from < end; from += batchSize {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			cmd := exec.Command(os.Args[0], "-test.run=^TestGenerated$", "-test.v", "-test.timeout=10m", "-seed", fmt.Sprint(*seed),
				"-first", fmt.Sprint(from), "-programs", fmt.Sprint(min(batchSize, end-from)))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("programs from %d of seed %d: %v\n%s", from, *seed, err, out)
			} else {
				t.Logf("from %d: %s", from, summary.Find(out))
			}
		})
	}
	group.Wait()
}

var summary = regexp.MustCompile(`\d+ programs, .*`)

// TestGeneratedAlone is the child process in which a program may end its process.
func TestGeneratedAlone(t *testing.T) {
	path := os.Getenv(generatedVar)
	if path == "" {
		t.Skip("only as a child process")
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	os.Exit(RunProgram(path, source, os.Stderr))
}

// A comparison is one run of TestGenerated.
type comparison struct {
	t                           *testing.T
	file, stdout                *os.File
	dir                         string
	ran, invalid, cells, alones int
	why                         error // of the last that is not valid
}

// batch compares the programs from … to−1.
func (c *comparison) batch(from, to uint64) {
	var valid []*progen.Program
	loaded := map[*progen.Program]*program{}
	for n := from; n < to; n++ {
		p := progen.New(*seed, n)
		l, err := loadProgram(p.Name+".go", []byte(p.Source()))
		var refused machine.Refusal
		switch {
		case errors.As(err, &refused):
			c.differs(p, "is refused: %v", err)
		case err != nil:
			c.invalid++
			c.why = fmt.Errorf("%s: %w", p.Name, err)
		default:
			valid = append(valid, p)
			loaded[p] = l
		}
	}
	bin := c.compile(valid)
	want := c.together(bin)
	for _, p := range valid {
		c.ran++
		if p.Alone {
			c.alones++
			c.alone(bin, p)
			continue
		}
		w, uncaught := strings.CutSuffix(want[p.Name], progen.Uncaught+"\n")
		got := c.captured(p, func() error {
			for _, f := range loaded[p].start {
				if _, err := loaded[p].machine.Call(f); err != nil {
					return err
				}
			}
			return nil
		})
		c.same(p, "as a program", got, w, uncaught)
		if c.ran%4 == 0 {
			c.cells++
			c.same(p, "as one cell", c.inCells(p, p.Whole()), w, uncaught)
			c.same(p, "as many cells", c.inCells(p, p.Spread()), w, uncaught)
		}
	}
}

// compile gives the command made of many programs.
func (c *comparison) compile(programs []*progen.Program) string {
	file, bin := filepath.Join(c.dir, "main.go"), filepath.Join(c.dir, "batch")
	if err := os.WriteFile(file, []byte(progen.Batch(programs)), 0o644); err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin, file)
	cmd.Env = append(os.Environ(), "GOAMD64=v1")
	if out, err := cmd.CombinedOutput(); err != nil {
		kept := filepath.Join(os.TempDir(), "generated-batch.go")
		os.WriteFile(kept, []byte(progen.Batch(programs)), 0o644)
		c.t.Fatalf("go build %s: %v\n%.2000s", kept, err, out)
	}
	return bin
}

// together gives what each program printed that was run with the others.
func (c *comparison) together(bin string) map[string]string {
	out, err := exec.Command(bin).Output()
	if err != nil {
		c.t.Fatalf("the compiled programs: %v\n%.2000s", err, err.(*exec.ExitError).Stderr)
	}
	want := map[string]string{}
	for _, s := range strings.Split(string(out), progen.Mark)[1:] {
		name, text, _ := strings.Cut(s, "\n")
		want[name] = text
	}
	return want
}

// captured gives what run printed; an error comes last, as a line of its own.
func (c *comparison) captured(p *progen.Program, run func() error) string {
	c.file.Truncate(0)
	c.file.Seek(0, io.SeekStart)
	os.Stdout = c.file
	timer := time.AfterFunc(30*time.Second, func() { // it can't be stopped: say which and end
		fmt.Fprintf(c.stdout, "%s of seed %d does not end:\n%s", p.Name, *seed, p.Source())
		os.Exit(1)
	})
	err := run()
	timer.Stop()
	os.Stdout = c.stdout
	c.file.Seek(0, io.SeekStart)
	text, _ := io.ReadAll(c.file)
	if err != nil {
		return string(text) + progen.Uncaught + " " + err.Error()
	}
	return string(text)
}

// inCells runs cells in a session of their own until one fails.
func (c *comparison) inCells(p *progen.Program, cells []string) string {
	s := NewSession(Host{Show: func(display.Event) {}})
	return c.captured(p, func() error {
		for i, code := range cells {
			if o := s.Run(Cell{N: i + 1, Code: code, Silent: true}, func(display.Bundle) {}); o.Error != nil {
				return o.Error
			}
		}
		return nil
	})
}

// same compares what a program printed in both worlds; uncaught means that it panicked, compiled.
func (c *comparison) same(p *progen.Program, how, got, want string, uncaught bool) {
	text, failure, failed := strings.Cut(got, progen.Uncaught)
	if text != want || failed != uncaught {
		g, w := difference(text, want)
		c.differs(p, "%s: prints %q, compiled Go %q; ends with%q, compiled Go panicking: %v", how, g, w, failure, uncaught)
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

var address = regexp.MustCompile(`0x[0-9a-f]+`)

// alone compares a program that ends its process, or panics: output, words and exit code.
func (c *comparison) alone(bin string, p *progen.Program) {
	file := filepath.Join(c.dir, p.Name+".go")
	if err := os.WriteFile(file, []byte(p.Source()), 0o644); err != nil {
		c.t.Fatal(err)
	}
	end := func(cmd *exec.Cmd) string {
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		cmd.Env = append(os.Environ(), generatedVar+"="+file)
		cmd.Run()
		words, _, _ := strings.Cut(stderr.String(), "\n\ngoroutine ")
		words, _, _ = strings.Cut(words, "\n[signal")
		return fmt.Sprintf("%s%s\nexit %d", stdout.String(), address.ReplaceAllString(words, "0x"), cmd.ProcessState.ExitCode())
	}
	got, want := end(exec.Command(os.Args[0], "-test.run=^TestGeneratedAlone$")), end(exec.Command(bin, p.Name))
	if got != want {
		g, w := difference(got, want)
		c.differs(p, "in a process of its own: %q, compiled Go %q", g, w)
	}
}

// differs reports a difference and keeps the program.
func (c *comparison) differs(p *progen.Program, format string, args ...any) {
	kept := filepath.Join(os.TempDir(), fmt.Sprintf("generated-%d-%s.go", *seed, p.Name))
	os.WriteFile(kept, []byte(p.Source()), 0o644)
	c.t.Errorf("%s (go test ./interp -run TestGenerated -seed %d -first %s -programs 1): %s", kept, *seed, p.Name[1:], fmt.Sprintf(format, args...))
}
