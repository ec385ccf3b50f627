package isa

import (
	"bufio"
	"os"
	"regexp"
	"testing"
)

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

// TestAVX2Registers: a kernel for AVX2, whose name says y where one for
// AVX-512 says z, uses no register that only AVX-512 has.
func TestAVX2Registers(t *testing.T) {
	head := regexp.MustCompile(`^TEXT ·\w+(?:64|32)([yz])\d*\(SB\)`)
	only512 := regexp.MustCompile(`\b(Z\d+|K[0-7]|[XY](1[6-9]|2\d|3[01]))\b`)
	for _, name := range []string{"../vec/kernels_amd64.s", "../gemm/kernels_amd64.s"} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		kernels, of := map[string]int{}, ""
		for lines := bufio.NewScanner(f); lines.Scan(); {
			line := lines.Text()
			if m := head.FindStringSubmatch(line); m != nil {
				of = m[1]
				kernels[of]++
			}
			if of == "y" && only512.MatchString(line) {
				t.Errorf("%s: in a kernel for AVX2: %s", name, line)
			}
		}
		if kernels["y"] < 10 || kernels["y"] > kernels["z"]+1 {
			t.Errorf("%s: %d kernels for AVX2 seen, %d for AVX-512", name, kernels["y"], kernels["z"])
		}
	}
}
