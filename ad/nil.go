package ad

import (
	"fmt"
	"runtime"
	"strings"
	"unicode"
)

const nilHint = "a *ad.Tensor variable holds nil until it is given a value"

// given returns t, and panics with an *Error if it is nil. An exported function that looks at a tensor before a primitive
// does asks for it so.
func (t *Tensor) given() *Tensor {
	if t == nil {
		failNil()
	}
	return t
}

// failNil panics with an Error of the function that this module's caller called, which the stack tells.
func failNil() {
	op, own := "Tensor", strings.TrimSuffix(packageOf(1), "ad")
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for {
		f, more := frames.Next()
		pkg, name := splitFunction(f.Function)
		if !strings.HasPrefix(pkg, own+"ad") || strings.HasSuffix(pkg, "_test") {
			break
		}
		if unicode.IsUpper([]rune(name)[0]) {
			op = name
		}
		if !more {
			break
		}
	}
	fail(op, nilHint, "an operand is nil")
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
