package main

import (
	"context"
	"os"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp"
)

// cells is interp's client as gojac run wants it.
type cells struct {
	client *interp.Client
	n      int
}

var _ session = (*cells)(nil)

func (c *cells) Run(ctx context.Context, source string, out sink) error {
	c.n++
	stop := context.AfterFunc(ctx, c.client.Interrupt)
	defer stop()
	o := c.client.Run(context.Background(), interp.Cell{N: c.n, Code: source}, sinkOutput{out})
	if o.Page != nil {
		out.Result(o.Page.Data, o.Page.Metadata)
	}
	if o.Error == nil {
		return nil
	}
	return &cellError{Name: string(o.Error.Kind), Value: o.Error.Error(), Traceback: o.Error.Traceback(true)}
}

// RunProgram runs a program in this process: when it ends, so does gojac.
func (c *cells) RunProgram(_ context.Context, path string, source []byte) (exit int, err error) {
	return interp.RunProgram(path, source, os.Stderr), nil
}

func (c *cells) Close() error { return c.client.Close() }

// sinkOutput is a sink as interp wants it.
type sinkOutput struct{ sink }

func (o sinkOutput) Display(id string, b display.Bundle) { o.sink.Display(b.Data, b.Metadata, id) }
func (o sinkOutput) Update(id string, b display.Bundle)  { o.sink.Update(b.Data, b.Metadata, id) }
func (o sinkOutput) Result(b display.Bundle)             { o.sink.Result(b.Data, b.Metadata) }
