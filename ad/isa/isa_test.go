package isa

import "testing"

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		asked     string
		has, want Level
	}{
		{"", AVX512, AVX512}, {"", Go, Go}, {"avx2", AVX512, AVX2}, {"go", AVX512, Go}, {"avx512", AVX2, AVX2}, {"avx2", Go, Go},
	} {
		if got := choose(c.asked, c.has); got != c.want {
			t.Errorf("asked for %q on a machine with %v: %v, want %v", c.asked, c.has, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("avx1024 is taken for a level")
		}
	}()
	choose("avx1024", AVX512)
}

func TestWays(t *testing.T) {
	if Ways < 1 || Ways > 64 {
		t.Errorf("a first-level cache of %d ways", Ways)
	}
}
