package interp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/gojac/gojac/display"
)

// grace is how long an interrupted cell may take to stop before its worker is
// replaced.
const grace = 3 * time.Second

// A ClientConfig says how to start workers.
type ClientConfig struct {
	Argv []string // command and arguments of the worker process
	Dir  string   // its working directory; "" is the current one

	// Folder is what cells import "./x" relative to, and where the search for a
	// go.mod begins; "" is the working directory.
	Folder string

	Memory MemoryLimit // the zero value leaves it to the environment
	Log    *slog.Logger
}

// A Client runs the cells of one session in a worker process and replaces the
// worker when a cell ends it. Run is called for one cell at a time; the other
// methods at any moment.
type Client struct {
	cfg ClientConfig

	starting sync.Mutex // held while a worker is started and told the session

	mu        sync.Mutex
	proc      *process
	ids       int
	declared  []Cell          // accepted cells with declarations, for a fresh worker
	variables map[string]bool // of the session
	ran       bool            // a cell ran in the current worker: variables have values
	running   bool
	callbacks map[int]bool // comm messages that are being dealt with
	closed    bool
}

// NewClient returns a client whose first worker is starting.
func NewClient(cfg ClientConfig) *Client {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	c := &Client{cfg: cfg, callbacks: map[int]bool{}}
	go c.worker()
	return c
}

var errClosed = errors.New("interp: the session is closed")

// worker returns the current worker, starting one and replaying the session's
// declarations to it if there is none.
func (c *Client) worker() (*process, error) {
	c.starting.Lock()
	defer c.starting.Unlock()
	c.mu.Lock()
	p, closed, declared := c.proc, c.closed, c.declared
	c.mu.Unlock()
	if closed {
		return nil, errClosed
	}
	if p != nil && !p.exited() {
		return p, nil
	}
	p, err := start(c.cfg)
	if err != nil {
		return nil, err
	}
	variables := map[string]bool{}
	for _, cell := range declared {
		o := p.run(request{Op: opDeclare, ID: c.nextID(), Cell: cell}, nil)
		if o.Error != nil {
			c.cfg.Log.Warn("replay", "cell", cell.N, "err", o.Error)
		}
		o.note(variables)
	}
	c.mu.Lock()
	c.proc, closed = p, c.closed
	c.variables, c.ran = variables, false
	c.mu.Unlock()
	if closed {
		p.kill()
		return nil, errClosed
	}
	return p, nil
}

func (c *Client) nextID() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return c.ids
}

// Run runs a cell and returns when it is done, everything it showed having
// been given to out. What goroutines of the cell print later goes to out too,
// until the next cell runs.
func (c *Client) Run(ctx context.Context, cell Cell, out Output) Outcome {
	if o, lost := c.lostMeanwhile(); lost {
		return o
	}
	p, err := c.worker()
	if err != nil {
		return Outcome{Error: lost(fmt.Sprintf("the worker process did not start: %v", err))}
	}
	c.setRunning(true)
	stop := context.AfterFunc(ctx, func() { p.kill() })
	o := p.run(request{Op: opRun, ID: c.nextID(), Cell: cell}, out)
	stop()
	c.setRunning(false)
	c.mu.Lock()
	if o.Error == nil || o.Error.Kind != WorkerLost {
		o.note(c.variables)
		c.ran = true
		if o.Declares {
			c.declared = append(c.declared, cell)
		}
		c.mu.Unlock()
		return o
	}
	c.mu.Unlock()
	c.replace(&o)
	return o
}

// lostMeanwhile is the outcome of a cell that finds its worker gone, and with
// it variables that it may be about to use: it is not run.
func (c *Client) lostMeanwhile() (o Outcome, lost bool) {
	c.mu.Lock()
	p, lose := c.proc, c.ran && len(c.variables) > 0
	c.mu.Unlock()
	if p == nil || !p.exited() || !lose {
		return Outcome{}, false
	}
	p.mu.Lock()
	o.Error = p.cause()
	p.mu.Unlock()
	o.Error.Diagnostics[0].Message += ", after the last cell; this one was not run"
	c.replace(&o)
	return o, true
}

