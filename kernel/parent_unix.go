//go:build !windows

package kernel

import (
	"context"
	"errors"
	"os"
	"strconv"
	"syscall"
	"time"
)

// watchParent returns a channel that is closed when the process that started the
// kernel is gone. Jupyter names it in JPY_PARENT_PID; without that the kernel was
// started by hand, and may outlive the shell.
func watchParent(ctx context.Context) <-chan struct{} {
	gone := make(chan struct{})
	named, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID"))
	if err != nil {
		return gone
	}
	actual := os.Getppid()
	if !alive(named) { // a number from another PID namespace, or too late to tell
		named = actual
	}
	go func() {
		const interval = time.Second
		ticks := time.NewTicker(interval)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				if os.Getppid() != actual || !alive(named) {
					close(gone)
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return gone
}

func alive(pid int) bool {
	return pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
