package kernel

import (
	"encoding/json"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"
)

// A publisher is the only way to the subscribers. What is given to it goes out in
// that order. Text of streams is gathered for a moment, and always goes out before
// anything else does.
type publisher struct {
	session *session
	wire    wire
	log     *slog.Logger
	tidier  tidier

	mu    sync.Mutex
	next  []*outgoing // to go out before the text
	text  []byte      // gathered, not yet published
	name  string
	owner *request
	timer *time.Timer
}

// Bounds of gathering.
const (
	gatherTime  = 20 * time.Millisecond
	gatherBytes = 64 << 10
)

// publish sends m to the subscribers. It fails if m is no JSON.
func (p *publisher) publish(m *outgoing) error {
	frames, err := p.session.encode(m)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushAll()
	p.send(m, frames)
	return nil
}

// soon publishes m before anything that is published later, but not now: the caller
// has more urgent things to do. What m says is sure to be JSON.
func (p *publisher) soon(m *outgoing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushText(len(p.text))
	if p.next = append(p.next, m); len(p.next) == 1 {
		go p.flush()
	}
}

func (p *publisher) send(m *outgoing, frames [][]byte) {
	logMessage(p.log, "publish", "iopub", m.kind, m.id, frames)
	p.tidier.passed(bytesOf(frames))
	topic := []byte("kernel." + p.session.id + "." + m.kind)
	p.wire.Publish(append([][]byte{topic}, frames...))
}

type statusContent struct {
	State string `json:"execution_state"`
}

func status(parent json.RawMessage, state string) *outgoing {
	return &outgoing{kind: "status", parent: parent, content: statusContent{state}}
}

type streamContent struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// stream gathers text that r wrote.
func (p *publisher) stream(r *request, name, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.text) > 0 && (p.owner != r || p.name != name) {
		p.flushAll()
	}
	p.owner, p.name = r, name
	p.text = append(p.text, text...)
	switch {
	case len(p.text) >= gatherBytes:
		p.flushText(whole(p.text))
	case len(p.text) > 0 && p.timer == nil:
		p.timer = time.AfterFunc(gatherTime, p.tick)
	}
}

// flush publishes what was gathered.
func (p *publisher) flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushAll()
}

// handOver is flush, and waits until subscribers have been given everything.
func (p *publisher) handOver() {
	p.flush()
	p.wire.HandOver()
}

func (p *publisher) flushAll() {
	p.flushNext()
	p.flushText(len(p.text))
}

// flushNext publishes what waits before the text.
func (p *publisher) flushNext() {
	next := p.next
	p.next = nil
	for _, m := range next {
		frames, err := p.session.encode(m)
		if err != nil {
			p.log.Error("message not sent", "type", m.kind, "err", err)
			continue
		}
		p.send(m, frames)
	}
}

// tick flushes on time. The beginning of a character waits one tick for its end.
func (p *publisher) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := whole(p.text); n > 0 {
		p.flushText(n)
	} else {
		p.flushAll()
	}
}

// flushText publishes the first n bytes gathered, and keeps the others.
func (p *publisher) flushText(n int) {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	if n == 0 {
		return
	}
	p.flushNext()
	m := &outgoing{kind: "stream", parent: p.owner.rawHeader, content: streamContent{p.name, string(p.text[:n])}}
	p.text = p.text[:copy(p.text, p.text[n:])]
	if len(p.text) > 0 {
		p.timer = time.AfterFunc(gatherTime, p.tick)
	}
	if cap(p.text) > 4*gatherBytes {
		p.text = append([]byte(nil), p.text...)
	}
	frames, err := p.session.encode(m)
	if err != nil {
		p.log.Error("message not sent", "type", m.kind, "err", err)
		return
	}
	p.send(m, frames)
}

// whole is the number of bytes of b before a character cut off at its end.
func whole(b []byte) int {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				break
			}
			return i
		}
	}
	return len(b)
}
