package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// A runner runs a notebook's cells in order, stores what they leave, and prints its text.
type runner struct {
	session        session
	nb             *notebook
	name           string // of the file, for messages
	allowErrors    bool
	stdout, stderr io.Writer
	stdin          io.Reader

	progress progress
	mu       sync.Mutex    // the cells' outputs, stdout and stderr: goroutines of a cell write at any time
	asking   sync.Mutex    // lines
	lines    *bufio.Reader // stdin, once a cell asked for input
}

// run returns the exit code. Cells that did not come to run keep no outputs of an earlier run.
func (r *runner) run(ctx context.Context) int {
	var code []*cell
	for _, c := range r.nb.cells {
		if c.kind == "code" {
			c.outputs, c.count, c.fresh = nil, 0, true
			if strings.TrimSpace(c.source) != "" {
				code = append(code, c)
			}
		}
	}
	r.progress.start(r.stderr, len(code))
	defer r.progress.stop()
	for i, c := range code {
		c.count = i + 1
		r.progress.cell(i + 1)
		err := r.runCell(ctx, c)
		var failure *cellError
		switch {
		case ctx.Err() != nil:
			r.note("interrupted in %s", r.place(c))
			return 130
		case err == nil:
		case !errors.As(err, &failure):
			r.note("the session is lost in %s", r.place(c))
			return 1
		case !r.allowErrors && !c.tagged("raises-exception"):
			r.note("%s failed; %s", r.place(c), rest(len(code)-i-1))
			return 1
		}
	}
	return 0
}

func rest(n int) string {
	switch n {
	case 0:
		return "it was the last one"
	case 1:
		return "1 cell after it was not run"
	}
	return fmt.Sprintf("%d cells after it were not run", n)
}

func (r *runner) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.clear()
	fmt.Fprintf(r.stderr, "gojac run: "+format+"\n", args...)
}

// place names a cell by its number among the code cells, which errors use too, and in a script by its line.
func (r *runner) place(c *cell) string {
	if c.line > 0 {
		return fmt.Sprintf("cell %d (%s:%d)", c.count, r.name, c.line)
	}
	return fmt.Sprintf("cell %d of %s", c.count, r.name)
}

func (r *runner) runCell(ctx context.Context, c *cell) error {
	rec := &recorder{runner: r, cell: c, printed: map[*output]string{}}
	err := r.session.Run(ctx, c.source, rec)
	r.mu.Lock()
	defer r.mu.Unlock()
	rec.finish()
	if err != nil {
		r.fail(c, err)
	}
	return err
}

func (r *runner) fail(c *cell, err error) {
	o := &output{kind: "error", ename: "error", evalue: err.Error()}
	var failure *cellError
	if errors.As(err, &failure) {
		o.ename, o.evalue, o.traceback = failure.Name, failure.Value, failure.Traceback
	}
	if len(o.traceback) == 0 {
		o.traceback = strings.Split(o.evalue, "\n")
	}
	c.outputs = append(c.outputs, o)
	text := o.evalue
	if !strings.HasPrefix(text, "cell ") {
		text = fmt.Sprintf("cell %d: %s", c.count, text)
	}
	r.progress.clear()
	fmt.Fprintln(r.stderr, text)
}

// A recorder is the sink of one cell: it stores the outputs in the cell and prints their text as it comes.
type recorder struct {
	runner  *runner
	cell    *cell
	clear   bool               // the next output replaces those before it
	printed map[*output]string // what the terminal has of a display that was updated since
}

// Stream adds to the stream that is being written: nbformat wants one output for what was printed in one go.
func (rec *recorder) Stream(name, text string) {
	if text == "" {
		return
	}
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	w := rec.runner.stdout
	if name == "stderr" {
		w = rec.runner.stderr
	}
	rec.runner.progress.clear()
	io.WriteString(w, text)
	rec.runner.progress.midline(text)
	rec.clearNow()
	if n := len(rec.cell.outputs); n > 0 {
		if last := rec.cell.outputs[n-1]; last.kind == "stream" && last.name == name {
			last.text += text
			return
		}
	}
	rec.cell.outputs = append(rec.cell.outputs, &output{kind: "stream", name: name, text: text})
}

func (rec *recorder) Display(data, metadata map[string]any, id string) {
	rec.show(&output{kind: "display_data", data: data, metadata: metadata, id: id})
}

func (rec *recorder) Result(data, metadata map[string]any) {
	rec.show(&output{kind: "execute_result", data: data, metadata: metadata, count: rec.cell.count})
}

func (rec *recorder) show(o *output) {
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	rec.clearNow()
	rec.cell.outputs = append(rec.cell.outputs, o)
	rec.print(o)
}

// Update replaces the display in every cell that shows it. The terminal gets the last text when the cell ends: a
// training loop updates its curve a hundred times.
func (rec *recorder) Update(data, metadata map[string]any, id string) {
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	for _, c := range rec.runner.nb.cells {
		for _, o := range c.outputs {
			if id == "" || o.id != id {
				continue
			}
			if _, seen := rec.printed[o]; !seen {
				rec.printed[o] = o.plain()
			}
			o.data, o.metadata = data, metadata
		}
	}
}

func (rec *recorder) Clear(wait bool) {
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	rec.clear = true
	if !wait {
		rec.clearNow()
	}
}

func (rec *recorder) clearNow() {
	if rec.clear {
		rec.cell.outputs, rec.clear = nil, false
		clear(rec.printed)
	}
}

func (rec *recorder) finish() {
	for _, c := range rec.runner.nb.cells {
		for _, o := range c.outputs {
			if before, updated := rec.printed[o]; updated && before != o.plain() {
				rec.print(o)
			}
		}
	}
}

func (rec *recorder) print(o *output) {
	text := o.plain()
	if text == "" {
		text = "[" + strings.Join(mimeTypes(o.data), ", ") + "]"
	}
	rec.runner.progress.clear()
	fmt.Fprintln(rec.runner.stdout, strings.TrimSuffix(text, "\n"))
}

func mimeTypes(data map[string]any) []string {
	var out []string
	for mime := range data {
		out = append(out, mime)
	}
	slices.Sort(out)
	return out
}

// Input asks on the terminal. A script that came from the standard input leaves none for its cells. Waiting for the line
// holds up nothing else: the cell may be interrupted meanwhile.
func (rec *recorder) Input(prompt string, password bool) (string, error) {
	r := rec.runner
	if r.stdin == nil {
		return "", errors.New("input: the standard input was the script itself")
	}
	if f, ok := r.stdin.(*os.File); password && ok && isTerminal(f) {
		prompt += "(it will be visible) "
	}
	r.mu.Lock()
	r.progress.clear()
	fmt.Fprint(r.stdout, prompt)
	r.progress.midline(prompt)
	r.mu.Unlock()

	r.asking.Lock()
	defer r.asking.Unlock()
	if r.lines == nil {
		r.lines = bufio.NewReader(r.stdin)
	}
	line, err := r.lines.ReadString('\n')
	if err != nil && line == "" {
		return "", errors.New("input: no more lines on the standard input")
	}
	return strings.TrimRight(line, "\r\n"), nil
}
