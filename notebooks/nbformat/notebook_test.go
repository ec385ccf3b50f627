package nbformat

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kept is a notebook with what gojac does not know: metadata of tools, attachments, numbers a float64 would change.
const kept = `{
 "cells": [
  {
   "attachments": {
    "dot.png": {
     "image/png": "iVBORw0KGgo="
    }
   },
   "cell_type": "markdown",
   "id": "first",
   "metadata": {
    "zeta": 1,
    "alpha": 12345678901234567890.10
   },
   "source": [
    "# Title <b>&</b> \u0001\n",
    "![dot](attachment:dot.png)"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 7,
   "id": "second",
   "metadata": {
    "collapsed": false,
    "nbgrader": {
     "points": 2.50
    }
   },
   "outputs": [
    {
     "data": {
      "application/vnd.tool+json": {
       "b": 1,
       "a": 2
      },
      "text/plain": "7"
     },
     "execution_count": 7,
     "extra": true,
     "metadata": {},
     "output_type": "execute_result"
    }
   ],
   "source": "x := 1\nx"
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Go",
   "language": "go",
   "name": "gonb"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5,
 "vendor": []
}
`

func TestNotebookKeepsWhatItDoesNotKnow(t *testing.T) {
	nb, err := Parse([]byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(nb.Encode()); got != kept {
		t.Errorf("read and written again, the notebook differs:\n%s", got)
	}
	if got, want := nb.Cells[0].Source, "# Title <b>&</b> \x01\n![dot](attachment:dot.png)"; got != want {
		t.Errorf("source from a list: got %q, want %q", got, want)
	}
	if got := nb.Cells[1].Outputs[0].Plain(); got != "7" {
		t.Errorf("plain text of the output: got %q, want 7", got)
	}
}

func TestNotebookRunAgainChangesOnlyOutputs(t *testing.T) {
	nb, err := Parse([]byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	c := nb.Cells[1]
	c.Clear()
	c.Count = 1
	c.Outputs = []*Output{
		{Type: Stream, Name: "stdout", Text: "a\r\nb\rc\n"},
		{Type: DisplayData, Data: map[string]any{"image/png": []byte("png"), "text/html": "<p>\n</p>", "application/json": map[string]any{"k": 1.0}}},
		{Type: ExecuteResult, Data: map[string]any{"text/plain": "8"}, Count: 1},
		{Type: Error, EName: "E", EValue: "v"},
	}
	var got struct {
		Cells []struct {
			Outputs  []map[string]any `json:"outputs"`
			Count    int              `json:"execution_count"`
			Metadata map[string]any   `json:"metadata"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(nb.Encode(), &got); err != nil {
		t.Fatal(err)
	}
	want := `[{"name":"stdout","output_type":"stream","text":["a\r\n","b\r","c\n"]},` +
		`{"data":{"application/json":{"k":1},"image/png":"cG5n","text/html":["<p>\n","</p>"]},"metadata":{},"output_type":"display_data"},` +
		`{"data":{"text/plain":["8"]},"execution_count":1,"metadata":{},"output_type":"execute_result"},` +
		`{"ename":"E","evalue":"v","output_type":"error","traceback":[]}]`
	if text := string(toJSON(got.Cells[1].Outputs)); text != want {
		t.Errorf("outputs:\n got %s\nwant %s", text, want)
	}
	if got.Cells[1].Count != 1 || got.Cells[1].Metadata["nbgrader"] == nil {
		t.Errorf("execution_count %d, metadata %v: want 1, and nbgrader kept", got.Cells[1].Count, got.Cells[1].Metadata)
	}
}

func TestNotebookOlderMinorGetsIDs(t *testing.T) {
	old := `{"cells": [
	  {"cell_type": "code", "source": ["1"], "metadata": {}, "outputs": [], "execution_count": null},
	  {"cell_type": "code", "source": ["1"], "metadata": {}, "outputs": [], "execution_count": null},
	  {"cell_type": "raw", "id": "own", "source": "", "metadata": {}},
	  {"cell_type": "raw", "id": "own", "source": "", "metadata": {}}
	], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}`
	var texts []string
	for range 2 {
		nb, err := Parse([]byte(old))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(nb.Encode()))
	}
	if texts[0] != texts[1] {
		t.Error("two upgrades of one notebook differ")
	}
	var got struct {
		Minor int `json:"nbformat_minor"`
		Cells []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(texts[0]), &got); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, c := range got.Cells {
		if !validID.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("cell %d: id %q is empty, bad or taken", i, c.ID)
		}
		seen[c.ID] = true
	}
	if got.Minor != 5 || got.Cells[2].ID != "own" {
		t.Errorf("nbformat_minor %d, id %q: want 5 and the id the cell had", got.Minor, got.Cells[2].ID)
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"empty", "", "not a notebook: not JSON: unexpected end of JSON input at 1:1"},
		{"text", "hello", "not a notebook: not JSON: invalid character 'h' looking for beginning of value at 1:1"},
		{"broken", "{\n \"nbformat\": 4,\n é\n}", "not a notebook: not JSON: invalid character 'Ã' looking for beginning of object key string at 3:2"},
		{"cut off", `{"nbformat": 4, "cells": [`, "unexpected end of JSON input at 1:27"},
		{"a list", `[1]`, "not a notebook: the file holds a list, want an object"},
		{"other JSON", `{"name": "x"}`, `has no "nbformat"`},
		{"nbformat 3", `{"nbformat": 3, "worksheets": []}`, "nbformat 3: too old, gojac reads 4"},
		{"nbformat 5", `{"nbformat": 5, "cells": []}`, "nbformat 5: newer than 4"},
		{"nbformat text", `{"nbformat": "4", "cells": []}`, `"nbformat" is "4", want 4`},
		{"no cells", `{"nbformat": 4}`, `"cells" is nothing, want a list`},
		{"cells null", `{"nbformat": 4, "cells": null}`, `"cells" is null, want a list`},
		{"bad cell", `{"nbformat": 4, "cells": [{"cell_type":"raw","source":""}, 3]}`, "cell 2 of the file: a number, want an object"},
		{"no type", `{"nbformat": 4, "cells": [{"source": ""}]}`, `"cell_type" is nothing`},
		{"bad source", `{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}`, `"source" is a list, want a string or a list of strings`},
		{"bad outputs", `{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "outputs": {}}]}`, `"outputs" is an object, want a list`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.in))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

// TestNotebooksOfTheCourseAreCanonical: a notebook in the tree is stored as Jupyter stores it, so that saving it there
// changes nothing but what was edited.
func TestNotebooksOfTheCourseAreCanonical(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		nb, err := Parse(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if !bytes.Equal(nb.Encode(), data) {
			t.Errorf("%s: read and written again, it differs: run gojac or Jupyter over it", file)
		}
		if !bytes.Equal(sorted(t, data), data) {
			t.Errorf("%s is not as Jupyter writes it: one space of indent, sorted keys", file)
		}
	}
}

// sorted writes JSON as Python's nbformat does.
func sorted(t *testing.T, data []byte) []byte {
	t.Helper()
	var value any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
