// Package notebooks tests the course: every notebook in this folder runs
// through the gojac binary, is stored without outputs, and asks each question
// before it answers it. Start with notebooks_test.go; lecture_test.go knows
// what the lecture on automatic differentiation has to say.
package notebooks

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A notebook is what these tests read of the format, version 4.5.
type notebook struct {
	Cells    []cell `json:"cells"`
	Metadata struct {
		Kernelspec struct {
			Name     string `json:"name"`
			Language string `json:"language"`
		} `json:"kernelspec"`
	} `json:"metadata"`
	Format      int `json:"nbformat"`
	FormatMinor int `json:"nbformat_minor"`
}

type cell struct {
	Kind     string          `json:"cell_type"`
	ID       string          `json:"id"`
	Metadata json.RawMessage `json:"metadata"`
	Source   text            `json:"source"`
	Count    *int            `json:"execution_count"`
	Outputs  []output        `json:"outputs"`
}

type output struct {
	Kind  string                     `json:"output_type"`
	Text  text                       `json:"text"`
	Data  map[string]json.RawMessage `json:"data"`
	Value string                     `json:"evalue"`
}

// A text is stored as one string or as its lines.
type text string

func (s text) String() string { return string(s) }

func (s *text) UnmarshalJSON(data []byte) error {
	var lines []string
	if json.Unmarshal(data, &lines) == nil {
		*s = text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(data, (*string)(s))
}

// MarshalJSON keeps what only code cells have out of the others.
func (c cell) MarshalJSON() ([]byte, error) {
	m := map[string]any{"cell_type": c.Kind, "id": c.ID, "metadata": c.Metadata, "source": c.Source}
	if c.Kind == "code" {
		m["execution_count"], m["outputs"] = nil, []any{}
	}
	return json.Marshal(m)
}

// said returns everything that the outputs of a cell say.
func (c cell) said() string {
	var b strings.Builder
	for _, o := range c.Outputs {
		b.WriteString(o.Text.String())
		var plain text
		if json.Unmarshal(o.Data["text/plain"], &plain) == nil {
			b.WriteString(plain.String() + "\n")
		}
	}
	return b.String()
}

var gojac string // the binary under test

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "gojac")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		gojac = filepath.Join(dir, "gojac.exe")
		build := exec.Command("go", "build", "-o", gojac, "..")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

func all(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("*.ipynb")
	if err != nil || len(names) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	return names
}

func read(t *testing.T, path string) *notebook {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	nb := new(notebook)
	if err := json.Unmarshal(data, nb); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return nb
}

// run executes a notebook with `gojac run`, which fails if a cell does.
func run(t *testing.T, nb *notebook) *notebook {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.ipynb"), filepath.Join(dir, "out.ipynb")
	data, err := json.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(gojac, "run", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("gojac run: %v\n%s", err, said)
	}
	return read(t, out)
}

func TestEveryCellRuns(t *testing.T) {
	t.Parallel()
	for _, name := range all(t) {
		for i, c := range run(t, read(t, name)).Cells {
			if c.Kind != "code" {
				continue
			}
			if c.Count == nil {
				t.Errorf("%s: cell %s did not run", name, c.ID)
			}
			if i > 0 && len(c.Outputs) == 0 {
				t.Errorf("%s: cell %s says nothing", name, c.ID)
			}
			for _, o := range c.Outputs {
				if o.Kind == "error" {
					t.Errorf("%s: cell %s: %s", name, c.ID, o.Value)
				}
			}
		}
	}
}

func TestStoredWithoutOutputs(t *testing.T) {
	id := regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)
	for _, name := range all(t) {
		nb := read(t, name)
		if nb.Format != 4 || nb.FormatMinor != 5 {
			t.Errorf("%s: format %d.%d, want 4.5", name, nb.Format, nb.FormatMinor)
		}
		if k := nb.Metadata.Kernelspec; k.Name != "gojac" || k.Language != "go" {
			t.Errorf("%s: kernel %q of language %q", name, k.Name, k.Language)
		}
		seen := map[string]bool{}
		for _, c := range nb.Cells {
			if !id.MatchString(c.ID) || seen[c.ID] {
				t.Errorf("%s: id %q is not valid or not unique", name, c.ID)
			}
			seen[c.ID] = true
			if len(c.Outputs) > 0 || c.Count != nil {
				t.Errorf("%s: cell %s is stored with what it said", name, c.ID)
			}
		}
	}
}

// TestFirstCell reads the cell where Colab starts, in Python. Under gojac it
// does nothing.
func TestFirstCell(t *testing.T) {
	for _, name := range all(t) {
		first := read(t, name).Cells[0]
		if first.Kind != "code" || !strings.Contains(first.Source.String(), "print(") || !strings.Contains(first.Source.String(), "gojac install") {
			t.Errorf("%s: the first cell does not say in Python how to get the kernel", name)
		}
		nb := read(t, name)
		nb.Cells = nb.Cells[:1]
		if said := run(t, nb).Cells[0].said(); said != "" {
			t.Errorf("%s: the first cell says %q", name, said)
		}
	}
}

var (
	section  = regexp.MustCompile(`(?m)^## (\d+\. .*)$`)
	question = regexp.MustCompile(`(?m)^\*\*Question\.\*\* .`)
	exercise = regexp.MustCompile(`(?m)^\*\*Exercises?\.\*\*`)
)

// TestQuestionsPrecedeAnswers wants, in every numbered section, a question
// before the first cell of code, and exercises after the last.
func TestQuestionsPrecedeAnswers(t *testing.T) {
	for _, name := range all(t) {
		title, asked, exercised, sections := "", true, true, 0
		next := func(heading string) {
			if title != "" && !exercised {
				t.Errorf("%s: %q ends without an exercise", name, title)
			}
			title, asked, exercised = heading, false, false
			sections++
		}
		for _, c := range read(t, name).Cells {
			if c.Kind == "code" {
				if title != "" && !asked {
					t.Errorf("%s: %q is answered in cell %s before it asks", name, title, c.ID)
				}
				exercised = false
				continue
			}
			prose := c.Source.String()
			if at := section.FindStringSubmatchIndex(prose); at != nil {
				exercised = exercised || exercise.MatchString(prose[:at[0]])
				next(prose[at[2]:at[3]])
				prose = prose[at[0]:]
			}
			asked = asked || question.MatchString(prose)
			exercised = exercised || exercise.MatchString(prose)
		}
		next("the end")
		if sections < 2 {
			t.Errorf("%s: no numbered sections", name)
		}
	}
}

// TestNoNumberIsTyped looks for decimal fractions in prose: what gojac can
// compute belongs into an output, where it follows the function.
func TestNoNumberIsTyped(t *testing.T) {
	fraction := regexp.MustCompile(`\d[.,]\d`)
	for _, name := range all(t) {
		for _, c := range read(t, name).Cells {
			if typed := fraction.FindString(c.Source.String()); c.Kind == "markdown" && typed != "" {
				t.Errorf("%s: cell %s types %q", name, c.ID, typed)
			}
		}
	}
}
