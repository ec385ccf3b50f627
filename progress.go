package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// progress shows on a terminal which cell is running, once it takes longer than a second. Elsewhere it is silent.
type progress struct {
	w     io.Writer // nil: silent
	total int
	done  chan struct{}
	ended sync.WaitGroup

	mu      sync.Mutex
	number  int
	since   time.Time
	shown   bool
	partial bool // a cell's text has begun a line and not ended it
}

func (p *progress) start(w io.Writer, total int) {
	if !isTerminal(w) {
		return
	}
	p.w, p.total, p.done = w, total, make(chan struct{})
	p.ended.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-p.done:
				return
			case <-tick.C:
				p.show()
			}
		}
	})
}

func (p *progress) cell(number int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.number, p.since, p.partial = number, time.Now(), false
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if took := time.Since(p.since); p.number > 0 && took >= time.Second && !p.partial {
		fmt.Fprintf(p.w, "\r\x1b[Kcell %d of %d, %s", p.number, p.total, took.Round(time.Second))
		p.shown = true
	}
}

// clear takes the line away before something else is printed.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// midline notes whether text ended its line: the progress line would overwrite what has not.
func (p *progress) midline(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.partial = !strings.HasSuffix(text, "\n")
}

func (p *progress) stop() {
	if p.w != nil {
		close(p.done)
		p.ended.Wait()
		p.clear()
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
