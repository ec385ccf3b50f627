package kernel

import (
	"encoding/json"
	"testing"
)

// FuzzString compares with encoding/json.
func FuzzString(f *testing.F) {
	for _, s := range []string{"", "a", `"\`, "\x00\n\t\r\x1f\x7f", "é\u2028😀", "\xff", "a\xc3", "\xed\xa0\x80", "<&>", "\uFFFD"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want, got string
		json.Unmarshal(b, &want)
		ours := appendString(nil, s)
		if err := json.Unmarshal(ours, &got); err != nil || got != want {
			t.Errorf("%q: wrote %s, read back as %q (%v), want %q", s, ours, got, err, want)
		}
	})
}

func TestAppendObject(t *testing.T) {
	m := map[string]any{"b": "x\ny", "a": 1.5, "c": json.RawMessage(`[1]`), "d": nil, "e": map[string]any{"<": "&"}}
	b, err := appendObject(nil, m)
	if want := `{"a":1.5,"b":"x\ny","c":[1],"d":null,"e":{"<":"&"}}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v; want %s", b, err, want)
	}
}
