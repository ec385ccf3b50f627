package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gojac/gojac/interp"
	"github.com/gojac/gojac/notebooks/nbformat"
)

// A fakeSession understands one command a line: what a cell can do to its sink.
type fakeSession struct {
	t      *testing.T
	count  int
	closed bool
	cancel context.CancelFunc // what a user's Ctrl-C would call
}

func (s *fakeSession) Close() error { s.closed = true; return nil }

func (s *fakeSession) Run(ctx context.Context, source string, out sink) error {
	s.count++
	for i, line := range strings.Split(source, "\n") {
		verb, rest, _ := strings.Cut(line, " ")
		text := map[string]any{"text/plain": rest}
		switch verb {
		case "print":
			out.Stream("stdout", rest+"\n")
		case "part":
			out.Stream("stdout", rest)
		case "log":
			out.Stream("stderr", rest+"\n")
		case "show":
			out.Display(text, nil, "")
		case "picture":
			out.Display(map[string]any{"image/png": "cG5n", "text/html": rest}, nil, "")
		case "named":
			out.Display(text, nil, "d")
		case "update":
			out.Update(text, nil, "d")
		case "value":
			out.Result(text, nil)
		case "clear":
			out.Clear(rest == "wait")
		case "ask":
			got, err := out.Input("name? ", false)
			out.Stream("stdout", fmt.Sprintf("[%s %v]\n", got, err))
		case "ask-later":
			asked := make(chan bool)
			go func() {
				asked <- true
				out.Input("", false)
			}()
			<-asked
		case "fail":
			return &cellError{Name: "Panic", Value: fmt.Sprintf("cell %d:%d:1: %s", s.count, i+1, rest), Traceback: []string{"trace of " + rest}}
		case "lose":
			return errors.New("the worker is gone")
		case "interrupt":
			s.cancel()
			<-ctx.Done()
			return &cellError{Name: "Interrupt", Value: "interrupted"}
		}
	}
	return nil
}

// gojacRun runs the command with a file of this content and returns what a user sees.
func gojacRun(t *testing.T, name, content string, args ...string) (exit int, stdout, stderr, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	var out, errs strings.Builder
	s := &fakeSession{t: t}
	open := func(context.Context, string, interp.MemoryLimit) (session, error) { return s, nil }
	program := func(path string, source []byte, stderr io.Writer) int {
		fmt.Fprintf(stderr, "program %s of %d bytes\n", path, len(source))
		return 7
	}
	exit = runMain(append([]string{name}, args...), strings.NewReader("Ada\nBob"), &out, &errs, engine{open, program})
	if s.count > 0 && !s.closed {
		t.Error("the session was not closed")
	}
	return exit, out.String(), errs.String(), dir
}

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name, script   string
		args           []string
		exit           int
		stdout, stderr string
	}{
		{"streams and values", "print a\nlog b\nvalue 3\n// %%\nshow x", nil, 0, "a\n3\nx\n", "b\n"},
		{"a value begins a line", "part a\nvalue 3\n// %%\npart b\n// %%\npart c\nfail boom", nil, 1, "a\n3\nbc\n", "cell 3:2:1: boom\ngojac run: cell 3 (s.go:6) failed; it was the last one\n"},
		{"a picture without words", "picture <b>x</b>", nil, 0, "[image/png, text/html]\n", ""},
		{"failure stops", "// %%\nprint a\nfail boom\n// %%\nprint never\n// %%\n", nil, 1, "a\n",
			"cell 1:2:1: boom\ngojac run: cell 1 (s.go:2) failed; 1 cell after it was not run\n"},
		{"errors allowed", "fail one\n// %%\nprint on\n// %%\nfail two", []string{"--allow-errors"}, 0, "on\n", "cell 1:1:1: one\ncell 3:1:1: two\n"},
		{"session lost", "lose\n// %%\nprint never", []string{"--allow-errors"}, 1, "", "cell 1: the worker is gone\ngojac run: the session is lost in cell 1 (s.go:1)\n"},
		{"updates print once", "named 0 %\nupdate 50 %\nupdate 100 %\nprint end", nil, 0, "0 %\nend\n100 %\n", ""},
		{"input", "ask\nask\nask", nil, 0, "name? [Ada <nil>]\nname? [Bob <nil>]\nname? [ input: no more lines on the standard input]\n", ""},
		{"blank cells are not run", "// %%\n  \n// %%\nfail x", nil, 1, "", "cell 1:1:1: x\ngojac run: cell 1 (s.go:4) failed; it was the last one\n"},
		{"a program", "// about\npackage main\nfunc main() {}", nil, 7, "", "program s.go of 36 bytes\n"},
		{"a program with -o", "package main\nfunc main() {}", []string{"-o", "x.html"}, 1, "", "gojac run: s.go: a program, with a package clause, leaves nothing for -o: want a notebook or a script of cells\n"},
		{"bad marker", "// %% [tex]", nil, 1, "", "gojac run: s.go: line 1: cell type [tex]: want [markdown], [raw] or none for Go\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			exit, stdout, stderr, _ := gojacRun(t, "s.go", test.script, test.args...)
			if exit != test.exit || stdout != test.stdout || stderr != test.stderr {
				t.Errorf("exit %d, stdout %q, stderr %q\nwant %d, %q, %q", exit, stdout, stderr, test.exit, test.stdout, test.stderr)
			}
		})
	}
}

