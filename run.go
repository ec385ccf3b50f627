package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/gojac/gojac/interp"
	"github.com/gojac/gojac/notebooks/nbformat"
	"github.com/gojac/gojac/notebooks/page"
)

// A session runs cells one after another; each sees what the earlier ones declared.
type session interface {
	// Run runs one cell. What it prints and shows goes to out, in order, before Run returns. A cell that fails gives a
	// *cellError; any other error means the session itself is lost. The end of ctx interrupts the cell.
	Run(ctx context.Context, source string, out sink) error
	// Close ends what cells left running; nothing comes to a sink after it.
	Close() error
}

// An engine runs Go.
type engine struct {
	// open starts a session for cells of a file in folder, which may use so much memory.
	open func(ctx context.Context, folder string, memory interp.MemoryLimit) (session, error)
	// program runs a file with a package clause, in this process and on its streams, and returns the exit code.
	program func(path string, source []byte, stderr io.Writer) int
}

// A sink takes what a cell sends out, from any goroutine. Data maps MIME types to strings, or to JSON values for JSON types.
type sink interface {
	Stream(name, text string) // name is stdout or stderr
	Display(data, metadata map[string]any, id string)
	Update(data, metadata map[string]any, id string) // replaces every display shown under id
	Result(data, metadata map[string]any)
	Clear(wait bool)
	Input(prompt string, password bool) (string, error)
}

// A cellError is the failure of one cell. Value begins with `cell N:line:col: ` wherever the place is known.
type cellError struct {
	Name, Value string
	Traceback   []string
}

func (e *cellError) Error() string { return e.Value }

const runUsage = `usage: gojac run FILE [-o OUT]... [--allow-errors] [--memory SIZE]

Run a notebook (.ipynb) or a Go script with // %% cell markers, and print the text of every output.
A file with a package clause is a program of one file and runs as with go run.
FILE may be - for a script on the standard input.

  -o OUT           also write the executed notebook (OUT ends in .ipynb) or a page with the pictures (.html);
                   may be given several times
  --allow-errors   go on after a cell that failed, and exit 0
  --memory SIZE    the most that cells may use: 8GiB, 500MB, or off
                   (GOJAC_MEMORY, or 60 % of the machine's)

A cell tagged raises-exception may fail. Exit codes: 0 all well, 1 a cell failed or the file is not runnable,
2 wrong usage, 130 interrupted; a program has its own.
`

type runOptions struct {
	file        string
	outs        []string
	allowErrors bool
	memory      interp.MemoryLimit
}

// runMain is `gojac run`. It returns the exit code.
func runMain(args []string, stdin io.Reader, stdout, stderr io.Writer, with engine) int {
	opts, err := parseRunArgs(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, runUsage)
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "gojac run: %v\n\n%s", err, runUsage)
		return 2
	}
	exit, err := run(opts, stdin, stdout, stderr, with)
	if err != nil {
		fmt.Fprintf(stderr, "gojac run: %v\n", err)
	}
	return exit
}

// parseRunArgs takes flags before and after FILE.
func parseRunArgs(args []string) (runOptions, error) {
	var opts runOptions
	memory, err := interp.EnvironmentMemory()
	if err != nil {
		return opts, err
	}
	fs := flag.NewFlagSet("run", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&opts.allowErrors, "allow-errors", false, "")
	fs.TextVar(&opts.memory, "memory", memory, "")
	fs.Func("o", "", func(out string) error {
		if ext := filepath.Ext(out); ext != ".ipynb" && ext != ".html" {
			return errors.New("want a name that ends in .ipynb or .html")
		}
		opts.outs = append(opts.outs, out)
		return nil
	})
	for {
		if err := fs.Parse(args); err != nil {
			return opts, err
		}
		if fs.NArg() == 0 {
			break
		}
		if opts.file != "" {
			return opts, fmt.Errorf("two files, %s and %s: want one", opts.file, fs.Arg(0))
		}
		opts.file, args = fs.Arg(0), fs.Args()[1:]
	}
	if opts.file == "" {
		return opts, errors.New("no file: want a notebook, a script, or -")
	}
	return opts, nil
}

func run(opts runOptions, stdin io.Reader, stdout, stderr io.Writer, with engine) (int, error) {
	source, err := readSource(opts.file, stdin)
	if err != nil {
		return 1, err
	}
	name := opts.file
	if name == "-" {
		name, stdin = "stdin", nil
	}
	var nb *nbformat.Notebook
	switch {
	case filepath.Ext(name) == ".ipynb":
		nb, err = openNotebook(source, stderr, name)
	case !nbformat.IsProgram(source):
		nb, err = nbformat.ParseScript(string(source))
	case len(opts.outs) > 0:
		err = errors.New("a program, with a package clause, leaves nothing for -o: want a notebook or a script of cells")
	default:
		return with.program(name, source, stderr), nil
	}
	if err != nil {
		return 1, fmt.Errorf("%s: %w", name, err)
	}
	for _, out := range opts.outs {
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil { // now, not after an hour of work
			return 1, err
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process
	s, err := with.open(ctx, filepath.Dir(opts.file), opts.memory)
	if err != nil {
		return 1, fmt.Errorf("starting a session: %w", err)
	}
	r := &runner{session: s, nb: nb, name: name, allowErrors: opts.allowErrors, stdout: stdout, stderr: stderr, stdin: stdin}
	exit := r.run(ctx)
	if err := errors.Join(s.Close(), writeOuts(nb, opts)); err != nil {
		return max(exit, 1), err
	}
	return exit, nil
}

func readSource(file string, stdin io.Reader) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(file)
}

// openNotebook reads a notebook that Go can run. One that names no kernel is taken for Go's.
func openNotebook(source []byte, stderr io.Writer, name string) (*nbformat.Notebook, error) {
	nb, err := nbformat.Parse(source)
	if err != nil {
		return nil, err
	}
	kernel, language := nb.Kernel()
	if language != "" && language != "go" {
		return nil, fmt.Errorf("a notebook in %s (kernel %q): gojac runs Go", language, kernel)
	}
	if kernel == "" {
		fmt.Fprintf(stderr, "gojac run: %s names no kernel (metadata.kernelspec is missing): taken as Go\n", name)
	}
	nb.NameKernel()
	return nb, nil
}

func writeOuts(nb *nbformat.Notebook, opts runOptions) error {
	var errs []error
	for _, out := range opts.outs {
		data := nb.Encode()
		if filepath.Ext(out) == ".html" {
			var err error
			if data, err = page.Render(nb, opts.file); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", out, err))
				continue
			}
		}
		errs = append(errs, writeWhole(out, data))
	}
	return errors.Join(errs...)
}

// writeWhole replaces the file in one step: a reader never sees half of it, and a failure keeps the old one.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
