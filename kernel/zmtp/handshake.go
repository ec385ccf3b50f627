package zmtp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Flags of a frame.
const (
	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

const (
	greetingSize = 64
	maxReady     = 4096
	maxIdentity  = 255
)

// accepts says which socket types may talk to ours.
var accepts = map[string][]string{
	"ROUTER": {"DEALER", "REQ", "ROUTER"},
	"XPUB":   {"SUB", "XSUB"},
	"REP":    {"REQ", "DEALER"},
}

// A hello is what a peer says of itself in its READY command.
type hello struct {
	socket   string
	identity string
}

// greeting is ours: signature, version 3.0, mechanism NULL.
func greeting() []byte {
	g := make([]byte, greetingSize)
	g[0], g[9], g[10] = 0xff, 0x7f, 3
	copy(g[12:], "NULL")
	return g
}

// ready is a READY command with the given properties.
func ready(h hello) []byte {
	body := []byte("\x05READY")
	for _, p := range [][2]string{{"Socket-Type", h.socket}, {"Identity", h.identity}} {
		body = append(body, byte(len(p[0])))
		body = append(body, p[0]...)
		body = binary.BigEndian.AppendUint32(body, uint32(len(p[1])))
		body = append(body, p[1]...)
	}
	return append(header(flagCommand, len(body)), body...)
}

// header is the head of a frame of the given size.
func header(flag byte, size int) []byte {
	if size < 256 {
		return []byte{flag, byte(size)}
	}
	return binary.BigEndian.AppendUint64([]byte{flag | flagLong}, uint64(size))
}

// readHello reads a peer's greeting and READY. It stops at the first byte that
// cannot be right, so that a peer speaking something else is told apart early.
func readHello(r *bufio.Reader, ours string) (hello, error) {
	if err := readGreeting(r); err != nil {
		return hello{}, err
	}
	body, err := readReady(r)
	if err != nil {
		return hello{}, err
	}
	h, err := parseReady(body)
	if err != nil {
		return hello{}, err
	}
	if !slices.Contains(accepts[ours], h.socket) {
		return hello{}, fmt.Errorf("socket type %q, want one of %v", h.socket, accepts[ours])
	}
	return h, nil
}

func readGreeting(r *bufio.Reader) error {
	var g [greetingSize]byte
	read := 0
	for _, part := range []struct {
		upto int
		ok   func() bool
		want string
	}{
		{1, func() bool { return g[0] == 0xff }, "a ZMTP signature"},
		{10, func() bool { return g[9] == 0x7f }, "a ZMTP signature"},
		{11, func() bool { return g[10] >= 3 }, "ZMTP 3"},
		{greetingSize, func() bool { return string(g[12:17]) == "NULL\x00" }, "mechanism NULL"},
	} {
		n, err := io.ReadFull(r, g[read:part.upto])
		read += n
		if err != nil {
			return fmt.Errorf("greeting: %w", err)
		}
		if !part.ok() {
			return fmt.Errorf("greeting %q, want %s", g[:read], part.want)
		}
	}
	return nil
}

func readReady(r *bufio.Reader) ([]byte, error) {
	flag, size, err := readHeader(r)
	if err != nil {
		return nil, fmt.Errorf("READY: %w", err)
	}
	if flag != flagCommand {
		return nil, fmt.Errorf("frame with flags %#x, want a READY command", flag)
	}
	if size > maxReady {
		return nil, fmt.Errorf("READY of %d bytes, want at most %d", size, maxReady)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("READY: %w", err)
	}
	return body, nil
}

// readHeader reads the head of a frame. The flags come without the one that only
// says how the length was written.
func readHeader(r *bufio.Reader) (flag byte, size uint64, err error) {
	var b [9]byte
	if b[0], err = r.ReadByte(); err != nil {
		return 0, 0, err
	}
	flag = b[0]
	if flag&^(flagMore|flagLong|flagCommand) != 0 || flag&(flagMore|flagCommand) == flagMore|flagCommand {
		return 0, 0, fmt.Errorf("impossible frame flags %#x", flag)
	}
	if flag&flagLong == 0 {
		n, err := r.ReadByte()
		return flag, uint64(n), err
	}
	if _, err = io.ReadFull(r, b[1:]); err != nil {
		return 0, 0, err
	}
	return flag &^ flagLong, binary.BigEndian.Uint64(b[1:]), nil
}

var errReady = errors.New("malformed READY")

func parseReady(body []byte) (hello, error) {
	var h hello
	props, ok := strings.CutPrefix(string(body), "\x05READY")
	if !ok {
		return h, fmt.Errorf("command %q, want READY", body[:min(len(body), 16)])
	}
	for len(props) > 0 {
		n := int(props[0])
		if n == 0 || len(props) < 1+n+4 {
			return h, errReady
		}
		name := props[1 : 1+n]
		size := binary.BigEndian.Uint32([]byte(props[1+n : 1+n+4]))
		props = props[1+n+4:]
		if uint64(size) > uint64(len(props)) {
			return h, errReady
		}
		value := props[:size]
		props = props[size:]
		switch {
		case strings.EqualFold(name, "Socket-Type"):
			h.socket = value
		case strings.EqualFold(name, "Identity"):
			if len(value) > maxIdentity {
				return h, fmt.Errorf("identity of %d bytes, want at most %d", len(value), maxIdentity)
			}
			h.identity = value
		}
	}
	return h, nil
}
