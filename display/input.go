package display

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

var asker struct {
	mu    sync.Mutex
	ask   func(prompt string, password bool) (string, error)
	lines *bufio.Reader // of the standard input, in a compiled program
}

// SetAsker says who asks the user. Until it is called, Input and Password print the
// prompt and read a line of the standard input, which is what a compiled program wants.
func SetAsker(ask func(prompt string, password bool) (string, error)) {
	asker.mu.Lock()
	asker.ask = ask
	asker.mu.Unlock()
}

// An InputError is the panic of Input and Password where there is no answer: nobody
// can be asked, or the question was interrupted.
type InputError struct {
	Prompt string
	Err    error
}

func (e *InputError) Error() string {
	return fmt.Sprintf("display: no answer to %q: %v", e.Prompt, e.Err)
}

// Unwrap returns the reason.
func (e *InputError) Unwrap() error { return e.Err }

// Input asks the user for a line and waits for it; it comes without its end. It panics
// with an *InputError where there is no answer.
func Input(prompt string) string { return ask(prompt, false) }

// Password is Input for what must not be seen while it is typed.
func Password(prompt string) string { return ask(prompt, true) }

func ask(prompt string, password bool) string {
	asker.mu.Lock()
	ask := asker.ask
	asker.mu.Unlock()
	if ask == nil {
		ask = askTerminal
	}
	line, err := ask(prompt, password)
	if err != nil {
		panic(&InputError{prompt, err})
	}
	return line
}

func askTerminal(prompt string, _ bool) (string, error) {
	fmt.Print(prompt)
	asker.mu.Lock()
	defer asker.mu.Unlock()
	if asker.lines == nil {
		asker.lines = bufio.NewReader(os.Stdin)
	}
	line, err := asker.lines.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// Page shows a value in the front end's pager when the cell is done: a pane of its own,
// or below the cell where there is none. Of several in one cell the last is shown.
func Page(v any) { send(Event{Kind: KindPage, Bundle: Any(v)}) }

// NextCell puts code into a new cell below, for the user to run.
func NextCell(code string) { send(Event{Kind: KindNext, Bundle: Text(code)}) }

// ReplaceCell puts code into the running cell, in place of what it holds.
func ReplaceCell(code string) { send(Event{Kind: KindReplace, Bundle: Text(code)}) }
