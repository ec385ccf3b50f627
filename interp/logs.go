package interp

import (
	"fmt"
	"go/types"
	"io"
	"log"
	"maps"
	"strings"
	"sync"

	"github.com/gojac/gojac/interp/machine"
)

// A locator lets log and slog say where they were called, which they would ask
// the runtime, and that knows only of compiled functions.
type locator struct {
	machine *machine.Machine
	mu      sync.Mutex          // held while a line with a place is written
	records map[uintptr]uintptr // by goroutine: where the record comes from that slog handles

	writing func(io.Writer) // called before something is written
	exit    func(code int)
}

// logs are the hooks for packages log and slog.
func (l *locator) logs() hookTable {
	table := hookTable{
		"log.Output":           func(depth int, msg string) error { return l.output(log.Default(), depth, msg) },
		"(*log.Logger).Output": l.output,
	}
	for name, then := range map[string]func(msg string){
		"Print": func(string) {},
		"Fatal": func(string) { l.exit(1) },
		"Panic": func(msg string) { panic(msg) },
	} {
		write := func(to *log.Logger, msg string) { l.output(to, 1, msg); then(msg) }
		maps.Copy(table, hookTable{
			"log." + name:                  func(a ...any) { write(log.Default(), fmt.Sprint(a...)) },
			"log." + name + "f":            func(f string, a ...any) { write(log.Default(), fmt.Sprintf(f, a...)) },
			"log." + name + "ln":           func(a ...any) { write(log.Default(), fmt.Sprintln(a...)) },
			"(*log.Logger)." + name:        func(to *log.Logger, a ...any) { write(to, fmt.Sprint(a...)) },
			"(*log.Logger)." + name + "f":  func(to *log.Logger, f string, a ...any) { write(to, fmt.Sprintf(f, a...)) },
			"(*log.Logger)." + name + "ln": func(to *log.Logger, a ...any) { write(to, fmt.Sprintln(a...)) },
		})
	}
	maps.Copy(table, l.slogs())
	return table
}

// asksWhoCalls reports whether fn is one of those that need a call that the
// machine knows of.
func asksWhoCalls(fn *types.Func) bool {
	return fn.Pkg() != nil && (fn.Pkg().Path() == "log" || fn.Pkg().Path() == "log/slog")
}

// output is to.Output. A logger that writes places writes them as the
// beginning of the message.
func (l *locator) output(to *log.Logger, depth int, msg string) error {
	l.writing(to.Writer())
	defer l.handles(l.handles(0)) // if it goes to slog, that does not ask who logs
	places := to.Flags() & (log.Lshortfile | log.Llongfile)
	if places == 0 {
		return to.Output(depth+1, msg)
	}
	at := "???:0"
	if calls := l.machine.Calls(); depth > 0 && depth <= len(calls) {
		file, line := l.machine.FileLine(calls[depth-1].Pos)
		if places&log.Lshortfile != 0 {
			file = file[strings.LastIndexByte(file, '/')+1:]
		}
		at = fmt.Sprintf("%s:%d", file, line)
	}
	flags, prefix := to.Flags()&^(log.Lshortfile|log.Llongfile), to.Prefix()
	msg, at = at+": "+msg, ""
	if flags&log.Lmsgprefix != 0 {
		flags, prefix, msg = flags&^log.Lmsgprefix, "", strings.Replace(msg, ": ", ": "+prefix, 1)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return log.New(to.Writer(), prefix, flags).Output(0, msg)
}
