package optim_test

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/optim"
)

// published is what PyTorch and optax give: see testbed/optimizers.py.
//
//go:embed testdata/published.txt
var published string

type pair struct{ A, B *ad.Tensor }

// TestPublished wants of each optimizer, over twenty steps, of each schedule
// and of clipping the numbers of PyTorch and optax, to 1e-12.
func TestPublished(t *testing.T) {
	optimizers := map[string]stepper{
		"SGD":                   &optim.SGD{LR: 0.1},
		"momentum":              &optim.SGD{LR: 0.1, Momentum: 0.9},
		"Nesterov":              &optim.SGD{LR: 0.1, Momentum: 0.8, Nesterov: true},
		"damped":                &optim.SGD{LR: 0.1, Momentum: 0.9, Dampening: 0.5},
		"SGD, weight decay":     &optim.SGD{LR: 0.1, Momentum: 0.8, Nesterov: true, WeightDecay: 0.1},
		"RMSProp, centered":     &optim.RMSProp{LR: 0.01, Centered: true},
		"RMSProp, all":          &optim.RMSProp{LR: 0.01, Decay: 0.9, Eps: 1e-6, Centered: true, Momentum: 0.7, WeightDecay: 0.1},
		"Adagrad":               &optim.Adagrad{LR: 0.1},
		"Adagrad, weight decay": &optim.Adagrad{LR: 0.1, Eps: 1e-4, WeightDecay: 0.1},
		"Adam, weight decay":    &optim.Adam{LR: 0.05, WeightDecay: 0.1},
		"RMSProp":               &optim.RMSProp{LR: 0.01, Decay: 0.9, Eps: 1e-8},
		"Adam":                  &optim.Adam{LR: 0.05},
		"Adam, other betas":     &optim.Adam{LR: 0.05, Beta1: 0.8, Beta2: 0.95, Eps: 1e-5},
		"AdamW":                 optim.AdamW(0.05, 0.1),
	}
	plateau := optim.Plateau{LR: 0.3, Factor: 0.5, Patience: 2, Threshold: 0.01, Least: 0.05}
	losses := []float64{3, 2, 1.99, 1.985, 1.984, 1.5, math.NaN(), 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1, 1, 1, 1, 1, 1}
	schedules := map[string]optim.Schedule{
		"Steps":       optim.Steps(0.3, 0.5, 3),
		"Exponential": optim.Exponential(0.3, 0.9),
		"Cosine":      optim.Cosine(0.3, 20),
		"MultiStep":   optim.MultiStep(0.3, 0.5, 8, 3, 7),
		"Linear":      optim.Linear(0.3, 0.03, 12),
		"OneCycle":    optim.OneCycle(0.3, 20),
		"Plateau":     func(step int) float64 { return plateau.Next(losses[step]) },
		"Warmup":      optim.Warmup(5, func(int) float64 { return 0.3 }),
	}
	clip := func(by func(g any)) []float64 {
		g := pair{ad.Vec(3, -1), ad.Vec(0.5, -2)}
		by(&g)
		return append(g.A.Data(), g.B.Data()...)
	}
	seen := 0
	for line := range strings.Lines(published) {
		name, numbers, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var got []float64
		switch opt, schedule := optimizers[name], schedules[name]; {
		case opt != nil:
			m, i := point{ad.Vec(1, -2, 0.5)}, ad.Vec(1, 2, 3)
			for k := range 20 {
				opt.Step(&m, point{m.X.Mul(i).Add(i.MulC(float64(k)).Cos())})
			}
			got = m.X.Data()
		case schedule != nil:
			for k := range 20 {
				got = append(got, schedule(k))
			}
		case name == "ClipNorm":
			got = clip(func(g any) { optim.ClipNorm(g, 1.5) })
		case name == "Clip":
			got = clip(func(g any) { optim.Clip(g, 1.5) })
		}
		seen++
		want := strings.Fields(numbers)
		if len(got) != len(want) {
			t.Errorf("%s: %v for %s", name, got, numbers)
			continue
		}
		for i, w := range want {
			if x, err := strconv.ParseFloat(w, 64); err != nil || math.Abs(got[i]-x) > 1e-12*max(1, math.Abs(x)) {
				t.Errorf("%s: number %d is %v, want %s", name, i, got[i], w)
			}
		}
	}
	if seen != len(optimizers)+len(schedules)+2 {
		t.Errorf("%d lines are compared", seen)
	}
	got := clip(func(g any) { optim.ClipGlobalNorm(g, 1.5) })
	for i, want := range clip(func(g any) { optim.ClipNorm(g, 1.5) }) {
		if math.Abs(got[i]-want) > 1e-15 {
			t.Errorf("ClipGlobalNorm: number %d is %v, want %v", i, got[i], want)
		}
	}
}
