package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ProtocolVersion is the version of the messaging protocol that this package speaks.
const ProtocolVersion = "5.5"

// delimiter stands between the routing identities and the signature.
var delimiter = []byte("<IDS|MSG>")

// A header identifies a message.
type header struct {
	ID       string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Type     string `json:"msg_type"`
	Version  string `json:"version"`
	Subshell string `json:"subshell_id,omitempty"`
}

// A message is a received message whose signature was right. Content is decoded by
// the handler for its type.
type message struct {
	header
	rawHeader json.RawMessage // as received; replies carry it as their parent header
	parent    json.RawMessage
	metadata  json.RawMessage
	content   json.RawMessage
	buffers   [][]byte
	route     [][]byte // identities before the delimiter, to be sent back
}

// Reasons to refuse a message, one per way to be wrong.
var (
	errDelimiter = errors.New("no <IDS|MSG> delimiter")
	errFrames    = errors.New("too few frames")
	errSignature = errors.New("wrong signature")
	errReplay    = errors.New("signature seen before")
	errHeader    = errors.New("malformed header")
	errJSON      = errors.New("content is not a JSON object")
)

// decode checks frames and takes them apart. Nothing is parsed before the
// signature is verified.
func (s *session) decode(frames [][]byte) (*message, error) {
	at := 0
	for at < len(frames) && !bytes.Equal(frames[at], delimiter) {
		at++
	}
	if at == len(frames) {
		return nil, errDelimiter
	}
	rest := frames[at+1:]
	if len(rest) < 5 {
		return nil, fmt.Errorf("%w: %d behind the delimiter, want at least 5", errFrames, len(rest))
	}
	signature, parts := rest[0], rest[1:5]
	if err := s.verify(signature, parts); err != nil {
		return nil, err
	}
	m := &message{
		rawHeader: parts[0], parent: parts[1], metadata: parts[2], content: parts[3],
		buffers: rest[5:], route: frames[:at],
	}
	if err := json.Unmarshal(m.rawHeader, &m.header); err != nil {
		return nil, fmt.Errorf("%w: %w", errHeader, err)
	}
	if m.header.ID == "" || m.header.Type == "" {
		return nil, fmt.Errorf("%w: msg_id %q, msg_type %q, want both", errHeader, m.header.ID, m.header.Type)
	}
	for _, part := range parts[1:] {
		if !isObject(part) {
			return nil, fmt.Errorf("%w: %.40q", errJSON, part)
		}
	}
	return m, nil
}

func isObject(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return len(b) > 0 && b[0] == '{' && json.Valid(b)
}

// An outgoing is a message to be sent.
type outgoing struct {
	kind     string
	parent   json.RawMessage // the header of the request it answers; nil if none
	metadata any             // nil: {}
	content  any
	buffers  [][]byte
	id       string // filled in by encode where empty
}

// encode gives the frames of a message, from the delimiter on.
func (s *session) encode(m *outgoing) ([][]byte, error) {
	if m.id == "" {
		m.id = s.nextID()
	}
	parts := [][]byte{s.header(m), nil, nil, nil}
	for i, v := range []any{m.parent, m.metadata, m.content} {
		i++
		if raw, ok := v.(json.RawMessage); ok && len(raw) > 0 {
			parts[i] = raw
			continue
		} else if ok || v == nil {
			parts[i] = []byte("{}")
			continue
		}
		b, err := toJSON(v)
		if err != nil {
			return nil, fmt.Errorf("kernel: %s: %w", m.kind, err)
		}
		parts[i] = b
	}
	frames := append([][]byte{delimiter, s.sign(parts)}, parts...)
	return append(frames, m.buffers...), nil
}

// header is the header of m as JSON.
func (s *session) header(m *outgoing) []byte {
	b := make([]byte, 0, 256)
	b = append(append(b, `{"msg_id":"`...), m.id...)
	b = append(append(b, `","session":"`...), s.id...)
	b = time.Now().UTC().AppendFormat(append(b, `","username":"kernel","date":"`...), "2006-01-02T15:04:05.000000Z")
	b = appendString(append(b, `","msg_type":`...), m.kind)
	return append(b, `,"version":"`+ProtocolVersion+`"}`...)
}

// replyType is the type of the reply to a request.
func replyType(request string) string {
	return strings.TrimSuffix(request, "_request") + "_reply"
}
