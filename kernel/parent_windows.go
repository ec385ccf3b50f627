package kernel

import (
	"context"
	"os"
	"strconv"
	"syscall"
)

// watchParent returns a channel that is closed when the process that started the
// kernel is gone. On Windows JPY_PARENT_PID is an inherited handle of that process.
func watchParent(context.Context) <-chan struct{} {
	gone := make(chan struct{})
	handle, err := strconv.ParseUint(os.Getenv("JPY_PARENT_PID"), 10, 64)
	if err != nil {
		return gone
	}
	go func() {
		event, err := syscall.WaitForSingleObject(syscall.Handle(handle), syscall.INFINITE)
		if err == nil && event == syscall.WAIT_OBJECT_0 {
			close(gone)
		}
	}()
	return gone
}
