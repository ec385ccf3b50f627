package kernel

import (
	"context"
	"log/slog"
	"math/bits"
	"net"
	"sync"
	"time"
	"unicode/utf8"
)

// A Kernel serves one evaluator on one set of sockets.
type Kernel struct {
	connection Connection
	evaluator  Evaluator
	info       Info
	log        *slog.Logger
	handlers   *[channels]map[string]handler
	session    *session
	wire       wire
	iopub      *publisher
	asker      *asker
	comms      comms
	lanes      [stdin]*lane  // shell and control
	turn       chan struct{} // holds the right to run a cell
	usage      usageMeter

	work    context.Context // ends when the kernel stops
	cancel  context.CancelFunc
	working sync.WaitGroup // the lanes

	stopping chan struct{}
	stopOnce sync.Once

	mu        sync.Mutex
	running   map[*execution]bool
	subshells map[string]*lane
	refused   map[string]int
}

// New opens the sockets of c. Serve then serves e on them.
func New(c Connection, e Evaluator, info Info, log *slog.Logger) (*Kernel, error) {
	l, err := c.listen()
	if err != nil {
		return nil, err
	}
	k := newKernel(c, e, info, log)
	k.lanes[shell].history = openHistory(info.HistoryFile, log)
	w, err := newZMQWire(l, zmqOptions{
		log: log,
		refused: func(c net.Conn, reason error) {
			k.refuse("bad connection", "local", c.LocalAddr().String(), "err", reason)
		},
		welcome: k.welcome,
	})
	if err != nil {
		l.Close()
		return nil, err
	}
	k.attach(w)
	return k, nil
}

func newKernel(c Connection, e Evaluator, info Info, log *slog.Logger) *Kernel {
	work, cancel := context.WithCancel(context.Background())
	return &Kernel{
		connection: c,
		evaluator:  e,
		info:       info,
		log:        log,
		handlers:   &handlers,
		session:    newSession(c.Key, c.Scheme),
		asker:      newAsker(),
		comms:      comms{open: map[string]string{}},
		lanes:      [stdin]*lane{newLane(&memory{}), newLane(&memory{})},
		turn:       make(chan struct{}, 1),
		work:       work,
		cancel:     cancel,
		stopping:   make(chan struct{}),
		running:    map[*execution]bool{},
		subshells:  map[string]*lane{},
		refused:    map[string]int{},
	}
}

// attach gives the kernel its wire.
func (k *Kernel) attach(w wire) {
	k.wire = w
	k.iopub = &publisher{session: k.session, wire: w, log: k.log}
}

// welcome greets a new subscriber: it will miss nothing that comes from now on.
func (k *Kernel) welcome(topic string) [][]byte {
	if !utf8.ValidString(topic) {
		return nil
	}
	frames, err := k.session.encode(&outgoing{kind: "iopub_welcome", content: struct {
		Subscription string `json:"subscription"`
	}{topic}})
	if err != nil {
		k.log.Error("message not sent", "type", "iopub_welcome", "err", err)
		return nil
	}
	return append([][]byte{[]byte(topic)}, frames...)
}

// Bounds of the time it takes to stop. Together they stay below the 2.5 s after which
// Jupyter sends signals.
const (
	stopTime  = 750 * time.Millisecond // for the running cell and the evaluator, to end
	flushTime = 700 * time.Millisecond // for clients, to take what there is for them
	graceTime = 100 * time.Millisecond // for what should have ended by then
)

// Serve answers requests until a client asks for shutdown or ctx is done. It closes
// the sockets and the evaluator.
func (k *Kernel) Serve(ctx context.Context) error {
	defer k.cancel()
	var receivers sync.WaitGroup
	receivers.Go(func() { k.receive(stdin, k.inputReply) })
	for ch, l := range k.lanes {
		receivers.Go(func() { k.receive(channel(ch), k.deliver) })
		k.start(l)
	}
	k.iopub.publish(status(nil, "starting"))

	select {
	case <-k.stopping:
	case <-ctx.Done():
		k.iopub.publish(&outgoing{kind: "shutdown_reply", content: shutdownReply{Status: "ok"}})
		k.stop()
	}
	k.cancel()
	end := time.Now().Add(stopTime)
	closed := make(chan error, 1)
	go func() { closed <- k.evaluator.Close() }()
	k.mu.Lock()
	for _, l := range k.subshells {
		l.queue.close()
	}
	k.mu.Unlock()
	for _, l := range k.lanes {
		l.queue.close()
	}
	wait(stopTime, k.working.Wait)
	k.iopub.flush()
	flushing, done := context.WithTimeout(context.Background(), flushTime)
	defer done()
	k.wire.Flush(flushing)
	err := k.wire.Close()
	receivers.Wait()
	select {
	case e := <-closed:
		if err == nil {
			err = e
		}
	case <-time.After(max(time.Until(end), graceTime)):
		k.log.Warn("the evaluator did not close in time")
	}
	return err
}

// wait calls f and returns when it is done or the time is over.
func wait(d time.Duration, f func()) {
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
	case <-time.After(d):
	}
}

func (k *Kernel) stop() { k.stopOnce.Do(func() { close(k.stopping) }) }

func (k *Kernel) isStopping() bool { return isClosed(k.stopping) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// refuse counts input that was dropped, and logs it: always the first times, later
// more and more rarely, so that nobody can fill a disk by sending rubbish.
func (k *Kernel) refuse(what string, args ...any) {
	const always = 16
	k.mu.Lock()
	k.refused[what]++
	n := k.refused[what]
	k.mu.Unlock()
	if n <= always || bits.OnesCount(uint(n)) == 1 {
		k.log.Warn("refused: "+what, append(args, "times", n)...)
	}
}
