package kernel

import "context"

// A channel is one of the sockets requests come from.
type channel int

const (
	shell channel = iota
	control
	stdin
	channels // their number
)

func (c channel) String() string { return [...]string{"shell", "control", "stdin"}[c] }

// A peer is the connection a message came from. Replies go back to it; should it
// be gone, to the youngest connection whose client goes by the same name.
type peer interface {
	Identity() string
}

// A packet is what a wire received: the frames of a message, without what the
// sockets added to route it.
type packet struct {
	from   peer
	frames [][]byte
}

// A wire carries messages between the kernel and its clients. Frames given to it
// are not changed afterwards. Methods may be called from any goroutine.
type wire interface {
	// Receive waits for the next message on ch. After Close it fails.
	Receive(ch channel) (packet, error)

	// Send sends a message to one client on ch, and returns when it has been written
	// or the client is too slow to wait for. It does not say whether the client is
	// still there to get it, but fails if it is known to be gone.
	Send(ch channel, to peer, frames [][]byte) error

	// Publish sends a message to all subscribers, in the order of the calls. It
	// does not wait.
	Publish(frames [][]byte)

	// Pace waits until what has been published has mostly moved on to the
	// clients' own queues: to be called by those who publish much.
	Pace(ctx context.Context)

	// AfterLong waits, if something very long was published, for the clients to read
	// it, or to be cut: to be called by those who may have done so.
	AfterLong(ctx context.Context)

	// Join waits, briefly and only the first time, for the client behind p to be
	// subscribed as well: its sockets connect in any order.
	Join(p peer)

	// HandOver waits until what has been published has been written, save to clients
	// that are too slow to wait for.
	HandOver()

	// Flush waits until everything published or sent has been written.
	Flush(ctx context.Context)

	// Close closes all sockets. What clients have not read by then may be lost.
	Close() error
}
