package kernel

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const goodConnection = `{"transport":"tcp","ip":"127.0.0.1","shell_port":1,"control_port":"2","stdin_port":3,"iopub_port":4,"hb_port":5,"key":"k","signature_scheme":"hmac-sha256","kernel_name":"x"}`

func TestParseConnection(t *testing.T) {
	c, err := parseConnection([]byte(goodConnection))
	want := Connection{"tcp", "127.0.0.1", 1, 2, 3, 4, 5, "k", "hmac-sha256"}
	if err != nil || c != want {
		t.Errorf("got %+v, %v; want %+v", c, err, want)
	}
	for _, test := range []struct{ old, new, err string }{
		{goodConnection, ``, "not a connection file"},
		{goodConnection, `hello`, `not a connection file: invalid character 'h' looking for beginning of value in "hello"`},
		{goodConnection, `[]`, "not a connection file"},
		{`"tcp"`, `"udp"`, `transport "udp", want "tcp" or "ipc"`},
		{`hmac-sha256`, `hmac-blake2b`, `signature_scheme "hmac-blake2b", want one of [hmac-md5 hmac-sha1 hmac-sha224`},
		{`"shell_port":1`, `"shell_port":70000`, `port 70000, want a number from 0 to 65535`},
		{`"shell_port":1`, `"shell_port":-1`, `port -1, want a number`},
		{`"shell_port":1`, `"shell_port":"x"`, `port "x", want a number`},
		{`"shell_port":1`, `"shell_port":null`, `shell_port is missing`},
		{`"hb_port":5,`, ``, `hb_port is missing`},
		{`"hb_port":5`, `"hb_port":3`, `port 3 is given twice`},
		{`"127.0.0.1"`, `""`, `ip is missing`},
		{`"127.0.0.1"`, `7`, `not a connection file`},
	} {
		_, err := parseConnection([]byte(strings.Replace(goodConnection, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s → %s: got %v, want %s", test.old, test.new, err, test.err)
		}
	}
}

func TestReadConnection(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, nil))
	file := filepath.Join(t.TempDir(), "connection.json")
	if _, err := ReadConnection(file, log); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("missing file: %v", err)
	}
	for _, test := range []struct {
		mode os.FileMode
		text string
		log  string
	}{
		{0o600, goodConnection, ""},
		{0o644, goodConnection, "can be read by others"},
		{0o600, strings.Replace(goodConnection, `"key":"k"`, `"key":""`, 1), "not signed"},
	} {
		if runtime.GOOS == "windows" && test.mode != 0o600 {
			continue
		}
		b.Reset()
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, test.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadConnection(file, log); err != nil {
			t.Error(err)
		}
		if (b.Len() > 0) != (test.log != "") || !strings.Contains(b.String(), test.log) {
			t.Errorf("mode %v: log %q, want %q", test.mode, b.String(), test.log)
		}
	}
}

func TestListenErrors(t *testing.T) {
	c := tcpConnection()
	l, err := c.listen()
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := c
	if _, err := taken.listen(); err == nil || !strings.Contains(err.Error(), "kernel: shell: listen tcp 127.0.0.1:"+fmt.Sprint(c.Shell)) {
		t.Errorf("port taken: %v", err)
	}
	long := Connection{Transport: "ipc", IP: filepath.Join(t.TempDir(), strings.Repeat("x", 200)), Shell: 1}
	if _, err := long.listen(); err == nil || !strings.Contains(err.Error(), "sockets take at most") {
		t.Errorf("long path: %v", err)
	}
}

