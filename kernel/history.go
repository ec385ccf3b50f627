package kernel

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// An Entry is a cell that was run.
type Entry struct {
	Session int
	Line    int
	Input   string
	Output  *string // the text of its value, nil if it had none
}

func (e Entry) size() int {
	const record = 80
	n := record + len(e.Input)
	if e.Output != nil {
		n += len(*e.Output)
	}
	return n
}

// A History remembers cells across requests.
type History interface {
	// Add remembers a cell of the current session.
	Add(e Entry)

	// Entries returns all cells remembered, oldest first.
	Entries() []Entry

	// Session is the number of the current session.
	Session() int
}

// memory is a History that ends with the process.
type memory struct {
	mu      sync.Mutex
	entries []Entry
	bytes   int
}

func (m *memory) Add(e Entry) {
	e.Session = m.Session()
	m.remember(e)
}

// remember keeps e, at the cost of the oldest entries once there are many.
func (m *memory) remember(e Entry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e.Output = brief(e.Output)
	m.entries = append(m.entries, e)
	m.bytes += e.size()
	for m.bytes > maxHistory && len(m.entries) > 1 {
		m.bytes -= m.entries[0].size()
		m.entries[0] = Entry{}
		m.entries = m.entries[1:]
	}
}

func (m *memory) Entries() []Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries)
}

func (m *memory) Session() int { return 1 }

type historyQuery struct {
	Output  bool   `json:"output"`
	Access  string `json:"hist_access_type"`
	Session int    `json:"session"`
	Start   int    `json:"start"`
	Stop    *int   `json:"stop"`
	N       *int   `json:"n"`
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

type historyReply struct {
	Status  string  `json:"status"`
	History [][]any `json:"history"` // (session, line, input) or (session, line, (input, output))
}

func historyRequest(_ context.Context, r *request, q historyQuery) (any, error) {
	entries, err := q.choose(r.lane.history)
	if err != nil {
		return nil, err
	}
	reply := historyReply{"ok", [][]any{}}
	for _, e := range entries {
		var what any = e.Input
		if q.Output {
			what = []any{e.Input, e.Output}
		}
		reply.History = append(reply.History, []any{e.Session, e.Line, what})
	}
	return reply, nil
}

func (q historyQuery) choose(h History) ([]Entry, error) {
	entries := h.Entries()
	switch q.Access {
	case "tail":
		return q.last(entries), nil
	case "range":
		return q.slice(entries, h.Session()), nil
	case "search":
		return q.last(q.search(entries)), nil
	default:
		return nil, fmt.Errorf("hist_access_type %q, want \"range\", \"tail\" or \"search\"", q.Access)
	}
}

// last keeps the n latest entries.
func (q historyQuery) last(entries []Entry) []Entry {
	if q.N == nil || *q.N >= len(entries) {
		return entries
	}
	return entries[len(entries)-max(*q.N, 0):]
}

// slice is the lines from start up to, not including, stop of one session; sessions
// up to 0 count back from the current one.
func (q historyQuery) slice(entries []Entry, current int) []Entry {
	session := q.Session
	if session <= 0 {
		session += current
	}
	return slices.DeleteFunc(entries, func(e Entry) bool {
		return e.Session != session || e.Line < q.Start || q.Stop != nil && e.Line >= *q.Stop
	})
}

// search is the entries that match the pattern; where they are to be unique, the
// latest of those that are the same.
func (q historyQuery) search(entries []Entry) []Entry {
	pattern := glob(q.Pattern)
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return !pattern.MatchString(e.Input) })
	if !q.Unique {
		return entries
	}
	seen := map[string]bool{}
	slices.Reverse(entries)
	entries = slices.DeleteFunc(entries, func(e Entry) bool {
		known := seen[e.Input]
		seen[e.Input] = true
		return known
	})
	slices.Reverse(entries)
	return entries
}

// glob translates a pattern in which * stands for any text and ? for any character.
func glob(pattern string) *regexp.Regexp {
	if pattern == "" {
		pattern = "*"
	}
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(quoted)
	return regexp.MustCompile(`(?s)^` + quoted + `$`)
}
