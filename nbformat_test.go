package main

import (
	"bytes"
	"encoding/json"
	"os"
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
	nb, err := parseNotebook([]byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(nb.encode()); got != kept {
		t.Errorf("read and written again, the notebook differs:\n%s", got)
	}
	if got, want := nb.cells[0].source, "# Title <b>&</b> \x01\n![dot](attachment:dot.png)"; got != want {
		t.Errorf("source from a list: got %q, want %q", got, want)
	}
	if got := nb.cells[1].outputs[0].plain(); got != "7" {
		t.Errorf("plain text of the output: got %q, want 7", got)
	}
}

func TestNotebookRunAgainChangesOnlyOutputs(t *testing.T) {
	nb, err := parseNotebook([]byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	c := nb.cells[1]
	c.outputs, c.count, c.fresh = []*output{
		{kind: "stream", name: "stdout", text: "a\r\nb\rc\n"},
		{kind: "display_data", data: map[string]any{"image/png": []byte("png"), "text/html": "<p>\n</p>", "application/json": map[string]any{"k": 1.0}}},
		{kind: "execute_result", data: map[string]any{"text/plain": "8"}, count: 1},
		{kind: "error", ename: "E", evalue: "v"},
	}, 1, true
	var got struct {
		Cells []struct {
			Outputs  []map[string]any `json:"outputs"`
			Count    int              `json:"execution_count"`
			Metadata map[string]any   `json:"metadata"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(nb.encode(), &got); err != nil {
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
		nb, err := parseNotebook([]byte(old))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(nb.encode()))
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

func TestNotebookErrors(t *testing.T) {
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
			_, err := parseNotebook([]byte(test.in))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestNotebooksOfTheCourseAreCanonical(t *testing.T) {
	files, err := os.ReadDir("notebooks")
	if err != nil {
		t.Skip("no notebooks here")
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".ipynb") {
			continue
		}
		data, err := os.ReadFile("notebooks/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		nb, err := parseNotebook(data)
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
			continue
		}
		if !bytes.Equal(nb.encode(), data) {
			t.Errorf("%s is not as nbformat writes it (one space of indent, sorted keys, ids): saving it in Jupyter would change it", f.Name())
		}
	}
}
