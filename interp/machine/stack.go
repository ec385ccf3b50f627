package machine

import "fmt"

// stackEvery is how many calls apart the stack is looked at, as a mask: between
// two looks they take well under what is left beyond MaxStack.
const stackEvery = 1<<6 - 1

// stackOverflow is what too deep a recursion stops the run with. As in compiled
// Go, nothing recovers from it.
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
		fr.th.overflow(fr.depth)
	}
}

func (th *thread) overflow(depth int) { th.fail(&stackOverflow{depth}) }

// recount finds out what the calls in progress hold in frames, which is stack
// in compiled Go, and panics if it is too much.
func (th *thread) recount(last *frame) {
	th.bytes = 0
	for fr := last; fr != nil && fr.code != nil; fr = fr.caller {
		th.bytes += typeSize(fr.code.word)
	}
	if th.bytes > uintptr(last.code.m.cfg.MaxStack) {
		th.overflow(last.depth)
	}
}

// stackPerCall is what a call takes of the stack at most, for architectures
// where it can't be measured.
const stackPerCall = 1200
