package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/gojac/gojac/notebooks/nbformat"
)

// A runner runs a notebook's cells in order, stores what they leave, and prints its text.
type runner struct {
	session        session
	nb             *nbformat.Notebook
	name           string // of the file, for messages
	allowErrors    bool
	stdout, stderr io.Writer
	stdin          io.Reader

	progress progress
	mu       sync.Mutex    // the cells' outputs, stdout and stderr: goroutines of a cell write at any time
	midline  bool          // stdout stands in the middle of a line
	asking   sync.Mutex    // lines
	lines    *bufio.Reader // stdin, once a cell asked for input
}

// run returns the exit code. Cells that did not come to run keep no outputs of an earlier run.
func (r *runner) run(ctx context.Context) int {
	var code []*nbformat.Cell
	for _, c := range r.nb.Cells {
		if c.Type == nbformat.Code {
			c.Clear()
			if strings.TrimSpace(c.Source) != "" {
				code = append(code, c)
			}
		}
	}
	r.progress.start(r.stderr, len(code))
	defer r.progress.stop()
	for i, c := range code {
		c.Count = i + 1
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
		case !r.allowErrors && !c.Tagged("raises-exception"):
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
func (r *runner) place(c *nbformat.Cell) string {
	if c.Line > 0 {
		return fmt.Sprintf("cell %d (%s:%d)", c.Count, r.name, c.Line)
	}
	return fmt.Sprintf("cell %d of %s", c.Count, r.name)
}

func (r *runner) runCell(ctx context.Context, c *nbformat.Cell) error {
	rec := &recorder{runner: r, cell: c, printed: map[*nbformat.Output]string{}}
	err := r.session.Run(ctx, c.Source, rec)
	r.mu.Lock()
	defer r.mu.Unlock()
	rec.finish()
	if err != nil {
		r.fail(c, err)
	}
	return err
}

func (r *runner) fail(c *nbformat.Cell, err error) {
	o := &nbformat.Output{Type: nbformat.Error, EName: "error", EValue: err.Error()}
	var failure *cellError
	if errors.As(err, &failure) {
		o.EName, o.EValue, o.Traceback = failure.Name, failure.Value, failure.Traceback
	}
	if len(o.Traceback) == 0 {
		o.Traceback = strings.Split(o.EValue, "\n")
	}
	c.Outputs = append(c.Outputs, o)
	text := o.EValue
	if !strings.HasPrefix(text, "cell ") {
		text = fmt.Sprintf("cell %d: %s", c.Count, text)
	}
	r.newLine()
	fmt.Fprintln(r.stderr, text)
}

// newLine sees to it that what comes next begins a line: a cell may have printed a part of one.
func (r *runner) newLine() {
	r.progress.clear()
	if r.midline {
		fmt.Fprintln(r.stdout)
		r.midline = false
	}
}

// A recorder is the sink of one cell: it stores the outputs in the cell and prints their text as it comes.
type recorder struct {
	runner  *runner
	cell    *nbformat.Cell
	clear   bool                        // the next output replaces those before it
	printed map[*nbformat.Output]string // what the terminal has of a display that was updated since
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
	if name != "stderr" {
		rec.runner.midline = !strings.HasSuffix(text, "\n")
	}
	rec.clearNow()
	if n := len(rec.cell.Outputs); n > 0 {
		if last := rec.cell.Outputs[n-1]; last.Type == nbformat.Stream && last.Name == name {
			last.Text += text
			return
		}
	}
	rec.cell.Outputs = append(rec.cell.Outputs, &nbformat.Output{Type: nbformat.Stream, Name: name, Text: text})
}

func (rec *recorder) Display(data, metadata map[string]any, id string) {
	rec.show(&nbformat.Output{Type: nbformat.DisplayData, Data: data, Metadata: metadata, ID: id})
}

func (rec *recorder) Result(data, metadata map[string]any) {
	rec.show(&nbformat.Output{Type: nbformat.ExecuteResult, Data: data, Metadata: metadata, Count: rec.cell.Count})
}

func (rec *recorder) show(o *nbformat.Output) {
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	rec.clearNow()
	rec.cell.Outputs = append(rec.cell.Outputs, o)
	rec.print(o)
}

// Update replaces the display in every cell that shows it. The terminal gets the last text when the cell ends: a
// training loop updates its curve a hundred times.
func (rec *recorder) Update(data, metadata map[string]any, id string) {
	rec.runner.mu.Lock()
	defer rec.runner.mu.Unlock()
	for _, c := range rec.runner.nb.Cells {
		for _, o := range c.Outputs {
			if id == "" || o.ID != id {
				continue
			}
			if _, seen := rec.printed[o]; !seen {
				rec.printed[o] = o.Plain()
			}
			o.Data, o.Metadata = data, metadata
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
		rec.cell.Outputs, rec.clear = nil, false
		clear(rec.printed)
	}
}

func (rec *recorder) finish() {
	for _, c := range rec.runner.nb.Cells {
		for _, o := range c.Outputs {
			if before, updated := rec.printed[o]; updated && before != o.Plain() {
				rec.print(o)
			}
		}
	}
}

func (rec *recorder) print(o *nbformat.Output) {
	text := o.Plain()
	if text == "" {
		text = "[" + strings.Join(o.MIMETypes(), ", ") + "]"
	}
	rec.runner.newLine()
	fmt.Fprintln(rec.runner.stdout, strings.TrimSuffix(text, "\n"))
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
