package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain lets the test binary stand in for a kernel process: given a connection
// file in the environment it serves the fake evaluator on it.
func TestMain(m *testing.M) {
	if file := os.Getenv("KERNEL_TEST_CONNECTION"); file != "" {
		level := slog.LevelWarn
		if os.Getenv("KERNEL_TEST_DEBUG") != "" {
			level = slog.LevelDebug
		}
		log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
		if err := Run(context.Background(), file, newFake(), fakeInfo, log); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var fakeInfo = Info{
	Implementation: "fake", Version: "1.2.3", Banner: "a scripted evaluator",
	Language:  Language{Name: "script", Version: "1", MIMEType: "text/plain", FileExtension: ".txt"},
	HelpLinks: []HelpLink{{"Help", "https://example.org"}},
}

// fake is an evaluator whose cells are scripts: each line is a command with
// arguments, see commands.
type fake struct {
	mu       sync.Mutex
	cancel   context.CancelFunc // of the running cell, or nil
	requests []ExecuteRequest
	out      Output // of the last cell
	closed   bool
	closing  time.Duration // Close takes this long
	slow     time.Duration // Complete, Inspect and IsComplete take this long
}

func newFake() *fake { return &fake{} }

var _ Evaluator = (*fake)(nil)

// A run is a script being run.
type run struct {
	ctx    context.Context
	out    Output
	result ExecuteResult
}

var commands = map[string]func(r *run, arg string) error{
	"print":  func(r *run, arg string) error { r.out.Stream("stdout", arg+"\n"); return nil },
	"eprint": func(r *run, arg string) error { r.out.Stream("stderr", arg+"\n"); return nil },
	"raw": func(r *run, arg string) error {
		s, err := strconv.Unquote(arg)
		r.out.Stream("stdout", s)
		return err
	},
	"result": func(r *run, arg string) error { r.out.Result(plain(arg)); return nil },
	"display": func(r *run, arg string) error {
		id, text, _ := strings.Cut(arg, " ")
		r.out.Display(strings.Trim(id, "-"), plain(text))
		return nil
	},
	"update": func(r *run, arg string) error {
		id, text, _ := strings.Cut(arg, " ")
		r.out.Update(strings.Trim(id, "-"), plain(text))
		return nil
	},
	"clear": func(r *run, arg string) error { r.out.Clear(arg == "wait"); return nil },
	"error": func(r *run, arg string) error { return fmt.Errorf("%s", arg) },
	"panic": func(_ *run, arg string) error { panic(arg) },
	"nan": func(r *run, _ string) error {
		r.out.Result(Bundle{Data: map[string]any{"text/plain": "NaN", "application/json": math.NaN()}})
		return nil
	},
	"input":    func(r *run, arg string) error { return r.input(arg, false) },
	"password": func(r *run, arg string) error { return r.input(arg, true) },
	"flood": func(r *run, arg string) error {
		n, _ := strconv.Atoi(arg)
		for i := range n {
			r.out.Stream("stdout", fmt.Sprintf("%d\n", i))
		}
		return nil
	},
	"displays": func(r *run, arg string) error {
		n, _ := strconv.Atoi(arg)
		for i := range n {
			r.out.Display("", plain(fmt.Sprint(i)))
		}
		return nil
	},
	"big": func(r *run, arg string) error {
		n, _ := strconv.Atoi(arg)
		r.out.Display("", plain(strings.Repeat("x", n)))
		return nil
	},
	"sleep": func(r *run, arg string) error {
		n, _ := strconv.Atoi(arg)
		select {
		case <-time.After(time.Duration(n) * time.Millisecond):
			return nil
		case <-r.ctx.Done():
			return context.Cause(r.ctx)
		}
	},
	"stuck": func(r *run, arg string) error { // as a cell that no interrupt reaches
		n, _ := strconv.Atoi(arg)
		time.Sleep(time.Duration(n) * time.Millisecond)
		return nil
	},
	"loop": func(r *run, _ string) error { <-r.ctx.Done(); return context.Cause(r.ctx) },
	"late": func(r *run, arg string) error {
		ms, text, _ := strings.Cut(arg, " ")
		n, _ := strconv.Atoi(ms)
		out := r.out
		time.AfterFunc(time.Duration(n)*time.Millisecond, func() { out.Stream("stdout", text) })
		return nil
	},
	"open": func(r *run, arg string) error {
		r.out.Comm(CommMessage{Kind: CommOpen, ID: arg, Target: "page", Data: json.RawMessage(`{"a":1}`), Buffers: [][]byte{{0, 255}}})
		return nil
	},
	"close": func(r *run, arg string) error { r.out.Comm(CommMessage{Kind: CommClose, ID: arg}); return nil },
	"die": func(r *run, _ string) error {
		r.result.CommsLost = true
		return fmt.Errorf("lost")
	},
	"page": func(r *run, arg string) error {
		r.result.Payloads = append(r.result.Payloads, Page(plain(arg)))
		return nil
	},
	"next": func(r *run, arg string) error {
		r.result.Payloads = append(r.result.Payloads, SetNextInput(arg, false))
		return nil
	},
}

func plain(text string) Bundle {
	return Bundle{Data: map[string]any{"text/plain": text}}
}

func (r *run) input(prompt string, password bool) error {
	answer, err := r.out.Input(prompt, password)
	if err == nil {
		r.out.Stream("stdout", "got "+answer+"\n")
	}
	return err
}

func (f *fake) Execute(ctx context.Context, q ExecuteRequest, out Output) ExecuteResult {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f.mu.Lock()
	f.cancel = cancel
	f.out = out
	f.requests = append(f.requests, q)
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.cancel = nil
		f.mu.Unlock()
	}()
	r := &run{ctx: ctx, out: out}
	for line := range strings.Lines(q.Code) {
		name, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
		c := commands[name]
		if c == nil {
			c = func(*run, string) error { return fmt.Errorf("no command %q", name) }
		}
		if err := c(r, arg); err != nil {
			e := &Error{Name: "ScriptError", Value: err.Error(), Traceback: []string{err.Error()}}
			if ctx.Err() != nil {
				e.Name = "KeyboardInterrupt"
			}
			r.result.Error = e
			return r.result
		}
	}
	for name, code := range q.Expressions {
		if r.result.Expressions == nil {
			r.result.Expressions = map[string]Expression{}
		}
		e := Expression{Bundle: plain(code)}
		if code == "bad" {
			e = Expression{Error: &Error{Name: "ScriptError", Value: "bad"}}
		}
		r.result.Expressions[name] = e
	}
	return r.result
}

func (f *fake) Complete(_ context.Context, code string, cursor int) Completion {
	time.Sleep(f.slow)
	word := string([]rune(code)[:cursor])
	word = word[strings.LastIndexAny(word, " \n")+1:]
	c := Completion{Start: cursor - len([]rune(word)), End: cursor}
	for _, name := range []string{"print", "printer"} {
		if strings.HasPrefix(name, word) {
			c.Matches = append(c.Matches, Match{Text: name, Type: "function"})
		}
	}
	return c
}

func (f *fake) Inspect(_ context.Context, code string, _, detail int) (Bundle, bool) {
	time.Sleep(f.slow)
	name, _, _ := strings.Cut(code, " ")
	if commands[name] == nil {
		return Bundle{}, false
	}
	return plain(fmt.Sprintf("%s, detail %d", name, detail)), true
}

func (f *fake) IsComplete(_ context.Context, code string) (status, indent string) {
	time.Sleep(f.slow)
	switch {
	case strings.HasSuffix(code, "\\"):
		return "incomplete", "  "
	case strings.HasPrefix(code, "!"):
		return "invalid", ""
	}
	return "complete", ""
}

// Comm takes comms to the target "echo", which sends back what it gets, to all comms of
// its kind.
func (f *fake) Comm(_ context.Context, m CommMessage) bool {
	f.mu.Lock()
	out := f.out
	f.mu.Unlock()
	switch {
	case m.Kind == CommOpen:
		return m.Target == "echo"
	case m.Kind == CommSend && out != nil:
		out.Comm(m)
	}
	return true
}

func (f *fake) Interrupt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cancel != nil {
		f.cancel()
	}
}

func (f *fake) Close() error {
	f.Interrupt()
	time.Sleep(f.closing)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func (f *fake) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

func (f *fake) seen() []ExecuteRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]ExecuteRequest(nil), f.requests...)
}
