package interp

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// Windows has no extra descriptors: the worker inherits the handles of the
// control pipes and finds their numbers in its environment.
const (
	requestsVar = "GOJAC_REQUESTS"
	eventsVar   = "GOJAC_EVENTS"
)

func controlPipes() (in, out *os.File, streams [2]*os.File, err error) {
	open := func(name string) *os.File {
		h, err := strconv.ParseUint(os.Getenv(name), 10, 64)
		os.Unsetenv(name)
		if err != nil {
			return nil
		}
		return os.NewFile(uintptr(h), name)
	}
	in, out = open(requestsVar), open(eventsVar)
	if in == nil || out == nil {
		return nil, nil, streams, errors.New("no control pipes")
	}
	return in, out, [2]*os.File{os.Stdout, os.Stderr}, nil
}

// endGroup ends the worker. Processes that its cells have started go on: Windows
// knows no groups of processes that could be ended.
func endGroup(worker *os.Process) { worker.Kill() }

func endOwnGroup() {}

func attach(cmd *exec.Cmd, requests, events *os.File) {
	handles := []syscall.Handle{syscall.Handle(requests.Fd()), syscall.Handle(events.Fd())}
	for i, name := range []string{requestsVar, eventsVar} {
		syscall.SetHandleInformation(handles[i], syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT)
		cmd.Env = append(cmd.Env, name+"="+strconv.FormatUint(uint64(handles[i]), 10))
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		AdditionalInheritedHandles: handles,
		CreationFlags:              syscall.CREATE_NEW_PROCESS_GROUP,
	}
}
