package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gojac/gojac/notebooks/nbformat"
)

//go:embed page.html
var layout string

//go:embed page.css
var style string

var pageTemplate = template.Must(template.New("page").Parse(layout))

// A page is what page.html shows.
type page struct {
	Title    string
	Style    template.CSS
	Contents []link
	Cells    []cell
}

type link struct {
	Level int
	ID    string
	Text  template.HTML
}

type cell struct {
	Kind    nbformat.CellType
	Count   int
	Hidden  bool // the notebook folds the source away
	Source  template.HTML
	Outputs []output
}

type output struct {
	Class string // stream, stderr, error, result, display
	Body  template.HTML
}

// Render returns the notebook as one HTML file that needs no network and no script. file is the notebook's, for the
// pictures that lie beside it, and for a title where it has no heading.
func Render(nb *nbformat.Notebook, file string) ([]byte, error) {
	md := newMarkdown(filepath.Dir(file))
	p := page{Title: strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), Style: template.CSS(style)}
	for i, c := range nb.Cells {
		if c.Tagged("remove-cell") { // as nbconvert and Jupyter Book have it
			continue
		}
		out := cell{Kind: c.Type, Count: c.Count, Hidden: c.Folded()}
		switch c.Type {
		case nbformat.Markdown:
			body, err := md.render(c)
			if err != nil {
				return nil, fmt.Errorf("cell %d: %w", i+1, err)
			}
			out.Source = template.HTML(body)
		case nbformat.Code:
			out.Source = template.HTML(highlight(strings.TrimRight(c.Source, "\n")))
			for _, o := range c.Outputs {
				out.Outputs = append(out.Outputs, md.output(o))
			}
			if c.Source == "" && len(c.Outputs) == 0 {
				continue
			}
		default:
			out.Source = template.HTML(html.EscapeString(c.Source))
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
			p.Contents = append(p.Contents, link{max(h.level, 2), h.id, template.HTML(noLinks(h.text))})
		}
	}
	if len(p.Contents) < 3 {
		p.Contents = nil
	}
}

var anchors = regexp.MustCompile(`</?a\b[^>]*>`)

func noLinks(s string) string { return anchors.ReplaceAllString(s, "") }
