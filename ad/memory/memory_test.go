package memory

import (
	"errors"
	"runtime"
	"testing"
)

// TestRefused asks a machine of one GiB, part of which is in use and part of that garbage.
func TestRefused(t *testing.T) {
	const total = 1 << 30
	here := bound(total)
	for bytes, want := range map[uint64]bool{1 << 10: false, 1 << 29: false, 1 << 30: true, 1 << 50: true, 1<<64 - 1: true} {
		var e *Error
		if err := here.refused(bytes); (err != nil) != want || want && (!errors.As(err, &e) || e.Asked != bytes || e.Total != total) {
			t.Errorf("%d bytes: %v", bytes, err)
		}
	}
	held := make([]byte, 1<<29)
	if here.refused(600<<20) == nil {
		t.Error("600 MiB were to be had beside 512")
	}
	runtime.KeepAlive(held)
	if err := here.refused(600 << 20); err != nil {
		t.Error("with nothing in use but garbage:", err)
	}
	if err := bound(0).refused(1 << 50); err != nil {
		t.Error("where the machine's memory is not known:", err)
	}
}

// TestSetLimit wants that what asks is told, and that little is not asked for.
func TestSetLimit(t *testing.T) {
	defer limit.Store(limit.Load())
	full := errors.New("full")
	SetLimit(func(uint64) error { return full })
	if err := Refused(1 << 30); err != full {
		t.Error(err)
	}
	if err := Refused(1000); err != nil {
		t.Error(err)
	}
}
