package interp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gojac/gojac/display"
)

// A page is a recorder with somebody at the other end of comms.
type page struct {
	recorder
	mu   sync.Mutex
	sent []display.CommEvent
}

func (p *page) Comm(e display.CommEvent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, e)
}

// take returns what came over comms since it was last called.
func (p *page) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var s []string
	for _, e := range p.sent {
		s = append(s, fmt.Sprintf("%s %s %s %q", e.Kind, e.Target, e.Data, e.Buffers))
	}
	p.sent = nil
	return strings.Join(s, "\n")
}

func (p *page) cell(t *testing.T, c *Client, n int, code string) {
	t.Helper()
	if o := c.Run(context.Background(), Cell{N: n, Code: code}, p); o.Error != nil {
		t.Fatalf("%s: %v", code, o.Error)
	}
}

// TestComm lets a page talk to functions of a cell, also while another cell runs.
func TestComm(t *testing.T) {
	c := testClient(t)
	p := &page{}
	p.cell(t, c, 1, `total := 0.0
display.OnComm("adder", func(c *display.Comm) {
	total = c.Opening().Data["from"].(float64)
	c.OnMessage(func(m display.CommMessage) {
		switch x := m.Data["x"].(type) {
		case float64:
			total += x
			fmt.Println("adding", x)
			c.Send(map[string]any{"total": total}, m.Buffers...)
		case string:
			panic("not a number: " + x)
		default:
			for {
			}
		}
	})
	c.OnClose(func(display.CommMessage) { total = -1 })
})`)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	deliver := func(kind display.CommKind, target, data string, want bool, buffers ...[]byte) {
		t.Helper()
		e := display.CommEvent{Kind: kind, ID: "id", Target: target, Data: json.RawMessage(data), Buffers: buffers}
		if got := c.Comm(ctx, e); got != want {
			t.Fatalf("%s %s: %v, want %v", kind, data, got, want)
		}
	}
	deliver(display.CommSend, "", `{"x":1}`, false)
	deliver(display.CommOpen, "nobody", `{}`, false)
	deliver(display.CommOpen, "adder", `{"from":10}`, true)
	deliver(display.CommSend, "", `{"x":1}`, true, []byte{0, 0xff}, nil)
	if got, want := p.take(), `msg  {"total":11} ["\x00\xff" ""]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := p.text(Outcome{}); got != "adding 1\n" {
		t.Errorf("printed %q", got)
	}

	deliver(display.CommSend, "", `{"x":"y"}`, true)
	if got := p.text(Outcome{}); !strings.Contains(got, "not a number: y") || !strings.Contains(got, "cell 1:11") {
		t.Errorf("a panic shows %q", got)
	}

	done := make(chan Outcome, 1)
	go func() { done <- c.Run(context.Background(), Cell{N: 2, Code: "for total < 1000 {\n}"}, p) }()
	time.Sleep(50 * time.Millisecond)
	deliver(display.CommSend, "", `{"x":2000}`, true)
	if o := <-done; o.Error != nil || p.take() != `msg  {"total":2011} []` {
		t.Errorf("while a cell runs: %v", o.Error)
	}

	time.AfterFunc(50*time.Millisecond, c.Interrupt)
	deliver(display.CommSend, "", `{}`, true) // for ever
	deliver(display.CommSend, "", `{"x":1}`, true)
	if got, want := p.take(), `msg  {"total":2012} []`; got != want {
		t.Errorf("after an interrupt: got %s, want %s", got, want)
	}
	deliver(display.CommClose, "", `{}`, true)
	deliver(display.CommSend, "", `{"x":1}`, false)
	p.cell(t, c, 3, "total")
	if got := p.text(Outcome{}); !strings.Contains(got, "=> -1") {
		t.Errorf("closed: %q", got)
	}
	p.cell(t, c, 4, `mine := display.OpenComm("plot", map[string]any{"w": 3}, []byte("png"))
mine.Send(struct{ N int }{4})
mine.Close()
mine.Send(nil)`)
	if got, want := p.take(), `open plot {"w":3} ["png"]`+"\n"+`msg  {"N":4} []`+"\n"+`close  {} []`; got != want {
		t.Errorf("opened by a cell:\n%s\nwant\n%s", got, want)
	}
}

// TestAsk asks from a cell, with and without an answer.
func TestAsk(t *testing.T) {
	nb := newNotebook(t)
	nb.rec.ask = func(prompt string) string { return strings.ToUpper(prompt) }
	nb.want(`display.Input("name? ") + display.Password("word? ")`, `=> "NAME? WORD? "`)
	nb.rec.ask = nil
	nb.want(`display.Input("name? ")`, "Panic", `no answer to "name? ": nobody answers`)
}

// TestAsides asks for what comes with the reply.
func TestAsides(t *testing.T) {
	c := testClient(t)
	run := func(code string) Outcome {
		t.Helper()
		o := c.Run(context.Background(), Cell{N: 1, Code: code}, newBulk())
		if o.Error != nil {
			t.Fatal(o.Error)
		}
		return o
	}
	o := run("display.Page(display.Text(\"first\"))\ndisplay.Page(display.HTML(\"<b>\"))")
	if o.Page == nil || o.Page.Data["text/html"] != "<b>" || o.Next != nil {
		t.Errorf("page %v, next %v", o.Page, o.Next)
	}
	o = run(`display.NextCell("x := 1")`)
	if o.Page != nil || o.Next == nil || *o.Next != (NextInput{"x := 1", false}) {
		t.Errorf("page %v, next %v", o.Page, o.Next)
	}
	if o = run(`display.ReplaceCell("y")`); *o.Next != (NextInput{"y", true}) {
		t.Errorf("next %v", o.Next)
	}
	if o = run("strings.ToUpper?"); o.Page == nil || o.Next != nil {
		t.Errorf("page %v, next %v", o.Page, o.Next)
	}
}
