package optim

import (
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

var inf = math.Inf(1)

// A limit is a number that an optimizer was told, and what it must be below.
type limit struct {
	name         string
	value, below float64
}

// within panics unless the numbers are from 0 to their limits.
func within(op string, limits ...limit) {
	for _, l := range limits {
		if !(l.value >= 0 && l.value < l.below) {
			hint := "it is at least 0, and finite"
			if l.below < inf {
				hint = fmt.Sprintf("it is at least 0 and less than %g", l.below)
			}
			panic(&ad.Error{Op: op, Detail: fmt.Sprintf("%s is %g", l.name, l.value), Hint: hint})
		}
	}
}
