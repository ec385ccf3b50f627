package kernel

import (
	"context"
	"time"
	"unicode/utf8"
)

// patience is how long a client is kept waiting for a completion and the like. It
// would rather have nothing than wait.
const patience = 500 * time.Millisecond

// ask calls f and returns its answer, or late if it takes too long.
func ask[T any](ctx context.Context, late T, f func(context.Context) T) T {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer := make(chan T, 1)
	failed := make(chan any, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				failed <- p
			}
		}()
		answer <- f(ctx)
	}()
	select {
	case a := <-answer:
		return a
	case p := <-failed:
		panic(p) // here it is caught
	case <-ctx.Done():
		return late
	}
}

// position is a cursor_pos, in code points; absent means the end of the code.
func position(code string, cursor *int) int {
	n := utf8.RuneCountInString(code)
	if cursor == nil {
		return n
	}
	return min(max(*cursor, 0), n)
}

type codeRequest struct {
	Code   string `json:"code"`
	Cursor *int   `json:"cursor_pos"`
	Detail int    `json:"detail_level"`
}

type completeReply struct {
	Status   string         `json:"status"`
	Matches  []string       `json:"matches"`
	Start    int            `json:"cursor_start"`
	End      int            `json:"cursor_end"`
	Metadata map[string]any `json:"metadata"`
}

// A typedMatch is a match as JupyterLab reads it for its icons.
type typedMatch struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	Type      string `json:"type"`
	Signature string `json:"signature,omitempty"`
}

func complete(ctx context.Context, r *request, q codeRequest) (any, error) {
	cursor := position(q.Code, q.Cursor)
	c := ask(ctx, Completion{Start: cursor, End: cursor}, func(ctx context.Context) Completion {
		return r.kernel.evaluator.Complete(ctx, q.Code, cursor)
	})
	reply := completeReply{Status: "ok", Matches: []string{}, Start: c.Start, End: c.End, Metadata: map[string]any{}}
	typed := []typedMatch{}
	for _, m := range c.Matches {
		reply.Matches = append(reply.Matches, m.Text)
		if m.Type != "" || m.Signature != "" {
			typed = append(typed, typedMatch{c.Start, c.End, m.Text, m.Type, m.Signature})
		}
	}
	if len(typed) > 0 {
		reply.Metadata["_jupyter_types_experimental"] = typed
	}
	return reply, nil
}

type inspectReply struct {
	Status   string         `json:"status"`
	Found    bool           `json:"found"`
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

func inspect(ctx context.Context, r *request, q codeRequest) (any, error) {
	reply := ask(ctx, inspectReply{}, func(ctx context.Context) inspectReply {
		b, ok := r.kernel.evaluator.Inspect(ctx, q.Code, position(q.Code, q.Cursor), q.Detail)
		if !ok {
			return inspectReply{}
		}
		return inspectReply{Found: true, Data: b.Data, Metadata: b.Metadata}
	})
	reply.Status, reply.Data, reply.Metadata = "ok", object(reply.Data), object(reply.Metadata)
	return reply, nil
}

type isCompleteReply struct {
	Status string  `json:"status"`
	Indent *string `json:"indent,omitempty"` // only where incomplete
}

func isComplete(ctx context.Context, r *request, q codeRequest) (any, error) {
	return ask(ctx, isCompleteReply{Status: "unknown"}, func(ctx context.Context) isCompleteReply {
		status, indent := r.kernel.evaluator.IsComplete(ctx, q.Code)
		if status != "incomplete" {
			return isCompleteReply{Status: status}
		}
		return isCompleteReply{status, &indent}
	}), nil
}
