package interp

import (
	"context"
	"sync"
	"time"

	"github.com/gojac/gojac/interp/machine"
)

// waits are the hooks that tell the machine who waits, and which timers will
// fire, so that it knows a deadlock; the waits end when the run is interrupted.
func waits(m *machine.Machine) hookTable {
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

		"(*sync.Mutex).Lock":     func(l *sync.Mutex) { lock(m, l.TryLock, l.Lock, l.Unlock) },
		"(*sync.RWMutex).Lock":   func(l *sync.RWMutex) { lock(m, l.TryLock, l.Lock, l.Unlock) },
		"(*sync.RWMutex).RLock":  func(l *sync.RWMutex) { lock(m, l.TryRLock, l.RLock, l.RUnlock) },
		"(*sync.WaitGroup).Wait": func(wg *sync.WaitGroup) { await(m, wg.Wait, func() {}, func() {}) },
		"(*sync.WaitGroup).Go": func(wg *sync.WaitGroup, f func()) {
			f = m.Starting(f)
			wg.Add(1)
			go func() {
				defer wg.Done()
				f()
			}()
		},
		"(*sync.Cond).Wait": func(c *sync.Cond) { await(m, c.Wait, func() { c.L.Unlock(); c.Signal() }, func() { c.L.Lock() }) },
	}
}

// lock is a Lock that ends when the cell is interrupted.
func lock(m *machine.Machine, try func() bool, lock, unlock func()) {
	if !try() {
		await(m, lock, unlock, func() {})
	}
}

// await makes a call that waits for other goroutines. When the cell is
// interrupted, it makes up for the call by instead and ends the cell's
// goroutine; should the call still return, undo takes it back.
func await(m *machine.Machine, call, undo, instead func()) {
	stopped, returned := m.Stopped(), make(chan struct{})
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
