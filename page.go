package main

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// A page is what page.html shows.
type page struct {
	Title    string
	Style    template.CSS
	Contents []pageLink
	Cells    []pageCell
}

type pageLink struct {
	Level int
	ID    string
	Text  template.HTML
}

type pageCell struct {
	Kind    string // code, markdown, raw
	Count   int
	Hidden  bool // the notebook folds the source away
	Source  template.HTML
	Outputs []pageOutput
}

type pageOutput struct {
	Class string // stream, stderr, error, result, display
	Body  template.HTML
}

// renderPage returns the notebook as one HTML file that needs no network and no script. file is the notebook's, for the
// pictures that lie beside it, and for a title where it has no heading.
func renderPage(nb *notebook, file string) ([]byte, error) {
	md := newMarkdown(filepath.Dir(file))
	ids := newHeadingIDs()
	p := page{Title: strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), Style: template.CSS(pageCSS)}
	for i, c := range nb.cells {
		out := pageCell{Kind: c.kind, Count: c.count, Hidden: c.sourceHidden()}
		switch c.kind {
		case "markdown":
			body, err := md.render(c, ids)
			if err != nil {
				return nil, fmt.Errorf("cell %d: %w", i+1, err)
			}
			out.Source = template.HTML(body)
		case "code":
			out.Source = template.HTML(highlight(strings.TrimRight(c.source, "\n")))
			for _, o := range c.outputs {
				out.Outputs = append(out.Outputs, renderOutput(md, o, ids))
			}
			if c.source == "" && len(c.outputs) == 0 {
				continue
			}
		default:
			out.Source = template.HTML(html.EscapeString(c.source))
		}
		p.Cells = append(p.Cells, out)
	}
	p.addContents(md.headings)
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, p)
	return b.Bytes(), err
}

var tags = regexp.MustCompile(`<annotation.*?</annotation>|<[^>]*>`)

// addContents lists the sections; the title is the first heading.
func (p *page) addContents(headings []heading) {
	for i, h := range headings {
		plain := html.UnescapeString(tags.ReplaceAllString(h.text, ""))
		if i == 0 {
			p.Title = plain
		}
		if h.level == 2 || h.level == 3 || h.level == 1 && i > 0 {
			p.Contents = append(p.Contents, pageLink{max(h.level, 2), h.id, template.HTML(noLinks(h.text))})
		}
	}
	if len(p.Contents) < 3 {
		p.Contents = nil
	}
}

var anchors = regexp.MustCompile(`</?a\b[^>]*>`)

func noLinks(s string) string { return anchors.ReplaceAllString(s, "") }

// sourceHidden reports whether JupyterLab or Colab folds the cell's source away.
func (c *cell) sourceHidden() bool {
	var meta struct {
		CellView string `json:"cellView"`
		Jupyter  struct {
			SourceHidden bool `json:"source_hidden"`
		} `json:"jupyter"`
	}
	_ = json.Unmarshal(orNull(c.fields.get("metadata")), &meta) // metadata of another shape hides nothing
	return meta.Jupyter.SourceHidden || meta.CellView == "form" || c.tagged("hide-input")
}

// richest lists what a page can show, best first; it is the order in which JupyterLab chooses.
var richest = []struct {
	mime string
	show func(md *markdown, data string, o *output, ids parser.IDs) string
}{
	{"text/html", func(_ *markdown, s string, _ *output, _ parser.IDs) string { return s }},
	{"text/markdown", showMarkdown},
	{"text/latex", showLaTeX},
	{"image/svg+xml", showPicture("image/svg+xml")},
	{"image/png", showPicture("image/png")},
	{"image/jpeg", showPicture("image/jpeg")},
	{"image/gif", showPicture("image/gif")},
	{"image/webp", showPicture("image/webp")},
	{"text/plain", func(_ *markdown, s string, _ *output, _ parser.IDs) string {
		return "<pre>" + terminalHTML(s) + "</pre>"
	}},
}

