package interp

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"sync"
)

// A mark is a short line that the worker puts into both standard streams. What
// was written before it on either stream is shown before what comes after it,
// on both streams and on the control pipe. A mark that goes before an event
// on the control pipe ends in an e.
//
//	NUL gojac ':' nonce ':' number [e] NUL
const markHead = "\x00gojac:"

// maxMark bounds the length of a mark.
const maxMark = 64

// A marker writes marks. Its files are duplicates, so that a cell that closes
// os.Stdout does not end them.
type marker struct {
	mu      sync.Mutex
	nonce   string
	n       int
	streams [2]*os.File
	last    int // the stream that was written last
}

// event writes a mark for an event that follows, and returns its number.
func (m *marker) event() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.put("e")
}

func (m *marker) put(suffix string) int {
	m.n++
	line := []byte(markHead + m.nonce + ":" + strconv.Itoa(m.n) + suffix + "\x00")
	for _, f := range m.streams {
		f.Write(line)
	}
	return m.n
}

// before is called when a stream is about to be written: when it is the
// other one than before, a mark keeps their order.
func (m *marker) before(stream int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last != stream {
		m.last = stream
		m.put("")
	}
}

// A barrier lets the readers of the two streams and of the control pipe meet
// at each mark.
type barrier struct {
	mu      sync.Mutex
	cond    *sync.Cond
	reached [3]int  // the last mark of stdout, stderr and control
	closed  [3]bool // which of them have ended

	atMark func(stream int) // called when a stream comes to a mark, before it waits
}

// control is the index of the control pipe in a barrier; 0 and 1 are the streams.
const control = 2

func newBarrier() *barrier {
	b := &barrier{}
	b.cond = sync.NewCond(&b.mu)
	return b
}

// reach says that the reader of i has dealt with all before mark n.
func (b *barrier) reach(i, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reached[i] = max(n, b.reached[i])
	b.cond.Broadcast()
}

// await blocks until the others have come to mark n, or have ended.
func (b *barrier) await(n int, others ...int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, i := range others {
		for b.reached[i] < n && !b.closed[i] {
			b.cond.Wait()
		}
	}
}

// end says that the reader of i has come to its end.
func (b *barrier) end(i int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed[i] = true
	b.cond.Broadcast()
}

// copyStream hands the text of a stream to show and its marks to b, until the
// stream ends.
func copyStream(r io.Reader, nonce string, stream int, b *barrier, show func(text string)) {
	defer b.end(stream)
	head := []byte(markHead + nonce + ":")
	buf := make([]byte, 0, 64<<10)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		rest := buf
		for len(rest) > 0 {
			i := bytes.IndexByte(rest, 0)
			if i < 0 {
				show(string(rest))
				rest = nil
				break
			}
			if i > 0 {
				show(string(rest[:i]))
				rest = rest[i:]
			}
			mark, event, size, more := parseMark(rest, head)
			if more && err == nil {
				break // the rest of the mark is still to come
			}
			if size == 0 {
				show(string(rest[:1]))
				rest = rest[1:]
				continue
			}
			if b.atMark != nil {
				b.atMark(stream)
			}
			b.reach(stream, mark)
			b.await(mark, 1-stream)
			if event {
				b.await(mark, control)
			}
			rest = rest[size:]
		}
		buf = buf[:copy(buf[:cap(buf)], rest)]
		if err != nil {
			return
		}
	}
}

// parseMark reads the mark that text begins with. size is 0 if there is none;
// more says that text ends before that is known.
func parseMark(text, head []byte) (n int, event bool, size int, more bool) {
	if len(text) < len(head) {
		return 0, false, 0, bytes.HasPrefix(head, text)
	}
	if !bytes.HasPrefix(text, head) {
		return 0, false, 0, false
	}
	number, _, found := bytes.Cut(text[len(head):], []byte{0})
	if !found {
		return 0, false, 0, len(text) < maxMark
	}
	size = len(head) + len(number) + 1
	number, event = bytes.CutSuffix(number, []byte("e"))
	n, err := strconv.Atoi(string(number))
	if err != nil {
		return 0, false, 0, false
	}
	return n, event, size, false
}
