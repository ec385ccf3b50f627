// Package adtest helps to test what is built on package ad.
package adtest

import (
	"errors"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// Refused reports an error unless f panics with an [ad.Error], or an error that
// wraps one, whose text has want in it.
func Refused(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		err, _ := recover().(error)
		var e *ad.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}()
	f()
}
