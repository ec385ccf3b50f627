package kernel

import (
	"context"
	"errors"
)

// An Evaluator runs cells and answers questions about code. The kernel calls
// Execute for one cell at a time; every other method may be called at any moment,
// also while a cell runs. Positions are in Unicode code points.
//
// Contexts end when the kernel shuts down, and for questions also when the answer
// would come too late to be of use. An interrupt does not end them: it comes as a
// call of Interrupt.
type Evaluator interface {
	// Execute runs a cell and returns when it is done. Everything the cell wrote
	// and displayed must have been given to out before Execute returns, save the
	// output of goroutines the cell left behind, which may come at any time later
	// and is shown with this cell.
	Execute(ctx context.Context, req ExecuteRequest, out Output) ExecuteResult

	// Complete returns what could stand at the cursor.
	Complete(ctx context.Context, code string, cursor int) Completion

	// Inspect returns what is known about the thing under the cursor; ok is false
	// where there is nothing. detail is 0 for an overview, 1 for everything.
	Inspect(ctx context.Context, code string, cursor, detail int) (b Bundle, ok bool)

	// IsComplete says whether code can run as it is: status is one of "complete",
	// "incomplete", "invalid" and "unknown". indent is the white space to start
	// the next line with and counts only for "incomplete".
	IsComplete(ctx context.Context, code string) (status, indent string)

	// Comm takes what a client sent over a comm, and returns when it has been dealt
	// with, at once also while a cell runs, or when it is interrupted. It is false
	// where nobody wants it: for CommOpen where the target is unknown.
	Comm(ctx context.Context, m CommMessage) bool

	// Interrupt stops the running cell, whose Execute then returns an error result.
	// It does not wait, may be repeated, and does nothing while no cell runs.
	Interrupt()

	// Close ends the evaluator and whatever runs in it. A running Execute returns.
	Close() error
}

// An ExecuteRequest is a cell to run.
type ExecuteRequest struct {
	Code         string
	Count        int    // the execution count of this cell
	Silent       bool   // nothing the cell shows reaches a client, and it has no history
	StoreHistory bool   // the cell counts and is remembered
	AllowStdin   bool   // false: every Output.Input fails at once
	CellID       string // the notebook's name for the cell, "" if the client gave none

	// Expressions are to be evaluated after the cell ran without error, by name.
	Expressions map[string]string
}

// An ExecuteResult says how a cell ended: well if Error is nil.
type ExecuteResult struct {
	Error       *Error
	Payloads    []Payload
	Expressions map[string]Expression // one for each of ExecuteRequest.Expressions
	CommsLost   bool                  // all comms are closed: what was behind them is gone
}

// An Error is what a client shows of a failure. The traceback is shown line by
// line and may hold ANSI colours.
type Error struct {
	Name      string   `json:"ename"`
	Value     string   `json:"evalue"`
	Traceback []string `json:"traceback"`
}

func (e *Error) Error() string { return e.Name + ": " + e.Value }

// An Expression is the outcome of one of a request's Expressions: a rendering, or
// an error.
type Expression struct {
	Bundle Bundle
	Error  *Error
}

// A Bundle holds renderings of one value by MIME type. A rendering is a string
// (base64 for binary types) or, for JSON types, anything encoding/json can write.
// Metadata has MIME types as keys too.
type Bundle struct {
	Data     map[string]any
	Metadata map[string]any
}

// A Payload asks the client for something beyond showing output. Use Page and
// SetNextInput to make one.
type Payload struct {
	Source  string         `json:"source"`
	Data    map[string]any `json:"data,omitempty"`
	Start   int            `json:"start"`
	Text    string         `json:"text,omitempty"`
	Replace bool           `json:"replace"`
}

// Page asks the client to show b in its pager. b needs a text/plain rendering.
func Page(b Bundle) Payload { return Payload{Source: "page", Data: b.Data} }

// SetNextInput asks the client to put text into the next cell, or into the one
// that was run if replace is true.
func SetNextInput(text string, replace bool) Payload {
	return Payload{Source: "set_next_input", Text: text, Replace: replace}
}

// Output takes what a cell shows. Its methods may be called from any goroutine,
// during Execute and after it. They return quickly, but wait for a client that
// reads more slowly than the cell writes.
type Output interface {
	// Stream shows text that was written to "stdout" or "stderr".
	Stream(name, text string)

	// Display shows b. With an id, Update can replace it later.
	Display(id string, b Bundle)

	// Update replaces what was displayed under id, wherever it is shown. Without an id
	// it does nothing.
	Update(id string, b Bundle)

	// Result shows b as the value of the cell.
	Result(b Bundle)

	// Clear removes the cell's output; with wait only when new output comes.
	Clear(wait bool)

	// Comm sends a message to the clients at the other end of a comm.
	Comm(m CommMessage)

	// Input asks the user for a line, hidden while typed if it is a password. It
	// fails with ErrNoStdin where nobody can answer, and with ErrInterrupted when
	// the cell was interrupted meanwhile.
	Input(prompt string, password bool) (string, error)
}

// Reasons for which Output.Input fails.
var (
	ErrNoStdin     = errors.New("kernel: no input: the client that sent this cell does not take questions")
	ErrInterrupted = errors.New("kernel: interrupted while waiting for input")
)

// A Completion lists what could stand in the code between Start and End.
type Completion struct {
	Matches    []Match
	Start, End int
}

// A Match is one way to complete. Type ("function", "type", "field", …) and
// Signature are shown by clients that know how; both may be empty.
type Match struct {
	Text      string
	Type      string
	Signature string
}

// Info describes the kernel and its language to clients.
type Info struct {
	Implementation string // "gojac"
	Version        string
	Banner         string
	Language       Language
	HelpLinks      []HelpLink

	// HistoryFile is where cells are remembered across sessions; "" for nowhere.
	HistoryFile string
}

// A Language is the language_info of the protocol.
type Language struct {
	Name           string `json:"name"`
	Version        string `json:"version"`
	MIMEType       string `json:"mimetype"`
	FileExtension  string `json:"file_extension"`
	PygmentsLexer  string `json:"pygments_lexer,omitempty"`
	CodeMirrorMode string `json:"codemirror_mode,omitempty"`
	Exporter       string `json:"nbconvert_exporter,omitempty"`
}

// A HelpLink is an entry of the client's help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}
