package machine

import "fmt"

// stackEvery is how many calls apart the stack is looked at, as a mask: between
// two looks they take well under what is left beyond MaxStack.
const stackEvery = 1<<6 - 1

// stackOverflow is what too deep a recursion panics with. Compiled Go can't
// recover from it; here it can be reported like any panic.
type stackOverflow struct{ depth int }

func (e *stackOverflow) Error() string {
	return fmt.Sprintf("stack overflow: %d calls deep (infinite recursion?)", e.depth)
}

func (*stackOverflow) RuntimeError() {}

// checkStack panics when the goroutine's stack is too large.
func (fr *frame) checkStack() {
	used := stackUsed()
	if !haveCallRegs {
		used = fr.depth * stackPerCall
	}
	if used > fr.code.m.cfg.MaxStack {
		fr.th.top = fr.caller
		panic(&stackOverflow{fr.depth})
	}
}

// stackPerCall is what a call takes of the stack at most, for architectures
// where it can't be measured.
const stackPerCall = 1200
