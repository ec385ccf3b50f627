package kernel

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/transport"

	"github.com/gojac/gojac/kernel/zmtp"
)

// zmqWire is a wire of zmq4's sockets over listeners of the package zmtp.
//
// What zmq4 contributes is routing by identity, topics and the lockstep of REP.
// Handshakes, bounds, queues and deadlines are zmtp's.
type zmqWire struct {
	sockets   [channels]*zmqSocket
	iopub     *zmqSocket
	heartbeat *zmqSocket
	log       *slog.Logger
	wg        sync.WaitGroup
	closing   chan struct{}
	once      sync.Once

	mu      sync.Mutex
	changed *sync.Cond
	ahead   int  // bytes published that the XPUB socket still holds
	long    bool // a long message was published, and nobody waited for it
	marks   int  // sent
	passed  int  // marks that came by
	joined  map[*zmtp.Conn]bool
}

type zmqSocket struct {
	zmq4.Socket
	listener *zmtp.Listener
}

// flushMark is the one-frame message that goes through the XPUB socket to tell when
// everything before it has passed. No subscriber gets to see it.
var flushMark = []byte("\x00mark")

// A zmqOptions says whom a zmqWire tells what.
type zmqOptions struct {
	log     *slog.Logger
	refused func(c net.Conn, reason error)       // something was turned away
	welcome func(topic string) (frames [][]byte) // a new subscriber is greeted with this
}

// newZMQWire takes over the listeners and serves the heartbeat.
func newZMQWire(l listeners, o zmqOptions) (*zmqWire, error) {
	w := &zmqWire{log: o.log, closing: make(chan struct{}), joined: map[*zmtp.Conn]bool{}}
	w.changed = sync.NewCond(&w.mu)

	config := zmtp.Config{
		Log: o.log, Refused: o.refused, Linger: graceTime,
		Settled: func(*zmtp.Conn) { w.wake() },
		Subscribed: func(c *zmtp.Conn, topic string) {
			if frames := o.welcome(topic); frames != nil {
				c.Send(frames)
			}
			w.wake()
		},
	}
	var failed error
	open := func(nl net.Listener, kind string, socket zmq4.Socket, tap *zmtp.Conn) *zmqSocket {
		s := &zmqSocket{socket, zmtp.Listen(nl, bounded(config, kind), tap)}
		if err := s.Listen(prepared.put(s.listener)); err != nil && failed == nil {
			failed = fmt.Errorf("kernel: %s socket on %s: %w", kind, nl.Addr(), err)
		}
		return s
	}
	quiet := []zmq4.Option{
		zmq4.WithLogger(log.New(io.Discard, "", 0)),
		zmq4.WithTimeout(5 * time.Second),
	}
	for ch := range w.sockets {
		w.sockets[ch] = open(l.channels[ch], "ROUTER", zmq4.NewRouter(context.Background(), quiet...), nil)
	}
	w.iopub = open(l.iopub, "XPUB", zmq4.NewXPub(context.Background(), quiet...), zmtp.NewTap(w.pass))
	w.heartbeat = open(l.heartbeat, "REP", zmq4.NewRep(context.Background(), quiet...), nil)
	if failed != nil {
		w.Close()
		return nil, failed
	}
	w.awaitTap()
	w.wg.Go(w.beat)
	return w, nil
}

// bounded completes the bounds of a socket's connections where zmtp's own do not fit.
func bounded(c zmtp.Config, kind string) zmtp.Config {
	c.Socket = kind
	switch kind {
	case "ROUTER": // replies are not to be lost to a client that is only busy
		c.Queue = 64 << 20
	case "REP": // heartbeats are a few bytes
		c.Message, c.Queue = 64<<10, 1<<20
	}
	return c
}

// beat echoes the heartbeat. Errors concern single messages.
func (w *zmqWire) beat() {
	for {
		m, err := w.heartbeat.Recv()
		if w.isClosing() {
			return
		}
		if err == nil {
			err = w.heartbeat.SendMulti(m)
		}
		if err != nil {
			w.log.Debug("heartbeat", "err", err)
		}
	}
}

func (w *zmqWire) Receive(ch channel) (packet, error) {
	for {
		m, err := w.sockets[ch].Recv()
		if w.isClosing() {
			return packet{}, net.ErrClosed
		}
		if err != nil || len(m.Frames) == 0 {
			w.log.Debug("receive", "channel", ch, "err", err)
			continue
		}
		if from := w.sockets[ch].listener.Lookup(string(m.Frames[0])); from != nil {
			return packet{from, m.Frames[1:]}, nil
		}
		// The client went away between sending and now. What it asked is still done.
		return packet{gone(zmtp.IdentityOf(string(m.Frames[0]))), m.Frames[1:]}, nil
	}
}

