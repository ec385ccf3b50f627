package kernel

import (
	"strings"
	"testing"
)

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
