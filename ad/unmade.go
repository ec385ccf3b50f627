package ad

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"unicode"
)

const (
	nilHint  = "a *ad.Tensor variable holds nil until it is given a value"
	zeroHint = "new(ad.Tensor) and ad.Tensor{} hold no numbers: ad.Zeros, ad.Vec or ad.FromSlice makes a tensor"
)

// made reports whether t is a tensor: neither nil nor the zero Tensor, which has no shape, not even a number's.
func (t *Tensor) made() bool {
	return t != nil && (t.data != nil || t.shape != nil || t.level != nil || t.kind != Float64)
}

// given returns t, and panics with an *Error if nothing made it. An exported function that looks at a tensor before a
// primitive does asks for it so; one of several tensors calls needs.
func (t *Tensor) given() *Tensor {
	if t == nil || t.data == nil { // the rest is left to a call, so that this is inlined
		t.check()
	}
	return t
}

func (t *Tensor) check() {
	if !t.made() {
		failUnmade(t, -1)
	}
}

// needs panics with an *Error that says which of an exported function's tensors nothing made, if there is one.
func needs(ts ...*Tensor) {
	for i, t := range ts {
		if !t.made() {
			failUnmade(t, i)
		}
	}
}

// failUnmade panics with an Error of the function that this module's caller called. operand is the place of t among what
// needs or apply was given; −1 if it is not known. It is told where that function called needs or apply itself, so that
// the place is one among its own operands.
func failUnmade(t *Tensor, operand int) {
	op, itself := caller("given", "check", "needs", "apply", "apply1", "apply2", "failUnmade")
	which := "an operand"
	if itself && operand >= 0 {
		which = "the " + ordinal(operand) + " operand"
	}
	if t == nil {
		fail(op, nilHint, "%s is nil", which)
	}
	fail(op, zeroHint, "%s is a Tensor that nothing made", which)
}

// caller returns the name of the exported function that this module's caller called, and whether it called this one
// itself, or by the functions named. The stack tells.
func caller(by ...string) (op string, itself bool) {
	own := strings.TrimSuffix(packageOf(1), "ad")
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	op = "Tensor"
	for i, more := 0, true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		pkg, name := splitFunction(f.Function)
		if !strings.HasPrefix(pkg, own+"ad") || strings.HasSuffix(pkg, "_test") {
			break
		}
		if slices.Contains(by, name) {
			continue
		}
		if unicode.IsUpper([]rune(name)[0]) {
			op, itself = name, i == 0
		}
		i++
	}
	return op, itself
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
