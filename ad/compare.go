package ad

import (
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A Comparison puts the ways to get a derivative side by side.
type Comparison struct {
	Remarks
	Name    string // "∂f/∂(x1, x2)"
	Outputs []string
	Inputs  []string
	Ways    []Way
	Note    string // why ways are missing, a line each; what they would take
}

// A Way is one method, what it gave and what it took.
type Way struct {
	Counters
	Method string  // "manual", "numerical", "symbolic", "forward", "reverse"
	Value  *Tensor // Jacobian, outputs × inputs
	Error  float64 // largest relative difference from the reference
	Time   time.Duration
	Bytes  int64 // allocated while it ran
}

var compareVerb = defineVerb(Verb{
	Name: "Compare", Out: []Part{Value}, Type: reflect.TypeFor[*Comparison](),
	Doc: "Compare(f)(x) differentiates numerically, symbolically where f is one formula, forward and in reverse, and puts values, errors, sweeps, time and memory side by side. A way that would take more than seconds is estimated, not run.",
})

func init() {
	compareVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.comparison())} }
}

func (c *run) comparison() *Comparison {
	x, active := c.concreteIn(), c.activeLeaves()
	for i := range c.leaves {
		c.leaves[i].t = x[i]
	}
	p := c.watched(x)
	c.comparable(p.results())
	ref := c.byRows(p)
	cmp := &Comparison{Remarks: ref.Remarks, Name: ref.Name, Outputs: ref.RowLabels(), Inputs: ref.ColLabels()}
	if df := c.manual(); df.IsValid() {
		cmp.Ways = append(cmp.Ways, measured("manual", func() (*Tensor, Counters) {
			return c.byHand(df, ref.cols.n), Counters{Evaluations: 1}
		}))
	}
	var notes []string
	affordable := func(way string, n int, what string) bool {
		took := time.Duration(n) * median(func() { c.f.Value.Call(c.args) })
		if took > longestWay {
			notes = append(notes, fmt.Sprintf("%s: %s would take about %s", way, plural(n, what), took.Round(time.Second)))
		}
		return took <= longestWay
	}
	if affordable("numerical", 2*ref.cols.n, "evaluation") {
		cmp.Ways = append(cmp.Ways, measured("numerical", func() (*Tensor, Counters) {
			cols, n := differences(c.call, x, active, ref.rows.n)
			return fromColumns(cols, ref.rows.n), Counters{Evaluations: n}
		}))
	}
	if diffs, err := c.formulas(); err != nil {
		notes = append(notes, "symbolic: "+strings.TrimPrefix(err.Error(), "ad: Symbolic: "))
	} else {
		cmp.Ways = append(cmp.Ways, measured("symbolic", func() (*Tensor, Counters) { return c.symbolic(diffs), Counters{Evaluations: len(diffs)} }))
	}
	if affordable("forward", ref.cols.n, "sweep") {
		cmp.Ways = append(cmp.Ways, measured("forward", func() (*Tensor, Counters) {
			j := c.byColumns(c.pushed, c.outputNames)
			return j.dense, j.Counters
		}))
	}
	cmp.Note = strings.Join(notes, "\n")
	cmp.Ways = append(cmp.Ways,
		measured("reverse", func() (*Tensor, Counters) {
			j := c.byRows(c.record(x))
			return j.dense, j.Counters
		}))
	reference := cmp.Ways[len(cmp.Ways)-1].Value
	for _, w := range cmp.Ways {
		if w.Method == "symbolic" {
			reference = w.Value
		}
	}
	for i := range cmp.Ways {
		cmp.Ways[i].Error = largestError(cmp.Ways[i].Value, reference)
	}
	return cmp
}

// longestWay is how long a method may take, by the time of one call, for
// Compare to run it; each runs three times.
const longestWay = 2 * time.Second

// comparable refuses a Jacobian too large to be written out several times.
func (c *run) comparable(y []*Tensor) {
	rows, cols := 0, c.inputAxis().n
	for _, t := range y {
		rows += t.Size()
	}
	if entries := int64(rows) * int64(cols); rows > 1 && entries > 1<<24 {
		panic(&Error{Op: "Compare", Shapes: [][]int{{rows, cols}}, Detail: "the Jacobian has " + strconv.FormatInt(entries, 10) + " entries, too many to find them in several ways",
			Hint: "Cost tells what each way would take"})
	}
}

