package interp

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/gojac/gojac/display"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

// The test binary is its own worker.
func TestMain(m *testing.M) {
	if os.Getenv(nonceVar) != "" {
		os.Exit(Work())
	}
	if path := os.Getenv(programVar); path != "" {
		os.Exit(runProgramFile(path))
	}
	os.Exit(m.Run())
}

func testClient(t *testing.T) *Client {
	t.Helper()
	return testClientIn(t, t.TempDir())
}

func testClientIn(t *testing.T, dir string) *Client {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := NewClient(ClientConfig{Argv: []string{self}, Dir: dir})
	t.Cleanup(func() { c.Close() })
	return c
}

// TestScripts runs the sessions in testdata: each file is a notebook, its
// sections a cell and what the cell shows. A section with another name is a
// file, written before the next cell runs. Lines of output are marked: plain
// text is stdout, "2>" stderr, "=>" the result, "[]" a display, "!" an error.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	more, _ := filepath.Glob("testdata/battery/*.txtar")
	files = append(files, more...)
	more, _ = filepath.Glob("testdata/rows/*.txtar")
	files = append(files, more...)
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runScript(t, file)
		})
	}
}

func runScript(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	client := testClientIn(t, dir)
	out := &txtar.Archive{Comment: ar.Comment}
	n := 0
	for i, f := range ar.Files {
		switch f.Name {
		case "cell":
		case "out":
			continue
		default:
			out.Files = append(out.Files, f)
			writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
			continue
		}
		n++
		var rec recorder
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		o := client.Run(ctx, Cell{N: n, Code: strings.TrimSuffix(string(f.Data), "\n")}, &rec)
		cancel()
		got := rec.text(o)
		out.Files = append(out.Files, f)
		if got != "" {
			out.Files = append(out.Files, txtar.File{Name: "out", Data: []byte(got)})
		}
		want := ""
		if i+1 < len(ar.Files) && ar.Files[i+1].Name == "out" {
			want = string(ar.Files[i+1].Data)
		}
		if got != want && !*update {
			t.Errorf("%s: cell %d:\n%s\ngot:\n%s\nwant:\n%s", file, n, f.Data, got, want)
		}
	}
	if *update && !bytes.Equal(txtar.Format(out), txtar.Format(ar)) {
		if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A recorder writes down what a cell shows.
type recorder struct {
	mu  sync.Mutex
	b   strings.Builder
	at  string // marker of the line that is being written
	ask func(prompt string) string
}

func (r *recorder) lines(mark, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if text == "" {
		return
	}
	if r.at != mark && r.b.Len() > 0 && !strings.HasSuffix(r.b.String(), "\n") {
		r.b.WriteString("␤\n")
	}
	r.at = mark
	for _, line := range strings.SplitAfter(text, "\n") {
		if line == "" {
			continue
		}
		if s := r.b.String(); s == "" || strings.HasSuffix(s, "\n") {
			r.b.WriteString(mark)
		}
		r.b.WriteString(line)
	}
}

func (r *recorder) Stream(name, text string) {
	mark := ""
	if name == "stderr" {
		mark = "2> "
	}
	r.lines(mark, text)
}

func (r *recorder) bundle(mark string, b display.Bundle) {
	r.lines(mark, fmt.Sprint(b.Data["text/plain"])+"\n")
}
func (r *recorder) Display(id string, b display.Bundle) { r.bundle("[] ", b) }
func (r *recorder) Update(id string, b display.Bundle)  { r.bundle("[update "+id+"] ", b) }
func (r *recorder) Result(b display.Bundle)             { r.bundle("=> ", b) }
func (r *recorder) Clear(wait bool)                     { r.lines("", fmt.Sprintf("[clear %v]\n", wait)) }
func (r *recorder) Input(prompt string, password bool) (string, error) {
	if r.ask == nil {
		return "", fmt.Errorf("nobody answers")
	}
	return r.ask(prompt), nil
}

func (r *recorder) text(o Outcome) string {
	if o.Error != nil {
		r.lines("! ", string(o.Error.Kind)+"\n"+strings.Join(o.Error.Traceback(false), "\n")+"\n")
	}
	s := r.b.String()
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "␤\n"
	}
	return s
}