func renderOutput(md *markdown, o *output, ids parser.IDs) pageOutput {
	switch o.kind {
	case "stream":
		class := "stream"
		if o.name == "stderr" {
			class = "stderr"
		}
		return pageOutput{class, template.HTML("<pre>" + terminalHTML(o.text) + "</pre>")}
	case "error":
		return pageOutput{"error", template.HTML("<pre>" + terminalHTML(errorText(o)) + "</pre>")}
	}
	class := "display"
	if o.kind == "execute_result" {
		class = "result"
	}
	for _, r := range richest {
		if data, ok := o.data[r.mime].(string); ok {
			return pageOutput{class, template.HTML(r.show(md, data, o, ids))}
		}
	}
	names := html.EscapeString(strings.Join(mimeTypes(o.data), ", "))
	return pageOutput{class, template.HTML("<p class=\"nothing\">an output of type " + names + "</p>")}
}

func errorText(o *output) string {
	trace := strings.Join(o.traceback, "\n")
	switch {
	case trace == "" && o.ename == "":
		return o.evalue
	case trace == "":
		return o.ename + ": " + o.evalue
	}
	return trace
}

func showMarkdown(md *markdown, s string, _ *output, ids parser.IDs) string {
	known := md.headings
	body, err := md.render(&cell{source: s}, ids)
	md.headings = known // an output's headings are no sections of the lecture
	if err != nil {
		return "<pre>" + html.EscapeString(s) + "</pre>"
	}
	return body
}

// showLaTeX shows one formula, between dollars or bare, or text with formulas in it.
func showLaTeX(md *markdown, s string, o *output, ids parser.IDs) string {
	body := strings.TrimSpace(s)
	for _, mark := range []string{"$$", "$"} {
		if inside, ok := strings.CutPrefix(body, mark); ok {
			if inside, ok = strings.CutSuffix(inside, mark); ok && !strings.Contains(inside, "$") {
				return mathHTML(inside, true)
			}
		}
	}
	if !strings.Contains(body, "$") {
		return mathHTML(strings.TrimSuffix(strings.TrimPrefix(body, `\[`), `\]`), true)
	}
	return showMarkdown(md, s, o, ids)
}

// showPicture takes its words from the metadata, as alt or as what VS Code reads, else from the text beside it.
func showPicture(mime string) func(*markdown, string, *output, parser.IDs) string {
	return func(_ *markdown, data string, o *output, _ parser.IDs) string {
		if mime == "image/svg+xml" {
			data = base64.StdEncoding.EncodeToString([]byte(data))
		}
		metadata, ok := o.metadata[mime].(map[string]any)
		if !ok {
			metadata = o.metadata
		}
		size := ""
		for _, key := range []string{"width", "height"} {
			if v, ok := metadata[key].(float64); ok {
				size += fmt.Sprintf(` %s="%.0f"`, key, v)
			}
		}
		alt, _ := o.data["text/plain"].(string)
		for _, key := range []string{"vscode_altText", "alt"} {
			if s, ok := metadata[key].(string); ok {
				alt = s
			}
		}
		if alt == "" {
			alt = "picture"
		}
		data = strings.Join(strings.Fields(data), "")
		return fmt.Sprintf(`<img src="data:%s;base64,%s" alt="%s"%s>`, mime, html.EscapeString(data), html.EscapeString(alt), size)
	}
}

// headingIDs makes the ids of headings as GitHub and Jupyter do, letters of every script kept.
type headingIDs struct{ taken map[string]bool }

func newHeadingIDs() parser.IDs { return &headingIDs{taken: map[string]bool{}} }

var notInID = regexp.MustCompile(`[^\p{L}\p{N}]+`)

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	base := strings.Trim(strings.ToLower(notInID.ReplaceAllString(string(value), "-")), "-")
	if base == "" {
		base = "section"
	}
	id := base
	for n := 2; h.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	h.taken[id] = true
	return []byte(id)
}

func (h *headingIDs) Put(value []byte) { h.taken[string(value)] = true }
