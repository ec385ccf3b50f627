package interp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"go/types"
	"io"
	"maps"
	"math"
	"math/bits"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/gojac/gojac/interp/machine"
)

// newHooks returns what cells get in place of some functions of the standard library:
// where a notebook is no terminal, and where a process must not end.
func (s *Session) newHooks() hookTable {
	s.stdin = bufio.NewReader(&lines{s: s})
	table := hookTable{
		"os.Exit":    s.exit,
		"time.Sleep": s.sleep,

		"strings.Repeat": func(x string, n int) string { s.repeats(len(x), n); return strings.Repeat(x, n) },
		"bytes.Repeat":   func(b []byte, n int) []byte { s.repeats(len(b), n); return bytes.Repeat(b, n) },

		"(*sync.Mutex).Unlock":    func(m *sync.Mutex) { s.unlock(m.TryLock, m.Unlock, m.Unlock, "unlock of unlocked mutex") },
		"(*sync.RWMutex).Unlock":  func(m *sync.RWMutex) { s.unlock(m.TryRLock, m.RUnlock, m.Unlock, "Unlock of unlocked RWMutex") },
		"(*sync.RWMutex).RUnlock": func(m *sync.RWMutex) { s.unlock(m.TryLock, m.Unlock, m.RUnlock, "RUnlock of unlocked RWMutex") },

		"fmt.Print":    func(a ...any) (int, error) { return fmt.Fprint(s.writing(os.Stdout), a...) },
		"fmt.Printf":   func(f string, a ...any) (int, error) { return fmt.Fprintf(s.writing(os.Stdout), f, a...) },
		"fmt.Println":  func(a ...any) (int, error) { return fmt.Fprintln(s.writing(os.Stdout), a...) },
		"fmt.Fprint":   func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(s.writing(w), a...) },
		"fmt.Fprintf":  func(w io.Writer, f string, a ...any) (int, error) { return fmt.Fprintf(s.writing(w), f, a...) },
		"fmt.Fprintln": func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(s.writing(w), a...) },

		"(*os.File).Close":       closeFile,
		"(*os.File).Write":       func(f *os.File, b []byte) (int, error) { return s.writing(f).Write(b) },
		"(*os.File).WriteString": func(f *os.File, b string) (int, error) { return io.WriteString(s.writing(f), b) },
		"(*os.File).Read":        func(f *os.File, b []byte) (int, error) { return s.reading(f).Read(b) },

		"fmt.Scan":            func(a ...any) (int, error) { return fmt.Fscan(s.stdin, a...) },
		"fmt.Scanf":           func(f string, a ...any) (int, error) { return fmt.Fscanf(s.stdin, f, a...) },
		"fmt.Scanln":          func(a ...any) (int, error) { return fmt.Fscanln(s.stdin, a...) },
		"fmt.Fscan":           func(r io.Reader, a ...any) (int, error) { return fmt.Fscan(s.reading(r), a...) },
		"fmt.Fscanf":          func(r io.Reader, f string, a ...any) (int, error) { return fmt.Fscanf(s.reading(r), f, a...) },
		"fmt.Fscanln":         func(r io.Reader, a ...any) (int, error) { return fmt.Fscanln(s.reading(r), a...) },
		"bufio.NewReader":     func(r io.Reader) *bufio.Reader { return bufio.NewReader(s.reading(r)) },
		"bufio.NewReaderSize": func(r io.Reader, n int) *bufio.Reader { return bufio.NewReaderSize(s.reading(r), n) },
		"bufio.NewScanner":    func(r io.Reader) *bufio.Scanner { return bufio.NewScanner(s.reading(r)) },
		"io.ReadAll":          func(r io.Reader) ([]byte, error) { return io.ReadAll(s.reading(r)) },
	}
	maps.Copy(table, waits(s.machine, interruptible(s.machine)))
	maps.Copy(table, (&locator{machine: s.machine, writing: func(w io.Writer) { s.writing(w) }, exit: s.exit}).logs())
	return table
}

// A hookTable has what stands in place of compiled functions and methods, by their full names.
type hookTable map[string]any

func (t hookTable) lookup(obj types.Object) (reflect.Value, bool) {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil {
		return reflect.Value{}, false
	}
	h, ok := t[fn.FullName()]
	return reflect.ValueOf(h), ok
}

// closeFile is Close, but for the standard streams: later cells need them.
func closeFile(f *os.File) error {
	switch f {
	case os.Stdin, os.Stdout, os.Stderr:
		return &os.PathError{Op: "close", Path: f.Name(), Err: errors.New("stays open for later cells")}
	}
	return f.Close()
}

// exit ends the cell as os.Exit ends a program: nothing deferred runs, and
// compiled code that called what calls it, as fmt calls String, goes on with nothing.
func (s *Session) exit(code int) { s.end(&machine.Exit{Code: code}) }

// end stops the cell for why, and ends the goroutine.
func (s *Session) end(why error) {
	if o := s.numeric.overload.Load(); o != nil {
		o.machine.Stop(why)
	}
	s.machine.Stop(why)
	s.machine.Goexit()
}

// sleep is time.Sleep, until the cell is interrupted.
func (s *Session) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.Stopped():
	}
}

// unlock is an Unlock that ends the cell where the process would end: try gets
// the lock if nobody holds it, and undo gives it back.
func (s *Session) unlock(try func() bool, undo, unlock func(), what string) {
	if try() {
		undo()
		s.end(&machine.Panic{Value: machine.Fatal("sync: " + what), Stack: s.machine.Calls()})
	}
	unlock()
}

// repeats asks for the memory of n copies of so many bytes.
func (s *Session) repeats(length, n int) {
	if hi, total := bits.Mul64(uint64(length), uint64(max(n, 0))); hi == 0 && total <= math.MaxInt {
		s.machine.Ask(total)
	}
}

// writing notes that w is about to be written, if it is a standard stream.
func (s *Session) writing(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && s.host.Writing != nil {
		switch f {
		case os.Stdout:
			s.host.Writing(0)
		case os.Stderr:
			s.host.Writing(1)
		}
	}
	return w
}

// reading returns the lines that the user types in place of os.Stdin.
func (s *Session) reading(r io.Reader) io.Reader {
	if f, ok := r.(*os.File); ok && f == os.Stdin {
		return s.stdin
	}
	return r
}

// lines reads what the user types, asking for a line when there is none left.
type lines struct {
	s    *Session
	rest string
}

func (l *lines) Read(p []byte) (int, error) {
	if l.rest == "" {
		if l.s.host.Input == nil {
			return 0, io.EOF
		}
		line, err := l.s.host.Input("", false)
		if err != nil {
			return 0, err
		}
		l.rest = strings.TrimSuffix(line, "\n") + "\n"
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
