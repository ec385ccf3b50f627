package interp

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"

	"github.com/gojac/gojac/display"
)

// A process is a running worker as its client sees it.
type process struct {
	cmd      *exec.Cmd
	requests *os.File
	barrier  *barrier
	gone     chan struct{} // closed when the process has ended and all it wrote was shown
	stuck    atomic.Bool   // it was killed because a cell did not stop

	link *linkWriter

	mu      sync.Mutex
	out     Output // of the last cell
	done    chan struct{}
	outcome Outcome
	answers map[int]chan event
	crash   *crash // what the runtime prints when it ends the process, held back
}

// start starts a worker.
func start(cfg ClientConfig) (*process, error) {
	var nonce [8]byte
	rand.Read(nonce[:])
	requestsIn, requestsOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	eventsIn, eventsOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(cfg.Argv[0], cfg.Argv[1:]...)
	cmd.Dir = cfg.Dir
	cmd.Env = append(os.Environ(), nonceVar+"="+hex.EncodeToString(nonce[:]), folderVar+"="+cfg.Folder, "GOTRACEBACK=none")
	if cfg.Memory != (MemoryLimit{}) {
		cmd.Env = append(cmd.Env, memoryVar+"="+cfg.Memory.text)
	}
	attach(cmd, requestsIn, eventsOut)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	err = cmd.Start()
	requestsIn.Close()
	eventsOut.Close()
	if err != nil {
		return nil, err
	}
	p := &process{
		cmd:      cmd,
		requests: requestsOut,
		link:     newLinkWriter(requestsOut),
		barrier:  newBarrier(),
		gone:     make(chan struct{}),
		done:     make(chan struct{}),
		answers:  map[int]chan event{},
	}
	close(p.done)
	p.read(hex.EncodeToString(nonce[:]), stdout, stderr, eventsIn)
	return p, nil
}

// read starts the readers of the worker's three pipes and waits for its end.
func (p *process) read(nonce string, stdout, stderr io.Reader, events *os.File) {
	p.barrier.atMark = func(stream int) {
		if stream == 1 {
			p.releaseCrash() // a process that sends marks has not crashed
		}
	}
	var readers sync.WaitGroup
	readers.Go(func() { copyStream(stdout, nonce, 0, p.barrier, func(s string) { p.stream("stdout", s) }) })
	readers.Go(func() { copyStream(stderr, nonce, 1, p.barrier, func(s string) { p.stream("stderr", s) }) })
	readers.Go(func() {
		defer events.Close()
		defer p.barrier.end(control)
		link := newLinkReader(events)
		for {
			e, err := link.event()
			if err != nil {
				// It is dead, or nothing it says can be understood any more. What its cells
				// started would keep the streams open.
				endGroup(p.cmd.Process)
				return
			}
			if e.Mark > 0 {
				p.barrier.await(e.Mark, 0, 1)
			}
			p.handle(e)
			p.barrier.reach(control, e.Mark)
		}
	})
	go func() {
		readers.Wait()
		p.cmd.Wait()
		p.requests.Close()
		p.end()
	}()
}

func (p *process) stream(name, text string) {
	p.mu.Lock()
	out := p.out
	if name == "stderr" {
		text = p.holdCrash(text)
	}
	p.mu.Unlock()
	if out != nil && text != "" {
		out.Stream(name, text)
	}
}

// handle does what an event says.
func (p *process) handle(e event) {
	p.mu.Lock()
	out := p.out
	answer := p.answers[e.ID]
	p.mu.Unlock()
	switch e.Kind {
	case evDone:
		if out != nil && len(e.Bundle.Data) > 0 {
			out.Result(e.Bundle)
		}
		p.finish(*e.Outcome)
		return
	case evAnswer:
		if answer != nil {
			answer <- e
		}
		return
	}
	if out == nil {
		return
	}
	switch e.Kind {
	case evDisplay:
		out.Display(e.Display, e.Bundle)
	case evUpdate:
		out.Update(e.Display, e.Bundle)
	case evClear:
		out.Clear(e.Wait)
	case evResult:
		out.Result(e.Bundle)
	case evComm:
		if o, ok := out.(CommOutput); ok {
			o.Comm(*e.Comm)
		}
	case evInput:
		go func() {
			text, err := out.Input(e.Prompt, e.Password)
			r := request{Op: opInput, Text: text}
			if err != nil {
				r.Failed = err.Error()
			}
			p.send(r)
		}()
	}
}

// run sends a cell and waits until it is done or the process has ended.
func (p *process) run(r request, out Output) Outcome {
	p.mu.Lock()
	p.out = out
	p.done = make(chan struct{})
	done := p.done
	p.mu.Unlock()
	p.send(r)
	select {
	case <-done:
	case <-p.gone:
		p.mu.Lock()
		defer p.mu.Unlock()
		select {
		case <-done: // it was done, and ended afterwards
		default:
			return Outcome{Error: p.cause()}
		}
		return p.outcome
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.outcome
}

// current returns a channel that is closed when the cell that runs now is done.
func (p *process) current() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

func (p *process) finish(o Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outcome = o
	close(p.done)
}

// ask sends a question and waits for its answer.
func (p *process) ask(ctx context.Context, r request) (event, bool) {
	answer := make(chan event, 1)
	p.mu.Lock()
	p.answers[r.ID] = answer
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.answers, r.ID)
		p.mu.Unlock()
	}()
	p.send(r)
	select {
	case e := <-answer:
		return e, true
	case <-ctx.Done():
	case <-p.gone:
	}
	return event{Bundle: display.Bundle{}}, false
}

func (p *process) send(r request) {
	p.link.sendRequest(r) // an error means that the process is ending, which p.gone will say
}

func (p *process) kill() { p.cmd.Process.Kill() }

func (p *process) end() { close(p.gone) }

func (p *process) exited() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// cause says why the process ended. p.mu is held.
func (p *process) cause() *Error {
	if p.stuck.Load() {
		return &Error{Kind: WorkerLost, Diagnostics: []Diagnostic{{Message: "interrupted; compiled code would not return, so the worker process was replaced"}}}
	}
	if why := p.crash.means(); why != "" {
		return lost("the worker process ended: " + why)
	}
	return lost(fmt.Sprintf("the worker process ended: %s", p.cmd.ProcessState))
}
