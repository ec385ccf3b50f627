package interp

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/gojac/gojac/display"
)

// nonceVar is the environment variable that tells a worker the nonce of its marks.
const nonceVar = "GOJAC_WORKER"

// Work is the main function of a worker process. It serves the client that
// started it until the client goes away, and returns the exit code.
func Work() int {
	nonce := os.Getenv(nonceVar)
	if nonce == "" {
		fmt.Fprintln(os.Stderr, "gojac worker: started by gojac kernel and gojac run, not by hand")
		return 2
	}
	os.Unsetenv(nonceVar)
	w, err := newWorker(nonce)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gojac worker:", err)
		return 2
	}
	return w.serve()
}

// A worker runs cells in this process for a client.
type worker struct {
	session *Session
	marker  *marker
	in      io.Reader
	cells   chan request // runs, one after the other

	link   *linkWriter
	output sync.Mutex // held from the mark of an event until it is sent: they stay in one order

	inputs chan request // answers to input events
}

func newWorker(nonce string) (*worker, error) {
	in, out, streams, err := controlPipes()
	if err != nil {
		return nil, err
	}
	w := &worker{
		marker: &marker{nonce: nonce, streams: streams},
		in:     in,
		link:   newLinkWriter(out),
		cells:  make(chan request, 16),
		inputs: make(chan request, 1),
	}
	w.session = NewSession(Host{
		Show:    w.publish,
		Input:   w.input,
		Writing: w.marker.before,
	})
	display.SetPublisher(w.publish)
	return w, nil
}

func (w *worker) serve() int {
	go w.runCells()
	w.send(event{Kind: evReady})
	link := newLinkReader(w.in)
	for {
		r, err := link.request()
		if err != nil {
			return 0 // the client is gone
		}
		switch r.Op {
		case opRun, opDeclare:
			w.cells <- r
		case opInterrupt:
			w.session.Interrupt()
		case opInput:
			select {
			case w.inputs <- r:
			default: // nobody asked
			}
		case opComplete:
			go func() {
				c := w.session.Complete(r.Code, r.Cursor)
				w.send(event{Kind: evAnswer, ID: r.ID, Completion: &c})
			}()
		case opInspect:
			go func() {
				b, ok := w.session.Inspect(r.Code, r.Cursor, r.Detail)
				w.send(event{Kind: evAnswer, ID: r.ID, Bundle: b, Found: ok})
			}()
		}
	}
}

func (w *worker) runCells() {
	for r := range w.cells {
		var o Outcome
		if r.Op == opDeclare {
			o = w.session.Declare(r.Cell)
		} else {
			o = w.session.Run(r.Cell, func(b display.Bundle) {
				w.show(event{Kind: evResult, Bundle: b})
			})
		}
		o.encodable()
		w.show(event{Kind: evDone, ID: r.ID, Outcome: &o})
	}
}

// publish passes on what a cell displays.
func (w *worker) publish(e display.Event) {
	ev := event{Bundle: e.Bundle, Display: e.ID, Wait: e.Wait}
	switch e.Kind {
	case display.KindUpdate:
		ev.Kind = evUpdate
	case display.KindClear:
		ev.Kind = evClear
	default:
		ev.Kind = evDisplay
	}
	w.show(ev)
}

// input asks the user for a line and waits for it.
func (w *worker) input(prompt string, password bool) (string, error) {
	select {
	case <-w.inputs: // an answer nobody waited for
	default:
	}
	w.show(event{Kind: evInput, Prompt: prompt, Password: password})
	select {
	case r := <-w.inputs:
		if r.Failed != "" {
			return "", errors.New(r.Failed)
		}
		return r.Text, nil
	case <-w.session.Stopped():
		return "", errors.New("interrupted while waiting for input")
	}
}

// show sends an event that has its place among the cell's output.
func (w *worker) show(e event) {
	w.output.Lock()
	defer w.output.Unlock()
	e.Mark = w.marker.event()
	w.send(e)
}

func (w *worker) send(e event) {
	if err := w.link.sendEvent(e); err != nil {
		os.Exit(0) // the client is gone
	}
}
