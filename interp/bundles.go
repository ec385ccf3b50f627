package interp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/gojac/gojac/display"
)

// A rendering says what a part of a message is: text of a MIME type, or a JSON
// value.
type rendering struct {
	MIME string
	JSON bool `json:",omitempty"`
}

// unpacked is a bundle on its way: the forms of its parts, and its metadata.
type unpacked struct {
	Forms    []rendering     `json:",omitempty"`
	Metadata json.RawMessage `json:",omitempty"`
}

// unpack takes a bundle apart. What is no JSON (a NaN, say) or too long to
// travel is left out, and where nothing is left the bundle says so.
func unpack(b display.Bundle) (u unpacked, parts []part) {
	why := ""
	for _, mime := range slices.Sorted(maps.Keys(b.Data)) {
		p, f := part{}, rendering{MIME: mime}
		if s, ok := b.Data[mime].(string); ok {
			p.text = s
		} else {
			data, err := encode(b.Data[mime])
			if err != nil {
				why = fmt.Sprintf("not shown: %s: %v", mime, err)
				continue
			}
			p.text, f.JSON = string(data), true
		}
		if p.size() > maxPart {
			why = fmt.Sprintf("not shown: %s of %d bytes, at most %d travel", mime, p.size(), maxPart)
			continue
		}
		u.Forms, parts = append(u.Forms, f), append(parts, p)
	}
	if len(parts) == 0 && why != "" {
		u.Forms, parts = []rendering{{MIME: "text/plain"}}, []part{{text: why}}
	}
	if len(b.Metadata) > 0 {
		u.Metadata, _ = encode(b.Metadata)
	}
	return u, parts
}

// pack puts a bundle together again.
func (u unpacked) pack(parts []part) display.Bundle {
	var b display.Bundle
	if len(u.Forms) > 0 {
		b.Data = make(map[string]any, len(u.Forms))
	}
	for i, f := range u.Forms[:min(len(u.Forms), len(parts))] {
		if f.JSON {
			b.Data[f.MIME] = json.RawMessage(parts[i].text)
		} else {
			b.Data[f.MIME] = parts[i].text
		}
	}
	if len(u.Metadata) > 0 {
		json.Unmarshal(u.Metadata, &b.Metadata)
	}
	return b
}

// encode writes v as JSON that is not meant for HTML.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// encodable leaves out of the outcome's bundles what could not travel.
func (o *Outcome) encodable() {
	if o.Page != nil {
		u, parts := unpack(*o.Page)
		b := u.pack(parts)
		o.Page = &b
	}
	for name, x := range o.Expressions {
		u, parts := unpack(x.Bundle)
		x.Bundle = u.pack(parts)
		o.Expressions[name] = x
	}
}
