package kernel

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// A fileHistory keeps what was run in a file that all kernels of a user append
// to, each entry one line of JSON written at once:
//
//	{"session":3,"kernel":"9f…"}                      a session begins
//	{"session":3,"line":1,"input":"6 * 7","output":"42"}
//
// A session's number belongs to the kernel whose line claims it first. When the
// file has grown to maxHistory bytes it is set aside as FILE.old, in place of the
// one before: at least the latest half of what fits into both is there.
//
// Where the file fails, the current session is remembered all the same.
type fileHistory struct {
	memory
	path    string
	log     *slog.Logger
	session int
	failed  bool
	limit   int64 // maxHistory
}

// Bounds of the history.
const (
	maxHistory = 4 << 20   // bytes of the file
	maxInput   = 256 << 10 // bytes of a cell; a longer one is not remembered
	maxOutput  = 16 << 10  // bytes of a value's text; a longer one is cut
)

type historyLine struct {
	Session int     `json:"session"`
	Kernel  string  `json:"kernel,omitempty"`
	Line    int     `json:"line,omitempty"`
	Input   string  `json:"input,omitempty"`
	Output  *string `json:"output,omitempty"`
}

// openHistory begins a session in the file at path; "" is a history without a file.
func openHistory(path string, log *slog.Logger) History {
	if path == "" {
		return &memory{}
	}
	h := &fileHistory{path: path, log: log, limit: maxHistory}
	if err := h.claim(); err != nil {
		log.Warn("the history of this session is not kept", "err", err)
		return &memory{}
	}
	return h
}

// claim takes the number of a new session.
func (h *fileHistory) claim() error {
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	var nonce [8]byte
	rand.Read(nonce[:])
	name := hex.EncodeToString(nonce[:])
	latest, _, err := h.sessions(name)
	if err != nil {
		return err
	}
	for range 1000 { // each failure is another kernel's success
		if err := h.write(historyLine{Session: latest + 1, Kernel: name}); err != nil {
			return err
		}
		mine := 0
		if latest, mine, err = h.sessions(name); err != nil {
			return err
		}
		if mine > 0 {
			h.session = mine
			return nil
		}
	}
	return errors.New("no session number is to be had in " + h.path)
}

// sessions returns the latest session's number, and the one that kernel claimed first.
func (h *fileHistory) sessions(kernel string) (latest, mine int, err error) {
	claimed := map[int]bool{}
	err = h.lines(func(line []byte) {
		l, ok := claimOf(line)
		if !ok {
			return
		}
		if l.Kernel == kernel && !claimed[l.Session] {
			mine = l.Session
		}
		claimed[l.Session] = true
		latest = max(latest, l.Session)
	})
	return latest, mine, err
}

// claimOf reads the beginning of a line, since a file may be long and a kernel is to
// start soon. Of an entry only the session is read.
func claimOf(line []byte) (l historyLine, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte(`{"session":`))
	digits := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if !ok || digits <= 0 {
		return l, false
	}
	if bytes.HasPrefix(rest[digits:], []byte(`,"kernel":`)) {
		return l, json.Unmarshal(line, &l) == nil
	}
	n, err := strconv.Atoi(string(rest[:digits]))
	return historyLine{Session: n}, err == nil
}

func (h *fileHistory) Session() int { return h.session }

func (h *fileHistory) Add(e Entry) {
	e.Session = h.session
	h.remember(e)
	if len(e.Input) > maxInput {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.write(historyLine{Session: e.Session, Line: e.Line, Input: e.Input, Output: brief(e.Output)}); err != nil && !h.failed {
		h.failed = true
		h.log.Warn("the history of this session is not kept", "err", err)
	}
}

// Entries returns what the file holds of other sessions, and then this one.
func (h *fileHistory) Entries() []Entry {
	var entries []Entry
	err := h.read(func(l historyLine) {
		if l.Line > 0 && l.Session != h.session {
			entries = append(entries, Entry{Session: l.Session, Line: l.Line, Input: l.Input, Output: l.Output})
		}
	})
	if err != nil {
		h.log.Warn("history", "err", err)
	}
	return append(entries, h.memory.Entries()...)
}

// write appends a line, in one write so that lines of several kernels do not mix.
func (h *fileHistory) write(l historyLine) error {
	line, err := toJSON(l)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	// A line that was cut off, by a full disk say, is to spoil no other.
	if last := make([]byte, 1); st.Size() > 0 {
		if _, err := f.ReadAt(last, st.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte("\n"), line...)
		}
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		return err
	}
	if st.Size() > h.limit {
		h.setAside()
	}
	return nil
}

// setAside renames the file that has grown too long. Of several kernels that come to
// that at the same time, one does it.
func (h *fileHistory) setAside() {
	const stale = time.Minute
	lock := h.path + ".lock"
	if st, err := os.Stat(lock); err == nil && time.Since(st.ModTime()) > stale {
		os.Remove(lock)
	}
	f, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return
	}
	f.Close()
	defer os.Remove(lock)
	if st, err := os.Stat(h.path); err != nil || st.Size() <= h.limit {
		return
	}
	if err := os.Rename(h.path, h.path+".old"); err != nil {
		h.log.Warn("history", "err", err)
		return
	}
	// The numbers of sessions go on where they were.
	if latest, _, err := h.sessions(""); err == nil && h.session > 0 {
		h.write(historyLine{Session: latest, Kernel: "before"})
	}
}

// read calls f for each entry and claim in both files, oldest first. Lines that are
// neither are passed over.
func (h *fileHistory) read(f func(historyLine)) error {
	return h.lines(func(line []byte) {
		var l historyLine
		if json.Unmarshal(line, &l) == nil && l.Session > 0 {
			f(l)
		}
	})
}

// lines calls f for each line of both files, oldest first.
func (h *fileHistory) lines(f func(line []byte)) error {
	for _, path := range []string{h.path + ".old", h.path} {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return err
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		lines.Buffer(nil, len(data)+1)
		for lines.Scan() {
			f(lines.Bytes())
		}
	}
	return nil
}

// brief cuts a value's text that is too long to be remembered.
func brief(text *string) *string {
	if text == nil || len(*text) <= maxOutput {
		return text
	}
	s := (*text)[:whole([]byte((*text)[:maxOutput]))] + "…"
	return &s
}
