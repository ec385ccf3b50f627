package display

import (
	"fmt"
	"sync"
)

// Kind tells the events of a display apart.
type Kind uint8

// The kinds of events.
const (
	KindDisplay Kind = iota // a new output
	KindUpdate              // replaces the outputs that were shown with the same ID
	KindClear               // clears the cell's outputs
	KindPage                // goes into the pager
	KindNext                // is the text of a new cell below
	KindReplace             // is the new text of the cell itself
)

// An Event is what a cell asks of its front end while it runs.
type Event struct {
	Kind   Kind
	Bundle Bundle
	ID     string // names an output that may be updated; empty for others
	Wait   bool   // of KindClear: only when the next output arrives
}

var publisher struct {
	mu      sync.RWMutex
	publish func(Event)
}

// SetPublisher says where events go. Until it is called they are printed as plain
// text, which is what a compiled program wants.
func SetPublisher(publish func(Event)) {
	publisher.mu.Lock()
	publisher.publish = publish
	publisher.mu.Unlock()
}

func send(e Event) {
	publisher.mu.RLock()
	publish := publisher.publish
	publisher.mu.RUnlock()
	if publish != nil {
		publish(e)
		return
	}
	if e.Kind <= KindUpdate || e.Kind == KindPage {
		fmt.Println(e.Bundle.Data[mimePlain])
	}
}

// Show displays values at once, each as an output of its own.
func Show(values ...any) {
	for _, v := range values {
		send(Event{Kind: KindDisplay, Bundle: Any(v)})
	}
}

// ShowAs displays a value under a name of yours, so that Update can replace it.
func ShowAs(id string, v any) { send(Event{Kind: KindDisplay, Bundle: Any(v), ID: id}) }

// Update replaces what ShowAs displayed under the same name.
func Update(id string, v any) { send(Event{Kind: KindUpdate, Bundle: Any(v), ID: id}) }

// Clear clears the cell's outputs; with wait, only when the next one arrives, which
// avoids flicker.
func Clear(wait bool) { send(Event{Kind: KindClear, Wait: wait}) }

// Any is Of for every value: one without a rich form becomes plain text.
func Any(v any) Bundle {
	if b, ok := Of(v); ok {
		return b
	}
	return Text(fmt.Sprint(v))
}