// manual returns the derivative that the option Manual gave.
func (c *run) manual() (df reflect.Value) {
	for _, o := range c.opts {
		if o.kind == optManual {
			df = reflect.ValueOf(o.fn)
		}
	}
	if df.IsValid() && (df.Kind() != reflect.Func || df.Type().NumIn() != len(c.args)) {
		fail("Manual", "give a function of "+c.f.title()+"'s parameters that returns what Grad would", "%s does not fit", df.Type())
	}
	return df
}

// byHand calls the derivative written by hand, which has to return n numbers.
func (c *run) byHand(df reflect.Value, n int) *Tensor {
	row := Zeros(1, n)
	k := 0
	for _, l := range c.resultLeaves(df.Call(c.args)) {
		for _, v := range l.t.raw() {
			if k < n {
				row.data[k] = v
			}
			k++
		}
	}
	if k != n {
		fail("Manual", "return one for each active parameter", "%d derivatives by hand, %d inputs", k, n)
	}
	return row
}

// measured runs a method three times and keeps the fastest.
func measured(method string, f func() (*Tensor, Counters)) Way {
	w := Way{Method: method}
	for i := range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		w.Value, w.Counters = f()
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		bytes := int64(after.TotalAlloc - before.TotalAlloc)
		if i == 0 || took < w.Time {
			w.Time = took
		}
		if i == 0 || bytes < w.Bytes {
			w.Bytes = bytes
		}
	}
	return w
}

func fromColumns(cols [][]float64, rows int) *Tensor {
	m := Zeros(rows, len(cols))
	for k, col := range cols {
		for i, v := range col {
			m.data[i*len(cols)+k] = v
		}
	}
	return m
}

// formulas returns the formula of each derivative, or why there is none.
func (c *run) formulas() ([]Expression, error) {
	if c.f.Program == nil {
		return nil, &Error{Op: "Symbolic", Detail: c.f.title() + " works on tensors; formulas are of plain Go functions on numbers"}
	}
	e, err := c.f.Program.Symbolic(c.paths())
	if err != nil {
		return nil, err
	}
	var diffs []Expression
	for i, on := range c.activeLeaves() {
		if on && len(c.leaves[i].t.shape) > 0 {
			return nil, &Error{Op: "Symbolic", Detail: c.leaves[i].path + " is not a single number"}
		}
		if on {
			diffs = append(diffs, e.Diff(c.leaves[i].path))
		}
	}
	return diffs, nil
}

func (c *run) symbolic(diffs []Expression) *Tensor {
	at := map[string]float64{}
	for _, l := range c.leaves {
		if len(l.t.shape) == 0 {
			at[l.path] = l.t.data[0]
		}
	}
	m := Zeros(1, len(diffs))
	for k, d := range diffs {
		m.data[k] = d.Eval(at)
	}
	return m
}

func largestError(a, b *Tensor) float64 {
	var worst float64
	x, y := a.raw(), b.raw()
	for i := range x {
		worst = max(worst, relative(x[i], y[i]))
	}
	return worst
}

// String writes one line for each method.
func (c *Comparison) String() string {
	few := len(c.Outputs) == 1 && len(c.Inputs) <= 4
	head := []string{""}
	if few {
		for _, in := range c.Inputs {
			head = append(head, "∂"+subscripted(c.Outputs[0])+"/∂"+subscripted(in))
		}
	}
	rows := table{append(head, "error", "evaluations", "forward sweeps", "reverse sweeps", "time", "allocated", "tape")}
	for _, w := range c.Ways {
		row := []string{w.Method}
		if few {
			for _, v := range w.Value.raw() {
				row = append(row, fmt.Sprintf("%.10g", v))
			}
		}
		rows = append(rows, append(row, fmt.Sprintf("%.1e", w.Error), itoa(w.Evaluations), itoa(w.ForwardSweeps), itoa(w.ReverseSweeps),
			w.Time.Round(100*time.Nanosecond).String(), bytesText(w.Bytes), bytesText(w.TapeBytes)))
	}
	text := rows.String()
	if c.Note != "" {
		text += "\n" + c.Note
	}
	return text + c.Remarks.text()
}
