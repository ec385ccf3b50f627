package interp

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Position is a place in the user's text. Line and Column count from 1;
// Column counts bytes, as Go does.
type Position struct {
	Cell         string `json:"cell,omitempty"` // "cell 3"
	Line, Column int
}

func (p Position) String() string {
	if p.Cell == "" {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", p.Cell, p.Line, p.Column)
}

// A Diagnostic is one error in one place, with the way out where there is one.
type Diagnostic struct {
	Position
	Message string
	Hint    string `json:",omitempty"`
}

func (d Diagnostic) String() string {
	s := d.Message
	if d.Cell != "" {
		s = d.Position.String() + ": " + s
	}
	if d.Hint != "" {
		s += "\n\thint: " + d.Hint
	}
	return s
}

// A Kind says what ended a cell.
type Kind string

// The kinds of Error. They are what Jupyter shows as the name of an error.
const (
	SyntaxError Kind = "SyntaxError"
	TypeError   Kind = "TypeError"
	Refused     Kind = "NotSupported" // valid Go that gojac does not run
	Panicked    Kind = "Panic"
	Interrupted Kind = "KeyboardInterrupt"
	Exited      Kind = "Exit"
	WorkerLost  Kind = "WorkerLost"
)

// An Error is why a cell failed.
type Error struct {
	Kind        Kind
	Diagnostics []Diagnostic // at least one; the first says what happened
	Stack       []Frame      `json:",omitempty"` // innermost first
	Code        int          `json:",omitempty"` // of Exited

	// Excerpts holds the source line of each diagnostic and frame, by position.
	Excerpts map[string]string `json:",omitempty"`
}

// A Frame is one call on the way to a panic.
type Frame struct {
	Func string
	Position
}

// Error returns the diagnostics, one a line.
func (e *Error) Error() string {
	lines := make([]string, len(e.Diagnostics))
	for i, d := range e.Diagnostics {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// ANSI colours of a traceback.
const (
	red   = "\x1b[31m"
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	reset = "\x1b[0m"
)

// Traceback returns the error as lines with carets, coloured if asked.
func (e *Error) Traceback(colour bool) []string {
	paint := func(code, s string) string {
		if !colour || s == "" {
			return s
		}
		return code + s + reset
	}
	var out []string
	for _, d := range e.Diagnostics {
		head := paint(red, string(e.Kind)) + ": "
		if d.Cell != "" {
			head = paint(bold, d.Position.String()) + ": "
		}
		for i, line := range strings.Split(d.Message, "\n") {
			if i > 0 {
				head = "    "
			}
			out = append(out, head+line)
		}
		out = append(out, e.excerpt(d.Position, paint)...)
		if d.Hint != "" {
			out = append(out, "    "+paint(faint, "hint: ")+strings.ReplaceAll(d.Hint, "\n", "\n    "))
		}
	}
	for i := 0; i < len(e.Stack); i++ {
		f := e.Stack[i]
		again := 0
		for i+again+1 < len(e.Stack) && e.Stack[i+again+1] == f {
			again++
		}
		if again > 2 {
			i += again
			out = append(out, fmt.Sprintf("    called at %s in %s, again and again", paint(bold, f.Position.String()), f.Func))
			out = append(out, e.excerpt(f.Position, paint)...)
			continue
		}
		if i == 0 && len(e.Diagnostics) > 0 && f.Position == e.Diagnostics[0].Position {
			continue
		}
		out = append(out, fmt.Sprintf("    called at %s in %s", paint(bold, f.Position.String()), f.Func))
		out = append(out, e.excerpt(f.Position, paint)...)
	}
	return out
}

// excerpt returns the source line at p and a caret below it.
func (e *Error) excerpt(p Position, paint func(code, s string) string) []string {
	line, ok := e.Excerpts[p.String()]
	if !ok {
		return nil
	}
	before := line[:min(max(p.Column-1, 0), len(line))]
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, before)
	return []string{"    " + line, "    " + pad + paint(red, "^")}
}

// plainLine returns line n of text, counted from 1.
func plainLine(text string, n int) (string, bool) {
	lines := strings.Split(text, "\n")
	if n < 1 || n > len(lines) || !utf8.ValidString(lines[n-1]) {
		return "", false
	}
	return strings.TrimRight(lines[n-1], "\r"), true
}
