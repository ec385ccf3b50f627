package main

import (
	"bytes"
	"image/png"
	"os"
	"testing"
)

// TestLogosAreFresh compares pixels, not bytes: the compression may differ between versions of Go.
func TestLogosAreFresh(t *testing.T) {
	total := 0
	for name, want := range files() {
		got, err := os.ReadFile("../" + name)
		if err != nil {
			t.Error(err)
			continue
		}
		total += len(got)
		if !same(t, name, got, want) {
			t.Errorf("%s is not what the generator draws: run `go generate ./install`", name)
		}
	}
	if total > 50_000 {
		t.Errorf("the logos have %d bytes, want at most 50,000", total)
	}
}

func same(t *testing.T, name string, got, want []byte) bool {
	if name == "logo-svg.svg" {
		return bytes.Equal(got, want)
	}
	a, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	b, err := png.Decode(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
