package kernel

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sendTo sends a request to a subshell.
func (b *bench) sendTo(subshell, kind, content string) string {
	b.t.Helper()
	b.n++
	id := fmt.Sprintf("r%d", b.n)
	head, _ := json.Marshal(header{ID: id, Type: kind, Subshell: subshell})
	parts := [][]byte{head, []byte("{}"), []byte("{}"), []byte(content)}
	b.tape.in[shell] <- packet{client("alice"), append([][]byte{delimiter, b.user.sign(parts)}, parts...)}
	return id
}

func (b *bench) createSubshell() (id string) {
	b.t.Helper()
	lines := b.finish(b.send(control, "create_subshell_request", `{}`))
	_, content, _ := strings.Cut(lines[1], "create_subshell_reply ")
	var reply createSubshellReply
	if err := json.Unmarshal([]byte(content), &reply); err != nil || reply.ID == "" || reply.Status != "ok" {
		b.t.Fatalf("create_subshell_reply: %s", lines[1])
	}
	return reply.ID
}

// TestSubshell completes in a subshell while a cell runs in the shell, and then runs
// a cell that has to wait for its turn.
func TestSubshell(t *testing.T) {
	b := newBench(t)
	sub := b.createSubshell()
	running := b.send(shell, "execute_request", cell("print a\nloop"))
	b.tape.await(t, 1, running+" iopub stream", "")
	b.tape.all()
	asked := b.sendTo(sub, "complete_request", `{"code":"pri"}`)
	if lines := strings.Join(b.finish(asked), "\n"); !strings.Contains(lines, `"matches":["print","printer"]`) {
		t.Errorf("no completion while a cell runs:\n%s", lines)
	}
	waiting := b.sendTo(sub, "execute_request", cell("result 2"))
	b.tape.await(t, 1, waiting+" iopub execute_input", `"execution_count":1}`)
	if n := len(b.fake.seen()); n != 1 {
		t.Errorf("%d cells run at once", n)
	}
	b.send(control, "interrupt_request", `{}`)
	b.tape.await(t, 1, running+" iopub status", `"idle"}`)
	b.tape.await(t, 1, waiting+" iopub status", `"idle"}`)
	if lines := strings.Join(b.tape.all(), "\n"); !strings.Contains(lines, waiting+` shell execute_reply {"status":"error","execution_count":1,"ename":"KeyboardInterrupt"`) {
		t.Errorf("an interrupt stops every cell, the waiting one too:\n%s", lines)
	}
	lines := b.finish(b.sendTo(sub, "history_request", `{"hist_access_type":"tail"}`))
	if want := `[[1,1,"result 2"]]`; !strings.Contains(lines[1], want) {
		t.Errorf("history of the subshell: %s, want %s", lines[1], want)
	}
}

func TestSubshellList(t *testing.T) {
	b := newBench(t)
	list := func() string {
		_, content, _ := strings.Cut(b.finish(b.send(control, "list_subshell_request", `{}`))[1], "list_subshell_reply ")
		return content
	}
	if got, want := list(), `{"status":"ok","subshell_id":[]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	sub := b.createSubshell()
	if got, want := list(), `{"status":"ok","subshell_id":["`+sub+`"]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	remove := func() string {
		return b.finish(b.send(control, "delete_subshell_request", `{"subshell_id":"`+sub+`"}`))[1]
	}
	if got := remove(); !strings.HasSuffix(got, `delete_subshell_reply {"status":"ok"}`) {
		t.Error(got)
	}
	if got := remove(); !strings.Contains(got, `delete_subshell_reply {"status":"error","ename":"RequestError","evalue":"no subshell`) {
		t.Error(got)
	}
	lines := b.finish(b.sendTo(sub, "execute_request", cell("result 1")))
	if !strings.Contains(lines[2], `execute_reply {"status":"error"`) || len(b.fake.seen()) > 0 {
		t.Errorf("a deleted subshell answered %v", lines)
	}
}
