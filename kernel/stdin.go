package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
)

// asker puts questions to users, one at a time.
type asker struct {
	turn chan struct{} // holds the right to ask

	mu      sync.Mutex
	pending *question
}

type question struct {
	from   peer
	id     string
	answer chan string
}

func newAsker() *asker { return &asker{turn: make(chan struct{}, 1)} }

type inputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

// Input asks the client that sent the cell.
func (o *output) Input(prompt string, password bool) (string, error) {
	k := o.kernel
	if !o.allowStdin {
		return "", ErrNoStdin
	}
	select {
	case k.asker.turn <- struct{}{}:
		defer func() { <-k.asker.turn }()
	case <-o.asking.Done():
		return "", context.Cause(o.asking)
	}
	if err := context.Cause(o.asking); err != nil {
		return "", err
	}
	k.iopub.handOver() // what was written before the question is seen before it
	m := &outgoing{
		kind: "input_request", id: k.session.nextID(), parent: o.rawHeader,
		content: inputRequest{prompt, password},
	}
	q := &question{from: o.from, id: m.id, answer: make(chan string, 1)}
	k.asker.expect(q)
	defer k.asker.expect(nil)
	if err := k.send(stdin, o.from, o.route, m); err != nil {
		return "", fmt.Errorf("%w (%w)", ErrNoStdin, err)
	}
	select {
	case a := <-q.answer:
		return a, nil
	case <-o.asking.Done():
		return "", context.Cause(o.asking)
	}
}

func (a *asker) expect(q *question) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending = q
}

// inputReply takes what came on the stdin channel. An answer counts if it comes from
// the client that was asked, and is not to an earlier question.
func (k *Kernel) inputReply(r *request) {
	var content struct {
		Value *string `json:"value"`
	}
	var parent header
	json.Unmarshal(r.parent, &parent) // some clients send none
	err := json.Unmarshal(r.content, &content)
	k.asker.mu.Lock()
	defer k.asker.mu.Unlock()
	q := k.asker.pending
	switch {
	case r.Type != "input_reply":
		k.refuse("unknown type", "channel", r.channel, "type", r.Type)
	case err != nil || content.Value == nil:
		k.refuse("bad message", "channel", r.channel, "type", r.Type, "err", err)
	case q == nil || q.from.Identity() != r.from.Identity() || stale(parent, q):
		k.refuse("answer to no question", "channel", r.channel, "parent", parent.ID)
	default:
		k.asker.pending = nil
		q.answer <- *content.Value
	}
}

// stale reports whether an answer's parent is an input_request other than q. Clients
// differ in what they name as the parent: the question, the cell, or nothing.
func stale(parent header, q *question) bool {
	return parent.Type == "input_request" && parent.ID != q.id
}
