package ad

import (
	"strings"
	"testing"
)

// TestPlan reads what is planned for a training step, which gives nothing
// away.
func TestPlan(t *testing.T) {
	x, y := netData(16, 5, 3)
	m := newNet(5, 7, 3)
	plan := Plan(netStep, Donate("x1")).(func(net, *Tensor, *Tensor) *Planned)
	d := plan(m, x, y)
	if d.Donated != 8*(5*7+7+7*3+3) || d.Fresh != 8 || len(d.Steps) >= d.Traced || len(d.Buffers) == 0 {
		t.Errorf("%v", d)
	}
	for _, want := range []string{"Add, ReLU", "Accumulate", "the memory of x1.W1", "float64  (16, 7)", "8 B allocated in a call"} {
		if !strings.Contains(d.String(), want) {
			t.Errorf("%v\nwant %q", d, want)
		}
	}
	if m.W1.Size() != 35 || m.W1.Data()[0] == 0 {
		t.Error("an argument was given away")
	}
	if free := Plan(netStep).(func(net, *Tensor, *Tensor) *Planned)(m, x, y); free.Donated != 0 || free.Fresh != d.Fresh+d.Donated {
		t.Errorf("without Donate: %v", free)
	}
}
