package ad

import "math"

// CheckpointChain returns the function that applies step n times, to x and
// what it gives, with the same parameters w and the number of the step, from 0
// on: an unrolled recurrence, or the steps of an integrator. Of the chain only
// the x between pieces of about √n steps are kept; a reverse sweep runs each
// piece again when it gets there, so that it holds about 2√n steps at once
// instead of n, and every step runs twice (Griewank and Walther, Evaluating
// Derivatives, 2008, §12.3). Derivatives by x and w pass through it; what else
// step uses has to be constant. It panics with an *Error if n is negative.
func CheckpointChain(step func(x, w *Tensor, k int) *Tensor, n int) func(x, w *Tensor) *Tensor {
	if n < 0 {
		fail("CheckpointChain", "", "a chain has no %d steps", n)
	}
	if step == nil {
		fail("CheckpointChain", "give a function of x, w and the number of the step", "there is no step")
	}
	length := max(1, int(math.Round(math.Sqrt(float64(n)))))
	return func(x, w *Tensor) *Tensor {
		needs(x, w)
		for from := 0; from < n; from += length {
			piece := func(x, w *Tensor) *Tensor {
				for k := from; k < min(from+length, n); k++ {
					x = step(x, w, k)
				}
				return x
			}
			x = Checkpoint(piece).(func(x, w *Tensor) *Tensor)(x, w)
		}
		return x
	}
}
