package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// A notebook is a .ipynb file of nbformat 4, or a script read as one. Whatever gojac does not understand of it is kept.
type notebook struct {
	fields object // every member of the file; cells is set when encoding
	cells  []*cell
}

// A cell's kind is code, markdown or raw.
type cell struct {
	fields  object
	kind    string
	source  string
	outputs []*output
	count   int  // execution count, 0: not run
	fresh   bool // outputs and count are of this run, not of the file
	line    int  // line of the script where the source starts, 0 in a notebook
}

// kernelName is the name under which `gojac install` registers the kernel.
const kernelName = "gojac"

var validID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// newNotebook returns an empty notebook for the gojac kernel.
func newNotebook() *notebook {
	nb := &notebook{fields: object{
		{"cells", nil},
		{"metadata", json.RawMessage("{}")},
		{"nbformat", json.RawMessage("4")},
		{"nbformat_minor", json.RawMessage("5")},
	}}
	nb.nameKernel()
	return nb
}

// add appends a cell and returns it. ids are given when encoding.
func (nb *notebook) add(kind, source string) *cell {
	c := &cell{kind: kind, source: source, fields: object{
		{"cell_type", toJSON(kind)},
		{"metadata", json.RawMessage("{}")},
		{"source", multiline(source)},
	}}
	nb.cells = append(nb.cells, c)
	return c
}

// parseNotebook reads nbformat 4. Its errors begin with "not a notebook" or say which cell is wrong.
func parseNotebook(data []byte) (*notebook, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	nb := &notebook{}
	if err := json.Unmarshal(data, &nb.fields); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at := int(syntax.Offset)
			if at < len(data) || !strings.Contains(err.Error(), "unexpected end") {
				at-- // the offset counts the character that is wrong
			}
			line, col := lineCol(data, at)
			return nil, fmt.Errorf("not a notebook: not JSON: %w at %d:%d", err, line, col)
		}
		return nil, fmt.Errorf("not a notebook: the file holds %w", err)
	}
	if err := nb.checkVersion(); err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if v := nb.fields.get("cells"); json.Unmarshal(v, &raw) != nil || raw == nil {
		return nil, fmt.Errorf(`not a notebook: "cells" is %s, want a list`, kindOf(v))
	}
	for i, r := range raw {
		c, err := parseCell(r)
		if err != nil {
			return nil, fmt.Errorf("cell %d of the file: %w", i+1, err)
		}
		nb.cells = append(nb.cells, c)
	}
	return nb, nil
}

func (nb *notebook) checkVersion() error {
	v := nb.fields.get("nbformat")
	if v == nil {
		return errors.New(`not a notebook: the JSON object has no "nbformat" (a notebook has "nbformat": 4 and "cells")`)
	}
	var major int
	switch json.Unmarshal(v, &major); {
	case major == 4:
		return nil
	case major > 4:
		return fmt.Errorf("nbformat %s: newer than 4, which gojac reads", v)
	case major > 0:
		return fmt.Errorf("nbformat %s: too old, gojac reads 4; `jupyter nbconvert --to notebook --inplace FILE` upgrades it", v)
	}
	return fmt.Errorf(`not a notebook: "nbformat" is %s, want 4`, v)
}

func parseCell(raw json.RawMessage) (*cell, error) {
	c := &cell{}
	if err := json.Unmarshal(raw, &c.fields); err != nil {
		return nil, err
	}
	if json.Unmarshal(c.fields.get("cell_type"), &c.kind) != nil || c.kind == "" {
		return nil, fmt.Errorf(`"cell_type" is %s, want "code", "markdown" or "raw"`, kindOf(c.fields.get("cell_type")))
	}
	var err error
	if c.source, err = joined(c.fields.get("source")); err != nil {
		return nil, fmt.Errorf(`"source" is %w`, err)
	}
	if c.kind != "code" {
		return c, nil
	}
	_ = json.Unmarshal(orNull(c.fields.get("execution_count")), &c.count) // an odd count means: not run
	var outputs []json.RawMessage
	if v := c.fields.get("outputs"); v != nil && json.Unmarshal(v, &outputs) != nil {
		return nil, fmt.Errorf(`"outputs" is %s, want a list`, kindOf(v))
	}
	for i, r := range outputs {
		o, err := parseOutput(r)
		if err != nil {
			return nil, fmt.Errorf("output %d: %w", i+1, err)
		}
		c.outputs = append(c.outputs, o)
	}
	return c, nil
}

