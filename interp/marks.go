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
// on both streams and on the control pipe.
//
//	NUL gojac ':' nonce ':' number NUL
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

// put writes the next mark to both streams and returns its number.
func (m *marker) put() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.putLocked()
}

func (m *marker) putLocked() int {
	m.n++
	line := []byte(markHead + m.nonce + ":" + strconv.Itoa(m.n) + "\x00")
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
		m.putLocked()
	}
}

// A barrier lets readers of the two streams and of the control pipe meet at
// each mark.
type barrier struct {
	mu      sync.Mutex
	cond    *sync.Cond
	reached [2]int
	closed  [2]bool
}

func newBarrier() *barrier {
	b := &barrier{}
	b.cond = sync.NewCond(&b.mu)
	return b
}

// arrive says that the reader of stream has come to mark n and waits for the other.
func (b *barrier) arrive(stream, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reached[stream] = max(n, b.reached[stream])
	b.cond.Broadcast()
	for b.reached[1-stream] < n && !b.closed[1-stream] {
		b.cond.Wait()
	}
}

// wait blocks until both streams have come to mark n.
func (b *barrier) wait(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for stream := range b.reached {
		for b.reached[stream] < n && !b.closed[stream] {
			b.cond.Wait()
		}
	}
}

// end says that stream has ended.
func (b *barrier) end(stream int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed[stream] = true
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
			mark, size, more := parseMark(rest, head)
			if more && err == nil {
				break // the rest of the mark is still to come
			}
			if size == 0 {
				show(string(rest[:1]))
				rest = rest[1:]
				continue
			}
			b.arrive(stream, mark)
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
func parseMark(text, head []byte) (n, size int, more bool) {
	if len(text) < len(head) {
		return 0, 0, bytes.HasPrefix(head, text)
	}
	if !bytes.HasPrefix(text, head) {
		return 0, 0, false
	}
	end := bytes.IndexByte(text[len(head):], 0)
	if end < 0 {
		return 0, 0, len(text) < maxMark
	}
	n, err := strconv.Atoi(string(text[len(head) : len(head)+end]))
	if err != nil {
		return 0, 0, false
	}
	return n, len(head) + end + 1, false
}
