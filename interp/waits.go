package interp

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/gojac/gojac/interp/machine"
)

// waits are the hooks that tell the machine who waits, and which timers will
// fire, so that it knows a deadlock; the waits end by await.
func waits(m *machine.Machine, await waiting) hookTable {
	return hookTable{
		"time.AfterFunc": func(d time.Duration, f func()) *time.Timer {
			m.Expect(d)
			return time.AfterFunc(d, m.Guard(f))
		},
		"(*time.Timer).Reset": func(t *time.Timer, d time.Duration) bool { m.Expect(d); return t.Reset(d) },
		"context.WithTimeout": func(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
			m.Expect(d)
			return context.WithTimeout(ctx, d)
		},
		"context.WithDeadline": func(ctx context.Context, t time.Time) (context.Context, context.CancelFunc) {
			m.Expect(time.Until(t))
			return context.WithDeadline(ctx, t)
		},
		"context.WithTimeoutCause": func(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
			m.Expect(d)
			return context.WithTimeoutCause(ctx, d, cause)
		},
		"context.WithDeadlineCause": func(ctx context.Context, t time.Time, cause error) (context.Context, context.CancelFunc) {
			m.Expect(time.Until(t))
			return context.WithDeadlineCause(ctx, t, cause)
		},
		"context.AfterFunc": func(ctx context.Context, f func()) func() bool { return context.AfterFunc(ctx, m.Guard(f)) },

		"(*sync.Mutex).Lock": func(l *sync.Mutex) {
			if !l.TryLock() {
				lock(await, l.TryLock, l.Lock, l.Unlock)
			}
		},
		"(*sync.RWMutex).Lock": func(l *sync.RWMutex) {
			if !l.TryLock() {
				lock(await, l.TryLock, l.Lock, l.Unlock)
			}
		},
		"(*sync.RWMutex).RLock": func(l *sync.RWMutex) {
			if !l.TryRLock() {
				lock(await, l.TryRLock, l.RLock, l.RUnlock)
			}
		},
		"(*sync.WaitGroup).Wait": func(wg *sync.WaitGroup) { await(wg.Wait, func() {}, func() {}) },
		"(*sync.WaitGroup).Go": func(wg *sync.WaitGroup, f func()) {
			f = m.Starting(f)
			wg.Add(1)
			go func() {
				defer wg.Done()
				f()
			}()
		},
		"(*sync.Cond).Wait": func(c *sync.Cond) { await(c.Wait, func() { c.L.Unlock(); c.Signal() }, func() { c.L.Lock() }) },
	}
}

// lock is a Lock, of what was just found locked, that ends when the cell is
// interrupted. It lets others run a few times, in which most locks get free,
// before it waits.
func lock(await waiting, try func() bool, lock, unlock func()) {
	for range 10 {
		runtime.Gosched()
		if try() {
			return
		}
	}
	await(lock, unlock, func() {})
}

// A waiting makes a call that waits for other goroutines. If the goroutine is
// to end before that, it makes up for the call by instead; should the call
// still return, undo takes it back.
type waiting func(call, undo, instead func())

// interruptible waits until the call returns or the cell is interrupted, which
// ends the goroutine.
func interruptible(m *machine.Machine) waiting {
	return func(call, undo, instead func()) {
		stopped, returned := m.Stopped(), make(chan struct{})
		runtime.Gosched() // to those that would run now if this goroutine waited itself
		go func() {
			call()
			select {
			case returned <- struct{}{}:
			case <-stopped:
				undo()
			}
		}()
		m.Asleep(func() {
			select {
			case <-returned:
			case <-stopped:
				instead()
				m.Halt()
			}
		})
	}
}

// patient waits as compiled code does, in the goroutine itself, so that others
// run in the same order.
func patient(m *machine.Machine) waiting {
	return func(call, _, _ func()) { m.Asleep(call) }
}
