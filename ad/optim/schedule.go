package optim

import (
	"math"

	"github.com/gojac/gojac/ad"
)

// A Schedule gives the learning rate of each step, counted from 0:
// opt.LR = schedule(step).
type Schedule func(step int) float64

// Steps multiplies lr by factor after every so many steps. It panics if they
// are not positive.
func Steps(lr, factor float64, every int) Schedule {
	if every < 1 {
		panic(&ad.Error{Op: "Steps", Detail: "every 0 or fewer steps is never", Hint: "every is at least 1"})
	}
	return func(step int) float64 { return lr * math.Pow(factor, float64(step/every)) }
}

// Exponential multiplies lr by factor after each step.
func Exponential(lr, factor float64) Schedule { return Steps(lr, factor, 1) }

// Cosine falls from lr to 0 over so many steps as half a cosine (Loshchilov
// and Hutter 2017), and stays there.
func Cosine(lr float64, steps int) Schedule {
	return func(step int) float64 {
		return lr * (1 + math.Cos(math.Pi*math.Min(1, float64(step)/float64(steps)))) / 2
	}
}

// Warmup rises linearly to what next begins with, over so many steps, then
// follows next.
func Warmup(steps int, next Schedule) Schedule {
	if next == nil {
		panic(&ad.Error{Op: "Warmup", Detail: "there is no schedule to follow"})
	}
	return func(step int) float64 {
		if step < steps {
			return next(0) * float64(step+1) / float64(steps)
		}
		return next(step - steps)
	}
}
