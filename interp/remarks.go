package interp

import (
	"strings"
	"sync"

	"github.com/gojac/gojac/ad"
)

// A remarkable collects what there is to say of the gradients that a cell
// shows: the kinks they were taken at and the inputs that have no influence.
// A cell that shows none pays nothing for it.
type remarkable struct {
	mu   sync.Mutex
	most int // gradients that the running cell shows
	last []ad.Remarks
}

// begin starts anew for a cell that shows n gradients.
func (r *remarkable) begin(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.most, r.last = n, nil
}

// teller returns who is told the remarks of a gradient now; nil if none is
// shown.
func (r *remarkable) teller() func(ad.Remarks) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.most == 0 {
		return nil
	}
	return r.tell
}

// tell keeps the remarks of the last gradients, since those that are shown are
// computed last.
func (r *remarkable) tell(x ad.Remarks) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.most == 0 { // told by what outlived its cell
		return
	}
	if r.last = append(r.last, x); len(r.last) > r.most {
		r.last = r.last[1:]
	}
}

// end returns the remarks, a line each, and stops collecting.
func (r *remarkable) end() (notes []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range r.last {
		if text := x.String(); text != "" {
			notes = append(notes, strings.Split(text, "\n")...)
		}
	}
	r.most, r.last = 0, nil
	return notes
}
