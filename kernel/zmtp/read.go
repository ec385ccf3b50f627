package zmtp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
)

// A Conn is a connection past its handshake. Read and Write are for the socket
// library alone, which believes it is shaking hands itself: it reads a greeting
// and a READY made up for it, in which every peer has an identity of its own, and
// its own are dropped.
type Conn struct {
	net.Conn
	listener *Listener
	serial   uint64
	id       string // what the socket above calls this peer; unique
	peer     hello
	tap      func(Passed)

	// Inbound, used by the goroutine that reads.
	settled bool // it reads beyond the handshake
	in      *bufio.Reader
	out     []byte       // checked bytes, to be handed up
	body    bytes.Buffer // a frame as it arrives; out may point into it
	frames  int          // of the message under way
	size    uint64       // of the message under way
	topics  map[string]bool
	fresh   *string // a subscription handed up and not yet reported

	assembler assembler // outbound, used by the goroutine that writes
	queue     queue

	smu        sync.Mutex
	subscribed bool
}

func (l *Listener) newConn(c net.Conn, r *bufio.Reader, h hello) *Conn {
	l.mu.Lock()
	l.serial++
	serial := l.serial
	l.mu.Unlock()
	conn := &Conn{Conn: c, listener: l, serial: serial, id: strconv.FormatUint(serial, 10) + "/" + h.identity, peer: h, in: r}
	conn.pretend()
	conn.queue.init()
	return conn
}

// pretend prepares what the socket above shall take for the peer's handshake.
func (c *Conn) pretend() {
	c.out = append(greeting(), ready(hello{socket: c.peer.socket, identity: c.id})...)
	c.assembler.skip = greetingSize
}

// ID is the identity the socket above knows this connection by.
func (c *Conn) ID() string { return c.id }

// IdentityOf is the Identity of the connection with that ID, which may be over.
func IdentityOf(id string) string {
	_, identity, _ := strings.Cut(id, "/")
	return identity
}

// Identity is the name the peer gave itself, which another may have taken too.
func (c *Conn) Identity() string { return c.peer.identity }

// Subscribed reports whether the peer has a subscription in effect.
func (c *Conn) Subscribed() bool {
	c.smu.Lock()
	defer c.smu.Unlock()
	return c.subscribed
}

// errDead ends a connection for the socket above. It has to be a net.Error and not
// io.EOF, which io.ReadFull would turn into an error that zmq4 takes for passing.
var errDead = &net.OpError{Op: "read", Net: "zmtp", Err: net.ErrClosed}

// Read hands up well-formed frames of bounded size, and no commands.
func (c *Conn) Read(p []byte) (int, error) {
	for len(c.out) == 0 {
		if !c.settled && !c.isTap() {
			c.settled = true
			c.listener.settle(c)
		}
		c.report()
		if err := c.next(); err != nil {
			if !c.queue.isClosed() {
				c.listener.turnAway(c.Conn, err)
			}
			c.kill()
			return 0, errDead
		}
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

// report tells of a subscription: the socket above asks for more, so it is done
// with what it got before.
func (c *Conn) report() {
	if c.fresh == nil {
		return
	}
	topic := *c.fresh
	c.fresh = nil
	c.smu.Lock()
	c.subscribed = len(c.topics) > 0
	c.smu.Unlock()
	if c.isTap() {
		c.tap(Passed{Ready: true})
	} else if c.topics[topic] {
		c.listener.cfg.Subscribed(c, topic)
	}
}

// next reads one frame: a command is dealt with here, a message frame put in out.
func (c *Conn) next() error {
	flag, size, err := readHeader(c.in)
	if err != nil {
		return err
	}
	if flag&flagCommand != 0 {
		return c.command(size)
	}
	if c.frames++; c.frames > c.listener.cfg.Frames {
		return fmt.Errorf("message of more than %d frames", c.listener.cfg.Frames)
	}
	limit := c.listener.cfg.Message
	if size > limit || c.size+size > limit {
		return fmt.Errorf("message of more than %d bytes", limit)
	}
	c.size += size
	if flag&flagMore == 0 {
		c.frames, c.size = 0, 0
	}
	if err := c.readFrame(flag, int(size)); err != nil {
		return err
	}
	if c.listener.cfg.Socket == "XPUB" {
		return c.subscription(flag)
	}
	return nil
}

// readFrame puts a whole frame into out. Memory grows with the bytes that came,
// not with the length that was announced.
func (c *Conn) readFrame(flag byte, size int) error {
	const keep = 64 << 10
	if c.body.Cap() > keep {
		c.body = bytes.Buffer{}
	}
	c.body.Reset()
	c.body.Write(header(flag, size))
	if _, err := io.CopyN(&c.body, c.in, int64(size)); err != nil {
		return fmt.Errorf("truncated frame: %w", err)
	}
	c.out = c.body.Bytes()
	return nil
}

// subscription checks the frame in out, which came from a subscriber.
func (c *Conn) subscription(flag byte) error {
	frame := c.out
	c.out = nil
	const longest = 255
	switch body := frame[2:]; {
	case flag != 0 || frame[0]&flagLong != 0 || len(body) == 0 || len(body) > longest || body[0] > 1:
		return errors.New("not a subscription")
	default:
		topic := string(body[1:])
		if body[0] == 0 {
			delete(c.topics, topic)
		} else {
			if c.topics == nil {
				c.topics = map[string]bool{}
			}
			c.topics[topic] = true
		}
		if len(c.topics) > c.listener.cfg.Topics {
			return fmt.Errorf("more than %d subscriptions", c.listener.cfg.Topics)
		}
		c.fresh = &topic
		c.out = frame
		return nil
	}
}

// command answers a PING with a PONG and swallows every other command. A peer that
// does not read its PONGs does not get more of them.
func (c *Conn) command(size uint64) error {
	const longest = 4096
	if size > longest {
		return fmt.Errorf("command of %d bytes, want at most %d", size, longest)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(c.in, body); err != nil {
		return err
	}
	const ttl = 2
	if rest, ok := bytes.CutPrefix(body, []byte("\x04PING")); ok && len(rest) >= ttl {
		pong := append([]byte("\x04PONG"), rest[ttl:]...)
		if len(pong) > 5+16 {
			return fmt.Errorf("PING with a context of %d bytes, want at most 16", len(pong)-5)
		}
		c.offer(whole(append(header(flagCommand, len(pong)), pong...)))
	}
	return nil
}
