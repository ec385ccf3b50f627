package ad_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// unmade are the tensors that nothing made, each with how the error ends.
var unmade = []struct {
	t         *ad.Tensor
	what, end string
}{
	{nil, " is nil", "a *ad.Tensor variable holds nil until it is given a value"},
	{new(ad.Tensor), " is a Tensor that nothing made", "ad.Zeros, ad.Vec or ad.FromSlice makes a tensor"},
}

// TestUnmade wants an error that names the function that was called, compiled or not, which of its operands is nil or
// zero, and what to do.
func TestUnmade(t *testing.T) {
	x := ad.Ones(2, 2)
	j := ad.Jacobian((*ad.Tensor).Exp).(jac)(x)
	for _, u := range unmade {
		none := u.t
		for want, f := range map[string]func(){
			"Stack: the second operand":      func() { ad.Stack(x, none) },
			"StackAxis: the first operand":   func() { ad.StackAxis(0, none, x) },
			"ConcatAxis: the second operand": func() { ad.ConcatAxis(0, x, none) },
			"Where: the third operand":       func() { ad.Where(x, x, none) },
			"Einsum: the second operand":     func() { ad.Einsum("ij,jk->ik", x, none) },
			"LayerNorm: an operand":          func() { nn.LayerNorm(none, x, x) },
			"Sum: an operand":                func() { ad.Grad(func(x *ad.Tensor) *ad.Tensor { return none.Sum() }).(fn)(x) },
			"MulVec: an operand":             func() { j.MulVec(none) },
			"MulVecT: an operand":            func() { j.MulVecT(none) },
			"Var: an operand":                func() { ad.NewTape().Var(none) },
			"Backward: an operand":           func() { none.Backward() },
			"Of: an operand":                 func() { ad.Var(ad.Scalar(1)).Square().Backward().Of(none) },
		} {
			err, _ := caught(f).(*ad.Error)
			if err == nil || !strings.HasPrefix(err.Error(), "ad: "+want+u.what) || !strings.HasSuffix(err.Error(), u.end) {
				t.Errorf("%v, want %s%s", err, want, u.what)
			}
		}
	}
}

// TestUnmadeOperands calls each method of Tensor with nil and the zero Tensor for each of its tensors.
func TestUnmadeOperands(t *testing.T) {
	tensor := reflect.TypeFor[*ad.Tensor]()
	for i := range tensor.NumMethod() {
		m := tensor.Method(i)
		if m.Name == "GoString" || m.Name == "String" {
			continue // they show it
		}
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
				case m.Type.In(k) == tensor:
					args[k] = reflect.ValueOf(ad.Eye(3))
				case m.Type.In(k).Kind() == reflect.Int:
					args[k] = reflect.ValueOf(2)
				case m.Type.In(k).Kind() == reflect.Float64:
					args[k] = reflect.ValueOf(2.)
				}
			}
			call := m.Func.Call
			if m.Type.IsVariadic() {
				call = m.Func.CallSlice
			}
			which := ""
			if len(at) > 1 {
				which = "the " + []string{"first", "second", "third"}[place] + " operand"
			}
			for _, u := range unmade {
				args[none] = reflect.ValueOf(u.t)
				if err, _ := caught(func() { call(args) }).(*ad.Error); err == nil || err.Op != m.Name || !strings.Contains(err.Detail, which) || !strings.HasSuffix(err.Detail, u.what) {
					t.Errorf("%v, want %s: %s%s", err, m.Name, which, u.what)
				}
			}
		}
	}
}

// TestUnmadeArguments gives the verbs of one function the zero Tensor, by itself and in a model.
func TestUnmadeArguments(t *testing.T) {
	type model struct{ W, B *ad.Tensor }
	zero := new(ad.Tensor)
	for want, f := range map[string]func(){
		"Grad: x":     func() { ad.Grad((*ad.Tensor).Sum).(fn)(zero) },
		"Jacobian: x": func() { ad.Jacobian((*ad.Tensor).Exp).(jac)(zero) },
		"Tensors: B":  func() { ad.Tensors(model{ad.Ones(2), zero}) },
		"VMap: x":     func() { ad.VMap((*ad.Tensor).Exp).(fn)(zero) },
		"Compile: y":  func() { ad.Compile(func(x *ad.Tensor) *ad.Tensor { return zero }).(fn)(ad.Ones(2)) },
	} {
		if err, _ := caught(f).(*ad.Error); err == nil || err.Op+": "+err.Detail != want+unmade[1].what || err.Hint == "" {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, u := range unmade {
		if u.t.String() == "" || fmt.Sprintf("%v %#v", u.t, u.t) != u.t.String()+" "+u.t.GoString() {
			t.Errorf("printed as %v, %#v", u.t, u.t)
		}
	}
}
