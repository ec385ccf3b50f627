package ad

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"unicode"
)

const nilHint = "a *ad.Tensor variable holds nil until it is given a value"

// given returns t, and panics with an *Error if it is nil. An exported function that looks at a tensor before a primitive
// does asks for it so; one of several tensors calls needs.
func (t *Tensor) given() *Tensor {
	if t == nil {
		failNil(-1)
	}
	return t
}

// needs panics with an *Error that says which of an exported function's tensors is nil, if one is.
func needs(ts ...*Tensor) {
	for i, t := range ts {
		if t == nil {
			failNil(i)
		}
	}
}

// failNil panics with an Error of the function that this module's caller called, which the stack tells. operand is the
// place of the nil among what needs or apply was given; −1 if it is not known. It is told where that function called needs
// or apply itself, so that the place is one among its own operands.
func failNil(operand int) {
	var names []string // from the inside
	own := strings.TrimSuffix(packageOf(1), "ad")
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		pkg, name := splitFunction(f.Function)
		if !strings.HasPrefix(pkg, own+"ad") || strings.HasSuffix(pkg, "_test") {
			break
		}
		if !slices.Contains([]string{"given", "needs", "apply", "apply1", "apply2"}, name) {
			names = append(names, name)
		}
	}
	op, which := "Tensor", "an operand"
	for i, name := range names {
		if unicode.IsUpper([]rune(name)[0]) {
			if op = name; i == 0 && operand >= 0 {
				which = "the " + ordinal(operand) + " operand"
			} else {
				which = "an operand"
			}
		}
	}
	fail(op, nilHint, "%s is nil", which)
}

func packageOf(skip int) string {
	pc, _, _, _ := runtime.Caller(skip)
	pkg, _ := splitFunction(runtime.FuncForPC(pc).Name())
	return pkg
}

// splitFunction takes "host/m/ad.(*Tensor).MatMul.func1" apart into "host/m/ad" and "MatMul".
func splitFunction(full string) (pkg, name string) {
	slash := strings.LastIndex(full, "/") + 1
	pkg, rest, _ := strings.Cut(full[slash:], ".")
	if strings.HasPrefix(rest, "(") {
		_, rest, _ = strings.Cut(rest, ").")
	}
	name, _, _ = strings.Cut(rest, ".")
	name, _, _ = strings.Cut(name, "[")
	return full[:slash] + pkg, name
}

// ordinal counts operands: first, second, third, 4th.
func ordinal(i int) string {
	if i < 3 {
		return [...]string{"first", "second", "third"}[i]
	}
	return fmt.Sprintf("%dth", i+1)
}
