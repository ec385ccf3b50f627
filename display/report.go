package display

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gojac/gojac/ad"
)

// mostDerivatives is the number of derivatives a comparison lists side by side.
const mostDerivatives = 4

// comparisonBundle shows the ways to a derivative side by side. Digits that differ from
// those of automatic differentiation in reverse are struck.
func comparisonBundle(c *ad.Comparison) Bundle {
	few := len(c.Outputs)*len(c.Inputs) <= mostDerivatives
	t := table{caption: "<b>" + escape(prettyName(c.Name)) + "</b>, " + plural(len(c.Ways), "way"), head: []cell{{text: "way", left: true}}}
	if few {
		for _, out := range c.Outputs {
			for _, in := range c.Inputs {
				t.head = append(t.head, cell{text: fmt.Sprintf("∂%s/∂%s", escape(pretty(out)), escape(pretty(in)))})
			}
		}
	}
	for _, h := range []string{"error", "work", "time", "allocated", "tape"} {
		t.head = append(t.head, cell{text: h})
	}
	reference := c.Ways[len(c.Ways)-1].Value.Data()
	for _, w := range c.Ways {
		row := []cell{{text: "<b>" + escape(w.Method) + "</b>", left: true}}
		if few {
			for k, v := range w.Value.Data() {
				row = append(row, cell{text: differing(v, reference[k]), tip: full(v), tint: tintValue})
			}
		}
		row = append(row, cell{text: num(w.Error), tint: errorTint(w.Error)}, cell{text: work(w.Counters), left: true},
			cell{text: timeText(w.Time)}, cell{text: bytesText(w.Bytes)}, cell{text: bytesText(w.TapeBytes)})
		t.rows = append(t.rows, row)
	}
	f := figure{below: scrolled(t.html()), latex: t.latex(), plain: c.String()}
	if c.Note != "" {
		f.below += note(c.Note)
	}
	f.below += remarksNote(c.Remarks)
	return f.bundle()
}

// differing writes fourteen digits and strikes those from the first that is not the
// reference's.
func differing(v, reference float64) string {
	a, b := strconv.FormatFloat(v, 'g', 14, 64), strconv.FormatFloat(reference, 'g', 14, 64)
	if a == b {
		return minus(a)
	}
	k := 0
	for k < len(a) && k < len(b) && a[k] == b[k] {
		k++
	}
	return minus(a[:k]) + `<span style="text-decoration:line-through">` + minus(a[k:]) + "</span>"
}

func minus(s string) string {
	if strings.HasPrefix(s, "-") {
		return "−" + s[1:]
	}
	return s
}

// errorTint warns of what central differences could not explain.
func errorTint(e float64) string {
	switch {
	case math.IsNaN(e) || e > 1e-4:
		return tintAlarm
	case e < 1e-12:
		return tintGood
	}
	return ""
}

// work says how often the function was run, and how.
func work(c ad.Counters) string {
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{c.Evaluations, "evaluation"}, {c.ForwardSweeps, "forward sweep"}, {c.ReverseSweeps, "reverse sweep"}} {
		if p.n > 0 {
			parts = append(parts, plural(p.n, p.noun))
		}
	}
	return strings.Join(parts, ", ")
}

func count(n int) cell {
	if n == 0 {
		return cell{text: "–"}
	}
	return cell{text: grouped(n)}
}

func timeText(d time.Duration) string {
	switch {
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d.Nanoseconds())
	case d < time.Millisecond:
		return num3(float64(d)/1e3) + " µs"
	case d < time.Second:
		return num3(float64(d)/1e6) + " ms"
	}
	return num3(d.Seconds()) + " s"
}

func bytesText(n int64) string {
	switch {
	case n == 0:
		return "–"
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1e6:
		return num3(float64(n)/1e3) + " kB"
	case n < 1e9:
		return num3(float64(n)/1e6) + " MB"
	}
	return num3(float64(n)/1e9) + " GB"
}

func num3(x float64) string {
	if x >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// verdictBundle says whether a gradient is right, and where it is furthest off.
func verdictBundle(v *ad.Verdict) Bundle {
	mark, word, tint := "✓", "the derivatives agree", tintGood
	switch {
	case !v.OK:
		mark, word, tint = "✗", "the derivatives are wrong: "+string(v.Cause), tintAlarm
	case v.Cause != ad.Agree:
		word = "the derivatives are right; differences suffer from " + map[ad.Cause]string{
			ad.AtKink: "a kink", ad.RoundOff: "round-off", ad.Truncation: "truncation"}[v.Cause]
	}
	t := table{
		caption: fmt.Sprintf(`<span style="padding:2px 8px;border-radius:4px;background-color:%s"><b>%s</b> %s</span>`, tint, mark, word),
		head:    []cell{{text: "check", left: true}, {text: "relative error"}, {text: "allowed"}, {text: "where"}, {text: "reverse"}, {text: "differences"}},
	}
	t.rows = append(t.rows,
		[]cell{{text: "reverse against differences", left: true}, {text: num(v.MaxError), tint: okTint(v.MaxError <= v.Tolerance)}, {text: num(v.Tolerance)},
			{text: escape(prettyName(v.Worst))}, {text: num(v.Reverse), tip: full(v.Reverse)}, {text: num(v.Numerical), tip: full(v.Numerical)}},
		[]cell{{text: "reverse against forward: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩", left: true}, {text: num(v.Adjoint), tint: okTint(v.Adjoint <= 1e-9)}, {text: num(1e-9)},
			{}, {}, {}})
	f := figure{below: scrolled(t.html()), latex: t.latex(), plain: v.String()}
	for _, found := range v.Findings[:min(len(v.Findings), mostFindings)] {
		f.below += note(found.String())
	}
	f.below += remarksNote(v.Remarks)
	return f.bundle()
}

// mostFindings is the number of findings and kinks that are written out.
const mostFindings = 6

// remarksNote lists the kinks a derivative met and the inputs none reaches.
func remarksNote(r ad.Remarks) string {
	text := ""
	for _, k := range r.Kinks[:min(len(r.Kinks), mostFindings)] {
		text += note(k.String())
	}
	if more := len(r.Kinks) - mostFindings; more > 0 {
		text += note("and " + plural(more, "more kink"))
	}
	if len(r.Independent) > 0 {
		text += note("no derivative reaches " + prettyName(strings.Join(r.Independent, ", ")))
	}
	return text
}

func okTint(ok bool) string {
	if ok {
		return tintGood
	}
	return tintAlarm
}

// costsBundle shows what the whole Jacobian takes by each mode.
func costsBundle(c *ad.Costs) Bundle {
	t := table{
		caption: fmt.Sprintf("<b>%s</b>: d = %s, c = %s, %s", escape(pretty(c.Name)), plural(c.Inputs, "input"), plural(c.Outputs, "output"), plural(c.Operations, "operation")),
		head: []cell{{text: "mode", left: true}, {text: "forward sweeps"}, {text: "reverse sweeps"}, {text: "evaluations"},
			{text: "values kept"}, {text: "tape"}, {text: "nodes on it"}},
	}
	for _, m := range c.Modes {
		name := "<b>" + escape(m.Mode) + "</b>"
		if m.Mode == c.Chosen {
			name += " ← fewer sweeps"
		}
		t.rows = append(t.rows, []cell{{text: name, left: true}, count(m.ForwardSweeps), count(m.ReverseSweeps), count(m.Evaluations),
			{text: bytesText(m.Kept)}, {text: bytesText(m.TapeBytes)}, count(m.TapeNodes)})
	}
	return figure{below: scrolled(t.html()), latex: t.latex(), plain: c.String()}.bundle()
}
