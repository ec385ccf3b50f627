package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// A Notebook is a .ipynb file of nbformat 4, or a script read as one.
type Notebook struct {
	Cells  []*Cell
	fields object // every member of the file; cells is set when encoding
}

// kernelName is the name under which `gojac install` registers the kernel.
const kernelName = "gojac"

// New returns an empty notebook for the gojac kernel.
func New() *Notebook {
	nb := &Notebook{fields: object{
		{"cells", nil},
		{"metadata", json.RawMessage("{}")},
		{"nbformat", json.RawMessage("4")},
		{"nbformat_minor", json.RawMessage("5")},
	}}
	nb.NameKernel()
	return nb
}

// Add appends a cell and returns it.
func (nb *Notebook) Add(kind CellType, source string) *Cell {
	c := &Cell{Type: kind, Source: source, fields: object{
		{"cell_type", toJSON(kind)},
		{"metadata", json.RawMessage("{}")},
		{"source", multiline(source)},
	}}
	nb.Cells = append(nb.Cells, c)
	return c
}

// Parse reads nbformat 4. Its errors begin with "not a notebook" or say which cell is wrong.
func Parse(data []byte) (*Notebook, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	nb := &Notebook{}
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
		nb.Cells = append(nb.Cells, c)
	}
	return nb, nil
}

func (nb *Notebook) checkVersion() error {
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

// Kernel says for which kernel and in which language the notebook was written; "" where it does not say.
func (nb *Notebook) Kernel() (name, language string) {
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

// NameKernel writes into the metadata, where it is silent, that the notebook is gojac's and in Go. What names another Go
// kernel stays.
func (nb *Notebook) NameKernel() {
	var meta object
	_ = json.Unmarshal(orNull(nb.fields.get("metadata")), &meta)
	if name, _ := nb.Kernel(); name == "" {
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

// Encode returns the file as Jupyter writes it: one space of indent, readable text, a newline at the end. A notebook of
// an older 4.x becomes 4.5, whose cells have ids; they follow from the place and the text, so that two runs agree. It
// panics if an output holds a value that JSON has no form for.
func (nb *Notebook) Encode() []byte {
	var minor int
	_ = json.Unmarshal(orNull(nb.fields.get("nbformat_minor")), &minor)
	if minor < 5 {
		nb.fields.set("nbformat_minor", json.RawMessage("5"))
	}
	nb.giveIDs()
	cells := make([]json.RawMessage, len(nb.Cells))
	for i, c := range nb.Cells {
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
