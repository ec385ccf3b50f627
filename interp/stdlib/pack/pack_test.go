package pack

import (
	"bytes"
	"testing"
)

func archive(t *testing.T, members map[string][]byte) []byte {
	t.Helper()
	data, err := Write(members)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRoundTrip(t *testing.T) {
	members := map[string][]byte{"b": []byte("second"), "a/x": bytes.Repeat([]byte("first "), 1000), "empty": {}}
	a, err := Open(archive(t, members))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(a.Names()); got != len(members) || a.Names()[0] != "a/x" {
		t.Errorf("names: %v", a.Names())
	}
	for name, want := range members {
		got, err := a.Read(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d; error %v", name, len(got), len(want), err)
		}
	}
	if _, err := a.Read("c"); err == nil || a.Has("c") {
		t.Error("a member that is not there was read")
	}
}

func TestDamage(t *testing.T) {
	data := archive(t, map[string][]byte{"a": []byte("some text"), "b": []byte("more of it")})
	for n := range data {
		if _, err := Open(data[:n]); err == nil {
			t.Fatalf("an archive cut to %d of %d bytes was opened", n, len(data))
		}
	}
	if _, err := Open(append(bytes.Clone(data), 0)); err == nil {
		t.Error("an archive with a byte too many was opened")
	}
}
