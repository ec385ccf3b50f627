//go:build !linux

package threads

import "time"

// A thread of the system cannot be woken by itself here: a helper that has
// nothing to do ends.
type thread struct{}

func newThread(int) *thread         { return &thread{} }
func (*thread) sleep(time.Duration) {}
func (*thread) wake(int)            {}
func processor() int                { return 0 }
