package display

import (
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
)

// TestRequests checks what reaches the front end of what a cell asks beside pictures.
func TestRequests(t *testing.T) {
	var got []Event
	SetPublisher(func(e Event) { got = append(got, e) })
	defer SetPublisher(nil)
	Clear(false)
	Page(HTML("<b>help</b>"))
	NextCell("x := 1")
	ReplaceCell("y := 2")
	for i, want := range []struct {
		kind       Kind
		mime, text string
	}{
		{KindClear, mimePlain, ""},
		{KindPage, mimeHTML, "<b>help</b>"},
		{KindNext, mimePlain, "x := 1"},
		{KindReplace, mimePlain, "y := 2"},
	} {
		text, _ := got[i].Bundle.Data[want.mime].(string)
		if got[i].Kind != want.kind || text != want.text || got[i].Wait || got[i].ID != "" {
			t.Errorf("event %d is %+v, want %+v", i, got[i], want)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d events, want 4", len(got))
	}
}

// TestCompiledProgram runs without a front end, as in a program that was compiled: what
// is shown is printed, what is asked is read from the standard input.
func TestCompiledProgram(t *testing.T) {
	in, stdin := pipe(t)
	stdout, out := pipe(t)
	defer func(i, o *os.File) { os.Stdin, os.Stdout = i, o }(os.Stdin, os.Stdout)
	os.Stdin, os.Stdout = in, out
	defer func() { asker.lines = nil }()
	io.WriteString(stdin, "Ann\r\nsecret\nno end")
	stdin.Close()

	Show(1, HTML("<b>x</b>"))
	ShowAs("p", "first")
	Update("p", "second")
	Clear(true)
	NextCell("not seen")
	Page(Text("help"))
	if got := Input("name? ") + "," + Password("word? ") + "," + Input(""); got != "Ann,secret,no end" {
		t.Errorf("read %q", got)
	}
	func() {
		defer func() {
			if e, ok := recover().(*InputError); !ok || e.Prompt != "more? " || e.Unwrap() != io.EOF {
				t.Errorf("at the end of the input: panic %v, want an InputError", e)
			}
		}()
		Input("more? ")
	}()
	out.Close()
	printed, _ := io.ReadAll(stdout)
	if want := "1\nHTML\nfirst\nsecond\nhelp\nname? word? more? "; string(printed) != want {
		t.Errorf("printed %q, want %q", printed, want)
	}
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// TestPageAnswers has the page use a comm that a cell opened, and close it.
func TestPageAnswers(t *testing.T) {
	sent := recordComms(t)
	c := OpenComm("plot", nil)
	if c.Target() != "plot" || len(c.Opening().Data) != 0 {
		t.Errorf("target %q, opened with %v", c.Target(), c.Opening())
	}
	var heard []string
	c.OnMessage(func(m CommMessage) { heard = append(heard, "message "+m.Data["say"].(string)+string(m.Buffers[0])) })
	c.OnClose(func(m CommMessage) { heard = append(heard, "close "+m.Data["say"].(string)) })
	data := json.RawMessage(`{"say":"x"}`)
	for _, kind := range []CommKind{CommSend, CommClose, CommSend} {
		DeliverComm(CommEvent{Kind: kind, ID: c.ID(), Data: data, Buffers: [][]byte{[]byte("y")}})
	}
	if got := strings.Join(heard, ", "); got != "message xy, close x" {
		t.Errorf("heard %s", got)
	}
	c.Send(nil)
	c.Close()
	if len(*sent) != 1 || len(OpenComms()) != 0 {
		t.Errorf("sent %q after the page had closed the comm; open: %v", *sent, OpenComms())
	}
}

// TestNoTarget takes a target away.
func TestNoTarget(t *testing.T) {
	open := CommEvent{Kind: CommOpen, ID: "a", Target: "slider", Data: json.RawMessage(`{}`)}
	OnComm("slider", func(c *Comm) { c.Close() })
	if !DeliverComm(open) {
		t.Error("a target that is there was not found")
	}
	OnComm("slider", nil)
	if DeliverComm(open) {
		t.Error("a target that was taken away is still there")
	}
}
