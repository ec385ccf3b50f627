package main

import (
	"context"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp"
	"github.com/gojac/gojac/interp/complete"
	"github.com/gojac/gojac/kernel"
)

// An evaluator is interp's client as the kernel wants it.
type evaluator struct{ client *interp.Client }

var _ kernel.Evaluator = (*evaluator)(nil)

func (e *evaluator) Execute(ctx context.Context, req kernel.ExecuteRequest, out kernel.Output) kernel.ExecuteResult {
	o := e.client.Run(ctx, interp.Cell{
		N:           req.Count,
		Code:        req.Code,
		Silent:      req.Silent,
		Expressions: req.Expressions,
	}, kernelOutput{out})
	res := kernel.ExecuteResult{Error: kernelError(o.Error)}
	if o.Page != nil {
		res.Payloads = append(res.Payloads, kernel.Page(kernel.Bundle(*o.Page)))
	}
	if o.Next != nil {
		res.Payloads = append(res.Payloads, kernel.SetNextInput(o.Next.Code, o.Next.Replace))
	}
	res.CommsLost = o.Error != nil && o.Error.Kind == interp.WorkerLost
	for name, x := range o.Expressions {
		if res.Expressions == nil {
			res.Expressions = map[string]kernel.Expression{}
		}
		res.Expressions[name] = kernel.Expression{Bundle: kernel.Bundle(x.Bundle), Error: kernelError(x.Error)}
	}
	return res
}

func (e *evaluator) Complete(ctx context.Context, code string, cursor int) kernel.Completion {
	c := e.client.Complete(ctx, code, complete.Bytes(code, cursor))
	out := kernel.Completion{
		Start: complete.Points(code, c.Start),
		End:   complete.Points(code, c.End),
	}
	for _, m := range c.Matches {
		out.Matches = append(out.Matches, kernel.Match(m))
	}
	return out
}

func (e *evaluator) Inspect(ctx context.Context, code string, cursor, detail int) (kernel.Bundle, bool) {
	b, ok := e.client.Inspect(ctx, code, complete.Bytes(code, cursor), detail)
	return kernel.Bundle(b), ok
}

func (e *evaluator) IsComplete(_ context.Context, code string) (status, indent string) {
	return complete.IsComplete(code)
}

func (e *evaluator) Comm(ctx context.Context, m kernel.CommMessage) bool {
	return e.client.Comm(ctx, display.CommEvent{
		Kind: display.CommKind(m.Kind), ID: m.ID, Target: m.Target, Data: m.Data, Buffers: m.Buffers,
	})
}

func (e *evaluator) Interrupt() { e.client.Interrupt() }

func (e *evaluator) Close() error { return e.client.Close() }

// kernelError writes an error as a client shows it.
func kernelError(e *interp.Error) *kernel.Error {
	if e == nil {
		return nil
	}
	return &kernel.Error{Name: string(e.Kind), Value: e.Error(), Traceback: e.Traceback(true)}
}

var _ interp.CommOutput = kernelOutput{}

// kernelOutput is the kernel's output as interp wants it.
type kernelOutput struct{ kernel.Output }

func (o kernelOutput) Display(id string, b display.Bundle) { o.Output.Display(id, kernel.Bundle(b)) }
func (o kernelOutput) Update(id string, b display.Bundle)  { o.Output.Update(id, kernel.Bundle(b)) }
func (o kernelOutput) Comm(e display.CommEvent) {
	o.Output.Comm(kernel.CommMessage{Kind: kernel.CommKind(e.Kind), ID: e.ID, Target: e.Target, Data: e.Data, Buffers: e.Buffers})
}

func (o kernelOutput) Result(b display.Bundle) { o.Output.Result(kernel.Bundle(b)) }
