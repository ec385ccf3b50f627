package ad

import (
	"fmt"
	"slices"
	"strings"
)

// maxShown is how many rows or columns of a matrix are written out.
const maxShown = 12

// String writes the matrix with its labels, or, if it is kept as a product,
// its factors; and what it cost.
func (j *JacobianMatrix) String() string {
	c, d := j.Shape()
	head := fmt.Sprintf("%s: %d × %d, %s", j.Name, c, d, j.Kind)
	if j.dense == nil {
		var parts []string
		for _, f := range j.factors {
			parts = append(parts, f.text(asText))
		}
		head += " = " + strings.Join(parts, " · ")
	}
	if c <= maxShown && d <= maxShown {
		head += "\n" + j.grid()
	}
	return head + "\n" + j.cost() + j.Remarks.text()
}

func (j *JacobianMatrix) grid() string {
	rows := table{append([]string{""}, subscriptedAll(j.ColLabels())...)}
	m := j.Dense().raw()
	for i, label := range j.RowLabels() {
		row := []string{subscripted(label)}
		for k := range j.cols.n {
			row = append(row, num(m[i*j.cols.n+k]))
		}
		rows = append(rows, row)
	}
	return rows.String()
}

func subscriptedAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = subscripted(n)
	}
	return out
}

// cost says how the matrix was found and what it takes.
func (j *JacobianMatrix) cost() string {
	how := "from its structure, without a sweep"
	switch {
	case j.Colors > 0:
		how = j.colored()
	case j.ForwardSweeps > 0 && j.ReverseSweeps > 0:
		how = plural(j.ForwardSweeps, "forward-over-reverse sweep")
	case j.Mode == "forward":
		how = plural(j.ForwardSweeps, "forward sweep") + ", one a column, no tape"
	case j.Mode == "reverse":
		how = plural(j.ReverseSweeps, "reverse sweep") + ", one a row, tape of " + bytesText(j.TapeBytes)
	}
	how += "; " + bytesText(j.Stored()) + " stored"
	if j.Stored() != j.DenseBytes() {
		how += ", " + bytesText(j.DenseBytes()) + " if written out"
	}
	return how
}

// colored says what sweeps a matrix took whose rows or columns shared them.
func (j *JacobianMatrix) colored() string {
	switch {
	case j.ForwardSweeps > 0 && j.ReverseSweeps > 0:
		return plural(j.ForwardSweeps, "forward-over-reverse sweep") + ", one a color of the inputs"
	case j.Mode == "forward":
		return plural(j.ForwardSweeps, "forward sweep") + ", one a color of the columns"
	}
	return plural(j.ReverseSweeps, "reverse sweep") + ", one a color of the rows, tape of " + bytesText(j.TapeBytes)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

func bytesText(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d B", n)
	case n < 10_000_000:
		return fmt.Sprintf("%.4g kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.4g MB", float64(n)/1e6)
}

// TeX writes the matrix, or the product it is kept as.
func (j *JacobianMatrix) TeX() string {
	name := j.texName()
	if j.dense == nil {
		var parts []string
		for _, f := range j.factors {
			parts = append(parts, f.text(asTeX))
		}
		return name + " = " + strings.Join(parts, ` \, `)
	}
	return name + " = " + matrixTeX(j.dense)
}

func (j *JacobianMatrix) texName() string {
	join := func(a axis) string {
		names := make([]string, len(a.names))
		for i, n := range a.names {
			names[i] = texName(n)
		}
		return tuple(names)
	}
	if strings.HasPrefix(j.Name, "∂²") {
		y, _, _ := strings.Cut(strings.TrimPrefix(j.Name, "∂²"), "/")
		return `\frac{\partial^2 ` + texName(y) + `}{\partial ` + join(j.cols) + `^2}`
	}
	return `\frac{\partial ` + join(j.rows) + `}{\partial ` + join(j.cols) + `}`
}

// TeX writes t as a number, a column or a matrix; long ones are shortened.
func (t *Tensor) TeX() string {
	switch t = t.concrete(); len(t.shape) {
	case 0:
		return numIn(t.wide()[0], asTeX)
	case 1:
		return matrixTeX(plain([]int{t.Size(), 1}, t.wide()))
	case 2:
		return matrixTeX(t)
	}
	return `\text{tensor of shape ` + shapeString(t.shape) + "}"
}

func matrixTeX(t *Tensor) string {
	t = t.concrete()
	m, n, d := t.shape[0], t.shape[1], t.wide()
	var b strings.Builder
	b.WriteString(`\begin{bmatrix} `)
	for i := range m {
		if skipped(m > maxShown, i, m) {
			if i == edge {
				b.WriteString(`\vdots \\ `)
			}
			continue
		}
		row := shown(n, `\cdots`, func(k int) string { return numIn(d[i*n+k], asTeX) })
		b.WriteString(strings.Join(row, " & "))
		if i < m-1 {
			b.WriteString(` \\ `)
		}
	}
	b.WriteString(` \end{bmatrix}`)
	return b.String()
}

func (f diagonal) text(st style) string {
	return namedList("diag", st, shown(len(f.d), st.dots(), func(i int) string { return numIn(f.d[i], st) }))
}

// shown writes n entries; of many, those at either end, and dots for the
// others.
func shown(n int, dots string, entry func(i int) string) []string {
	var parts []string
	for i := range n {
		switch {
		case !skipped(n > maxShown, i, n):
			parts = append(parts, entry(i))
		case i == edge:
			parts = append(parts, dots)
		}
	}
	return parts
}

// dots stand for what a list leaves out.
func (st style) dots() string {
	if st == asTeX {
		return `\ldots`
	}
	return "…"
}

func namedList(name string, st style, parts []string) string {
	if st == asTeX {
		name = `\operatorname{` + name + "}"
	}
	return name + "(" + list(parts) + ")"
}

func (f full) text(st style) string { return matrixText(f.m, st) }

func (f kronecker) text(st style) string {
	id, m, times := "I"+subscripted("x" + itoa(f.n))[1:], matrixText(f.m, st), " ⊗ "
	if st == asTeX {
		id, times = "I_{"+itoa(f.n)+"}", ` \otimes `
	}
	if f.first {
		return "(" + id + times + m + ")"
	}
	return "(" + m + times + id + ")"
}

func (f swap) text(st style) string {
	if st == asTeX {
		return `K_{` + itoa(f.r) + "," + itoa(f.c) + "}"
	}
	return fmt.Sprintf("K(%d,%d)", f.r, f.c)
}

// matrixText writes a small matrix on one line and the shape of a large one.
func matrixText(m *Tensor, st style) string {
	switch {
	case m.Size() > maxShown*maxShown && st == asTeX:
		return `[` + itoa(m.shape[0]) + `\times ` + itoa(m.shape[1]) + `]`
	case st == asTeX:
		return matrixTeX(m)
	case m.Size() > maxShown:
		return "[" + itoa(m.shape[0]) + "×" + itoa(m.shape[1]) + "]"
	}
	return strings.Join(slices.DeleteFunc(strings.Split(strings.ReplaceAll(m.String(), "\n", " "), " "), func(s string) bool { return s == "" }), " ")
}
