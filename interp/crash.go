package interp

import (
	"strings"
	"time"
)

// A crash is what the Go runtime prints while it ends the process: some words
// that matter and many stacks. It is not shown, unless it turns out to be a
// cell's own text because the process goes on.
type crash struct {
	text  strings.Builder
	timer *time.Timer
}

const (
	crashHead = "fatal error: "
	maxCrash  = 64 << 10 // bytes kept of a crash
	crashTime = time.Second
)

// holdCrash returns what of a stderr text is to be shown now. p.mu is held.
func (p *process) holdCrash(text string) string {
	if p.crash != nil {
		if room := maxCrash - p.crash.text.Len(); room > 0 {
			p.crash.text.WriteString(text[:min(len(text), room)])
		}
		return ""
	}
	i := strings.Index(text, crashHead)
	if i < 0 || i > 0 && text[i-1] != '\n' {
		return text
	}
	p.crash = &crash{timer: time.AfterFunc(crashTime, p.releaseCrash)}
	p.crash.text.WriteString(text[i:])
	return text[:i]
}

// releaseCrash shows what was held back of a process that goes on.
func (p *process) releaseCrash() {
	if p.exited() {
		return
	}
	p.mu.Lock()
	out, c := p.out, p.crash
	p.crash = nil
	p.mu.Unlock()
	if c == nil {
		return
	}
	c.timer.Stop()
	if out != nil {
		out.Stream("stderr", c.text.String())
	}
}

// crashes explain what the Go runtime says.
var crashes = []struct{ said, means string }{
	{"stack overflow", "infinite recursion: the stack overflowed"},
	{"concurrent map", "a map was used by two goroutines at once, one of them writing; guard it with a sync.Mutex"},
	{"all goroutines are asleep", "all goroutines wait for each other"},
	{"out of memory", "the cell asked for more memory than there is"},
	{"cannot allocate", "the cell asked for more memory than there is"},
	{"unlock of unlocked", "a mutex was unlocked that was not locked"},
}

// means says why the process crashed, or "" if it did not.
func (c *crash) means() string {
	if c == nil {
		return ""
	}
	c.timer.Stop()
	text := c.text.String()
	for _, k := range crashes {
		if strings.Contains(text, k.said) {
			return k.means
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	return first
}