// replace starts a worker in place of one that is gone, and says in o what went with it.
func (c *Client) replace(o *Outcome) {
	c.mu.Lock()
	var gone []string
	if c.ran {
		gone = slices.Sorted(maps.Keys(c.variables))
	}
	c.ran = false
	closed := c.closed
	c.mu.Unlock()
	if !closed {
		o.Error.addLost(gone)
		go c.worker()
	}
}

// note adds to the variables of a session those of a cell.
func (o *Outcome) note(variables map[string]bool) {
	for name, is := range o.Variables {
		if is {
			variables[name] = true
		} else {
			delete(variables, name)
		}
	}
}

func (c *Client) setRunning(on bool) {
	c.mu.Lock()
	c.running = on
	c.mu.Unlock()
}

// Interrupt stops the running cell; nothing happens while none runs.
func (c *Client) Interrupt() {
	c.mu.Lock()
	p, running := c.proc, c.running || len(c.callbacks) > 0
	callbacks := maps.Clone(c.callbacks)
	c.mu.Unlock()
	if p == nil || !running {
		return
	}
	done := p.current()
	p.send(request{Op: opInterrupt})
	time.AfterFunc(grace, func() {
		select {
		case <-done:
			if !c.anyOf(callbacks) {
				return
			}
		default:
		}
		p.stuck.Store(true)
		p.kill()
	})
}

// Complete lists what could stand at a byte offset of code. While no worker
// can answer, it is empty.
func (c *Client) Complete(ctx context.Context, code string, cursor int) Completion {
	e, ok := c.ask(ctx, request{Op: opComplete, Code: code, Cursor: cursor})
	if !ok || e.Completion == nil {
		return Completion{Start: cursor, End: cursor}
	}
	return *e.Completion
}

// Inspect describes what is at a byte offset of code.
func (c *Client) Inspect(ctx context.Context, code string, cursor, detail int) (display.Bundle, bool) {
	e, ok := c.ask(ctx, request{Op: opInspect, Code: code, Cursor: cursor, Detail: detail})
	return e.Bundle, ok && e.Found
}

// Comm delivers what the page sent to a comm, and returns when the cells'
// functions have dealt with it, beside a running cell if there is one. It is
// false if there is no such comm or target.
func (c *Client) Comm(ctx context.Context, e display.CommEvent) bool {
	id := c.nextID()
	c.mu.Lock()
	c.callbacks[id] = true
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.callbacks, id)
		c.mu.Unlock()
	}()
	answer, ok := c.ask(ctx, request{Op: opComm, ID: id, Comm: &e})
	return ok && answer.Found
}

// anyOf reports whether one of some callbacks is still going on.
func (c *Client) anyOf(callbacks map[int]bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id := range callbacks {
		if c.callbacks[id] {
			return true
		}
	}
	return false
}

func (c *Client) ask(ctx context.Context, r request) (event, bool) {
	c.mu.Lock()
	p := c.proc
	c.mu.Unlock()
	if p == nil {
		var err error
		if p, err = c.worker(); err != nil {
			return event{}, false
		}
	}
	if r.ID == 0 {
		r.ID = c.nextID()
	}
	return p.ask(ctx, r)
}

// Close ends the worker. A running cell ends with an error.
func (c *Client) Close() error {
	c.mu.Lock()
	p := c.proc
	c.closed = true
	c.mu.Unlock()
	if p != nil {
		p.kill()
		<-p.gone
	}
	return nil
}

// lost returns the error of a cell whose worker ended.
func lost(why string) *Error {
	return &Error{Kind: WorkerLost, Diagnostics: []Diagnostic{{Message: why}}}
}

// addLost says which variables went with the worker.
func (e *Error) addLost(names []string) {
	d := &e.Diagnostics[0]
	d.Hint = "the cells' imports, types, constants and functions are there again"
	if len(names) > 0 {
		d.Hint += fmt.Sprintf("; the values of %s are lost, run the cells that set them", listNames(names))
	}
}

// listNames names the first few of many.
func listNames(names []string) string {
	const most = 12
	s := ""
	for i, n := range names {
		switch {
		case i == most:
			return s + fmt.Sprintf(" and %d more", len(names)-most)
		case i > 0:
			s += ", "
		}
		s += n
	}
	return s
}
