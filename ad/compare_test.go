package ad_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gojac/gojac/ad"
)

// TestCompareLarge wants ways that would take hours estimated, not run.
func TestCompareLarge(t *testing.T) {
	runs := 0
	slow := func(x *ad.Tensor) *ad.Tensor {
		runs++
		time.Sleep(time.Millisecond)
		return x.Square().Sum()
	}
	c := ad.Compare(slow).(func(*ad.Tensor) *ad.Comparison)(ad.Ones(100_000))
	if len(c.Ways) != 1 || c.Ways[0].Method != "reverse" || runs > 100 {
		t.Errorf("%d ways were run, the function %d times", len(c.Ways), runs)
	}
	for _, want := range []string{"numerical: 200000 evaluations would take about ", "forward: 100000 sweeps would take about "} {
		if !strings.Contains(c.String(), want) {
			t.Errorf("%s: it does not say %q", c, want)
		}
	}
	err, _ := caught(func() { ad.Compare((*ad.Tensor).Exp).(func(*ad.Tensor) *ad.Comparison)(ad.Ones(10_000)) }).(*ad.Error)
	if err == nil || !strings.Contains(err.Error(), "(10000, 10000)") {
		t.Errorf("a comparison of 10⁸ entries: %v", err)
	}
}
