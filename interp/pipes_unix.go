//go:build unix

package interp

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// The worker's control pipes are descriptors 3 and 4. Descriptors 5 and 6 are
// its standard streams once more: the worker's own, which no cell can close.
const (
	fdRequests = 3
	fdEvents   = 4
)

// controlPipes returns the worker's ends of the control pipes and its own
// handles of the standard streams. None of them is inherited by processes
// that cells start.
func controlPipes() (in, out *os.File, streams [2]*os.File, err error) {
	for _, fd := range []int{fdRequests, fdEvents} {
		var st syscall.Stat_t
		if err := syscall.Fstat(fd, &st); err != nil {
			return nil, nil, streams, fmt.Errorf("control pipe %d: %w", fd, err)
		}
		syscall.CloseOnExec(fd)
	}
	// A goroutine that waits for a request holds no thread, and the one it wakes runs at once.
	if err := syscall.SetNonblock(fdRequests, true); err != nil {
		return nil, nil, streams, fmt.Errorf("control pipe %d: %w", fdRequests, err)
	}
	for i, fd := range []int{1, 2} {
		dup, err := syscall.Dup(fd)
		if err != nil {
			return nil, nil, streams, fmt.Errorf("standard stream %d: %w", fd, err)
		}
		syscall.CloseOnExec(dup)
		streams[i] = os.NewFile(uintptr(dup), "")
	}
	return os.NewFile(fdRequests, "requests"), os.NewFile(fdEvents, "events"), streams, nil
}

// endGroup ends the processes that a worker's cells have started, and the
// worker itself if it is still there. The worker has not been waited for yet,
// so that its number is no other's.
func endGroup(worker *os.Process) { syscall.Kill(-worker.Pid, syscall.SIGKILL) }

// endOwnGroup is for a worker whose client is gone.
func endOwnGroup() {
	if syscall.Getpgrp() == os.Getpid() {
		syscall.Kill(0, syscall.SIGKILL)
	}
}

// attach gives cmd its ends of the control pipes. The worker is in a process
// group of its own, so that an interrupt from the terminal reaches it only
// through its client.
func attach(cmd *exec.Cmd, requests, events *os.File) {
	cmd.ExtraFiles = []*os.File{requests, events}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
