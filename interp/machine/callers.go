package machine

import (
	"bytes"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
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
			p := m.spots.frame(fs[skip])
			file, line = m.FileLine(p.pos)
			return p.pc(), file, line, true
		},
		"runtime.Callers": func(skip int, pcs []uintptr) int {
			fs := append([]Frame{{Func: "runtime.Callers"}}, m.Calls()...)
			fs = fs[min(max(skip, 0), len(fs)):]
			for i := range min(len(fs), len(pcs)) {
				pcs[i] = m.spots.frame(fs[i]).pc()
			}
			return min(len(fs), len(pcs))
		},
		"runtime.CallersFrames": func(pcs []uintptr) *runtime.Frames {
			return (*runtime.Frames)(ptr(&frames{pcs: pcs}))
		},
		"(*runtime.Frames).Next": func(fs *runtime.Frames) (runtime.Frame, bool) { return m.next((*frames)(ptr(fs))) },
		"runtime.NumGoroutine":   m.sleepers.goroutines,
		"runtime.Goexit":         m.Goexit,
		"runtime.FuncForPC": func(pc uintptr) *runtime.Func {
			if p := m.spots.at(pc); p != nil {
				return p.function(m)
			}
			return runtime.FuncForPC(pc)
		},
		"(*runtime.Func).Name": func(f *runtime.Func) string {
			if p := m.spots.at(uintptr(ptr(f))); p != nil {
				return p.name()
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
		"reflect.ArrayOf":               m.arrayOf,
		"reflect.MapOf":                 m.mapOf,
		"reflect.StructOf":              m.structOf,
		"(reflect.Value).Pointer":       func(v reflect.Value) uintptr { return uintptr(m.pointerOf(v)) },
		"(reflect.Value).UnsafePointer": m.pointerOf,
		"runtime/debug.Stack":           func() []byte { return m.stackText() },
		"runtime/debug.PrintStack":      func() { os.Stderr.Write(m.stackText()) },
		"runtime.Stack": func(buf []byte, all bool) int {
			return copy(buf, m.stackText())
		},
	}
}

// frames is what stands behind a *runtime.Frames made here.
type frames struct{ pcs []uintptr }

// next is Next of a *runtime.Frames made here.
func (m *Machine) next(fs *frames) (f runtime.Frame, more bool) {
	if len(fs.pcs) == 0 {
		return f, false
	}
	pc := fs.pcs[0]
	fs.pcs = fs.pcs[1:]
	f, ok := m.Frame(pc)
	if !ok { // of a compiled function
		f, _ = runtime.CallersFrames([]uintptr{pc}).Next()
	}
	return f, len(fs.pcs) > 0
}

// Frame is what runtime.CallersFrames gives for a program counter; ok is
// false if it is none of a function that runs here.
func (m *Machine) Frame(pc uintptr) (f runtime.Frame, ok bool) {
	p := m.spots.at(pc)
	if p == nil {
		return f, false
	}
	f = runtime.Frame{PC: pc, Function: p.name(), Func: p.function(m)}
	f.Entry = uintptr(ptr(f.Func))
	f.File, f.Line = m.FileLine(p.pos)
	return f, true
}

// PC is the program counter of the innermost call in progress: for a compiled
// function, of who called it. It is 0 if there is none.
func (m *Machine) PC() uintptr {
	if fs := m.Calls(); len(fs) > 0 {
		return m.spots.frame(fs[0]).pc()
	}
	return 0
}

// Goroutine tells the calling goroutine from others that run.
func Goroutine() uintptr { return goroutine() }

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
	if i, ok := initNumber(name); ok {
		name = fmt.Sprintf("init.%d", i)
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

// initNumber is which of its package's init functions, counted from 0, has the
// name: init#1 in ssa, init·0 in a cell.
func initNumber(name string) (int, bool) {
	if n, ok := strings.CutPrefix(name, "init#"); ok {
		i, err := strconv.Atoi(n)
		return i - 1, err == nil
	}
	n, ok := strings.CutPrefix(name, "init·")
	i, err := strconv.Atoi(n)
	return i, ok && err == nil
}

// A spot is a position in a function; its address stands for it as a program
// counter, and for the function as a *runtime.Func.
type spot struct {
	fn  *ssa.Function
	pos token.Pos

	compiled string // the name of a function that is none of the machine's
}

func (p *spot) name() string {
	if p.fn == nil {
		return p.compiled
	}
	return compiledName(p.fn)
}

// function is the function that the spot lies in.
func (p *spot) function(m *Machine) *runtime.Func {
	if p.fn != nil {
		p = m.spots.of(p.fn, token.NoPos)
	}
	return (*runtime.Func)(ptr(p))
}

func (p *spot) pc() uintptr { return uintptr(unsafe.Pointer(p)) }

// A spotKey is what makes two spots one. ssa may make several wrappers of a method.
type spotKey struct {
	fn   any // *ssa.Function, types.Object of a wrapper, or name of a compiled function
	kind string
	pos  token.Pos
}

// spots holds those that somebody asked for.
type spots struct {
	mu   sync.Mutex
	all  map[spotKey]*spot
	byPC map[uintptr]*spot
}

func (ps *spots) frame(f Frame) *spot {
	if f.fn == nil {
		return ps.find(spotKey{fn: f.Func}, spot{compiled: f.Func})
	}
	return ps.of(f.fn, f.Pos)
}

func (ps *spots) of(fn *ssa.Function, pos token.Pos) *spot {
	key := spotKey{fn: fn, pos: pos}
	if fn.Synthetic != "" && fn.Object() != nil {
		key.fn, key.kind = fn.Object(), fn.Synthetic
	}
	return ps.find(key, spot{fn: fn, pos: pos})
}

func (ps *spots) find(key spotKey, s spot) *spot {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := ps.all[key]
	if p == nil {
		if ps.all == nil {
			ps.all, ps.byPC = map[spotKey]*spot{}, map[uintptr]*spot{}
		}
		p = &s
		ps.all[key], ps.byPC[p.pc()] = p, p
	}
	return p
}

// at finds the spot that pc stands for. Who knows that a program counter of
// runtime.Callers is where a call returns to, asks for the one before.
func (ps *spots) at(pc uintptr) *spot {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if p := ps.byPC[pc]; p != nil {
		return p
	}
	return ps.byPC[pc+1]
}

// CompiledName is how compiled Go calls the function of the frame.
func (f Frame) CompiledName() string {
	if f.fn == nil {
		return f.Func
	}
	return compiledName(f.fn)
}
