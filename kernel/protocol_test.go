package kernel

import (
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
		{"update of no display", shell, "execute_request", `{"code":"update - y"}`, `
iopub execute_input {"code":"update - y","execution_count":1}
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
iopub error {"ename":"RequestError","evalue":"execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string","traceback":["execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string"]}
shell execute_reply {"status":"error","ename":"RequestError","evalue":"execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string","traceback":["execute_request: json: cannot unmarshal number into Go struct field executeRequest.code of type string"],"execution_count":0}`},
		{"content of the wrong shape, silent", shell, "execute_request", `{"code":7,"silent":true}`, `
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
