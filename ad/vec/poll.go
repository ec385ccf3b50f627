package vec

import "sync/atomic"

var poll atomic.Pointer[func()]

// SetPoll has Poll call f, which panics where the computation is to end.
func SetPoll(f func()) { poll.Store(&f) }

// Poll is called before each operation on tensors, so that a long computation
// of many can be stopped.
func Poll() {
	if f := poll.Load(); f != nil {
		(*f)()
	}
}
