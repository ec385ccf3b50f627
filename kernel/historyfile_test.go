package kernel

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func testHistory(t *testing.T, path string) *fileHistory {
	t.Helper()
	h, ok := openHistory(path, slog.New(slog.NewTextHandler(t.Output(), nil))).(*fileHistory)
	if !ok {
		t.Fatalf("no history in %s", path)
	}
	return h
}

func inputs(entries []Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, fmt.Sprintf("%d/%d %s", e.Session, e.Line, e.Input))
	}
	return strings.Join(s, "; ")
}

// TestHistoryAcrossSessions finds in a later session what earlier ones left.
func TestHistoryAcrossSessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gojac", "history.jsonl")
	value := "42"
	for session := 1; session <= 3; session++ {
		h := testHistory(t, path)
		if h.Session() != session {
			t.Fatalf("session %d, want %d", h.Session(), session)
		}
		h.Add(Entry{Line: 1, Input: fmt.Sprintf("a%d\n\"é\"", session), Output: &value})
		h.Add(Entry{Line: 2, Input: "6 * 7"})
	}
	h := testHistory(t, path)
	h.Add(Entry{Line: 1, Input: "now"})
	int := func(n int) *int { return &n }
	for _, test := range []struct {
		name string
		q    historyQuery
		want string
	}{
		{"tail", historyQuery{Access: "tail", N: int(3)}, "3/1 a3\n\"é\"; 3/2 6 * 7; 4/1 now"},
		{"this session", historyQuery{Access: "range", Start: 1}, "4/1 now"},
		{"the session before", historyQuery{Access: "range", Session: -1, Start: 2}, "3/2 6 * 7"},
		{"a session by number", historyQuery{Access: "range", Session: 1, Start: 1, Stop: int(2)}, "1/1 a1\n\"é\""},
		{"search", historyQuery{Access: "search", Pattern: "6*", N: int(2)}, "2/2 6 * 7; 3/2 6 * 7"},
		{"search for one", historyQuery{Access: "search", Pattern: "6*", Unique: true}, "3/2 6 * 7"},
	} {
		entries, err := test.q.choose(h)
		if got := inputs(entries); err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
	if e := h.Entries()[0]; e.Output == nil || *e.Output != "42" {
		t.Errorf("output %v, want 42", e.Output)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v: others can read it", st.Mode(), err)
	}
}

// TestHistoryOfSeveralKernels lets kernels begin and write at once: each has a session
// of its own, and no line is lost or mixed with another.
func TestHistoryOfSeveralKernels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const kernels, cells = 8, 50
	var wg sync.WaitGroup
	numbers := make([]int, kernels)
	for k := range kernels {
		wg.Go(func() {
			h := testHistory(t, path)
			numbers[k] = h.Session()
			for i := range cells {
				h.Add(Entry{Line: i + 1, Input: strings.Repeat(fmt.Sprint(k), 3000)})
			}
		})
	}
	wg.Wait()
	seen := map[int]bool{}
	for _, n := range numbers {
		if seen[n] {
			t.Errorf("session %d twice: %v", n, numbers)
		}
		seen[n] = true
	}
	entries := testHistory(t, path).Entries()
	if len(entries) != kernels*cells {
		t.Errorf("%d entries, want %d", len(entries), kernels*cells)
	}
	for _, e := range entries {
		if len(e.Input) != 3000 || strings.Trim(e.Input, e.Input[:1]) != "" {
			t.Fatalf("session %d, line %d is mixed", e.Session, e.Line)
		}
	}
}

// TestHistoryBounded writes more than is kept.
func TestHistoryBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const limit = 10 << 10
	for session := 1; session <= 5; session++ {
		h := testHistory(t, path)
		h.limit = limit
		if h.Session() != session {
			t.Errorf("session %d, want %d", h.Session(), session)
		}
		for i := range 20 {
			h.Add(Entry{Line: i + 1, Input: strings.Repeat("x", 1000)})
		}
		h.Add(Entry{Line: 21, Input: strings.Repeat("x", maxInput+1)})
	}
	for _, f := range []string{path, path + ".old"} {
		if st, err := os.Stat(f); err != nil || st.Size() > limit+2000 {
			t.Errorf("%s: %v, want at most %d bytes", f, st, limit)
		}
	}
	entries := testHistory(t, path).Entries()
	if n := len(entries); n < 9 || entries[n-1].Line != 20 || entries[n-1].Session != 5 {
		t.Errorf("kept %s", inputs(entries))
	}
	if _, err := os.Stat(path + ".lock"); err == nil {
		t.Error("the lock is left")
	}
}

// TestHistoryDamaged reads a file with lines that are none, and writes behind one that
// was cut off.
func TestHistoryDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	os.WriteFile(path, []byte("rubbish\n{\"session\":7,\"line\":1,\"input\":\"good\"}\n\x00\x00\n{\"session\":8,\"li"), 0o600)
	h := testHistory(t, path)
	h.Add(Entry{Line: 1, Input: "more"})
	if got, want := inputs(testHistory(t, path).Entries()), "7/1 good; 9/1 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// BenchmarkHistory opens a history that is as long as they get: it is part of the time
// that a kernel takes to start.
func BenchmarkHistory(b *testing.B) {
	path := filepath.Join(b.TempDir(), "history.jsonl")
	line := `{"session":1,"line":7,"input":` + strconv.Quote(strings.Repeat("x := f(1)\n", 20)) + "}\n"
	for _, f := range []string{path, path + ".old"} {
		os.WriteFile(f, []byte(strings.Repeat(line, maxHistory/len(line))), 0o600)
	}
	for b.Loop() {
		if h := openHistory(path, slog.New(slog.DiscardHandler)); h.Session() < 2 {
			b.Fatalf("session %d", h.Session())
		}
	}
}

// TestHistoryWithoutFile remembers the session where no file can be.
func TestHistoryWithoutFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o600)
	for _, path := range []string{"", filepath.Join(file, "history.jsonl")} {
		h := openHistory(path, slog.New(slog.DiscardHandler))
		h.Add(Entry{Line: 1, Input: "a"})
		if got := inputs(h.Entries()); got != "1/1 a" {
			t.Errorf("%q: %q", path, got)
		}
	}
}

// TestMemoryBounded runs many cells.
func TestMemoryBounded(t *testing.T) {
	m := &memory{}
	for i := range 100 {
		m.Add(Entry{Line: i + 1, Input: strings.Repeat("x", 100<<10)})
	}
	entries := m.Entries()
	if n := len(entries); n < 30 || n > 45 || entries[n-1].Line != 100 {
		t.Errorf("%d entries", n)
	}
}