// gone is the name of a client whose connection was over before its message was read.
type gone string

func (g gone) Identity() string { return string(g) }

func (w *zmqWire) Send(ch channel, to peer, frames [][]byte) error {
	s := w.sockets[ch]
	conn, _ := to.(*zmtp.Conn)
	if conn == nil || s.listener.Lookup(conn.ID()) != conn {
		conn = s.listener.Newest(to.Identity())
	}
	if conn == nil && ch == stdin { // which the client connects just like the others
		w.soon(func() bool { conn = s.listener.Newest(to.Identity()); return conn != nil })
	}
	if conn == nil {
		return fmt.Errorf("kernel: %s: the client is gone", ch)
	}
	if err := s.SendMulti(zmq4.NewMsgFrom(append([][]byte{[]byte(conn.ID())}, frames...)...)); err != nil {
		return err
	}
	conn.Deliver(handOver)
	return nil
}

// handOver bounds the wait for a message to be written, before the next may be sent on
// another socket. Where the client reads it takes microseconds.
const handOver = 250 * time.Millisecond

func (w *zmqWire) HandOver() {
	ctx, cancel := context.WithTimeout(context.Background(), handOver)
	defer cancel()
	w.queued(ctx)
	for _, c := range w.iopub.listener.Conns() {
		c.Deliver(handOver)
	}
}

func (w *zmqWire) Publish(frames [][]byte) {
	size := bytesOf(frames)
	w.mu.Lock()
	w.ahead += size
	w.long = w.long || size >= alone
	w.mu.Unlock()
	if err := w.iopub.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		w.log.Warn("publish", "err", err)
	}
}

// queued waits until all that was published is in the clients' own queues.
func (w *zmqWire) queued(ctx context.Context) {
	w.mu.Lock()
	w.marks++
	mark := w.marks
	w.mu.Unlock()
	if err := w.iopub.Send(zmq4.NewMsg(flushMark)); err != nil {
		return
	}
	w.wait(ctx, func() bool { return w.passed >= mark })
}

func (w *zmqWire) Flush(ctx context.Context) {
	w.queued(ctx)
	for _, s := range w.all() {
		for _, c := range s.listener.Conns() {
			c.Drain(ctx)
		}
	}
}

func (w *zmqWire) all() []*zmqSocket {
	return append(w.sockets[:], w.iopub, w.heartbeat)
}

func (w *zmqWire) Close() error {
	var err error
	w.once.Do(func() {
		close(w.closing)
		w.wake()
		var ending sync.WaitGroup // all at once: each may take its time
		for _, s := range w.all() {
			if s == nil {
				continue
			}
			s.listener.Close()
			for _, c := range s.listener.Conns() {
				ending.Go(func() { c.Close() })
			}
		}
		ending.Wait()
		for _, s := range w.all() {
			if s == nil {
				continue
			}
			if e := s.Close(); e != nil && err == nil {
				err = e
			}
		}
		w.wg.Wait()
	})
	return err
}

// transportName is the scheme under which zmq4 finds our transport.
const transportName = "gojac"

func init() {
	if err := zmq4.RegisterTransport(transportName, &prepared); err != nil {
		panic(err)
	}
}

// prepared is the transport given to zmq4. Its addresses are tickets for listeners
// that are listening already.
var prepared tickets

type tickets struct {
	next      atomic.Int64
	listeners sync.Map // ticket → *zmtp.Listener
}

func (t *tickets) put(l *zmtp.Listener) (endpoint string) {
	ticket := strconv.FormatInt(t.next.Add(1), 10)
	t.listeners.Store(ticket, l)
	return transportName + "://" + ticket
}

// Listen redeems a ticket.
func (t *tickets) Listen(_ context.Context, ticket string) (net.Listener, error) {
	l, ok := t.listeners.LoadAndDelete(ticket)
	if !ok {
		return nil, fmt.Errorf("kernel: no listener %q", ticket)
	}
	return l.(*zmtp.Listener), nil
}

// Addr is the identity: tickets need no resolving.
func (t *tickets) Addr(endpoint string) (string, error) { return endpoint, nil }

// Dial fails: a kernel only listens.
func (t *tickets) Dial(context.Context, transport.Dialer, string) (net.Conn, error) {
	return nil, fmt.Errorf("kernel: %s:// is for listening only", transportName)
}
