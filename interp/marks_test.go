package interp

import (
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// chunks is a reader that gives text in pieces of random size.
type chunks struct {
	text string
	rng  *rand.Rand
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 1+c.rng.IntN(9))], c.text)
	c.text = c.text[n:]
	return n, nil
}

// TestCopyStreamMeetsAtMarks sends marked text down both streams in pieces of
// any size and wants it back in the order of the marks, with nothing of the
// marks in it.
func TestCopyStreamMeetsAtMarks(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var raw [2]strings.Builder
		var want []string
		for mark := 1; mark <= 20; mark++ {
			stream := rng.IntN(2)
			part := strings.Repeat(string(rune('a'+mark)), rng.IntN(6)) + "\x00goja\x00"
			raw[stream].WriteString(part)
			want = append(want, part)
			for i := range raw {
				raw[i].WriteString(markHead + "n0nce:" + itoa(mark) + []string{"", "e"}[rng.IntN(2)] + "\x00")
			}
		}
		b := newBarrier()
		b.end(control)
		var mu sync.Mutex
		var got strings.Builder
		var wg sync.WaitGroup
		for i := range raw {
			wg.Go(func() {
				r := &chunks{raw[i].String(), rand.New(rand.NewPCG(seed, uint64(i)))}
				copyStream(r, "n0nce", i, b, func(s string) {
					mu.Lock()
					got.WriteString(s)
					mu.Unlock()
				})
			})
		}
		wg.Wait()
		if got.String() != strings.Join(want, "") {
			t.Fatalf("seed %d:\ngot  %q\nwant %q", seed, got.String(), strings.Join(want, ""))
		}
	}
}

func itoa(n int) string {
	return strings.TrimLeft(string([]byte{'0' + byte(n/10), '0' + byte(n%10)}), "0")
}

// TestMarksOfAnotherNonceAreText keeps what only looks like a mark.
func TestMarksOfAnotherNonceAreText(t *testing.T) {
	text := "a" + markHead + "other:1\x00b" + markHead + "n0nce:" + strings.Repeat("9", 100) + "\x00"
	b := newBarrier()
	b.end(1)
	var got strings.Builder
	copyStream(&chunks{text, rand.New(rand.NewPCG(1, 1))}, "n0nce", 0, b, func(s string) { got.WriteString(s) })
	if got.String() != text {
		t.Errorf("got %q, want %q", got.String(), text)
	}
}
