package ad_test

import (
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// TestNilTensors wants an error that names the function that was called, compiled or not, and what to do.
func TestNilTensors(t *testing.T) {
	var none *ad.Tensor
	x := ad.Ones(2, 2)
	for want, f := range map[string]func(){
		"ad: MatMul: an operand is nil":      func() { x.MatMul(none) },
		"ad: Shape: an operand is nil":       func() { none.Shape() },
		"ad: Softmax: an operand is nil":     func() { none.Softmax() },
		"ad: Stack: an operand is nil":       func() { ad.Stack(x, none) },
		"ad: LayerNorm: an operand is nil":   func() { nn.LayerNorm(none, x, x) },
		"ad: Mul: the second operand is nil": func() { x.Mul(none) },
		"ad: Sum: an operand is nil":         func() { ad.Grad(func(x *ad.Tensor) *ad.Tensor { return none.Sum() }).(func(*ad.Tensor) *ad.Tensor)(x) },
	} {
		func() {
			defer func() {
				err, _ := recover().(*ad.Error)
				if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "a *ad.Tensor variable holds nil until it is given a value") {
					t.Errorf("%v, want %s", err, want)
				}
			}()
			f()
		}()
	}
}
