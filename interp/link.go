package interp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
)

// A link carries messages over a pipe: a head in JSON, and parts that travel
// as they are, since pictures and tables may be long.
//
//	uint32 size of the head, uint32 number of parts, uint64 size of each part
//	head
//	parts
//
// All numbers are little-endian.
const (
	maxHead  = 256 << 20
	maxParts = 1 << 16
	maxPart  = 1 << 30
)

// A part is text or bytes; an empty part is either.
type part struct {
	text string
	data []byte
}

func (p part) size() int { return len(p.text) + len(p.data) }

func (p part) writeTo(w io.Writer) error {
	if p.data != nil {
		_, err := w.Write(p.data)
		return err
	}
	_, err := io.WriteString(w, p.text)
	return err
}

// A linkWriter writes messages, whole, from any goroutine.
type linkWriter struct {
	mu  sync.Mutex
	w   io.Writer
	buf bytes.Buffer // of the message that is being written, but for long parts
}

func newLinkWriter(w io.Writer) *linkWriter { return &linkWriter{w: w} }

// longPart is the size from which a part is not copied before it is written.
const longPart = 16 << 10

func (l *linkWriter) send(head any, parts ...part) error {
	h, err := json.Marshal(head)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.buf.Reset()
	b := binary.LittleEndian.AppendUint32(l.buf.AvailableBuffer(), uint32(len(h)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(parts)))
	for _, p := range parts {
		b = binary.LittleEndian.AppendUint64(b, uint64(p.size()))
	}
	l.buf.Write(b)
	l.buf.Write(h)
	for _, p := range parts {
		if p.size() < longPart {
			p.writeTo(&l.buf)
			continue
		}
		if _, err := l.buf.WriteTo(l.w); err != nil {
			return err
		}
		if err := p.writeTo(l.w); err != nil {
			return err
		}
	}
	_, err = l.buf.WriteTo(l.w)
	return err
}

// A linkReader reads messages.
type linkReader struct{ r *bufio.Reader }

func newLinkReader(r io.Reader) linkReader { return linkReader{bufio.NewReaderSize(r, 64<<10)} }

// receive reads a message: its head into head, and the parts, each as text
// or, where binary says so once the head is known, as bytes.
func (l linkReader) receive(head any, binaryFrom func() int) ([]part, error) {
	var sizes [8]byte
	if _, err := io.ReadFull(l.r, sizes[:]); err != nil {
		return nil, err
	}
	n, count := binary.LittleEndian.Uint32(sizes[:4]), binary.LittleEndian.Uint32(sizes[4:])
	if n > maxHead || count > maxParts {
		return nil, fmt.Errorf("interp: a message with a head of %d bytes and %d parts", n, count)
	}
	table := make([]byte, 8*count)
	if _, err := io.ReadFull(l.r, table); err != nil {
		return nil, err
	}
	h := make([]byte, n)
	if _, err := io.ReadFull(l.r, h); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(h, head); err != nil {
		return nil, err
	}
	parts := make([]part, count)
	for i := range parts {
		size := binary.LittleEndian.Uint64(table[8*i:])
		if size > maxPart {
			return nil, fmt.Errorf("interp: a message with a part of %d bytes", size)
		}
		if err := l.part(&parts[i], int(size), i >= binaryFrom()); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

func (l linkReader) part(p *part, size int, binary bool) error {
	if binary {
		p.data = make([]byte, size)
		_, err := io.ReadFull(l.r, p.data)
		return err
	}
	var text strings.Builder
	text.Grow(size)
	_, err := io.CopyN(&text, l.r, int64(size))
	p.text = text.String()
	return err
}
