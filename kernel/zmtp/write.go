package zmtp

import "encoding/binary"

// A message is a whole outbound message as it goes on the wire, in pieces.
type message struct {
	pieces [][]byte
	size   int // bytes on the wire
}

func whole(b []byte) message { return message{[][]byte{b}, len(b)} }

// An assembler turns the many small writes of the socket library back into whole
// messages, so that none is ever split, by a PONG or by a slow peer.
type assembler struct {
	skip    int // bytes of the library's own greeting still to drop
	head    []byte
	left    uint64 // bytes of the frame under way
	small   []byte // copied bytes not yet in pieces
	msg     message
	frames  int
	payload int // bytes without frame heads
}

// shared is the size from which bodies are kept by reference: those who publish do
// not change what they have published, and a big message to many peers is held once.
const shared = 16 << 10

// usual is the size that most messages stay below.
const usual = 1536

// feed takes bytes and calls done with each message they complete.
func (a *assembler) feed(p []byte, done func(m message, frames, payload int) error) error {
	n := min(a.skip, len(p))
	a.skip -= n
	p = p[n:]
	for len(p) > 0 {
		if a.left > 0 {
			n := int(min(a.left, uint64(len(p))))
			a.take(p[:n])
			a.left -= uint64(n)
			p = p[n:]
		} else {
			a.head = append(a.head, p[0])
			p = p[1:]
			if !a.startFrame() {
				continue
			}
		}
		if a.left == 0 && a.head[0]&flagMore == 0 {
			if err := a.finish(done); err != nil {
				return err
			}
		} else if a.left == 0 {
			a.head = a.head[:0]
		}
	}
	return nil
}

// startFrame reports whether the head of a frame is complete.
func (a *assembler) startFrame() bool {
	switch {
	case a.head[0]&flagLong == 0 && len(a.head) == 2:
		a.left = uint64(a.head[1])
	case a.head[0]&flagLong != 0 && len(a.head) == 9:
		a.left = binary.BigEndian.Uint64(a.head[1:])
	default:
		return false
	}
	a.frames++
	a.small = append(a.small, a.head...)
	a.msg.size += len(a.head)
	return true
}

func (a *assembler) take(p []byte) {
	a.msg.size += len(p)
	a.payload += len(p)
	if len(p) < shared {
		if a.small == nil {
			a.small = make([]byte, 0, usual)
		}
		a.small = append(a.small, p...)
		return
	}
	a.flush()
	a.msg.pieces = append(a.msg.pieces, p)
}

func (a *assembler) flush() {
	if len(a.small) > 0 {
		a.msg.pieces = append(a.msg.pieces, a.small)
		a.small = nil
	}
}

func (a *assembler) finish(done func(message, int, int) error) error {
	a.flush()
	m, frames, payload, command := a.msg, a.frames, a.payload, a.head[0]&flagCommand != 0
	*a = assembler{head: a.head[:0]}
	if command { // the library's READY; ours went out with the handshake
		return nil
	}
	return done(m, frames, payload)
}

// Write takes bytes from the socket library and queues each message they complete.
// It waits while the peer is behind, and fails once the connection is over.
func (c *Conn) Write(p []byte) (int, error) {
	if err := c.assembler.feed(p, c.complete); err != nil {
		return 0, err
	}
	return len(p), nil
}

// complete queues a message. On XPUB a message of a single frame is a mark, which
// only the tap gets to see.
func (c *Conn) complete(m message, frames, payload int) error {
	mark := c.listener != nil && c.listener.cfg.Socket == "XPUB" && frames == 1
	switch {
	case c.isTap():
		c.tap(Passed{Bytes: payload, Mark: frames == 1})
		return nil
	case mark:
		return nil
	default:
		return c.enqueue(m)
	}
}

// Passed is what a tap sees go by.
type Passed struct {
	Ready bool // the tap's subscription has been applied
	Mark  bool // a message of one frame: all before it have been queued for every peer
	Bytes int  // the frames of one message
}
