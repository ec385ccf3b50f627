package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
)

type executeRequest struct {
	Code         string            `json:"code"`
	Silent       bool              `json:"silent"`
	StoreHistory *bool             `json:"store_history"`
	Expressions  map[string]string `json:"user_expressions"`
	AllowStdin   bool              `json:"allow_stdin"`
	StopOnError  *bool             `json:"stop_on_error"`
}

// storeHistory defaults to true; silent cells have no history.
func (q executeRequest) storeHistory() bool {
	return !q.Silent && (q.StoreHistory == nil || *q.StoreHistory)
}

func (q executeRequest) stopOnError() bool {
	return !q.Silent && (q.StopOnError == nil || *q.StopOnError)
}

type executeReply struct {
	Status string `json:"status"`
	Count  int    `json:"execution_count"`
	*Error
	Payload     []Payload      `json:"payload"`
	Expressions map[string]any `json:"user_expressions"`
}

type executeInput struct {
	Code  string `json:"code"`
	Count int    `json:"execution_count"`
}

// An execution is a running cell.
type execution struct {
	// asking ends when questions to the user have no sense any more: with the cell,
	// or when it is interrupted.
	asking context.Context
	stop   context.CancelCauseFunc
}

var errEnded = errors.New("kernel: no input: the cell has ended")

// execute runs a cell.
func execute(ctx context.Context, r *request, q executeRequest) (any, error) {
	k := r.kernel
	if q.storeHistory() {
		r.lane.count++
	}
	count := r.lane.count
	out := &output{request: r, ctx: ctx, count: count, silent: q.Silent, allowStdin: q.AllowStdin}
	out.execution = k.begin(ctx) // before anybody hears of the cell: what is seen can be interrupted
	if !q.Silent {
		k.iopub.soon(&outgoing{kind: "execute_input", parent: r.rawHeader, content: executeInput{q.Code, count}})
	}
	result := k.evaluate(ctx, r, q, out)
	k.end(out.execution)
	if result.CommsLost {
		r.closeComms()
	}

	if q.storeHistory() { // before the next request of the lane, but not while somebody waits for this one
		r.after = func() { r.lane.history.Add(Entry{Line: count, Input: q.Code, Output: out.result()}) }
	}
	reply := executeReply{
		Status: "ok", Count: count,
		Payload: append([]Payload{}, result.Payloads...), Expressions: map[string]any{},
	}
	if result.Error == nil {
		for name, e := range result.Expressions {
			reply.Expressions[name] = expressionReply(e)
		}
		return reply, nil
	}
	reply.Status, reply.Error = "error", result.Error.listed()
	if !q.Silent {
		r.publish("error", reply.Error)
	}
	if q.stopOnError() {
		// What the client sent before it could know of the error must be aborted, what
		// it sends afterwards must not. So the marker goes behind all that is on its way
		// now, before the reply goes out.
		r.lane.settle()
		r.lane.abort()
	}
	return reply, nil
}

// evaluate hands the cell to the evaluator when it is its turn, unless it was
// interrupted before.
func (k *Kernel) evaluate(ctx context.Context, r *request, q executeRequest, out *output) (result ExecuteResult) {
	defer func() {
		if p := recover(); p != nil {
			k.log.Error("the evaluator panicked", "panic", p, "stack", string(debug.Stack()))
			result = ExecuteResult{Error: &Error{Name: "InternalError", Value: fmt.Sprint(p)}}
		}
	}()
	asking := out.execution.asking
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-asking.Done():
	}
	if err := context.Cause(asking); err != nil {
		return ExecuteResult{Error: &Error{Name: "KeyboardInterrupt", Value: err.Error()}}
	}
	var metadata struct {
		CellID string `json:"cellId"`
	}
	json.Unmarshal(r.metadata, &metadata) // clients put there what they like
	return k.evaluator.Execute(ctx, ExecuteRequest{
		Code:         q.Code,
		Count:        out.count,
		Silent:       q.Silent,
		StoreHistory: q.storeHistory(),
		AllowStdin:   q.AllowStdin,
		CellID:       metadata.CellID,
		Expressions:  q.Expressions,
	}, out)
}

// aborted answers a cell that was waiting when one before it failed.
func aborted(_ context.Context, r *request) (any, error) {
	return executeReply{
		Status: "aborted", Count: r.lane.count,
		Payload: []Payload{}, Expressions: map[string]any{},
	}, nil
}

// listed makes the traceback a list, which clients insist on.
func (e *Error) listed() *Error {
	c := *e
	if len(c.Traceback) == 0 {
		c.Traceback = []string{e.Error()}
	}
	return &c
}

// expressionReply is a rendering or an error, told apart by status.
func expressionReply(e Expression) any {
	if e.Error != nil {
		return errorReply{Status: "error", Error: e.Error.listed()}
	}
	return struct {
		Status   string         `json:"status"`
		Data     map[string]any `json:"data"`
		Metadata map[string]any `json:"metadata"`
	}{"ok", object(e.Bundle.Data), object(e.Bundle.Metadata)}
}

// object is m, or an empty map instead of nil: clients want {} and not null.
func object(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// begin and end frame a cell for those who interrupt it.
func (k *Kernel) begin(ctx context.Context) *execution {
	e := &execution{}
	e.asking, e.stop = context.WithCancelCause(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.running[e] = true
	return e
}

func (k *Kernel) end(e *execution) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.running, e)
	e.stop(errEnded)
}

// interruptAll stops the running cell, if there is one.
func (k *Kernel) interruptAll() {
	k.mu.Lock()
	for e := range k.running {
		e.stop(ErrInterrupted)
	}
	k.mu.Unlock()
	k.evaluator.Interrupt()
}
