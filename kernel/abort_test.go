package kernel

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAbort(t *testing.T) {
	b := newBench(t)
	for _, content := range []string{
		`{"code":"sleep 20\nerror boom"}`,
		`{"code":"result 2"}`,
		`{"code":"error again"}`,
	} {
		b.send(shell, "execute_request", content)
	}
	b.send(shell, "kernel_info_request", `{}`)
	last := b.send(shell, "execute_request", `{"code":"result 5"}`)
	lines := strings.Join(b.finish(last), "\n")
	for i, want := range []string{
		`r1 shell execute_reply {"status":"error"`,
		`r2 shell execute_reply {"status":"aborted","execution_count":1,"payload":[],"user_expressions":{}}`,
		`r3 shell execute_reply {"status":"aborted"`,
		`r4 shell kernel_info_reply {"status":"ok"`,
		`r5 shell execute_reply {"status":"aborted"`,
	} {
		at := strings.Index(lines, want)
		if at < 0 {
			t.Fatalf("no %s behind the one before, in\n%s", want, lines)
		}
		if n := strings.Count(lines, fmt.Sprintf("r%d iopub status", i+1)); n != 2 {
			t.Errorf("r%d: %d status messages, want 2", i+1, n)
		}
		lines = lines[:strings.Index(lines, want)] + lines[at:]
	}
	if strings.Contains(lines, "r2 iopub execute_input") {
		t.Error("an aborted cell was announced with execute_input")
	}
	next := strings.Join(b.finish(b.send(shell, "execute_request", `{"code":"result 6"}`)), "\n")
	if !strings.Contains(next, `execute_reply {"status":"ok","execution_count":2`) {
		t.Errorf("the cell after the abort was not run:\n%s", next)
	}
}

// TestAbortOfWhatIsOnItsWay has cells come one by one, the way a server passes on what
// a browser has sent at once: those behind the error are aborted all the same.
func TestAbortOfWhatIsOnItsWay(t *testing.T) {
	b := newBench(t)
	b.send(shell, "execute_request", cell("error boom"))
	b.tape.await(t, 1, "r1 iopub error", "")
	var last string
	for range 3 {
		time.Sleep(5 * time.Millisecond)
		last = b.send(shell, "execute_request", cell("result 2"))
	}
	lines := strings.Join(b.finish(last), "\n")
	if n := strings.Count(lines, `"status":"aborted"`); n != 3 {
		t.Errorf("%d cells were aborted, want 3:\n%s", n, lines)
	}
}

func TestNoAbort(t *testing.T) {
	for _, content := range []string{
		`{"code":"sleep 20\nerror boom","stop_on_error":false}`,
		`{"code":"sleep 20\nerror boom","silent":true}`,
	} {
		b := newBench(t)
		b.send(shell, "execute_request", content)
		got := b.finish(b.send(shell, "execute_request", `{"code":"result 2"}`))
		if s := strings.Join(got, "\n"); !strings.Contains(s, `r2 shell execute_reply {"status":"ok"`) {
			t.Errorf("%s: the next cell did not run:\n%s", content, s)
		}
	}
}

// TestInterrupt stops a cell from the control channel, which is served meanwhile,
// and finds the queue aborted.
func TestInterrupt(t *testing.T) {
	b := newBench(t)
	b.send(shell, "execute_request", cell("print a\nloop"))
	b.send(shell, "execute_request", cell("result 2"))
	b.tape.await(t, 1, "r1 iopub stream", "")
	b.send(control, "interrupt_request", `{}`)
	b.tape.await(t, 1, "r2 ", `"idle"}`)
	lines := strings.Join(b.tape.all(), "\n")
	for _, want := range []string{
		`r3 control interrupt_reply {"status":"ok"}`,
		`r1 shell execute_reply {"status":"error","execution_count":1,"ename":"KeyboardInterrupt"`,
		`r2 shell execute_reply {"status":"aborted"`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
}
