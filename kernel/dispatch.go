package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
)

// handlers is the protocol: what is done with each type of message on each channel.
// A message type is one row here and one function.
var handlers = [channels]map[string]handler{
	shell: {
		"execute_request":     on(execute),
		"is_complete_request": on(isComplete),
		"complete_request":    on(complete),
		"inspect_request":     on(inspect),
		"history_request":     on(historyRequest),
		"kernel_info_request": on(kernelInfo),
		"connect_request":     on(connect),
		"comm_info_request":   on(commInfo),
		"comm_open":           on(commOpen),
		"comm_msg":            on(commMessage),
		"comm_close":          on(commClose),
		"shutdown_request":    on(shutdown),
	},
	control: {
		"kernel_info_request":     on(kernelInfo),
		"interrupt_request":       on(interrupt),
		"shutdown_request":        on(shutdown),
		"create_subshell_request": on(createSubshell),
		"delete_subshell_request": on(deleteSubshell),
		"list_subshell_request":   on(listSubshells),
		"usage_request":           on(usage),
	},
}

// A handler answers a request. Where the reply is nil none is sent, and an error is
// the reply.
type handler func(ctx context.Context, r *request) (reply any, err error)

// on makes a handler of a function that takes the request's content as a struct.
func on[T any](f func(ctx context.Context, r *request, content T) (any, error)) handler {
	return func(ctx context.Context, r *request) (any, error) {
		var content T
		if err := json.Unmarshal(r.content, &content); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Type, err)
		}
		return f(ctx, r, content)
	}
}

// A request is a message being answered.
type request struct {
	*message
	kernel  *Kernel
	channel channel
	lane    *lane
	from    peer
	after   func() // called when all is said, idle included
}

func (r *request) size() int {
	n := len(r.rawHeader) + len(r.parent) + len(r.metadata) + len(r.content)
	for _, b := range r.buffers {
		n += len(b)
	}
	return n
}

// serve answers one request. Whatever the handler does, the client sees busy first
// and idle last.
func (k *Kernel) serve(ctx context.Context, r *request) {
	if r.channel == shell {
		k.wire.Join(r.from)
	}
	defer func() {
		if r.after != nil {
			r.after()
		}
	}()
	k.iopub.soon(status(r.rawHeader, "busy"))
	defer func() { k.iopub.publish(status(r.rawHeader, "idle")) }()
	reply, err := r.answer(ctx)
	if err != nil {
		k.log.Warn("request failed", "type", r.Type, "id", r.ID, "err", err)
		reply = r.refusal(err)
	}
	if reply != nil && strings.HasSuffix(r.Type, "_request") { // comms have no replies
		r.reply(reply)
	}
}

// answer calls the handler. A panic in it, which may be the evaluator's, fails the
// request and nothing else.
func (r *request) answer(ctx context.Context) (reply any, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.kernel.log.Error("panic", "type", r.Type, "panic", p, "stack", string(debug.Stack()))
			reply, err = nil, fmt.Errorf("%s: internal error: %v", r.Type, p)
		}
	}()
	if r.channel == shell && r.Subshell != r.lane.name {
		return nil, fmt.Errorf("no subshell %q", r.Subshell)
	}
	if r.Type == "execute_request" && (r.lane.aborting > 0 || r.kernel.isStopping()) {
		return aborted(ctx, r)
	}
	h, ok := r.kernel.handlers[r.channel][r.Type]
	if !ok {
		r.kernel.refuse("unknown type", "channel", r.channel, "type", r.Type)
		return nil, nil
	}
	return h(ctx, r)
}

// reply sends the reply, behind all output so far.
func (r *request) reply(content any) {
	r.kernel.iopub.handOver()
	kind := replyType(r.Type)
	err := r.kernel.send(r.channel, r.from, r.route, &outgoing{kind: kind, parent: r.rawHeader, content: content})
	if err != nil {
		r.kernel.log.Debug("reply not delivered", "type", kind, "err", err)
	}
}

// publish sends a message about this request to all subscribers.
func (r *request) publish(kind string, content any) {
	if err := r.tryPublish(kind, content); err != nil {
		r.kernel.log.Error("not published", "err", err)
	}
}

func (r *request) tryPublish(kind string, content any) error {
	return r.kernel.iopub.publish(&outgoing{kind: kind, parent: r.rawHeader, content: content})
}

// send sends m to one client.
func (k *Kernel) send(ch channel, to peer, route [][]byte, m *outgoing) error {
	frames, err := k.session.encode(m)
	if err != nil {
		return err
	}
	logMessage(k.log, "send", ch.String(), m.kind, m.id, frames)
	return k.wire.Send(ch, to, append(append([][]byte{}, route...), frames...))
}

// receive takes messages off a channel until the wire is closed. Those that are not
// what they should be are counted and dropped, without an answer.
func (k *Kernel) receive(ch channel, deliver func(*request)) {
	for {
		p, err := k.wire.Receive(ch)
		if err != nil {
			return
		}
		m, err := k.session.decode(p.frames)
		if err != nil {
			k.refuse("bad message", "channel", ch, "err", err)
			continue
		}
		logMessage(k.log, "receive", ch.String(), m.Type, m.ID, p.frames)
		deliver(&request{message: m, kernel: k, channel: ch, from: p.from})
	}
}

// logMessage writes one line for each message, where that is asked for.
func logMessage(log *slog.Logger, what, channel, kind, id string, frames [][]byte) {
	if !log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	log.Debug(what, "channel", channel, "type", kind, "id", id, "bytes", bytesOf(frames))
}

func bytesOf(frames [][]byte) (n int) {
	for _, f := range frames {
		n += len(f)
	}
	return n
}

// errorReply is the reply to a request that could not be served.
type errorReply struct {
	Status string `json:"status"`
	*Error
	Count *int `json:"execution_count,omitempty"` // in replies to execute_request
}

func (r *request) errorReply(e *Error) any {
	reply := errorReply{Status: "error", Error: e}
	if r.Type == "execute_request" {
		reply.Count = &r.lane.count
	}
	return reply
}

// refusal is the reply to a request that failed before or outside its handler's own
// work. That of a cell is also said on iopub, as the error of a cell is.
func (r *request) refusal(err error) any {
	e := &Error{Name: "RequestError", Value: err.Error(), Traceback: []string{err.Error()}}
	if r.Type == "execute_request" {
		var q executeRequest
		json.Unmarshal(r.content, &q) // as far as it goes
		if !q.Silent {
			r.publish("error", e)
		}
	}
	return r.errorReply(e)
}

// okReply is the reply that says no more than that all is well.
type okReply struct {
	Status string `json:"status"`
}
