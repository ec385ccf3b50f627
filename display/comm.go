package display

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// A Comm is a line between a cell and code in the page, such as a widget: each side
// sends messages to the other, as long as both keep it open. Its methods may be called
// from any goroutine.
type Comm struct {
	id, target string
	opening    CommMessage

	mu      sync.Mutex
	message func(CommMessage)
	close   func(CommMessage)
}

// A CommMessage is what travels over a comm: an object, and binary data beside it.
type CommMessage struct {
	Data    map[string]any // numbers are float64
	Buffers [][]byte
}

// A CommKind tells the steps in a comm's life apart.
type CommKind string

// The kinds of CommEvents.
const (
	CommOpen  CommKind = "open"
	CommSend  CommKind = "msg"
	CommClose CommKind = "close"
)

// A CommEvent is one step in a comm's life, on its way to the page or from it.
type CommEvent struct {
	Kind    CommKind
	ID      string
	Target  string          // of CommOpen
	Data    json.RawMessage // an object
	Buffers [][]byte        `json:"-"`
}

var comms struct {
	mu      sync.Mutex
	publish func(CommEvent)
	targets map[string]func(*Comm)
	open    map[string]*Comm
}

// SetCommPublisher says where what comms send goes. Until it is called it goes nowhere.
func SetCommPublisher(publish func(CommEvent)) {
	comms.mu.Lock()
	comms.publish = publish
	comms.mu.Unlock()
}

// OnComm lets pages open comms to target: open is called for each. It should give the
// comm its OnMessage before it returns. A nil function takes the target away.
func OnComm(target string, open func(*Comm)) {
	comms.mu.Lock()
	defer comms.mu.Unlock()
	if comms.targets == nil {
		comms.targets = map[string]func(*Comm){}
	}
	if open == nil {
		delete(comms.targets, target)
		return
	}
	comms.targets[target] = open
}

// OpenComm opens a comm to a target that the page has registered. data is a map or a
// struct, or nil. It panics if target is empty: no page could know it.
func OpenComm(target string, data any, buffers ...[]byte) *Comm {
	if target == "" {
		panic(fmt.Errorf("display: OpenComm: the target is %q; name one that the page has registered", target))
	}
	var id [16]byte
	rand.Read(id[:])
	c := &Comm{id: hex.EncodeToString(id[:]), target: target}
	object := commData(data)
	remember(c)
	publishComm(CommEvent{CommOpen, c.id, target, object, buffers})
	return c
}

// ID is the comm's name, the same on both sides.
func (c *Comm) ID() string { return c.id }

// Target is what the comm was opened to.
func (c *Comm) Target() string { return c.target }

// Opening is the message that the page opened the comm with.
func (c *Comm) Opening() CommMessage { return c.opening }

// OnMessage calls f for each message from the page, one after the other, beside a
// running cell if there is one.
func (c *Comm) OnMessage(f func(CommMessage)) {
	c.mu.Lock()
	c.message = f
	c.mu.Unlock()
}

// OnClose calls f when the page closes the comm.
func (c *Comm) OnClose(f func(CommMessage)) {
	c.mu.Lock()
	c.close = f
	c.mu.Unlock()
}

// Send sends a message to the page. data is a map or a struct, or nil. After the comm
// was closed, by either side, nothing is sent.
func (c *Comm) Send(data any, buffers ...[]byte) {
	object := commData(data)
	if lookup(c.id) == c {
		publishComm(CommEvent{Kind: CommSend, ID: c.id, Data: object, Buffers: buffers})
	}
}

// Close closes the comm; the page is told.
func (c *Comm) Close() {
	if forget(c.id) == c {
		publishComm(CommEvent{Kind: CommClose, ID: c.id, Data: commData(nil)})
	}
}

// DeliverComm takes what came from the page, and is called for one event at a time. It
// is false where there is nobody to take it: no such target, no such comm.
func DeliverComm(e CommEvent) bool {
	m := CommMessage{Buffers: e.Buffers}
	json.Unmarshal(e.Data, &m.Data)
	switch e.Kind {
	case CommOpen:
		comms.mu.Lock()
		open := comms.targets[e.Target]
		comms.mu.Unlock()
		if open == nil {
			return false
		}
		c := &Comm{id: e.ID, target: e.Target, opening: m}
		remember(c)
		open(c)
		return true
	case CommClose:
		c := forget(e.ID)
		c.handle(m, func(c *Comm) func(CommMessage) { return c.close })
		return c != nil
	default:
		c := lookup(e.ID)
		c.handle(m, func(c *Comm) func(CommMessage) { return c.message })
		return c != nil
	}
}

func (c *Comm) handle(m CommMessage, which func(*Comm) func(CommMessage)) {
	if c == nil {
		return
	}
	c.mu.Lock()
	f := which(c)
	c.mu.Unlock()
	if f != nil {
		f(m)
	}
}

// OpenComms returns the IDs of the comms that are open, in order.
func OpenComms() []string {
	comms.mu.Lock()
	defer comms.mu.Unlock()
	return slices.Sorted(maps.Keys(comms.open))
}

func remember(c *Comm) {
	comms.mu.Lock()
	defer comms.mu.Unlock()
	if comms.open == nil {
		comms.open = map[string]*Comm{}
	}
	comms.open[c.id] = c
}

func lookup(id string) *Comm {
	comms.mu.Lock()
	defer comms.mu.Unlock()
	return comms.open[id]
}

func forget(id string) *Comm {
	comms.mu.Lock()
	defer comms.mu.Unlock()
	c := comms.open[id]
	delete(comms.open, id)
	return c
}

func publishComm(e CommEvent) {
	comms.mu.Lock()
	publish := comms.publish
	comms.mu.Unlock()
	if publish != nil {
		publish(e)
	}
}

// commData writes data as the JSON object that the protocol wants.
func commData(data any) json.RawMessage {
	if data == nil {
		return json.RawMessage("{}")
	}
	b, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Errorf("display: a comm's data: %w", err))
	}
	if !bytes.HasPrefix(b, []byte("{")) {
		panic(fmt.Errorf("display: a comm's data is %.40s; give a map or a struct", b))
	}
	return b
}
