package ad_test

import (
	"errors"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/vec"
)

// TestPoll stops a Jacobian of many sweeps at its hundredth operation.
func TestPoll(t *testing.T) {
	stop, asked := errors.New("stop"), 0
	vec.SetPoll(func() {
		if asked++; asked >= 100 {
			panic(stop)
		}
	})
	defer vec.SetPoll(func() {})
	f := func(x *ad.Tensor) *ad.Tensor { return x.CumSum(0).Mul(x.Sum()).Sin() }
	if got := caught(func() { ad.Jacobian(f).(jac)(ad.Ones(1000)) }); got != stop || asked != 100 {
		t.Errorf("ended in %v after %d operations", got, asked)
	}
}
