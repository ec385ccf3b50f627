package ad

import (
	"fmt"
	"strconv"
	"strings"
)

// num writes a number with the precision of tables.
func num(x float64) string {
	if x == 0 {
		return "0" // also for −0
	}
	return strconv.FormatFloat(x, 'g', 5, 64)
}

// edge is how many entries of a long axis are printed at either end.
const edge = 3

// String writes t as a reader expects: numbers in brackets, columns aligned,
// the middle of a long axis left out and the shape said then.
func (t *Tensor) String() string {
	if !t.made() {
		return unmadeText(t)
	}
	t = t.concrete()
	if len(t.shape) == 0 {
		return num(t.wide()[0])
	}
	data := t.wide()
	cells := map[int]string{} // of those shown
	width := 0
	places := 1 // for a tensor of no numbers, those of brackets
	for _, n := range t.shape {
		places *= max(n, 1)
	}
	long := places > 100
	show := func(i int) { cells[i] = num(data[i]); width = max(width, len(cells[i])) }
	t.printed(long, 0, 0, show)
	var b strings.Builder
	t.write(&b, cells, width, long, 0, 0, 1)
	if long {
		b.WriteString(" shape " + shapeString(t.shape))
	}
	return b.String()
}

// unmadeText is a nil or zero Tensor as fmt and Go write it.
func unmadeText(t *Tensor) string {
	if t == nil {
		return "<nil>"
	}
	return "&ad.Tensor{}"
}

// printed calls f for every element that String will show.
func (t *Tensor) printed(long bool, axis, at int, f func(int)) {
	if axis == len(t.shape) {
		f(at)
		return
	}
	step := size(t.shape[axis+1:])
	for i := range t.shape[axis] {
		if !skipped(long, i, t.shape[axis]) {
			t.printed(long, axis+1, at+i*step, f)
		}
	}
}

func skipped(long bool, i, n int) bool { return long && n > 2*edge+1 && i >= edge && i < n-edge }

func (t *Tensor) write(b *strings.Builder, cells map[int]string, width int, long bool, axis, at, indent int) {
	b.WriteByte('[')
	step := size(t.shape[axis+1:])
	last := axis == len(t.shape)-1
	sep := " "
	if !last {
		sep = strings.Repeat("\n", len(t.shape)-1-axis) + strings.Repeat(" ", indent)
	}
	for i := range t.shape[axis] {
		if skipped(long, i, t.shape[axis]) {
			if i == edge {
				b.WriteString(sep + "…")
			}
			continue
		}
		if i > 0 {
			b.WriteString(sep)
		}
		if last {
			w := width
			if len(t.shape) == 1 {
				w = 0
			}
			fmt.Fprintf(b, "%*s", w, cells[at+i])
		} else {
			t.write(b, cells, width, long, axis+1, at+i*step, indent+1)
		}
	}
	b.WriteByte(']')
}

// GoString writes t as the Go expression that makes it.
func (t *Tensor) GoString() string {
	if !t.made() {
		return unmadeText(t)
	}
	t = t.concrete()
	text := fmt.Sprint(t.data)
	if t.kind == Float32 {
		text = fmt.Sprint(t.single)
	}
	list := strings.Trim(strings.ReplaceAll(text, " ", ", "), "[]")
	shape := strings.Trim(shapeString(t.shape), "()")
	switch len(t.shape) {
	case 0:
		text = "ad.Scalar(" + list + ")"
	case 1:
		text = "ad.Vec(" + list + ")"
	default:
		text = "ad.FromSlice([]float64{" + list + "}, " + shape + ")"
	}
	if t.kind == Float32 {
		text += ".Float32()"
	}
	return text
}
