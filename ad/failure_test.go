package ad_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/gojac/gojac/ad"
)

func TestFunctionsThatFail(t *testing.T) {
	errLong := errors.New("too long")
	loss := func(w *ad.Tensor, more ...float64) (*ad.Tensor, error) {
		if w.Size() > 2 {
			return nil, errLong
		}
		return w.Square().Sum(), nil
	}
	grad := ad.Grad(loss, ad.Wrt("x1")).(func(w *ad.Tensor, more ...float64) (*ad.Tensor, error))
	if g, err := grad(ad.Vec(1, 2), 3, 4); err != nil || g.String() != "[2 4]" {
		t.Errorf("%v, %v", g, err)
	}
	if g, err := grad(ad.Vec(1, 2, 3)); !errors.Is(err, errLong) || g != nil {
		t.Errorf("%v, %v", g, err)
	}
	pull := ad.VJP(loss, ad.Wrt("x1")).(func(w *ad.Tensor, more ...float64) (*ad.Tensor, func(any) *ad.Tensor, error))
	if y, back, err := pull(ad.Vec(3, 4)); err != nil || y.Item() != 25 || back(2).String() != "[12 16]" {
		t.Errorf("%v, %v", y, err)
	}
	if j, err := ad.Jacobian(loss, ad.Wrt("x1")).(func(w *ad.Tensor, more ...float64) (*ad.JacobianMatrix, error))(ad.Vec(1, 2, 3)); !errors.Is(err, errLong) || j != nil {
		t.Errorf("%v, %v", j, err)
	}
	for name, verb := range map[string]func(f any, opts ...ad.Option) any{"JVP": ad.JVP, "Compile": ad.Compile, "VMap": ad.VMap, "Checkpoint": ad.Checkpoint} {
		func() {
			defer func() {
				var e *ad.Error
				if err, _ := recover().(error); !errors.As(err, &e) || e.Op != name {
					t.Errorf("%s: %v", name, err)
				}
			}()
			verb(loss, ad.Wrt("x1"))
		}()
	}
	panicking := func(w *ad.Tensor) (*ad.Tensor, error) { panic(fmt.Sprint("at ", w.Size())) }
	defer func() {
		if r := recover(); r != "at 2" {
			t.Errorf("a panic became %v", r)
		}
	}()
	_, err := ad.Grad(panicking).(func(w *ad.Tensor) (*ad.Tensor, error))(ad.Vec(1, 2))
	t.Errorf("a panic was lost, and the error is %v", err)
}