// TestSign checks a signature made elsewhere (Python's hmac module).
func TestSign(t *testing.T) {
	parts := [][]byte{[]byte(`{"a":1}`), []byte("{}"), []byte("{}"), []byte(`{"code":"é"}`)}
	signatures := map[string]string{
		"hmac-md5":      "3605c5663ae553b96ef07c75bf4d40c1",
		"hmac-sha1":     "a3a1b71acb0cb273ea2f2c5ef227f940921ba9d7",
		"hmac-sha224":   "304495e94b77f083811917e911d98dd3ee4d824008dd1a9e7f7ece56",
		"hmac-sha256":   "984a9418a59cbfd689241ac99f767c1760037f4adb1e160a2a6489ed3ca6b3aa",
		"hmac-sha384":   "c49b71b9cfd64a11aa57aa51f2a50792070d922589d513c5c4ff0256b1b32adbe7510a41425c618c2970070f01bbd805",
		"hmac-sha512":   "0b4cb669cdf8123bc73f14e155222fe663ac453617d964ef963f0580334536ad30ef02d25fa29df4f4b21a0ba0ec47bc1934c9860bebb447749404fdc0bd30e9",
		"hmac-sha3_224": "e9d4b470fde5c41760179326e2091d4ccd75f1255cd76a4ce37168ee",
		"hmac-sha3_256": "f09b4be6539aa171109f5e1da9a8432408221b4af54af88a877c3e5cdfa36633",
		"hmac-sha3_384": "05d554c3459450821977dfa385a201d868436ed1d62b6df5deeb98d61fd8cbfa2d7e7b378a9d0d65a47f20bb07ea27b9",
		"hmac-sha3_512": "a5595bbf51cc80c84f9c6317239c4e4f1f103fa863203c725ae9011f685eb2c6fc718147e06d10d7f969bec90f419d6283f4f7e96a3be3f026eb0114904ceaef",
	}
	for scheme := range schemes {
		s := newSession("secret", scheme)
		got := s.sign(parts)
		if want := signatures[scheme]; string(got) != want {
			t.Errorf("%s: %s, want %s", scheme, got, want)
		}
		if err := s.verify(got, parts); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		if err := s.verify(got, parts); err != errReplay {
			t.Errorf("%s, a second time: %v", scheme, err)
		}
	}
	if s := newSession("", "hmac-sha256"); len(s.sign(parts)) != 0 || s.verify([]byte("anything"), parts) != nil {
		t.Error("without a key messages are signed or checked")
	}
}

// FuzzDecode takes frames apart, signed rightly and not.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("id"), []byte(`{"msg_id":"x","msg_type":"execute_request"}`), []byte("{}"), []byte(`{"code":"1"}`), true)
	f.Add([]byte("<IDS|MSG>"), []byte(`{"msg_id":7}`), []byte("[]"), []byte(`{"code":`), true)
	f.Add([]byte(""), []byte(`null`), []byte("{}"), []byte(`{}`), false)
	f.Fuzz(func(t *testing.T, id, head, parent, content []byte, signed bool) {
		s := newSession("key", "hmac-sha256")
		parts := [][]byte{head, parent, []byte("{}"), content}
		signature := s.sign(parts)
		if !signed {
			signature = content
		}
		m, err := s.decode(append([][]byte{id, delimiter, signature}, parts...))
		if err == nil && !signed {
			t.Fatal("a message without signature was taken")
		}
		if err != nil {
			return
		}
		if m.ID == "" || m.Type == "" {
			t.Errorf("taken without ID or type: %+v", m)
		}
		for _, handlers := range handlers {
			for kind, h := range handlers {
				if kind == "shutdown_request" || kind == "interrupt_request" {
					continue
				}
				m.Type = kind
				ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond) // a cell may loop
				h(ctx, &request{message: m, kernel: quietKernel(), channel: shell, lane: newLane(&memory{}), from: client("x")})
				cancel()
			}
		}
	})
}

var quiet = slog.New(slog.DiscardHandler)

// quietKernel is a kernel nobody listens to.
func quietKernel() *Kernel {
	k := newKernel(Connection{Key: "key", Scheme: "hmac-sha256"}, newFake(), fakeInfo, quiet)
	k.attach(newTape())
	return k
}
