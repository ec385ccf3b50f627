package zmtp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Config says what a Listener announces, whom it tells of what happens, and where
// its patience ends. Zero fields have defaults.
type Config struct {
	Socket string // our socket type: ROUTER, XPUB or REP
	Log    *slog.Logger

	// Refused is told of everything that was turned away, and why.
	Refused func(c net.Conn, reason error)

	// Settled is told of a connection the socket above has taken in.
	Settled func(c *Conn)

	// Subscribed is told of a subscription once the socket above has applied it.
	Subscribed func(c *Conn, topic string)

	Handshake time.Duration // time for greeting and READY; 5 s
	Pending   int           // handshakes under way, the oldest is dropped for a new one; 64
	Conns     int           // live connections; 1024
	Message   uint64        // bytes of one message; 256 MiB
	Frames    int           // frames of one message; 1024
	Topics    int           // subscriptions of one connection; 256
	Queue     int           // bytes waiting for peers before that has consequences; 16 MiB
	Stall     time.Duration // a peer behind a full queue must read Progress bytes in this time; 2 s
	Progress  int64         // 256 KiB
	Linger    time.Duration // time Close gives the queue to drain; 1 s
}

func or[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

func (c Config) withDefaults() Config {
	or(&c.Log, slog.New(slog.DiscardHandler))
	or(&c.Handshake, 5*time.Second)
	or(&c.Pending, 64)
	or(&c.Conns, 1024)
	or(&c.Message, 256<<20)
	or(&c.Frames, 1024)
	or(&c.Topics, 256)
	or(&c.Queue, 16<<20)
	or(&c.Stall, 2*time.Second)
	or(&c.Progress, 256<<10)
	or(&c.Linger, time.Second)
	if c.Refused == nil {
		c.Refused = func(net.Conn, error) {}
	}
	if c.Settled == nil {
		c.Settled = func(*Conn) {}
	}
	if c.Subscribed == nil {
		c.Subscribed = func(*Conn, string) {}
	}
	return c
}

// A Listener accepts connections that have completed their handshake.
type Listener struct {
	net.Listener
	cfg   Config
	ready chan *Conn
	done  chan struct{}
	once  sync.Once
	wg    sync.WaitGroup

	live atomic.Int64 // len(conns)

	mu      sync.Mutex
	pending []net.Conn // handshakes under way, oldest first
	conns   map[string]*Conn
	serial  uint64
}

// Listen takes over l. A tap, if given, is the first connection to be accepted.
func Listen(l net.Listener, cfg Config, tap *Conn) *Listener {
	if accepts[cfg.Socket] == nil {
		panic(fmt.Sprintf("zmtp: socket type %q, want ROUTER, XPUB or REP", cfg.Socket))
	}
	zl := &Listener{
		Listener: l,
		cfg:      cfg.withDefaults(),
		ready:    make(chan *Conn),
		done:     make(chan struct{}),
		conns:    map[string]*Conn{},
	}
	zl.wg.Go(func() {
		if tap != nil {
			zl.hand(tap)
		}
		zl.accept()
	})
	return zl
}

// Accept returns the next connection past its handshake. After Close it fails.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.ready:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close stops accepting. Accepted connections live on.
func (l *Listener) Close() error {
	var err error
	l.once.Do(func() {
		close(l.done)
		err = l.Listener.Close()
		l.mu.Lock()
		for _, c := range l.pending {
			c.Close()
		}
		l.mu.Unlock()
		l.wg.Wait()
	})
	return err
}

// accept takes connections and shakes hands with each in its own goroutine. Where
// accepting fails (no file descriptors left) it waits, longer each time.
func (l *Listener) accept() {
	const shortest, longest = 5 * time.Millisecond, time.Second
	wait := shortest
	for {
		c, err := l.Listener.Accept()
		switch {
		case err == nil:
			wait = shortest
			if l.admit(c) {
				l.wg.Go(func() { l.greet(c) })
			}
		case errors.Is(err, net.ErrClosed):
			return
		default:
			l.cfg.Log.Warn("accept failed", "socket", l.cfg.Socket, "err", err)
			select {
			case <-time.After(wait):
			case <-l.done:
				return
			}
			wait = min(2*wait, longest)
		}
	}
}

// admit makes room for one more handshake, at the cost of the oldest if need be,
// so that silent strangers cannot keep clients out.
func (l *Listener) admit(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.conns) >= l.cfg.Conns {
		l.cfg.Refused(c, fmt.Errorf("%d connections are open already", len(l.conns)))
		c.Close()
		return false
	}
	if len(l.pending) >= l.cfg.Pending {
		l.pending[0].Close()
		l.pending = l.pending[1:]
	}
	l.pending = append(l.pending, c)
	return true
}

func (l *Listener) greet(c net.Conn) {
	conn, err := l.handshake(c)
	l.mu.Lock()
	l.pending = slices.DeleteFunc(l.pending, func(p net.Conn) bool { return p == c })
	l.mu.Unlock()
	if err != nil {
		l.turnAway(c, fmt.Errorf("handshake: %w", err))
		c.Close()
		return
	}
	go conn.write()
	l.hand(conn)
}

// turnAway tells of a connection ended for what came over it. Those that merely
// ended are none of our concern.
func (l *Listener) turnAway(c net.Conn, reason error) {
	var timeout net.Error
	over := errors.Is(reason, io.EOF) || errors.Is(reason, net.ErrClosed) || errors.As(reason, &timeout) && !timeout.Timeout()
	if over {
		l.cfg.Log.Debug("connection ended", "socket", l.cfg.Socket, "err", reason)
		return
	}
	l.cfg.Refused(c, reason)
}

func (l *Listener) handshake(c net.Conn) (*Conn, error) {
	c.SetDeadline(time.Now().Add(l.cfg.Handshake))
	if _, err := c.Write(greeting()); err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(c, 4<<10)
	h, err := readHello(r, l.cfg.Socket)
	if err != nil {
		return nil, err
	}
	if _, err := c.Write(ready(hello{socket: l.cfg.Socket})); err != nil {
		return nil, err
	}
	c.SetDeadline(time.Time{})
	return l.newConn(c, r, h), nil
}

func (l *Listener) hand(c *Conn) {
	select {
	case l.ready <- c:
	case <-l.done:
		c.kill()
	}
}

// settle counts c among the live connections: the socket above has taken it in, and
// what is sent to it by its ID will reach it.
func (l *Listener) settle(c *Conn) {
	l.mu.Lock()
	l.conns[c.id] = c
	l.live.Store(int64(len(l.conns)))
	l.mu.Unlock()
	l.cfg.Settled(c)
	if c.queue.isClosed() {
		l.forget(c) // it was over before it began
	}
}

func (l *Listener) forget(c *Conn) {
	l.mu.Lock()
	delete(l.conns, c.id)
	l.live.Store(int64(len(l.conns)))
	l.mu.Unlock()
}

// Conns returns the live connections, oldest first.
func (l *Listener) Conns() []*Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]*Conn, 0, len(l.conns))
	for _, c := range l.conns {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Conn) int { return int(a.serial) - int(b.serial) })
	return all
}

// Lookup returns the live connection with the given ID, or nil.
func (l *Listener) Lookup(id string) *Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conns[id]
}

// Newest returns the youngest live connection whose peer calls itself identity,
// or nil. Peers without a name are not found.
func (l *Listener) Newest(identity string) *Conn {
	if identity == "" {
		return nil
	}
	for _, c := range slices.Backward(l.Conns()) {
		if c.Identity() == identity {
			return c
		}
	}
	return nil
}
