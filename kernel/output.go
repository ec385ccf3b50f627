package kernel

import (
	"context"
	"fmt"
	"maps"
	"sync"
)

// output is the Output of one cell. All it sends carries the cell's header as the
// parent, however late it comes.
type output struct {
	*request
	*execution
	ctx        context.Context
	count      int
	silent     bool
	allowStdin bool

	mu        sync.Mutex
	shownText *string // of the result, for the history
}

var _ Output = (*output)(nil)

type displayContent struct {
	Count     *int // in execute_result
	Data      map[string]any
	Metadata  map[string]any
	Transient transient
}

type transient struct{ DisplayID string }

// appendJSON writes the content without the copies json.Marshal makes of it: a
// picture or a table may be long.
func (c displayContent) appendJSON(b []byte) ([]byte, error) {
	b = append(b, '{')
	if c.Count != nil {
		b = fmt.Appendf(b, `"execution_count":%d,`, *c.Count)
	}
	var err error
	if b, err = appendObject(append(b, `"data":`...), c.Data); err != nil {
		return nil, err
	}
	if b, err = appendObject(append(b, `,"metadata":`...), c.Metadata); err != nil {
		return nil, err
	}
	b = append(b, `,"transient":{`...)
	if c.Transient.DisplayID != "" {
		b = appendString(append(b, `"display_id":`...), c.Transient.DisplayID)
	}
	return append(b, "}}"...), nil
}

func (o *output) Stream(name, text string) {
	if o.silent || text == "" {
		return
	}
	o.kernel.wire.Pace(o.ctx)
	o.kernel.iopub.stream(o.request, name, text)
}

func (o *output) Display(id string, b Bundle) {
	o.show("display_data", displayContent{Data: b.Data, Metadata: b.Metadata, Transient: transient{id}})
}

func (o *output) Update(id string, b Bundle) {
	if id == "" {
		o.kernel.log.Warn("not shown: an update of a display without a name")
		return
	}
	o.show("update_display_data", displayContent{Data: b.Data, Metadata: b.Metadata, Transient: transient{id}})
}

func (o *output) Result(b Bundle) {
	if text, ok := b.Data["text/plain"].(string); ok {
		o.mu.Lock()
		o.shownText = &text
		o.mu.Unlock()
	}
	o.show("execute_result", displayContent{Count: &o.count, Data: b.Data, Metadata: b.Metadata})
}

// result is the text of the cell's value, nil if it has none.
func (o *output) result() *string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.shownText
}

func (o *output) Clear(wait bool) {
	if o.silent {
		return
	}
	o.publish("clear_output", struct {
		Wait bool `json:"wait"`
	}{wait})
}

// show publishes renderings. One that is no JSON (a NaN, say) is left out, with a
// log line; the others are shown.
func (o *output) show(kind string, c displayContent) {
	if o.silent {
		return
	}
	o.kernel.wire.Pace(o.ctx)
	c.Data, c.Metadata = object(c.Data), object(c.Metadata)
	if err := o.tryPublish(kind, c); err != nil {
		o.kernel.log.Warn("not shown as it is", "err", err)
		c.Data, c.Metadata = encodable(c.Data), encodable(c.Metadata)
		o.publish(kind, c)
	}
	o.kernel.wire.AfterLong(o.ctx)
}

func encodable(m map[string]any) map[string]any {
	m = maps.Clone(m)
	maps.DeleteFunc(m, func(_ string, v any) bool {
		_, err := toJSON(v)
		return err != nil
	})
	return m
}
