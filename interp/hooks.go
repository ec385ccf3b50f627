package interp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/types"
	"io"
	"log"
	"math"
	"math/bits"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/gojac/gojac/interp/machine"
)

// hooks are what cells get in place of some functions of the standard library:
// where a notebook is no terminal, and where a process must not end.
func (s *Session) hooks() map[string]any {
	s.stdin = bufio.NewReader(&lines{s: s})
	logger := log.Default()
	fatal := func(msg string) {
		s.writing(os.Stderr)
		logger.Output(3, msg)
		s.exit(1)
	}
	return map[string]any{
		"os.Exit":    s.exit,
		"time.Sleep": s.sleep,

		"strings.Repeat": func(x string, n int) string { s.repeats(len(x), n); return strings.Repeat(x, n) },
		"bytes.Repeat":   func(b []byte, n int) []byte { s.repeats(len(b), n); return bytes.Repeat(b, n) },

		"time.AfterFunc": func(d time.Duration, f func()) *time.Timer {
			s.machine.Expect(d)
			return time.AfterFunc(d, s.machine.Guard(f))
		},
		"(*time.Timer).Reset": func(t *time.Timer, d time.Duration) bool { s.machine.Expect(d); return t.Reset(d) },
		"context.WithTimeout": func(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
			s.machine.Expect(d)
			return context.WithTimeout(ctx, d)
		},
		"context.WithDeadline": func(ctx context.Context, t time.Time) (context.Context, context.CancelFunc) {
			s.machine.Expect(time.Until(t))
			return context.WithDeadline(ctx, t)
		},
		"context.WithTimeoutCause": func(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
			s.machine.Expect(d)
			return context.WithTimeoutCause(ctx, d, cause)
		},
		"context.WithDeadlineCause": func(ctx context.Context, t time.Time, cause error) (context.Context, context.CancelFunc) {
			s.machine.Expect(time.Until(t))
			return context.WithDeadlineCause(ctx, t, cause)
		},
		"context.AfterFunc": func(ctx context.Context, f func()) func() bool { return context.AfterFunc(ctx, s.machine.Guard(f)) },

		"(*sync.Mutex).Lock":      func(m *sync.Mutex) { s.lock(m.TryLock, m.Lock, m.Unlock) },
		"(*sync.Mutex).Unlock":    func(m *sync.Mutex) { unlock(m.TryLock, m.Unlock, m.Unlock, "unlock of unlocked mutex") },
		"(*sync.RWMutex).Lock":    func(m *sync.RWMutex) { s.lock(m.TryLock, m.Lock, m.Unlock) },
		"(*sync.RWMutex).RLock":   func(m *sync.RWMutex) { s.lock(m.TryRLock, m.RLock, m.RUnlock) },
		"(*sync.RWMutex).Unlock":  func(m *sync.RWMutex) { unlock(m.TryRLock, m.RUnlock, m.Unlock, "Unlock of unlocked RWMutex") },
		"(*sync.RWMutex).RUnlock": func(m *sync.RWMutex) { unlock(m.TryLock, m.Unlock, m.RUnlock, "RUnlock of unlocked RWMutex") },
		"(*sync.WaitGroup).Wait":  func(wg *sync.WaitGroup) { s.await(wg.Wait, func() {}, func() {}) },
		"(*sync.WaitGroup).Go": func(wg *sync.WaitGroup, f func()) {
			f = s.machine.Guard(f)
			wg.Add(1)
			go func() {
				defer wg.Done()
				f()
			}()
		},
		"(*sync.Cond).Wait": func(c *sync.Cond) { s.await(c.Wait, func() { c.L.Unlock(); c.Signal() }, func() { c.L.Lock() }) },

		"fmt.Print":    func(a ...any) (int, error) { return fmt.Fprint(s.writing(os.Stdout), a...) },
		"fmt.Printf":   func(f string, a ...any) (int, error) { return fmt.Fprintf(s.writing(os.Stdout), f, a...) },
		"fmt.Println":  func(a ...any) (int, error) { return fmt.Fprintln(s.writing(os.Stdout), a...) },
		"fmt.Fprint":   func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(s.writing(w), a...) },
		"fmt.Fprintf":  func(w io.Writer, f string, a ...any) (int, error) { return fmt.Fprintf(s.writing(w), f, a...) },
		"fmt.Fprintln": func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(s.writing(w), a...) },
		"log.Print":    func(a ...any) { s.writing(os.Stderr); logger.Output(2, fmt.Sprint(a...)) },
		"log.Printf":   func(f string, a ...any) { s.writing(os.Stderr); logger.Output(2, fmt.Sprintf(f, a...)) },
		"log.Println":  func(a ...any) { s.writing(os.Stderr); logger.Output(2, fmt.Sprintln(a...)) },
		"log.Fatal":    func(a ...any) { fatal(fmt.Sprint(a...)) },
		"log.Fatalf":   func(f string, a ...any) { fatal(fmt.Sprintf(f, a...)) },
		"log.Fatalln":  func(a ...any) { fatal(fmt.Sprintln(a...)) },

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
}

// hooked returns what stands in place of obj.
func (s *Session) hooked(obj types.Object) (reflect.Value, bool) {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil {
		return reflect.Value{}, false
	}
	h, ok := s.hookTable[fn.FullName()]
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

// exit ends the cell as os.Exit ends a program: nothing deferred runs.
func (s *Session) exit(code int) { panic(&machine.Exit{Code: code}) }

// sleep is time.Sleep, until the cell is interrupted.
func (s *Session) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.Stopped():
	}
}

// lock is a Lock that ends when the cell is interrupted.
func (s *Session) lock(try func() bool, lock, unlock func()) {
	if !try() {
		s.await(lock, unlock, func() {})
	}
}

// unlock is an Unlock that panics where the process would end: try gets the
// lock if nobody holds it, and undo gives it back.
func unlock(try func() bool, undo, unlock func(), what string) {
	if try() {
		undo()
		panic("sync: " + what)
	}
	unlock()
}

// await makes a call that waits for other goroutines. When the cell is
// interrupted, it makes up for the call by instead and ends the cell's
// goroutine; should the call still return, undo takes it back.
func (s *Session) await(call, undo, instead func()) {
	stopped, returned := s.Stopped(), make(chan struct{})
	go func() {
		call()
		select {
		case returned <- struct{}{}:
		case <-stopped:
			undo()
		}
	}()
	s.machine.Asleep(func() {
		select {
		case <-returned:
		case <-stopped:
			instead()
			s.machine.Halt()
		}
	})
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
