package optim

import (
	"fmt"
	"math"
	"slices"

	"github.com/gojac/gojac/ad"
)

// A Schedule gives the learning rate of each step, counted from 0:
// opt.LR = schedule(step). Where it ends at 0, it stays a little above, since
// an LR of 0 stands for the rate that an optimizer has by itself. A compiled
// step is given it as [State].Rate.
type Schedule func(step int) float64

// Steps multiplies lr by factor after every so many steps. It panics if they
// are not positive.
func Steps(lr, factor float64, every int) Schedule {
	lasts("Steps", every)
	return func(step int) float64 { return lr * math.Pow(factor, float64(max(0, step)/every)) }
}

// MultiStep multiplies lr by factor at each of the given steps.
func MultiStep(lr, factor float64, at ...int) Schedule {
	at = slices.Sorted(slices.Values(at))
	return func(step int) float64 {
		passed, _ := slices.BinarySearch(at, step+1)
		return lr * math.Pow(factor, float64(passed))
	}
}

// Exponential multiplies lr by factor after each step.
func Exponential(lr, factor float64) Schedule { return Steps(lr, factor, 1) }

// Cosine falls from lr to 0 over so many steps as half a cosine (Loshchilov
// and Hutter 2017), and stays there. It panics if they are not positive.
func Cosine(lr float64, steps int) Schedule {
	lasts("Cosine", steps)
	return func(step int) float64 { return cosine(lr, 0, float64(step)/float64(steps)) }
}

// Linear goes from one rate to another over so many steps, and stays there.
// It panics if they are not positive.
func Linear(from, to float64, steps int) Schedule {
	lasts("Linear", steps)
	return func(step int) float64 {
		t := float64(min(max(0, step), steps)) / float64(steps)
		return aboveZero(from + (to-from)*t)
	}
}

// OneCycle rises from most/25 to most over the first 0.3 of so many steps, and
// falls to most/250000 over the others, both as half a cosine (Smith and Topin
// 2018, as PyTorch has it). It panics if they are not positive.
func OneCycle(most float64, steps int) Schedule {
	lasts("OneCycle", steps)
	top, end := 0.3*float64(steps)-1, float64(steps-1)
	return func(step int) float64 {
		if k := float64(step); k > top {
			return cosine(most, most/25e4, (k-top)/(end-top))
		} else {
			return cosine(most/25, most, k/top)
		}
	}
}

// cosine goes from one rate to another as half a cosine while t goes from 0 to
// 1.
func cosine(from, to, t float64) float64 {
	return aboveZero(to + (from-to)*(1+math.Cos(math.Pi*min(max(0, t), 1)))/2)
}

func aboveZero(rate float64) float64 { return max(rate, math.SmallestNonzeroFloat64) }

// Warmup rises linearly to what next begins with, over so many steps, then
// follows next. It panics if they are negative.
func Warmup(steps int, next Schedule) Schedule {
	if next == nil {
		panic(&ad.Error{Op: "Warmup", Detail: "there is no schedule to follow"})
	}
	if steps < 0 {
		lasts("Warmup", steps)
	}
	return func(step int) float64 {
		if step = max(0, step); step < steps {
			return next(0) * float64(step+1) / float64(steps)
		}
		return next(step - steps)
	}
}

// lasts panics unless steps is positive.
func lasts(op string, steps int) {
	if steps < 1 {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("it would last %d steps", steps), Hint: "it lasts at least 1"})
	}
}

// A Plateau multiplies the rate by Factor when the loss has not improved for
// more than Patience epochs (PyTorch's ReduceLROnPlateau). The zero values
// stand for Factor 0.1, Patience 10 and Threshold 1e-4, the share by which a
// loss is better than the best; LR is the rate to begin with, and Least what
// it does not fall below:
//
//	plateau := optim.Plateau{LR: 0.1}
//	opt.LR = plateau.Next(loss)
type Plateau struct {
	LR, Factor, Threshold, Least float64
	Patience                     int

	best  float64
	bad   int
	begun bool
}

// Next returns the rate to go on with after an epoch with a loss. A loss of NaN
// is no better.
func (p *Plateau) Next(loss float64) float64 {
	within("Plateau", limit{"LR", p.LR, inf}, limit{"Factor", p.Factor, 1}, limit{"Threshold", p.Threshold, 1}, limit{"Least", p.Least, inf}, limit{"Patience", float64(p.Patience), inf})
	if p.LR == 0 {
		panic(&ad.Error{Op: "Plateau", Detail: "LR is 0", Hint: "optim.Plateau{LR: 0.1} has a rate to begin with"})
	}
	if !p.begun {
		p.best, p.begun = inf, true
	}
	patience := p.Patience
	if patience == 0 {
		patience = 10
	}
	if loss < p.best*(1-or(p.Threshold, 1e-4)) {
		p.best, p.bad = loss, 0
	} else {
		p.bad++
	}
	if p.bad > patience {
		p.LR, p.bad = max(p.LR*or(p.Factor, 0.1), p.Least), 0
	}
	return p.LR
}
