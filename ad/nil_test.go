package ad_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

const nilHint = "a *ad.Tensor variable holds nil until it is given a value"

// refusesNil wants an *ad.Error that begins as given and says what to do.
func refusesNil(t *testing.T, want string, f func()) {
	t.Helper()
	if err, _ := caught(f).(*ad.Error); err == nil || !strings.HasPrefix(err.Error(), "ad: "+want) || !strings.HasSuffix(err.Error(), nilHint) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestNilTensors wants an error that names the function that was called, compiled or not, which of its operands is nil, and
// what to do.
func TestNilTensors(t *testing.T) {
	var none *ad.Tensor
	x := ad.Ones(2, 2)
	j := ad.Jacobian((*ad.Tensor).Exp).(jac)(x)
	for want, f := range map[string]func(){
		"Stack: the second operand is nil":      func() { ad.Stack(x, none) },
		"StackAxis: the first operand is nil":   func() { ad.StackAxis(0, none, x) },
		"ConcatAxis: the second operand is nil": func() { ad.ConcatAxis(0, x, none) },
		"Where: the third operand is nil":       func() { ad.Where(x, x, none) },
		"Einsum: the second operand is nil":     func() { ad.Einsum("ij,jk->ik", x, none) },
		"LayerNorm: an operand is nil":          func() { nn.LayerNorm(none, x, x) },
		"Sum: an operand is nil":                func() { ad.Grad(func(x *ad.Tensor) *ad.Tensor { return none.Sum() }).(fn)(x) },
		"MulVec: an operand is nil":             func() { j.MulVec(none) },
		"MulVecT: an operand is nil":            func() { j.MulVecT(none) },
		"Var: an operand is nil":                func() { ad.NewTape().Var(none) },
		"Backward: an operand is nil":           func() { none.Backward() },
		"Of: an operand is nil":                 func() { ad.Var(ad.Scalar(1)).Square().Backward().Of(none) },
	} {
		refusesNil(t, want, f)
	}
}

// TestNilOperands calls each method of Tensor with nil for each of its tensors.
func TestNilOperands(t *testing.T) {
	tensor := reflect.TypeFor[*ad.Tensor]()
	for i := range tensor.NumMethod() {
		m := tensor.Method(i)
		var at []int
		for k := range m.Type.NumIn() {
			if m.Type.In(k) == tensor {
				at = append(at, k)
			}
		}
		for place, none := range at {
			args := make([]reflect.Value, m.Type.NumIn())
			for k := range args {
				switch args[k] = reflect.Zero(m.Type.In(k)); {
				case k == none:
				case m.Type.In(k) == tensor:
					args[k] = reflect.ValueOf(ad.Eye(3))
				case m.Type.In(k).Kind() == reflect.Int:
					args[k] = reflect.ValueOf(1)
				}
			}
			call := m.Func.Call
			if m.Type.IsVariadic() {
				call = m.Func.CallSlice
			}
			if m.Name == "GoString" || m.Name == "String" {
				continue // they show nil
			}
			want := m.Name + ": an operand is nil"
			if len(at) > 1 {
				want = m.Name + ": the " + []string{"first", "second", "third"}[place] + " operand is nil"
			}
			err, _ := caught(func() { call(args) }).(*ad.Error)
			if err == nil || !strings.HasPrefix(err.Error(), "ad: "+m.Name+": ") || len(at) > 1 && !strings.HasPrefix(err.Error(), "ad: "+want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
	}
}
