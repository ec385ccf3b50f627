package interp

import "github.com/gojac/gojac/display"

// The client and the worker exchange messages over two pipes of their own (see
// link.go); the standard streams carry what cells read and write.

// An op says what a request asks of the worker.
type op string

const (
	opRun       op = "run"       // run Cell; ends with a done event
	opDeclare   op = "declare"   // take the declarations of Cell without running its statements
	opInterrupt op = "interrupt" // stop the running cell; no answer
	opInput     op = "input"     // the answer to an input event
	opComplete  op = "complete"
	opInspect   op = "inspect"
	opComm      op = "comm" // deliver Comm; answered when that is done
)

// A request goes from the client to the worker.
type request struct {
	Op     op
	ID     int
	Cell   Cell               `json:",omitzero"`
	Code   string             `json:",omitempty"`
	Cursor int                `json:",omitempty"` // byte offset
	Detail int                `json:",omitempty"`
	Text   string             `json:",omitempty"` // of input
	Failed string             `json:",omitempty"` // why there is no input
	Comm   *display.CommEvent `json:",omitempty"` // its buffers are the parts
}

// A kind says what an event is.
type eventKind string

const (
	evReady   eventKind = "ready"
	evDisplay eventKind = "display"
	evUpdate  eventKind = "update"
	evClear   eventKind = "clear"
	evResult  eventKind = "result"
	evInput   eventKind = "input"
	evDone    eventKind = "done"   // with the result, where nothing comes between
	evAnswer  eventKind = "answer" // to complete, inspect and comm
	evComm    eventKind = "comm"
)

// An event goes from the worker to the client. Events that belong to the
// output of a cell carry the number of the mark that was put into both
// standard streams before them, so that the client can keep the order.
type event struct {
	Kind     eventKind
	ID       int            `json:",omitempty"`
	Mark     int            `json:",omitempty"`
	Bundle   display.Bundle `json:"-"`          // travels as forms and parts
	Display  string         `json:",omitempty"` // id of a display
	Wait     bool           `json:",omitempty"`
	Prompt   string         `json:",omitempty"`
	Password bool           `json:",omitempty"`

	Outcome    *Outcome    `json:",omitempty"`
	Completion *Completion `json:",omitempty"`
	Found      bool        `json:",omitempty"`

	Comm     *display.CommEvent `json:",omitempty"` // its buffers are the parts after the bundle's
	Unpacked unpacked           `json:",omitzero"`  // of Bundle
}

// A Cell is what a notebook runs at once.
type Cell struct {
	N           int               // counts from 1; the cell is called "cell N" in messages
	Code        string            `json:",omitempty"`
	Silent      bool              `json:",omitempty"` // the last expression is not shown
	Expressions map[string]string `json:",omitempty"`
}

// An Outcome says how a cell ended: well if Error is nil.
type Outcome struct {
	Error       *Error                `json:",omitempty"`
	Declares    bool                  `json:",omitempty"` // the cell has declarations to replay
	Variables   map[string]bool       `json:",omitempty"` // names that are variables now, and were not; false: the other way round
	Expressions map[string]Expression `json:",omitempty"`
	Page        *display.Bundle       `json:",omitempty"` // help that the cell asked for
	Next        *NextInput            `json:",omitempty"` // code that the cell offers to run
}

// A NextInput is code for a new cell, or for the one that was run.
type NextInput struct {
	Code    string
	Replace bool
}

// An Expression is the outcome of one of a Cell's Expressions.
type Expression struct {
	Bundle display.Bundle `json:",omitzero"`
	Error  *Error         `json:",omitempty"`
}

// A Completion lists what could stand between the byte offsets Start and End.
type Completion struct {
	Matches    []Match
	Start, End int
}

// A Match is one way to complete.
type Match struct {
	Text, Type string
	Signature  string `json:",omitempty"`
}

// Output takes what a cell shows, in order.
type Output interface {
	Stream(name, text string) // "stdout" or "stderr"
	Display(id string, b display.Bundle)
	Update(id string, b display.Bundle)
	Result(b display.Bundle)
	Clear(wait bool)
	Input(prompt string, password bool) (string, error)
}

// A CommOutput is an Output with somebody at the other end of comms.
type CommOutput interface {
	Comm(e display.CommEvent)
}

func (l *linkWriter) sendEvent(e event) error {
	var parts []part
	e.Unpacked, parts = unpack(e.Bundle)
	return l.send(e, append(parts, commParts(e.Comm)...)...)
}

func (l linkReader) event() (e event, err error) {
	parts, err := l.receive(&e, func() int { return len(e.Unpacked.Forms) })
	if err != nil {
		return e, err
	}
	e.Bundle = e.Unpacked.pack(parts)
	setBuffers(e.Comm, parts[len(e.Bundle.Data):])
	return e, nil
}

func (l *linkWriter) sendRequest(r request) error { return l.send(r, commParts(r.Comm)...) }

func (l linkReader) request() (r request, err error) {
	parts, err := l.receive(&r, func() int { return 0 })
	setBuffers(r.Comm, parts)
	return r, err
}

func commParts(e *display.CommEvent) (parts []part) {
	if e != nil {
		for _, b := range e.Buffers {
			parts = append(parts, part{data: b})
		}
	}
	return parts
}

func setBuffers(e *display.CommEvent, parts []part) {
	if e != nil {
		for _, p := range parts {
			e.Buffers = append(e.Buffers, p.data)
		}
	}
}
