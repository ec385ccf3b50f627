package kernel

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"unicode/utf8"
)

// An appender writes itself as JSON.
type appender interface {
	appendJSON(b []byte) ([]byte, error)
}

// toJSON is json.Marshal without the escapes that only matter inside HTML.
func toJSON(v any) ([]byte, error) {
	if a, ok := v.(appender); ok {
		return a.appendJSON(nil)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// appendObject appends m with sorted keys. Strings are written straight into b.
func appendObject(b []byte, m map[string]any) ([]byte, error) {
	size := 0
	for k, v := range m {
		if s, ok := v.(string); ok {
			size += len(k) + len(s) + len(s)/16 + 16 // some quotes to escape
		}
	}
	b = append(slices.Grow(b, size), '{')
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k), ':')
		if s, ok := m[k].(string); ok {
			b = appendString(b, s)
			continue
		}
		v, err := toJSON(m[k])
		if err != nil {
			return nil, err
		}
		b = append(b, v...)
	}
	return append(b, '}'), nil
}

// appendString appends s quoted. Bytes that are no UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		b = append(b, s[done:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c >= utf8.RuneSelf:
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i += size
		done = i
	}
	return append(append(b, s[done:]...), '"')
}
