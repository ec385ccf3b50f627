package interp

import (
	"bufio"
	"encoding/json"
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

	mu  sync.Mutex // guards enc
	enc *json.Encoder

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
		enc:    json.NewEncoder(out),
		cells:  make(chan request, 16),
		inputs: make(chan request, 1),
	}
	w.session = NewSession(Host{
		Show:    w.show,
		Input:   w.input,
		Writing: w.marker.before,
	})
	display.SetPublisher(func(e display.Event) { w.show(e) })
	return w, nil
}

func (w *worker) serve() int {
	go w.runCells()
	w.send(event{Kind: evReady})
	dec := json.NewDecoder(bufio.NewReader(w.in))
	for {
		var r request
		if err := dec.Decode(&r); err != nil {
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
				w.send(event{Kind: evResult, Mark: w.marker.event(), Bundle: b})
			})
		}
		w.send(event{Kind: evDone, ID: r.ID, Mark: w.marker.event(), Outcome: &o})
	}
}

// show passes on what a cell displays.
func (w *worker) show(e display.Event) {
	ev := event{Mark: w.marker.event(), Bundle: e.Bundle, Display: e.ID, Wait: e.Wait}
	switch e.Kind {
	case display.KindUpdate:
		ev.Kind = evUpdate
	case display.KindClear:
		ev.Kind = evClear
	default:
		ev.Kind = evDisplay
	}
	w.send(ev)
}

// input asks the user for a line and waits for it.
func (w *worker) input(prompt string, password bool) (string, error) {
	select {
	case <-w.inputs: // an answer nobody waited for
	default:
	}
	w.send(event{Kind: evInput, Mark: w.marker.event(), Prompt: prompt, Password: password})
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

func (w *worker) send(e event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.enc.Encode(e)
}
