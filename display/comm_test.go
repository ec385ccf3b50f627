package display

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// recordComms writes down what goes to the page.
func recordComms(t *testing.T) *[]string {
	var sent []string
	SetCommPublisher(func(e CommEvent) {
		sent = append(sent, fmt.Sprintf("%s %s %s %q", e.Kind, e.Target, e.Data, e.Buffers))
	})
	t.Cleanup(func() { SetCommPublisher(nil) })
	return &sent
}

// TestComm goes through the life of a comm that the page opens.
func TestComm(t *testing.T) {
	sent := recordComms(t)
	closed := false
	OnComm("slider", func(c *Comm) {
		c.Send(map[string]any{"was": c.Opening().Data["x"]})
		c.OnMessage(func(m CommMessage) { c.Send(m.Data, m.Buffers...) })
		c.OnClose(func(CommMessage) { closed = true })
	})
	defer OnComm("slider", nil)
	data := json.RawMessage(`{"x":3}`)
	for _, step := range []struct {
		e    CommEvent
		want bool
	}{
		{CommEvent{Kind: CommOpen, ID: "a", Target: "slider", Data: data}, true},
		{CommEvent{Kind: CommOpen, ID: "b", Target: "button", Data: data}, false},
		{CommEvent{Kind: CommSend, ID: "a", Data: data, Buffers: [][]byte{{1, 2}}}, true},
		{CommEvent{Kind: CommSend, ID: "b", Data: data}, false},
		{CommEvent{Kind: CommClose, ID: "a", Data: data}, true},
		{CommEvent{Kind: CommClose, ID: "a", Data: data}, false},
		{CommEvent{Kind: CommSend, ID: "a", Data: data}, false},
	} {
		if got := DeliverComm(step.e); got != step.want {
			t.Errorf("%s %s: %v, want %v", step.e.Kind, step.e.ID, got, step.want)
		}
	}
	want := []string{`msg  {"was":3} []`, `msg  {"x":3} ["\x01\x02"]`}
	if strings.Join(*sent, "\n") != strings.Join(want, "\n") || !closed {
		t.Errorf("sent %q, want %q; closed: %v", *sent, want, closed)
	}
}

// TestOpenComm goes through the life of a comm that a cell opens.
func TestOpenComm(t *testing.T) {
	sent := recordComms(t)
	c := OpenComm("plot", struct{ N int }{2}, []byte("b"))
	if ids := OpenComms(); len(ids) != 1 || ids[0] != c.ID() {
		t.Errorf("open: %v, want %s", ids, c.ID())
	}
	c.Send(nil)
	c.Close()
	c.Close()
	c.Send(nil)
	want := []string{`open plot {"N":2} ["b"]`, `msg  {} []`, `close  {} []`}
	if strings.Join(*sent, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent %q, want %q", *sent, want)
	}
	refused := func(why string, open func()) {
		defer func() {
			if r := fmt.Sprint(recover()); !strings.Contains(r, why) {
				t.Errorf("got %s, want %s", r, why)
			}
		}()
		open()
	}
	refused("give a map or a struct", func() { OpenComm("plot", []int{1}) })
	refused(`the target is ""; name one`, func() { OpenComm("", nil) })
	if n := len(OpenComms()); n != 0 {
		t.Errorf("%d comms are open", n)
	}
}

// TestInput asks whoever was set.
func TestInput(t *testing.T) {
	SetAsker(func(prompt string, password bool) (string, error) {
		if prompt == "?" {
			return "", fmt.Errorf("nobody")
		}
		return fmt.Sprint(prompt, password), nil
	})
	defer SetAsker(nil)
	if got := Input("a ") + Password("b "); got != "a falseb true" {
		t.Errorf("got %q", got)
	}
	defer func() {
		if e, ok := recover().(*InputError); !ok || e.Error() != `display: no answer to "?": nobody` {
			t.Errorf("panic %v", e)
		}
	}()
	Input("?")
}
