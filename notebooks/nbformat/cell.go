package nbformat

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// A CellType is one of nbformat's three. A file may name another, which is kept.
type CellType string

const (
	Code     CellType = "code"
	Markdown CellType = "markdown"
	Raw      CellType = "raw"
)

// A Cell is one cell of a notebook. What it had in its file besides these fields is kept.
type Cell struct {
	Type    CellType
	Source  string // as it was when the cell was made: Encode does not write a change
	Outputs []*Output
	Count   int // execution count, 0: not run
	Line    int // line of the script where the source starts, 0 in a notebook

	fields object
	fresh  bool // Outputs and Count are of this run, not of the file
}

// Clear forgets what an earlier run left. Outputs and Count of a cell that came from a file are written only after it;
// without it the file's stay as they were, to the byte.
func (c *Cell) Clear() { c.Outputs, c.Count, c.fresh = nil, 0, true }

// Tagged reports whether the cell carries the tag, as nbclient's raises-exception.
func (c *Cell) Tagged(tag string) bool {
	var meta struct {
		Tags []string `json:"tags"`
	}
	if json.Unmarshal(orNull(c.fields.get("metadata")), &meta) != nil {
		return false
	}
	return slices.Contains(meta.Tags, tag)
}

// Attachments are the pictures a markdown cell carries: file name → MIME type → base64.
func (c *Cell) Attachments() map[string]map[string]string {
	var out map[string]map[string]string
	_ = json.Unmarshal(orNull(c.fields.get("attachments")), &out) // a picture that cannot be read is shown by its name
	return out
}

// Folded reports whether JupyterLab or Colab folds the cell's source away.
func (c *Cell) Folded() bool {
	var meta struct {
		CellView string `json:"cellView"`
		Jupyter  struct {
			SourceHidden bool `json:"source_hidden"`
		} `json:"jupyter"`
	}
	_ = json.Unmarshal(orNull(c.fields.get("metadata")), &meta) // metadata of another shape hides nothing
	return meta.Jupyter.SourceHidden || meta.CellView == "form" || c.Tagged("hide-input")
}

func parseCell(raw json.RawMessage) (*Cell, error) {
	c := &Cell{}
	if err := json.Unmarshal(raw, &c.fields); err != nil {
		return nil, err
	}
	if json.Unmarshal(c.fields.get("cell_type"), &c.Type) != nil || c.Type == "" {
		return nil, fmt.Errorf(`"cell_type" is %s, want "code", "markdown" or "raw"`, kindOf(c.fields.get("cell_type")))
	}
	var err error
	if c.Source, err = joined(c.fields.get("source")); err != nil {
		return nil, fmt.Errorf(`"source" is %w`, err)
	}
	if c.Type != Code {
		return c, nil
	}
	_ = json.Unmarshal(orNull(c.fields.get("execution_count")), &c.Count) // an odd count means: not run
	var outputs []json.RawMessage
	if v := c.fields.get("outputs"); v != nil && json.Unmarshal(v, &outputs) != nil {
		return nil, fmt.Errorf(`"outputs" is %s, want a list`, kindOf(v))
	}
	for i, r := range outputs {
		o, err := parseOutput(r)
		if err != nil {
			return nil, fmt.Errorf("output %d: %w", i+1, err)
		}
		c.Outputs = append(c.Outputs, o)
	}
	return c, nil
}

func (c *Cell) encode() json.RawMessage {
	if c.fields.get("metadata") == nil {
		c.fields.set("metadata", json.RawMessage("{}"))
	}
	if c.Type != Code || !c.fresh && c.fields.get("outputs") != nil {
		return c.fields.raw()
	}
	if c.Count > 0 {
		c.fields.set("execution_count", toJSON(c.Count))
	} else {
		c.fields.set("execution_count", json.RawMessage("null"))
	}
	outputs := make([]json.RawMessage, len(c.Outputs))
	for i, o := range c.Outputs {
		outputs[i] = o.encode()
	}
	c.fields.set("outputs", list(outputs))
	return c.fields.raw()
}

func (c *Cell) id() string {
	var id string
	_ = json.Unmarshal(orNull(c.fields.get("id")), &id) // an id of another type is none
	return id
}

var validID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// giveIDs gives an id to every cell that has none, a bad one, or one that an earlier cell has.
func (nb *Notebook) giveIDs() {
	taken := map[string]bool{}
	var without []int
	for i, c := range nb.Cells {
		id := c.id()
		if !validID.MatchString(id) || taken[id] {
			without = append(without, i)
			continue
		}
		taken[id] = true
	}
	for _, i := range without {
		c := nb.Cells[i]
		for salt := 0; ; salt++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%d\x00%s", salt, i, c.Source))
			if id := hex.EncodeToString(sum[:4]); !taken[id] {
				taken[id] = true
				c.fields.set("id", toJSON(id))
				break
			}
		}
	}
}
