package nbformat

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// An OutputType is one of nbformat's four. A file may name another, which is kept.
type OutputType string

const (
	Stream        OutputType = "stream"
	DisplayData   OutputType = "display_data"
	ExecuteResult OutputType = "execute_result"
	Error         OutputType = "error"
)

// An Output is what one cell left in the notebook: a stream, a display, the value of its last expression, or its error.
type Output struct {
	Type OutputType

	Name, Text string // Stream: stdout or stderr, and what was written

	Data     map[string]any // DisplayData, ExecuteResult: MIME type → string, or a JSON value for JSON types
	Metadata map[string]any
	Count    int    // ExecuteResult
	ID       string // display id, for updates; not stored

	EName, EValue string // Error
	Traceback     []string

	unread json.RawMessage // an output of a type that gojac does not know, kept as it was
}

// Plain returns the output's text for a terminal, "" for a picture without words.
func (o *Output) Plain() string {
	switch o.Type {
	case Stream:
		return o.Text
	case Error:
		return o.EValue
	}
	for _, mime := range []string{"text/plain", "text/markdown", "text/latex"} {
		if s, ok := o.Data[mime].(string); ok {
			return s
		}
	}
	return ""
}

// MIMETypes returns the types of Data, sorted.
func (o *Output) MIMETypes() []string { return slices.Sorted(maps.Keys(o.Data)) }

func (o *Output) encode() json.RawMessage {
	kind := member{"output_type", toJSON(o.Type)}
	switch o.Type {
	case Stream:
		return object{{"name", toJSON(o.Name)}, kind, {"text", multiline(o.Text)}}.raw()
	case Error:
		traceback := o.Traceback
		if traceback == nil {
			traceback = []string{}
		}
		return object{{"ename", toJSON(o.EName)}, {"evalue", toJSON(o.EValue)}, kind, {"traceback", toJSON(traceback)}}.raw()
	case DisplayData:
		return object{{"data", mimeBundle(o.Data)}, {"metadata", orEmpty(o.Metadata)}, kind}.raw()
	case ExecuteResult:
		return object{{"data", mimeBundle(o.Data)}, {"execution_count", toJSON(o.Count)}, {"metadata", orEmpty(o.Metadata)}, kind}.raw()
	}
	return o.unread
}

func orEmpty(m map[string]any) json.RawMessage {
	if m == nil {
		return json.RawMessage("{}")
	}
	return toJSON(m)
}

// mimeBundle stores text as lists of lines, as nbformat does on disk; base64 stays one string, JSON types stay JSON.
func mimeBundle(data map[string]any) json.RawMessage {
	stored := make(map[string]any, len(data))
	for mime, v := range data {
		if b, ok := v.([]byte); ok {
			v = base64.StdEncoding.EncodeToString(b)
		}
		s, isText := v.(string)
		switch {
		case isText && (strings.HasPrefix(mime, "text/") || mime == "application/javascript" || mime == "image/svg+xml"):
			stored[mime] = multiline(s)
		case isText || isJSON(mime):
			stored[mime] = v
		default:
			stored[mime] = fmt.Sprint(v)
		}
	}
	return toJSON(stored)
}

func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}

func parseOutput(raw json.RawMessage) (*Output, error) {
	var in struct {
		Type      OutputType                 `json:"output_type"`
		Name      string                     `json:"name"`
		Text      json.RawMessage            `json:"text"`
		Data      map[string]json.RawMessage `json:"data"`
		Metadata  map[string]any             `json:"metadata"`
		Count     int                        `json:"execution_count"`
		EName     string                     `json:"ename"`
		EValue    string                     `json:"evalue"`
		Traceback []string                   `json:"traceback"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	o := &Output{Type: in.Type, Name: in.Name, Metadata: in.Metadata, Count: in.Count,
		EName: in.EName, EValue: in.EValue, Traceback: in.Traceback, unread: raw}
	if in.Text != nil {
		var err error
		if o.Text, err = joined(in.Text); err != nil {
			return nil, fmt.Errorf(`"text" is %w`, err)
		}
	}
	for mime, v := range in.Data {
		if o.Data == nil {
			o.Data = map[string]any{}
		}
		if s, err := joined(v); err == nil && !isJSON(mime) {
			o.Data[mime] = s
			continue
		}
		var value any
		if err := json.Unmarshal(v, &value); err != nil {
			return nil, err
		}
		o.Data[mime] = value
	}
	return o, nil
}

// joined reads a multi-line string: one string, or a list of strings that are put together.
func joined(raw json.RawMessage) (string, error) {
	var s string
	if raw != nil && json.Unmarshal(raw, &s) == nil && kindOf(raw) == "a string" {
		return s, nil
	}
	var lines []string
	if raw == nil || json.Unmarshal(raw, &lines) != nil || kindOf(raw) != "a list" {
		return "", errors.New(kindOf(raw) + ", want a string or a list of strings")
	}
	return strings.Join(lines, ""), nil
}

// lineEnd is what Python's splitlines ends a line at: nbformat splits text there, and so do we, to write what it would.
var lineEnd = regexp.MustCompile("\r\n|[\n\v\f\r\x1c-\x1e\u0085\u2028\u2029]")

// multiline stores text as a list of lines, each with its end: a change of one line is one line of a diff.
func multiline(s string) json.RawMessage {
	lines := []string{}
	at := 0
	for _, m := range lineEnd.FindAllStringIndex(s, -1) {
		lines = append(lines, s[at:m[1]])
		at = m[1]
	}
	if at < len(s) {
		lines = append(lines, s[at:])
	}
	return toJSON(lines)
}
