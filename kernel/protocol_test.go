package kernel

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestConversations gives requests to a kernel one by one and compares everything it
// sends, in order.
func TestConversations(t *testing.T) {
	for _, test := range []struct {
		name    string
		channel channel
		kind    string
		content string
		want    string // "channel type content", a line each, without busy and idle
	}{
		{"kernel info", shell, "kernel_info_request", `{}`, `
shell kernel_info_reply {"status":"ok","protocol_version":"5.5","implementation":"fake","implementation_version":"1.2.3","language_info":{"name":"script","version":"1","mimetype":"text/plain","file_extension":".txt"},"banner":"a scripted evaluator","help_links":[{"text":"Help","url":"https://example.org"}],"debugger":false,"supported_features":["kernel subshells"]}`},
		{"kernel info on control", control, "kernel_info_request", `{}`, `
control kernel_info_reply {"status":"ok","protocol_version":"5.5","implementation":"fake","implementation_version":"1.2.3","language_info":{"name":"script","version":"1","mimetype":"text/plain","file_extension":".txt"},"banner":"a scripted evaluator","help_links":[{"text":"Help","url":"https://example.org"}],"debugger":false,"supported_features":["kernel subshells"]}`},
		{"value", shell, "execute_request", `{"code":"result 3"}`, `
iopub execute_input {"code":"result 3","execution_count":1}
iopub execute_result {"execution_count":1,"data":{"text/plain":"3"},"metadata":{},"transient":{}}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`},
		{"streams", shell, "execute_request", `{"code":"print a\nprint b\neprint c\nprint d\ndisplay - x\nprint e"}`, `
iopub execute_input {"code":"print a\nprint b\neprint c\nprint d\ndisplay - x\nprint e","execution_count":1}
iopub stream {"name":"stdout","text":"a\nb\n"}
iopub stream {"name":"stderr","text":"c\n"}
iopub stream {"name":"stdout","text":"d\n"}
iopub display_data {"data":{"text/plain":"x"},"metadata":{},"transient":{}}
iopub stream {"name":"stdout","text":"e\n"}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`},
		{"characters cut in two", shell, "execute_request", `{"code":"raw \"a\\xc3\"\nraw \"\\xa9b\""}`, `
iopub execute_input {"code":"raw \"a\\xc3\"\nraw \"\\xa9b\"","execution_count":1}
iopub stream {"name":"stdout","text":"aéb"}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`},
		{"displays", shell, "execute_request", `{"code":"display d1 x\nupdate d1 y\nclear wait\nclear"}`, `
iopub execute_input {"code":"display d1 x\nupdate d1 y\nclear wait\nclear","execution_count":1}
iopub display_data {"data":{"text/plain":"x"},"metadata":{},"transient":{"display_id":"d1"}}
iopub update_display_data {"data":{"text/plain":"y"},"metadata":{},"transient":{"display_id":"d1"}}
iopub clear_output {"wait":true}
iopub clear_output {"wait":false}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`},
		{"error", shell, "execute_request", `{"code":"print a\nerror boom"}`, `
iopub execute_input {"code":"print a\nerror boom","execution_count":1}
iopub stream {"name":"stdout","text":"a\n"}
iopub error {"ename":"ScriptError","evalue":"boom","traceback":["boom"]}
shell execute_reply {"status":"error","execution_count":1,"ename":"ScriptError","evalue":"boom","traceback":["boom"],"payload":[],"user_expressions":{}}`},
		{"panicking evaluator", shell, "execute_request", `{"code":"panic oops"}`, `
iopub execute_input {"code":"panic oops","execution_count":1}
iopub error {"ename":"InternalError","evalue":"oops","traceback":["InternalError: oops"]}
shell execute_reply {"status":"error","execution_count":1,"ename":"InternalError","evalue":"oops","traceback":["InternalError: oops"],"payload":[],"user_expressions":{}}`},
		{"value that is no JSON", shell, "execute_request", `{"code":"nan"}`, `
iopub execute_input {"code":"nan","execution_count":1}
iopub execute_result {"execution_count":1,"data":{"text/plain":"NaN"},"metadata":{},"transient":{}}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`},
		{"silent", shell, "execute_request", `{"code":"print a\nresult 3\ndisplay - x\nclear","silent":true}`, `
shell execute_reply {"status":"ok","execution_count":0,"payload":[],"user_expressions":{}}`},
		{"silent error", shell, "execute_request", `{"code":"error e","silent":true}`, `
shell execute_reply {"status":"error","execution_count":0,"ename":"ScriptError","evalue":"e","traceback":["e"],"payload":[],"user_expressions":{}}`},
		{"no history", shell, "execute_request", `{"code":"result 3","store_history":false}`, `
iopub execute_input {"code":"result 3","execution_count":0}
iopub execute_result {"execution_count":0,"data":{"text/plain":"3"},"metadata":{},"transient":{}}
shell execute_reply {"status":"ok","execution_count":0,"payload":[],"user_expressions":{}}`},
		{"payloads", shell, "execute_request", `{"code":"page p\nnext n"}`, `
iopub execute_input {"code":"page p\nnext n","execution_count":1}
shell execute_reply {"status":"ok","execution_count":1,"payload":[{"source":"page","data":{"text/plain":"p"},"start":0,"replace":false},{"source":"set_next_input","start":0,"text":"n","replace":false}],"user_expressions":{}}`},
		{"user expressions", shell, "execute_request", `{"code":"","user_expressions":{"a":"1+1","b":"bad"}}`, `
iopub execute_input {"code":"","execution_count":1}
shell execute_reply {"status":"ok","execution_count":1,"payload":[],"user_expressions":{"a":{"status":"ok","data":{"text/plain":"1+1"},"metadata":{}},"b":{"status":"error","ename":"ScriptError","evalue":"bad","traceback":["ScriptError: bad"]}}}`},
		{"no stdin", shell, "execute_request", `{"code":"input ?"}`, `
iopub execute_input {"code":"input ?","execution_count":1}
iopub error {"ename":"ScriptError","evalue":"kernel: no input: the client that sent this cell does not take questions","traceback":["kernel: no input: the client that sent this cell does not take questions"]}
shell execute_reply {"status":"error","execution_count":1,"ename":"ScriptError","evalue":"kernel: no input: the client that sent this cell does not take questions","traceback":["kernel: no input: the client that sent this cell does not take questions"],"payload":[],"user_expressions":{}}`},
		{"content of the wrong shape", shell, "execute_request", `{"code":7}`, `
shell execute_reply {"status":"error","ename":"RequestError","evalue":"execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string","traceback":["execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string"],"execution_count":0}`},
		{"complete", shell, "complete_request", `{"code":"héé print","cursor_pos":6}`, `
shell complete_reply {"status":"ok","matches":["print","printer"],"cursor_start":4,"cursor_end":6,"metadata":{"_jupyter_types_experimental":[{"start":4,"end":6,"text":"print","type":"function"},{"start":4,"end":6,"text":"printer","type":"function"}]}}`},
		{"complete nothing", shell, "complete_request", `{"code":"zz"}`, `
shell complete_reply {"status":"ok","matches":[],"cursor_start":0,"cursor_end":2,"metadata":{}}`},
		{"complete beyond the end", shell, "complete_request", `{"code":"zz","cursor_pos":99}`, `
shell complete_reply {"status":"ok","matches":[],"cursor_start":0,"cursor_end":2,"metadata":{}}`},
		{"inspect", shell, "inspect_request", `{"code":"print x","cursor_pos":3,"detail_level":1}`, `
shell inspect_reply {"status":"ok","found":true,"data":{"text/plain":"print, detail 1"},"metadata":{}}`},
		{"inspect nothing", shell, "inspect_request", `{"code":"zz","cursor_pos":0}`, `
shell inspect_reply {"status":"ok","found":false,"data":{},"metadata":{}}`},
		{"complete code", shell, "is_complete_request", `{"code":"print"}`, `
shell is_complete_reply {"status":"complete"}`},
		{"incomplete code", shell, "is_complete_request", `{"code":"print \\"}`, `
shell is_complete_reply {"status":"incomplete","indent":"  "}`},
		{"comm info", shell, "comm_info_request", `{"target_name":"x"}`, `
shell comm_info_reply {"status":"ok","comms":{}}`},
		{"comm open", shell, "comm_open", `{"comm_id":"c","target_name":"x","data":{}}`, `
iopub comm_close {"comm_id":"c","data":{}}`},
		{"comm message", shell, "comm_msg", `{"comm_id":"c","data":{}}`, ``},
		{"comm of the wrong shape", shell, "comm_open", `{"comm_id":7}`, ``},
		{"comm close", shell, "comm_close", `{"comm_id":"c","data":{}}`, ``},
		{"interrupt while idle", control, "interrupt_request", `{}`, `
control interrupt_reply {"status":"ok"}`},
		{"connect", shell, "connect_request", `{}`, `
shell connect_reply {"status":"ok","shell_port":0,"iopub_port":0,"stdin_port":0,"hb_port":0,"control_port":0}`},
		{"unknown type", shell, "nonsense_request", `{}`, ``},
		{"type of another channel", control, "execute_request", `{"code":"result 3"}`, ``},
		{"history of nothing", shell, "history_request", `{"hist_access_type":"tail","n":10}`, `
shell history_reply {"status":"ok","history":[]}`},
		{"history of no kind", shell, "history_request", `{"hist_access_type":"all"}`, `
shell history_reply {"status":"error","ename":"RequestError","evalue":"hist_access_type \"all\", want \"range\", \"tail\" or \"search\"","traceback":["hist_access_type \"all\", want \"range\", \"tail\" or \"search\""]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			got := b.finish(b.send(test.channel, test.kind, test.content))
			want := `iopub status {"execution_state":"busy"}` + test.want + "\n" + `iopub status {"execution_state":"idle"}`
			if s := strings.ReplaceAll(strings.Join(got, "\n"), "r1 ", ""); s != want {
				t.Errorf("got\n%s\nwant\n%s", s, want)
			}
		})
	}
}

// TestOrderUnderLoad sends many requests at once: each is answered as a whole before
// the next, busy first, then output, then the reply, idle last.
func TestOrderUnderLoad(t *testing.T) {
	b := newBench(t)
	const n = 300
	kinds := []struct{ kind, content, reply string }{
		{"execute_request", `{"code":"print a\ndisplay - x\nprint b\nresult 1"}`, "execute_reply"},
		{"execute_request", `{"code":"flood 50","store_history":false}`, "execute_reply"},
		{"complete_request", `{"code":"pri"}`, "complete_reply"},
		{"kernel_info_request", `{}`, "kernel_info_reply"},
		{"execute_request", `{"code":"error e","stop_on_error":false}`, "execute_reply"},
		{"comm_open", `{"comm_id":"c","target_name":"t","data":{}}`, ""},
		{"execute_request", `{"code":"eprint e","silent":true}`, "execute_reply"},
	}
	for i := range n {
		k := kinds[i%len(kinds)]
		b.send(shell, k.kind, k.content)
	}
	b.tape.await(t, 1, fmt.Sprintf("r%d ", n), `"idle"}`)
	lines := b.tape.all()
	at := 0
	for i := range n {
		id := fmt.Sprintf("r%d ", i+1)
		var mine []string
		for ; at < len(lines) && strings.HasPrefix(lines[at], id); at++ {
			mine = append(mine, strings.TrimPrefix(lines[at], id))
		}
		reply := kinds[i%len(kinds)].reply
		last := 1 // idle
		if reply != "" {
			last = 2
		}
		if len(mine) < 1+last || !strings.HasSuffix(mine[0], `"busy"}`) || !strings.HasSuffix(mine[len(mine)-1], `"idle"}`) ||
			reply != "" && !strings.HasPrefix(mine[len(mine)-2], "shell "+reply) {
			t.Fatalf("request %s: not busy, output, reply, idle:\n%s", id, strings.Join(mine, "\n"))
		}
	}
	if at != len(lines) {
		t.Errorf("line out of order: %s", lines[at])
	}
}

func TestLateOutputKeepsItsParent(t *testing.T) {
	b := newBench(t)
	first := b.send(shell, "execute_request", cell("late 30 background"))
	b.finish(first)
	b.finish(b.send(shell, "execute_request", cell("result 2")))
	b.tape.await(t, 1, first+" iopub stream", `"background"}`)
}

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

func TestCompletionDoesNotWaitForEver(t *testing.T) {
	b := newBench(t)
	b.fake.slow = 3 * time.Second
	for _, q := range [][2]string{
		{"complete_request", `shell complete_reply {"status":"ok","matches":[],"cursor_start":3,"cursor_end":3,"metadata":{}}`},
		{"inspect_request", `shell inspect_reply {"status":"ok","found":false,"data":{},"metadata":{}}`},
		{"is_complete_request", `shell is_complete_reply {"status":"unknown"}`},
	} {
		got := b.finish(b.send(shell, q[0], `{"code":"pri","cursor_pos":3}`))
		if !strings.Contains(strings.Join(got, "\n"), q[1]) {
			t.Errorf("%s: got %v, want %s", q[0], got, q[1])
		}
	}
}

func TestHistory(t *testing.T) {
	b := newBench(t)
	for _, code := range []string{"result 1", "print a", "result 2", "print a", "result 1"} {
		b.finish(b.send(shell, "execute_request", cell(code)))
	}
	b.finish(b.send(shell, "execute_request", `{"code":"result 9","store_history":false}`))
	for _, test := range []struct{ query, want string }{
		{`"hist_access_type":"tail","n":2`, `[[1,4,"print a"],[1,5,"result 1"]]`},
		{`"hist_access_type":"tail","n":2,"output":true`, `[[1,4,["print a",null]],[1,5,["result 1","1"]]]`},
		{`"hist_access_type":"tail","n":0`, `[]`},
		{`"hist_access_type":"tail","n":-1`, `[]`},
		{`"hist_access_type":"tail"`, `[[1,1,"result 1"],[1,2,"print a"],[1,3,"result 2"],[1,4,"print a"],[1,5,"result 1"]]`},
		{`"hist_access_type":"range","session":0,"start":2,"stop":4`, `[[1,2,"print a"],[1,3,"result 2"]]`},
		{`"hist_access_type":"range","session":1,"start":4,"stop":null`, `[[1,4,"print a"],[1,5,"result 1"]]`},
		{`"hist_access_type":"range","session":-1,"start":1,"stop":9`, `[]`},
		{`"hist_access_type":"search","pattern":"result*"`, `[[1,1,"result 1"],[1,3,"result 2"],[1,5,"result 1"]]`},
		{`"hist_access_type":"search","pattern":"result*","unique":true`, `[[1,3,"result 2"],[1,5,"result 1"]]`},
		{`"hist_access_type":"search","pattern":"*","n":1`, `[[1,5,"result 1"]]`},
		{`"hist_access_type":"search","pattern":"result ?"`, `[[1,1,"result 1"],[1,3,"result 2"],[1,5,"result 1"]]`},
		{`"hist_access_type":"search","pattern":"result"`, `[]`},
		{`"hist_access_type":"search","pattern":"(["`, `[]`},
	} {
		got := b.finish(b.send(shell, "history_request", "{"+test.query+"}"))
		want := `shell history_reply {"status":"ok","history":` + test.want + "}"
		if !strings.HasSuffix(got[1], want) {
			t.Errorf("%s: got %s, want %s", test.query, got[1], want)
		}
	}
}

// TestHeaders checks what every message carries.
func TestHeaders(t *testing.T) {
	b := newBench(t)
	b.finish(b.send(shell, "execute_request", cell("result 1")))
	seen := map[string]bool{}
	for _, h := range b.tape.heads {
		date, err := time.Parse(time.RFC3339Nano, h.Date)
		switch {
		case err != nil || !strings.Contains(h.Date, ".") || time.Since(date).Abs() > time.Minute:
			t.Errorf("%s: date %q (%v), want now, with fractions of a second", h.Type, h.Date, err)
		case h.Session == b.user.id || h.Session != b.k.session.id:
			t.Errorf("%s: session %q, want the kernel's own", h.Type, h.Session)
		case h.Version != "5.5":
			t.Errorf("%s: version %q", h.Type, h.Version)
		case seen[h.ID]:
			t.Errorf("%s: ID %s was used before", h.Type, h.ID)
		}
		seen[h.ID] = true
	}
}

// TestParentIsACopy checks that replies carry the whole header of the request, with
// what we know nothing of.
func TestParentIsACopy(t *testing.T) {
	const head = `{"msg_id":"m","msg_type":"kernel_info_request","session":"s","username":"u","date":"2020-01-01T00:00:00.5Z","version":"5.9","x":[1,{"y":2}]}`
	s := newSession("", "hmac-sha256")
	m, err := s.decode([][]byte{delimiter, nil, []byte(head), []byte("{}"), []byte("{}"), []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	frames, err := s.encode(&outgoing{kind: "kernel_info_reply", parent: m.rawHeader})
	if err != nil {
		t.Fatal(err)
	}
	if string(frames[3]) != head {
		t.Errorf("parent header %s, want %s", frames[3], head)
	}
}

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

// TestCellMetadata checks what reaches the evaluator of a request.
func TestCellMetadata(t *testing.T) {
	b := newBench(t)
	m := outgoing{
		kind: "execute_request", id: "r1", metadata: map[string]any{"cellId": "abc", "trusted": true},
		content: map[string]any{"code": "print a", "allow_stdin": true, "user_expressions": map[string]string{"x": "1"}},
	}
	b.finish(b.sendAs(shell, "alice", m))
	got := b.fake.seen()[0]
	want := ExecuteRequest{Code: "print a", Count: 1, StoreHistory: true, AllowStdin: true, CellID: "abc", Expressions: map[string]string{"x": "1"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

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
