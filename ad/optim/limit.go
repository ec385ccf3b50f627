package optim

import (
	"fmt"
	"math"
	"reflect"

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

// addressed panics unless v is the address of what holds tensors, so that they
// can be replaced there.
func addressed(op, what string, v any, address string) {
	if p := reflect.ValueOf(v); p.Kind() != reflect.Pointer || p.IsNil() || p.Type() == reflect.TypeFor[*ad.Tensor]() {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("%s is a %T, which can't be changed", what, v), Hint: "give its address: " + address})
	}
}
