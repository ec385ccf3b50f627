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

// folderVar is the environment variable that tells a worker the notebook's folder.
const folderVar = "GOJAC_FOLDER"

// Work is the main function of a worker process. It serves the client that
// started it until the client goes away, and returns the exit code.
func Work() int {
	nonce := os.Getenv(nonceVar)
	if nonce == "" {
		fmt.Fprintln(os.Stderr, "gojac worker: started by gojac kernel and gojac run, not by hand")
		return 2
	}
	for _, name := range []string{nonceVar, "GOTRACEBACK"} { // what start set is no business of cells
		os.Unsetenv(name)
	}
	os.Args = os.Args[:1]
	forgetFlags()
	tuneCollector()
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
	comms   chan request // messages for comms, one after the other

	link   *linkWriter
	output sync.Mutex // held from the mark of an event until it is sent: they stay in one order

	inputs chan request // answers to input events

	asides sync.Mutex // guards page and next
	page   *display.Bundle
	next   *NextInput
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
		comms:  make(chan request, 1024),
		inputs: make(chan request, 1),
	}
	folder := os.Getenv(folderVar)
	os.Unsetenv(folderVar)
	w.session = NewSession(Host{
		Folder:  folder,
		Show:    w.publish,
		Input:   w.input,
		Writing: w.marker.before,
	})
	display.SetPublisher(w.publish)
	display.SetAsker(w.input)
	display.SetCommPublisher(func(e display.CommEvent) { w.show(event{Kind: evComm, Comm: &e}) })
	return w, nil
}

func (w *worker) serve() int {
	go w.runCells()
	go w.runComms()
	w.send(event{Kind: evReady})
	link := newLinkReader(w.in)
	for {
		r, err := link.request()
		if err != nil {
			endOwnGroup()
			return 0 // the client is gone
		}
		switch r.Op {
		case opRun, opDeclare:
			w.cells <- r
		case opComm:
			w.comms <- r
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
	collector := newCollector()
	for r := range w.cells {
		done := event{Kind: evDone, ID: r.ID}
		var o Outcome
		if r.Op == opDeclare {
			o = w.session.Declare(r.Cell)
		} else {
			o = w.session.Run(r.Cell, func(b display.Bundle) {
				if len(r.Cell.Expressions) > 0 { // they run behind it, and may write
					w.show(event{Kind: evResult, Bundle: b})
				} else {
					done.Bundle = b
				}
			})
		}
		w.addAsides(&o)
		o.encodable()
		done.Outcome = &o
		w.show(done)
		collector.between()
	}
}

// runComms delivers what the page sends, also while a cell runs.
func (w *worker) runComms() {
	callbacks := callbacks{Session: w.session}
	for r := range w.comms {
		found := true // also where a callback fails
		callbacks.run(func() { found = display.DeliverComm(*r.Comm) })
		w.show(event{Kind: evAnswer, ID: r.ID, Found: found})
	}
}

// addAsides adds what the cell asked for by the way.
func (w *worker) addAsides(o *Outcome) {
	w.asides.Lock()
	defer w.asides.Unlock()
	if w.page != nil {
		o.Page = w.page
	}
	o.Next = w.next
	w.page, w.next = nil, nil
}

// aside keeps what is for the end of the cell.
func (w *worker) aside(e display.Event) {
	w.asides.Lock()
	defer w.asides.Unlock()
	if e.Kind == display.KindPage {
		w.page = &e.Bundle
		return
	}
	code, _ := e.Bundle.Data["text/plain"].(string)
	w.next = &NextInput{Code: code, Replace: e.Kind == display.KindReplace}
}

// publish passes on what a cell displays.
func (w *worker) publish(e display.Event) {
	ev := event{Bundle: e.Bundle, Display: e.ID, Wait: e.Wait}
	switch e.Kind {
	case display.KindUpdate:
		ev.Kind = evUpdate
	case display.KindClear:
		ev.Kind = evClear
	case display.KindPage, display.KindNext, display.KindReplace:
		w.aside(e)
		return
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
		endOwnGroup()
		os.Exit(0) // the client is gone
	}
}
