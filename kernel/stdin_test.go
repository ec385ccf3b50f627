package kernel

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestStdin(t *testing.T) {
	reply := func(value, parent string) outgoing {
		return outgoing{kind: "input_reply", id: "a" + value, parent: json.RawMessage(parent), content: map[string]string{"value": value}}
	}
	b := newBench(t)
	b.send(shell, "execute_request", cell("print before\ninput name?\npassword secret?"))
	b.tape.await(t, 1, "r1 stdin input_request", `{"prompt":"name?","password":false}`)
	first := b.tape.ids["input_request"]
	if b.tape.find("r1 iopub stream") > b.tape.find("r1 stdin input_request") {
		t.Error("text written before the question came after it")
	}
	b.sendAs(stdin, "mallory", reply("stranger", "{}"))
	b.sendAs(stdin, "alice", reply("ann", "{}"))
	b.tape.await(t, 1, "r1 stdin input_request", `{"prompt":"secret?","password":true}`)
	second := b.tape.ids["input_request"]
	b.sendAs(stdin, "alice", reply("stale", fmt.Sprintf(`{"msg_id":%q,"msg_type":"input_request"}`, first)))
	b.sendAs(stdin, "alice", reply("right", fmt.Sprintf(`{"msg_id":%q,"msg_type":"input_request"}`, second)))
	lines := strings.Join(b.finish("r1"), "\n")
	for _, want := range []string{`"text":"got ann\n"`, `"text":"got right\n"`, `execute_reply {"status":"ok"`} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
}

func TestStdinInterrupted(t *testing.T) {
	b := newBench(t)
	b.send(shell, "execute_request", cell("input name?"))
	b.tape.await(t, 1, "r1 stdin input_request", "")
	b.send(control, "interrupt_request", `{}`)
	lines := strings.Join(b.finish("r1"), "\n")
	if !strings.Contains(lines, ErrInterrupted.Error()) {
		t.Errorf("the question was not withdrawn:\n%s", lines)
	}
}

func TestStdinNobodyThere(t *testing.T) {
	b := newBench(t)
	b.sendAs(shell, "nobody", outgoing{kind: "execute_request", id: "r1", content: json.RawMessage(cell("input name?"))})
	lines := strings.Join(b.finish("r1"), "\n")
	if !strings.Contains(lines, "kernel: no input") {
		t.Errorf("the question did not fail:\n%s", lines)
	}
}

func TestStdinLive(t *testing.T) {
	transports(t, func(t *testing.T, c Connection) {
		l := startLive(t, c)
		u := l.connect("alice")
		id := u.send("shell", "execute_request", cell("input name?"))
		q := u.recv("stdin")
		if q.Type != "input_request" || string(q.content) != `{"prompt":"name?","password":false}` {
			t.Fatalf("got %s %s", q.Type, q.content)
		}
		u.send("stdin", "input_reply", `{"value":"Ann"}`)
		if output, _ := u.collect(id); text(output) != "got Ann\n" {
			t.Errorf("got %q", output)
		}
	})
}
