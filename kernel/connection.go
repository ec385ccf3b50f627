package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A Connection is what a connection file says: where to listen and how to sign.
type Connection struct {
	Transport string // "tcp" or "ipc"
	IP        string // for ipc: the path the sockets' names begin with
	Shell     int
	Control   int
	Stdin     int
	IOPub     int
	Heartbeat int
	Key       string // "": messages are not signed
	Scheme    string
}

// port is a port number, which some write as a string.
type port int

func (p *port) UnmarshalJSON(b []byte) error {
	n, err := strconv.Atoi(strings.Trim(string(b), `"`))
	if err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("port %s, want a number from 0 to 65535", b)
	}
	*p = port(n)
	return nil
}

// ReadConnection reads a connection file. It warns where others can read the key.
func ReadConnection(file string, log *slog.Logger) (Connection, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Connection{}, fmt.Errorf("kernel: connection file %q does not exist; Jupyter writes it and names it when it starts a kernel", file)
	} else if err != nil {
		return Connection{}, fmt.Errorf("kernel: connection file: %w", err)
	}
	c, err := parseConnection(data)
	if err != nil {
		return Connection{}, fmt.Errorf("kernel: connection file %q: %w", file, err)
	}
	if st, err := os.Stat(file); err == nil && st.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		log.Warn("the connection file can be read by others, who can then run code here",
			"file", file, "mode", st.Mode().Perm().String())
	}
	if c.Key == "" {
		log.Warn("the connection file has no key: messages are not signed, anyone who can connect can run code here", "file", file)
	}
	return c, nil
}

func parseConnection(data []byte) (Connection, error) {
	var f struct {
		Transport string `json:"transport"`
		IP        string `json:"ip"`
		Shell     *port  `json:"shell_port"`
		Control   *port  `json:"control_port"`
		Stdin     *port  `json:"stdin_port"`
		IOPub     *port  `json:"iopub_port"`
		Heartbeat *port  `json:"hb_port"`
		Key       string `json:"key"`
		Scheme    string `json:"signature_scheme"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return Connection{}, fmt.Errorf("not a connection file: %w in %q", err, bytes.TrimSpace(data[:min(len(data), 40)]))
	}
	c := Connection{Transport: f.Transport, IP: f.IP, Key: f.Key, Scheme: f.Scheme}
	if c.Transport == "" {
		c.Transport = "tcp"
	}
	if c.Scheme == "" {
		c.Scheme = "hmac-sha256"
	}
	if schemes[c.Scheme] == nil {
		return c, fmt.Errorf("signature_scheme %q, want one of %v", c.Scheme, schemeNames())
	}
	for _, p := range []struct {
		name string
		from *port
		to   *int
	}{
		{"shell_port", f.Shell, &c.Shell},
		{"control_port", f.Control, &c.Control},
		{"stdin_port", f.Stdin, &c.Stdin},
		{"iopub_port", f.IOPub, &c.IOPub},
		{"hb_port", f.Heartbeat, &c.Heartbeat},
	} {
		if p.from == nil {
			return c, fmt.Errorf("%s is missing", p.name)
		}
		*p.to = int(*p.from)
	}
	return c, c.check()
}

func (c Connection) check() error {
	switch {
	case !slices.Contains([]string{"tcp", "ipc"}, c.Transport):
		return fmt.Errorf("transport %q, want \"tcp\" or \"ipc\"", c.Transport)
	case c.IP == "" && c.Transport == "tcp":
		return errors.New("ip is missing")
	case c.IP == "":
		return errors.New("ip is missing; for ipc it is the path the sockets' names begin with")
	}
	seen := map[int]bool{}
	for _, p := range []int{c.Shell, c.Control, c.Stdin, c.IOPub, c.Heartbeat} {
		if p != 0 && seen[p] {
			return fmt.Errorf("port %d is given twice", p)
		}
		seen[p] = true
	}
	return nil
}

// listeners are the five sockets, listening.
type listeners struct {
	channels  [channels]net.Listener
	iopub     net.Listener
	heartbeat net.Listener
}

// listen opens the five sockets, all or none. Ports that are 0 are chosen and put
// into c.
func (c *Connection) listen() (listeners, error) {
	var l listeners
	for _, s := range []struct {
		name string
		port *int
		to   *net.Listener
	}{
		{"shell", &c.Shell, &l.channels[shell]},
		{"control", &c.Control, &l.channels[control]},
		{"stdin", &c.Stdin, &l.channels[stdin]},
		{"iopub", &c.IOPub, &l.iopub},
		{"heartbeat", &c.Heartbeat, &l.heartbeat},
	} {
		nl, err := c.open(*s.port)
		if err != nil {
			l.Close()
			return listeners{}, fmt.Errorf("kernel: %s: %w", s.name, err)
		}
		*s.to = nl
		if a, ok := nl.Addr().(*net.TCPAddr); ok {
			*s.port = a.Port
		}
	}
	return l, nil
}

// Close closes the listeners that are open.
func (l listeners) Close() {
	for _, nl := range append(l.channels[:], l.iopub, l.heartbeat) {
		if nl != nil {
			nl.Close()
		}
	}
}

func (c Connection) open(port int) (net.Listener, error) {
	if c.Transport == "ipc" {
		return listenUnix(fmt.Sprintf("%s-%d", c.IP, port))
	}
	host := strings.Trim(c.IP, "[]")
	if host == "*" {
		host = ""
	}
	return net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
}

// listenUnix listens on a socket file. One that a killed kernel left behind is
// replaced; one that somebody still listens on is not.
func listenUnix(path string) (net.Listener, error) {
	const longest = 103 // on macOS; 107 elsewhere
	if len(path) > longest {
		return nil, fmt.Errorf("path of %d bytes, sockets take at most %d: %s", len(path), longest, path)
	}
	l, err := net.Listen("unix", path)
	if err == nil {
		return private(l, path)
	}
	st, e := os.Lstat(path)
	if e != nil || st.Mode()&os.ModeSocket == 0 {
		return nil, err
	}
	if c, e := net.Dial("unix", path); e == nil {
		c.Close()
		return nil, err
	}
	if e := os.Remove(path); e != nil {
		return nil, errors.Join(err, e)
	}
	if l, err = net.Listen("unix", path); err != nil {
		return nil, err
	}
	return private(l, path)
}

// private makes a socket ours alone: whoever can connect can read all output.
func private(l net.Listener, path string) (net.Listener, error) {
	if err := os.Chmod(path, 0o700); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}
