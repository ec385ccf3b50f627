package kernel

import (
	"strings"
	"testing"
)

func TestShutdown(t *testing.T) {
	for _, ch := range []channel{shell, control} {
		b := newBench(t)
		b.send(ch, "shutdown_request", `{"restart":true}`)
		<-b.tape.done
		want := []string{
			`r1 iopub status {"execution_state":"busy"}`,
			`r1 iopub shutdown_reply {"status":"ok","restart":true}`,
			`r1 ` + ch.String() + ` shutdown_reply {"status":"ok","restart":true}`,
			`r1 iopub status {"execution_state":"idle"}`,
		}
		if got := b.tape.all(); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", ch, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestShutdownDuringCell checks that the running cell and those behind it get their
// replies all the same.
func TestShutdownDuringCell(t *testing.T) {
	b := newBench(t)
	b.send(shell, "execute_request", cell("print a\nloop"))
	b.tape.await(t, 1, "r1 iopub stream", "")
	b.send(shell, "execute_request", cell("result 2"))
	b.send(control, "shutdown_request", `{}`)
	<-b.tape.done
	lines := strings.Join(b.tape.all(), "\n")
	for _, want := range []string{
		`r3 control shutdown_reply {"status":"ok","restart":false}`,
		`r1 shell execute_reply {"status":"error"`,
		`r1 iopub status {"execution_state":"idle"}`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
	if !b.fake.isClosed() {
		t.Error("the evaluator was not closed")
	}
}