// kernel says for which kernel and in which language the notebook was written; "" where it does not say.
func (nb *notebook) kernel() (name, language string) {
	var meta struct {
		Kernelspec struct {
			Name     string `json:"name"`
			Language string `json:"language"`
		} `json:"kernelspec"`
		LanguageInfo struct {
			Name string `json:"name"`
		} `json:"language_info"`
	}
	_ = json.Unmarshal(orNull(nb.fields.get("metadata")), &meta) // metadata of another shape says nothing
	language = meta.Kernelspec.Language
	if language == "" {
		language = meta.LanguageInfo.Name
	}
	return meta.Kernelspec.Name, strings.ToLower(language)
}

// nameKernel writes into the metadata, where it is silent, that the notebook is gojac's and in Go. What names another Go
// kernel stays.
func (nb *notebook) nameKernel() {
	var meta object
	_ = json.Unmarshal(orNull(nb.fields.get("metadata")), &meta)
	if name, _ := nb.kernel(); name == "" {
		meta.set("kernelspec", object{
			{"display_name", toJSON("Go (gojac)")},
			{"language", toJSON("go")},
			{"name", toJSON(kernelName)},
		}.raw())
	}
	if meta.get("language_info") == nil {
		meta.set("language_info", object{
			{"file_extension", toJSON(".go")},
			{"mimetype", toJSON("text/x-go")},
			{"name", toJSON("go")},
			{"version", toJSON(strings.TrimPrefix(runtime.Version(), "go"))},
		}.raw())
	}
	nb.fields.set("metadata", meta.raw())
}

func (c *cell) id() string {
	var id string
	_ = json.Unmarshal(orNull(c.fields.get("id")), &id) // an id of another type is none
	return id
}

// tagged reports whether the cell carries the tag, as nbclient's raises-exception.
func (c *cell) tagged(tag string) bool {
	var meta struct {
		Tags []string `json:"tags"`
	}
	if json.Unmarshal(orNull(c.fields.get("metadata")), &meta) != nil {
		return false
	}
	return slices.Contains(meta.Tags, tag)
}

// attachments are the pictures a markdown cell carries: file name → MIME type → base64.
func (c *cell) attachments() map[string]map[string]string {
	var out map[string]map[string]string
	_ = json.Unmarshal(orNull(c.fields.get("attachments")), &out) // a picture that cannot be read is shown by its name
	return out
}

// encode returns the file as nbformat writes it: one space of indent, readable text, a newline at the end. A notebook of
// an older 4.x becomes 4.5, whose cells have ids; they follow from the place and the text, so that two runs agree.
func (nb *notebook) encode() []byte {
	var minor int
	_ = json.Unmarshal(orNull(nb.fields.get("nbformat_minor")), &minor)
	if minor < 5 {
		nb.fields.set("nbformat_minor", json.RawMessage("5"))
	}
	nb.giveIDs()
	cells := make([]json.RawMessage, len(nb.cells))
	for i, c := range nb.cells {
		cells[i] = c.encode()
	}
	nb.fields.set("cells", list(cells))
	var out bytes.Buffer
	if err := json.Indent(&out, nb.fields.raw(), "", " "); err != nil {
		panic(err) // every part came from an encoder or was valid JSON when read
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func (c *cell) encode() json.RawMessage {
	if c.fields.get("metadata") == nil {
		c.fields.set("metadata", json.RawMessage("{}"))
	}
	if c.kind != "code" || !c.fresh && c.fields.get("outputs") != nil {
		return c.fields.raw()
	}
	if c.count > 0 {
		c.fields.set("execution_count", toJSON(c.count))
	} else {
		c.fields.set("execution_count", json.RawMessage("null"))
	}
	outputs := make([]json.RawMessage, len(c.outputs))
	for i, o := range c.outputs {
		outputs[i] = o.encode()
	}
	c.fields.set("outputs", list(outputs))
	return c.fields.raw()
}

// giveIDs gives an id to every cell that has none, a bad one, or one that an earlier cell has.
func (nb *notebook) giveIDs() {
	taken := map[string]bool{}
	var without []int
	for i, c := range nb.cells {
		id := c.id()
		if !validID.MatchString(id) || taken[id] {
			without = append(without, i)
			continue
		}
		taken[id] = true
	}
	for _, i := range without {
		c := nb.cells[i]
		for salt := 0; ; salt++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%d\x00%s", salt, i, c.source))
			if id := hex.EncodeToString(sum[:4]); !taken[id] {
				taken[id] = true
				c.fields.set("id", toJSON(id))
				break
			}
		}
	}
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}
