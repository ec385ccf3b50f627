package ad

import "math"

// differences computes the Jacobian of f at x numerically, by central
// differences (f(x+h) − f(x−h)) / 2h with h = ∛ε·max(1, |x|), which balances
// truncation against round-off (Press et al., Numerical Recipes, §5.7). One
// entry of the result for each number of the active inputs: a column of rows
// numbers, NaN where f is not defined at one of the two places.
func differences(f function, x []*Tensor, active []bool, rows int) (cols [][]float64, evaluations int) {
	for i, on := range active {
		for k := range x[i].Size() {
			if !on {
				break
			}
			cols = append(cols, slopes(f, x, i, k, rows))
			evaluations += 2
		}
	}
	return cols, evaluations
}

// step is the distance at which differences look.
func step(x float64) float64 { return math.Cbrt(0x1p-52) * max(1, math.Abs(x)) }

// slopes returns the central differences of the results, rows numbers, by
// component k of input i.
func slopes(f function, x []*Tensor, i, k, rows int) []float64 {
	at := x[i].wide()[k]
	h := step(at)
	hi, lo := at+h, at-h
	up, down := evaluate(f, x, i, k, hi), evaluate(f, x, i, k, lo)
	col := make([]float64, rows)
	for r := range col {
		if col[r] = math.NaN(); up != nil && down != nil {
			col[r] = (up[r] - down[r]) / (hi - lo)
		}
	}
	return col
}

// evaluate returns the results of f, flattened, with one component of one
// input changed; nil where f refuses that by an *Error, as a matrix that has
// become singular.
func evaluate(f function, x []*Tensor, i, k int, value float64) (out []float64) {
	defer func() {
		switch err := recover().(type) {
		case nil:
		case *Error:
			out = nil
		default:
			panic(err)
		}
	}()
	in := append([]*Tensor(nil), x...)
	in[i] = plain(x[i].shape, x[i].Data())
	in[i].data[k] = value
	out = []float64{}
	for _, t := range f(in) {
		out = append(out, t.raw()...)
	}
	return out
}

// relative is |a − b| / max(1, |a|, |b|): relative for large numbers, absolute
// for small ones. Two equal infinities or two NaN agree.
func relative(a, b float64) float64 {
	if a == b || a != a && b != b {
		return 0
	}
	e := math.Abs(a-b) / max(1, math.Abs(a), math.Abs(b))
	if e != e {
		return math.Inf(1)
	}
	return e
}
