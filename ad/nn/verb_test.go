package nn_test

import (
	"reflect"

	"github.com/gojac/gojac/ad"
)

var (
	reflectLoss = reflect.ValueOf(loss)
	vjpType     = reflect.TypeFor[func(m mlp, x, y *ad.Tensor) (*ad.Tensor, func(any) mlp)]()
)

func verb(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("no verb " + name)
}
