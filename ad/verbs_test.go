package ad_test

import (
	"reflect"

	"github.com/gojac/gojac/ad"
)

func valueOf(f any) reflect.Value { return reflect.ValueOf(f) }
func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func verbNamed(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("no verb " + name)
}
