package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// A CommKind is a step in a comm's life.
type CommKind string

// The kinds of CommMessages.
const (
	CommOpen  CommKind = "open"
	CommSend  CommKind = "msg"
	CommClose CommKind = "close"
)

// A CommMessage goes from a client to the evaluator or the other way.
type CommMessage struct {
	Kind    CommKind
	ID      string
	Target  string          // of CommOpen
	Data    json.RawMessage // an object
	Buffers [][]byte
}

// comms are the comms that are open: their targets, by ID. The evaluator knows what
// they are for.
type comms struct {
	mu   sync.Mutex
	open map[string]string
}

// note keeps the table as m says. It is false where m is for a comm that is not open.
func (c *comms) note(m CommMessage) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, known := c.open[m.ID]
	switch m.Kind {
	case CommOpen:
		c.open[m.ID] = m.Target
		return true
	case CommClose:
		delete(c.open, m.ID)
	}
	return known
}

// clear empties the table and returns the IDs that were in it, in order.
func (c *comms) clear() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := slices.Sorted(maps.Keys(c.open))
	clear(c.open)
	return ids
}

type commContent struct {
	ID     string          `json:"comm_id"`
	Target string          `json:"target_name,omitempty"`
	Data   json.RawMessage `json:"data"`
}

// commData is an object whatever came.
func commData(data json.RawMessage) json.RawMessage {
	if !bytes.HasPrefix(data, []byte("{")) {
		return json.RawMessage("{}")
	}
	return data
}

type commTarget struct {
	Target string `json:"target_name"`
}

type commInfoReply struct {
	Status string                `json:"status"`
	Comms  map[string]commTarget `json:"comms"`
}

// commInfo lists the open comms, those of one target where the client names one.
func commInfo(_ context.Context, r *request, q commTarget) (any, error) {
	c := &r.kernel.comms
	c.mu.Lock()
	defer c.mu.Unlock()
	reply := commInfoReply{"ok", map[string]commTarget{}}
	for id, target := range c.open {
		if q.Target == "" || q.Target == target {
			reply.Comms[id] = commTarget{target}
		}
	}
	return reply, nil
}

// commOpen closes the comm at once where the evaluator does not want it, as the
// protocol asks for unknown targets.
func commOpen(ctx context.Context, r *request, c commContent) (any, error) {
	m := r.comm(CommOpen, c)
	r.kernel.comms.note(m) // before the evaluator sends or closes
	if !r.kernel.evaluator.Comm(ctx, m) {
		r.kernel.log.Info("comm for an unknown target", "target", c.Target)
		r.closeComm(c.ID)
	}
	return nil, nil
}

// commMessage closes a comm that the evaluator has forgotten.
func commMessage(ctx context.Context, r *request, c commContent) (any, error) {
	m := r.comm(CommSend, c)
	switch {
	case !r.kernel.comms.note(m):
		r.kernel.refuse("message for no comm", "comm", c.ID)
	case !r.kernel.evaluator.Comm(ctx, m):
		r.closeComm(c.ID)
	}
	return nil, nil
}

func commClose(ctx context.Context, r *request, c commContent) (any, error) {
	if m := r.comm(CommClose, c); r.kernel.comms.note(m) {
		r.kernel.evaluator.Comm(ctx, m)
	}
	return nil, nil
}

func (r *request) comm(kind CommKind, c commContent) CommMessage {
	return CommMessage{kind, c.ID, c.Target, commData(c.Data), r.buffers}
}

// Comm sends what the evaluator has for a client at the other end of a comm.
func (o *output) Comm(m CommMessage) {
	if !o.kernel.comms.note(m) {
		return // the client has closed it
	}
	o.kernel.wire.Pace(o.ctx)
	err := o.kernel.iopub.publish(&outgoing{
		kind: "comm_" + string(m.Kind), parent: o.rawHeader,
		content: commContent{m.ID, m.Target, commData(m.Data)}, buffers: m.Buffers,
	})
	if err != nil {
		o.kernel.log.Error("not published", "err", err)
	}
	o.kernel.wire.AfterLong(o.ctx)
}

// closeComm tells clients that the evaluator's end of a comm is closed.
func (r *request) closeComm(id string) {
	if r.kernel.comms.note(CommMessage{Kind: CommClose, ID: id}) {
		r.publish("comm_close", commContent{ID: id, Data: commData(nil)})
	}
}

// closeComms tells clients that the comms' other end is gone.
func (r *request) closeComms() {
	for _, id := range r.kernel.comms.clear() {
		r.publish("comm_close", commContent{ID: id, Data: commData(nil)})
	}
}
