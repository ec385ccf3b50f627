package zmtp

import (
	"bufio"
	"net"
)

// NewTap returns a connection to nobody, subscribed to everything. Accepted first
// by an XPUB socket, it sees each message as the socket's queue lets it go: the only
// way to know how much that queue holds, and when it has been worked off.
func NewTap(seen func(Passed)) *Conn {
	near, _ := net.Pipe() // the far end is never used: reading waits until Close
	c := &Conn{Conn: near, id: "tap", peer: hello{socket: "SUB"}, tap: seen, in: bufio.NewReader(near)}
	c.listener = &Listener{cfg: Config{Socket: "XPUB"}.withDefaults(), conns: map[string]*Conn{}}
	c.queue.init()
	c.pretend()
	topic := ""
	c.fresh = &topic
	c.topics = map[string]bool{topic: true}
	c.out = append(c.out, 0, 1, 1)
	return c
}

func (c *Conn) isTap() bool { return c.tap != nil }
