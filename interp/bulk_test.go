package interp

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gojac/gojac/display"
)

// A bulk takes much output: the streams joined, and the bundles.
type bulk struct {
	streams map[string]*strings.Builder
	shown   []display.Bundle
}

func newBulk() *bulk {
	return &bulk{streams: map[string]*strings.Builder{"stdout": {}, "stderr": {}}}
}

func (b *bulk) Stream(name, text string)           { b.streams[name].WriteString(text) }
func (b *bulk) Display(_ string, d display.Bundle) { b.shown = append(b.shown, d) }
func (b *bulk) Update(_ string, d display.Bundle)  { b.shown = append(b.shown, d) }
func (b *bulk) Result(d display.Bundle)            { b.shown = append(b.shown, d) }
func (b *bulk) Clear(bool)                         {}
func (b *bulk) Input(string, bool) (string, error) { return "", nil }

func runBulk(t testing.TB, c *Client, n int, code string) *bulk {
	t.Helper()
	b := newBulk()
	if o := c.Run(context.Background(), Cell{N: n, Code: code}, b); o.Error != nil {
		t.Fatal(o.Error)
	}
	return b
}

// TestBulk sends much through the real worker: all of it arrives.
func TestBulk(t *testing.T) {
	c := testClient(t)
	const big = 50 << 20
	t.Run("prints", func(t *testing.T) {
		b := runBulk(t, c, 1, "for i := range 100000 {\n\tfmt.Println(i)\n}")
		var want strings.Builder
		for i := range 100000 {
			fmt.Fprintln(&want, i)
		}
		if got := b.streams["stdout"].String(); got != want.String() {
			t.Errorf("%d bytes, want %d", len(got), want.Len())
		}
	})
	t.Run("one print", func(t *testing.T) {
		b := runBulk(t, c, 2, fmt.Sprintf("fmt.Println(strings.Repeat(\"é\", %d))\nfmt.Fprintln(os.Stderr, 1)", big/2))
		if got := b.streams["stdout"].String(); got != strings.Repeat("é", big/2)+"\n" {
			t.Errorf("%d bytes, want %d", len(got), big+1)
		}
		if got := b.streams["stderr"].String(); got != "1\n" {
			t.Errorf("stderr: %q", got)
		}
	})
	t.Run("display", func(t *testing.T) {
		b := runBulk(t, c, 3, fmt.Sprintf("display.Show(display.HTML(strings.Repeat(\"<\", %d)))\n1", big))
		if len(b.shown) != 2 || b.shown[0].Data["text/html"] != strings.Repeat("<", big) {
			t.Errorf("%d bundles, not as they were sent", len(b.shown))
		}
	})
}

// TestDisplaysAtOnce displays and prints from many goroutines: nothing is lost
// and nobody waits for ever.
func TestDisplaysAtOnce(t *testing.T) {
	c := testClient(t)
	b := runBulk(t, c, 1, `var wg sync.WaitGroup
for g := range 8 {
	wg.Go(func() {
		for i := range 100 {
			display.Show(display.Text(fmt.Sprint(g, " ", i)))
			fmt.Println(g, i)
			fmt.Fprintln(os.Stderr, g, i)
		}
	})
}
wg.Wait()`)
	if len(b.shown) != 800 {
		t.Errorf("%d displays, want 800", len(b.shown))
	}
	for name, s := range b.streams {
		if n := strings.Count(s.String(), "\n"); n != 800 {
			t.Errorf("%s: %d lines, want 800", name, n)
		}
	}
	next := map[string]int{}
	for _, d := range b.shown {
		g, i, _ := strings.Cut(d.Data["text/plain"].(string), " ")
		if fmt.Sprint(next[g]) != i {
			t.Fatalf("goroutine %s: display %s, want %d", g, i, next[g])
		}
		next[g]++
	}
}

// TestNoJSON displays what is no JSON: the rest is shown, and the cell goes on.
func TestNoJSON(t *testing.T) {
	c := testClient(t)
	b := runBulk(t, c, 1, `display.Show(display.Raw("application/json", math.NaN()))
display.Show(display.Bundle{Data: map[string]any{"application/json": math.NaN()}})
display.Show(display.Raw("application/json", map[string]any{"a": []int{1, 2}, "b": "<"}))`)
	if len(b.shown) != 3 {
		t.Fatalf("%d displays, want 3", len(b.shown))
	}
	if d := b.shown[0].Data; len(d) != 1 || d["text/plain"] != "application/json" {
		t.Errorf("NaN beside text: %v", d)
	}
	if s := fmt.Sprint(b.shown[1].Data["text/plain"]); !strings.Contains(s, "NaN") {
		t.Errorf("NaN alone: %q", s)
	}
	if s := fmt.Sprintf("%s", b.shown[2].Data["application/json"]); s != `{"a":[1,2],"b":"<"}` {
		t.Errorf("JSON: %s", s)
	}
}

// TestLink sends messages with parts of all sizes through a link.
func TestLink(t *testing.T) {
	var pipe bytes.Buffer
	w, r := newLinkWriter(&pipe), newLinkReader(&pipe)
	type head struct{ Name string }
	for _, sizes := range [][]int{nil, {0}, {1, 0, longPart - 1, longPart, longPart + 1, 3 << 20, 7}} {
		var parts []part
		for i, n := range sizes {
			if s := strings.Repeat(string(rune('a'+i)), n); i%2 == 0 {
				parts = append(parts, part{text: s})
			} else {
				parts = append(parts, part{data: []byte(s)})
			}
		}
		if err := w.send(head{"h"}, parts...); err != nil {
			t.Fatal(err)
		}
		var h head
		got, err := r.receive(&h, func() int { return len(sizes) / 2 })
		if err != nil || h.Name != "h" || len(got) != len(parts) {
			t.Fatalf("%v: %v, %v, %d parts", sizes, err, h, len(got))
		}
		for i, p := range got {
			if (p.data != nil) != (i >= len(sizes)/2) || p.text+string(p.data) != parts[i].text+string(parts[i].data) {
				t.Errorf("%v: part %d is not as it was sent", sizes, i)
			}
		}
	}
	for _, bad := range []string{"", "abc", "\xff\xff\xff\xff\x00\x00\x00\x00", "\x02\x00\x00\x00\xff\xff\xff\xff{}", "\x02\x00\x00\x00\x00\x00\x00\x00[]",
		"\x02\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff{}"} {
		var h head
		if _, err := newLinkReader(strings.NewReader(bad)).receive(&h, func() int { return 0 }); err == nil {
			t.Errorf("%q was taken for a message", bad)
		}
	}
}
