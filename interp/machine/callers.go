package machine

import (
	"bytes"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// Calls returns the calls in progress on the calling goroutine, innermost
// first: for a compiled function, who called it. Where a panic makes deferred
// calls, the calls that it came from follow, as on the stack of a compiled
// program.
func (m *Machine) Calls() (fs []Frame) {
	th := m.thread()
	if th == nil {
		return nil
	}
	for fr := th.top; fr != nil && fr.code != nil; fr = fr.caller {
		if fr.code.hidden {
			continue
		}
		fs = append(fs, Frame{fr.code.name, fr.position(), fr.code.fn})
		if p := fr.panic; p != nil && len(p.stack) > 0 {
			return append(append(fs, Frame{Func: "runtime.gopanic"}), p.stack...)
		}
	}
	return fs
}

// natives are functions of the standard library that only the machine can
// answer for functions that run here, by their full names.
func (m *Machine) natives() map[string]any {
	return map[string]any{
		"runtime.Caller": func(skip int) (pc uintptr, file string, line int, ok bool) {
			fs := m.Calls()
			if skip < 0 || skip >= len(fs) {
				return 0, "", 0, false
			}
			p := m.spots.of(fs[skip].fn, fs[skip].Pos)
			file, line = m.FileLine(p.pos)
			return p.pc(), file, line, true
		},
		"runtime.NumGoroutine": m.sleepers.goroutines,
		"runtime.FuncForPC": func(pc uintptr) *runtime.Func {
			if p := m.spots.at(pc); p != nil {
				return (*runtime.Func)(ptr(m.spots.of(p.fn, token.NoPos)))
			}
			return runtime.FuncForPC(pc)
		},
		"(*runtime.Func).Name": func(f *runtime.Func) string {
			if p := m.spots.at(uintptr(ptr(f))); p != nil {
				return compiledName(p.fn)
			}
			return f.Name()
		},
		"(*runtime.Func).Entry": func(f *runtime.Func) uintptr {
			if p := m.spots.at(uintptr(ptr(f))); p != nil {
				return p.pc()
			}
			return f.Entry()
		},
		"(*runtime.Func).FileLine": func(f *runtime.Func, pc uintptr) (string, int) {
			if p := m.spots.at(pc); p != nil {
				if p.pos == token.NoPos && p.fn != nil {
					return m.FileLine(p.fn.Pos())
				}
				return m.FileLine(p.pos)
			}
			return f.FileLine(pc)
		},
		"(reflect.Value).Pointer":       func(v reflect.Value) uintptr { return uintptr(m.pointerOf(v)) },
		"(reflect.Value).UnsafePointer": m.pointerOf,
		"runtime/debug.Stack":           func() []byte { return m.stackText() },
		"runtime/debug.PrintStack":      func() { os.Stderr.Write(m.stackText()) },
		"runtime.Stack": func(buf []byte, all bool) int {
			return copy(buf, m.stackText())
		},
	}
}

// pointerOf is v.UnsafePointer, which tells functions apart by their code. The
// entry points of functions made here are shared by all of one type.
func (m *Machine) pointerOf(v reflect.Value) ptr {
	if fn, _, ok := m.Closure(v); ok {
		return ptr(m.spots.of(fn, token.NoPos))
	}
	return v.UnsafePointer()
}

// stackText is what debug.Stack returns: the calls in progress.
func (m *Machine) stackText() []byte {
	var b bytes.Buffer
	b.WriteString("goroutine 1 [running]:\n")
	for _, f := range m.Calls() {
		if f.fn == nil {
			b.WriteString("panic(...)\n\truntime/panic.go\n")
			continue
		}
		args := "(...)"
		if len(f.fn.Params) == 0 {
			args = "()"
		}
		file, line := m.FileLine(f.Pos)
		fmt.Fprintf(&b, "%s%s\n\t%s:%d +0x0\n", f.CompiledName(), args, file, line)
	}
	return b.Bytes()
}

// FileLine is where pos lies: files by their full names, but for those that
// line directives name.
func (m *Machine) FileLine(pos token.Pos) (string, int) {
	p, own := m.cfg.Fset.Position(pos), m.cfg.Fset.PositionFor(pos, false).Filename
	switch {
	case p.Filename == "":
		p.Filename = "??"
	case p.Filename != own: // go/scanner takes names of line directives as relative to the file
		p.Filename = strings.TrimPrefix(p.Filename, filepath.Dir(own)+string(filepath.Separator))
	case strings.HasSuffix(p.Filename, ".go"):
		if abs, err := filepath.Abs(p.Filename); err == nil {
			p.Filename = abs
		}
	}
	return p.Filename, p.Line
}

// compiledName is how compiled Go calls f: main.(*T).M, main.f.func1.
func compiledName(f *ssa.Function) string {
	if f == nil {
		return "runtime.gopanic"
	}
	if p := f.Parent(); p != nil {
		number := f.Name()[strings.LastIndexAny(f.Name(), "$-")+1:]
		if p.Parent() != nil {
			return compiledName(p) + "." + number
		}
		return compiledName(p) + ".func" + number
	}
	name, pkg := f.Name(), "main"
	if f.Origin() != nil {
		name = f.Origin().Name() + "[...]"
	}
	if strings.HasSuffix(name, "·") {
		name = "main" // the statements of a cell
	}
	if f.Pkg != nil && f.Pkg.Pkg.Path() != "" {
		pkg = f.Pkg.Pkg.Path()
	}
	recv := f.Signature.Recv()
	if recv == nil {
		return pkg + "." + name
	}
	star, t := "", recv.Type().String()
	if strings.HasPrefix(t, "*") {
		star, t = "*", t[1:]
	}
	args := strings.IndexByte(t, '[')
	if args >= 0 {
		t, name = t[:args], strings.TrimSuffix(name, "[...]")
	}
	t = t[strings.LastIndexByte(t, '.')+1:]
	if args >= 0 {
		t += "[...]"
	}
	if star != "" {
		return fmt.Sprintf("%s.(*%s).%s", pkg, t, name)
	}
	return fmt.Sprintf("%s.%s.%s", pkg, t, name)
}

// A spot is a position in a function; its address stands for it as a program
// counter, and for the function as a *runtime.Func.
type spot struct {
	fn  *ssa.Function
	pos token.Pos
}

func (p *spot) pc() uintptr { return uintptr(unsafe.Pointer(p)) }

// A spotKey is what makes two spots one. ssa may make several wrappers of a method.
type spotKey struct {
	fn   any // *ssa.Function, or types.Object of a wrapper
	kind string
	pos  token.Pos
}

// spots holds those that somebody asked for.
type spots struct {
	mu   sync.Mutex
	all  map[spotKey]*spot
	byPC map[uintptr]*spot
}

func (ps *spots) of(fn *ssa.Function, pos token.Pos) *spot {
	key := spotKey{fn: fn, pos: pos}
	if fn != nil && fn.Synthetic != "" && fn.Object() != nil {
		key.fn, key.kind = fn.Object(), fn.Synthetic
	}
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := ps.all[key]
	if p == nil {
		if ps.all == nil {
			ps.all, ps.byPC = map[spotKey]*spot{}, map[uintptr]*spot{}
		}
		p = &spot{fn, pos}
		ps.all[key], ps.byPC[p.pc()] = p, p
	}
	return p
}

func (ps *spots) at(pc uintptr) *spot {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.byPC[pc]
}

// CompiledName is how compiled Go calls the function of the frame.
func (f Frame) CompiledName() string { return compiledName(f.fn) }