func TestRunWritesOuts(t *testing.T) {
	script := "// %% [markdown]\n// # Title\n// %%\nprint a\nprint b\nlog c\npicture <b>bold</b>\n// %%\nvalue 3\n// %%\nfail boom\n// %%\nprint never"
	exit, _, stderr, dir := gojacRun(t, "s.go", script, "-o", "new/dir/out.ipynb", "-o=page.html")
	if exit != 1 {
		t.Errorf("exit %d, want 1; stderr: %s", exit, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "new/dir/out.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	nb, err := nbformat.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if name, language := nb.Kernel(); name != "gojac" || language != "go" {
		t.Errorf("kernel %q in %q, want gojac in go", name, language)
	}
	var got []string
	for _, c := range nb.Cells {
		for _, o := range c.Outputs {
			got = append(got, fmt.Sprintf("%d %s %s%s", c.Count, o.Type, o.Name, strings.TrimSuffix(o.Plain(), "\n")))
		}
	}
	want := "1 stream stdouta\nb|1 stream stderrc|1 display_data |2 execute_result 3|3 error cell 3:1:1: boom"
	if text := strings.Join(got, "|"); text != want {
		t.Errorf("outputs:\n got %s\nwant %s", text, want)
	}
	page, err := os.ReadFile(filepath.Join(dir, "page.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>Title</title>", "<b>bold</b>", "trace of boom"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestRunNotebook(t *testing.T) {
	nb := func(meta string) string {
		return `{"nbformat": 4, "nbformat_minor": 5, "metadata": ` + meta + `, "cells": [
		{"cell_type": "code", "id": "a", "metadata": {"tags": ["raises-exception"]}, "source": ["clear\n", "fail on purpose"], "outputs": [], "execution_count": 9},
		{"cell_type": "code", "id": "b", "metadata": {}, "source": ["print x\n", "clear wait\n", "print y"], "outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}], "execution_count": 10}]}`
	}
	t.Run("tagged failure and clear", func(t *testing.T) {
		exit, stdout, stderr, dir := gojacRun(t, "n.ipynb", nb(`{"kernelspec": {"name": "gojac", "language": "go"}}`), "-o", "n.ipynb")
		if exit != 0 || stdout != "x\ny\n" || stderr != "cell 1:2:1: on purpose\n" {
			t.Errorf("exit %d, stdout %q, stderr %q", exit, stdout, stderr)
		}
		data, err := os.ReadFile(filepath.Join(dir, "n.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := nbformat.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if out := got.Cells[1].Outputs; len(out) != 1 || out[0].Text != "y\n" || got.Cells[1].Count != 2 {
			t.Errorf("second cell: count %d, outputs %+v; want 2 and y alone", got.Cells[1].Count, out)
		}
	})
	for _, test := range []struct{ name, content, stderr string }{
		{"python", nb(`{"kernelspec": {"name": "python3"}, "language_info": {"name": "Python"}}`), `gojac run: f.ipynb: a notebook in python (kernel "python3"): gojac runs Go`},
		{"not JSON", "# no", "gojac run: f.ipynb: not a notebook: not JSON: invalid character '#' looking for beginning of value at 1:1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			exit, _, stderr, _ := gojacRun(t, "f.ipynb", test.content)
			if exit != 1 || stderr != test.stderr+"\n" {
				t.Errorf("exit %d, stderr %q\nwant 1, %q", exit, stderr, test.stderr)
			}
		})
	}
	t.Run("no kernelspec", func(t *testing.T) {
		exit, _, stderr, _ := gojacRun(t, "f.ipynb", nb(`{}`))
		if exit != 0 || !strings.HasPrefix(stderr, "gojac run: f.ipynb names no kernel (metadata.kernelspec is missing): taken as Go\n") {
			t.Errorf("exit %d, stderr %q", exit, stderr)
		}
	})
}

func TestRunUsage(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "no file: want a notebook, a script, or -"},
		{[]string{"a", "b"}, "two files, a and b: want one"},
		{[]string{"a", "-o", "x.pdf"}, `invalid value "x.pdf" for flag -o: want a name that ends in .ipynb or .html`},
		{[]string{"--fast", "a"}, "flag provided but not defined: -fast"},
	} {
		var stderr strings.Builder
		exit := runMain(test.args, strings.NewReader(""), io.Discard, &stderr, engine{})
		if first, _, _ := strings.Cut(stderr.String(), "\n"); exit != 2 || first != "gojac run: "+test.want {
			t.Errorf("run %q: exit %d, %q; want 2, %q", test.args, exit, first, test.want)
		}
	}
	var stdout strings.Builder
	if exit := runMain([]string{"-h"}, nil, &stdout, io.Discard, engine{}); exit != 0 || stdout.String() != runUsage {
		t.Errorf("run -h: exit %d, %q", exit, stdout.String())
	}
	var stderr strings.Builder
	if exit := runMain([]string{"no such file"}, nil, io.Discard, &stderr, engine{}); exit != 1 || !strings.Contains(stderr.String(), "no such file") {
		t.Errorf("a file that is not there: exit %d, %q", exit, stderr.String())
	}
}

func TestRunScriptFromStdin(t *testing.T) {
	var stdout, stderr strings.Builder
	open := func(context.Context, string, interp.MemoryLimit) (session, error) { return &fakeSession{t: t}, nil }
	exit := runMain([]string{"-"}, strings.NewReader("print hi\nask\nfail here"), &stdout, &stderr, engine{open: open})
	if exit != 1 || !strings.HasPrefix(stdout.String(), "hi\n[ input: the standard input was the script itself]") || !strings.Contains(stderr.String(), "cell 1 (stdin:1) failed") {
		t.Errorf("exit %d, stdout %q, stderr %q", exit, stdout.String(), stderr.String())
	}
}

func TestRunGoesOnWhileInputIsAwaited(t *testing.T) {
	nb, err := nbformat.ParseScript("ask-later\nprint a\n// %%\nprint b")
	if err != nil {
		t.Fatal(err)
	}
	never, _ := io.Pipe()
	var stdout strings.Builder
	r := &runner{session: &fakeSession{t: t}, nb: nb, name: "s.go", stdout: &stdout, stderr: io.Discard, stdin: never}
	if exit := r.run(t.Context()); exit != 0 || stdout.String() != "a\nb\n" {
		t.Errorf("exit %d, stdout %q", exit, stdout.String())
	}
}

func TestRunInterrupted(t *testing.T) {
	nb, err := nbformat.ParseScript("print a\ninterrupt\n// %%\nprint never")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var stdout, stderr strings.Builder
	r := &runner{session: &fakeSession{t: t, cancel: cancel}, nb: nb, name: "s.go", allowErrors: true, stdout: &stdout, stderr: &stderr}
	if exit := r.run(ctx); exit != 130 || stdout.String() != "a\n" || !strings.HasSuffix(stderr.String(), "interrupted in cell 1 (s.go:1)\n") {
		t.Errorf("exit %d, stdout %q, stderr %q", exit, stdout.String(), stderr.String())
	}
	if out := nb.Cells[0].Outputs; len(out) != 2 || out[1].EName != "Interrupt" {
		t.Errorf("the interrupted cell's outputs: %+v", out)
	}
}
