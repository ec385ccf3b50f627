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
		{`hmac-sha256`, `hmac-md5`, `signature_scheme "hmac-md5", want one of [hmac-sha256 hmac-sha384 hmac-sha512]`},
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
	for scheme, want := range map[string]string{
		"hmac-sha256": "984a9418a59cbfd689241ac99f767c1760037f4adb1e160a2a6489ed3ca6b3aa",
		"hmac-sha512": "0b4cb669cdf8123bc73f14e155222fe663ac453617d964ef963f0580334536ad30ef02d25fa29df4f4b21a0ba0ec47bc1934c9860bebb447749404fdc0bd30e9",
	} {
		if got := string(newSession("secret", scheme).sign(parts)); got != want {
			t.Errorf("%s: %s, want %s", scheme, got, want)
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
