package ad

import "slices"

// An Option says how a verb should treat a function.
type Option struct {
	kind  optionKind
	names []string
	fn    any
	along []any
	note  *Remarks
	axis  int
}

type optionKind int

const (
	optWrt optionKind = iota + 1
	optData
	optParams
	optForward
	optReverse
	optManual
	optTrap
	optInAxis
	optOutAxis
	optAlong
	optDonate
	optSparse
	optNote
)

// Wrt names the parameters to differentiate by; the others are constants.
// Left out, every parameter that carries numbers is active.
func Wrt(names ...string) Option { return Option{kind: optWrt, names: names} }

// Data says which parameters the graph shows as data.
func Data(names ...string) Option { return Option{kind: optData, names: names} }

// Params says which parameters the graph shows as parameters to be learnt.
// Left out, floats and tensors are data, structs of tensors parameters.
func Params(names ...string) Option { return Option{kind: optParams, names: names} }

// Forward asks for forward mode where the mode would be chosen.
func Forward() Option { return Option{kind: optForward} }

// Reverse asks for reverse mode where the mode would be chosen.
func Reverse() Option { return Option{kind: optReverse} }

// Manual gives Compare a derivative written by hand: a function of f's
// parameters that returns what Grad(f) would.
func Manual(df any) Option { return Option{kind: optManual, fn: df} }

// given returns the names of all options of a kind, and whether there is one.
func given(opts []Option, kind optionKind) (names []string, ok bool) {
	for _, o := range opts {
		if o.kind == kind {
			names, ok = append(names, o.names...), true
		}
	}
	return names, ok
}

// activeParams returns which of the parameters are active: those named by
// Wrt, else those that carry numbers.
func activeParams(verb string, params []string, carries []bool, opts []Option) []bool {
	names, ok := given(opts, optWrt)
	if !ok {
		return carries
	}
	if len(names) == 0 {
		fail(verb, "its parameters are "+list(params), "Wrt names no parameter to differentiate by")
	}
	active := make([]bool, len(params))
	for _, name := range names {
		i := slices.Index(params, name)
		if i < 0 {
			fail(verb, "its parameters are "+list(params), "Wrt(%q): there is no such parameter", name)
		}
		if !carries[i] {
			fail(verb, "", "Wrt(%q): the parameter carries no numbers to differentiate by", name)
		}
		active[i] = true
	}
	return active
}
