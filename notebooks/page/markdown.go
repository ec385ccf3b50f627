package page

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gohtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/gojac/gojac/notebooks/nbformat"
	"github.com/gojac/gojac/notebooks/page/mathml"
)

// A markdown renders markdown cells. Pictures are put into the page: from the cell's attachments, or from files beside the
// notebook. A picture from the network becomes a link, since the page asks for nothing.
type markdown struct {
	md  goldmark.Markdown
	dir string // of the notebook

	ids      *headingIDs    // of the whole page, so that no two are equal
	cell     *nbformat.Cell // the one being rendered
	headings []heading
}

type heading struct {
	level    int
	id, text string
}

func newMarkdown(dir string) *markdown {
	m := &markdown{dir: dir, ids: &headingIDs{taken: map[string]bool{}}}
	m.md = goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithBlockParsers(util.Prioritized(mathBlockParser{}, 90)),
			parser.WithInlineParsers(util.Prioritized(mathInlineParser{}, 90)),
		),
		goldmark.WithRendererOptions(
			gohtml.WithUnsafe(), // a notebook's markdown has HTML of its own, as in Jupyter
			renderer.WithNodeRenderers(util.Prioritized(m, 100)),
		),
	)
	return m
}

// render returns the cell's HTML and notes its headings.
func (m *markdown) render(c *nbformat.Cell) (string, error) {
	m.cell = c
	source := []byte(c.Source)
	doc := m.md.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(m.ids))))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			if id, ok := h.AttributeString("id"); ok {
				m.headings = append(m.headings, heading{h.Level, string(id.([]byte)), m.inline(h, source)})
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = m.md.Renderer().Render(&out, source, doc)
	return out.String(), err
}

// inline is a heading's content again, for the list of contents.
func (m *markdown) inline(h *ast.Heading, source []byte) string {
	var out bytes.Buffer
	for c := h.FirstChild(); c != nil; c = c.NextSibling() {
		if err := m.md.Renderer().Render(&out, source, c); err != nil {
			return html.EscapeString(string(h.Lines().Value(source)))
		}
	}
	return out.String()
}

func (m *markdown) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindMath, m.renderMath)
	reg.Register(kindMathBlock, m.renderMath)
	reg.Register(ast.KindImage, m.renderImage)
	reg.Register(ast.KindFencedCodeBlock, m.renderFence)
}

func (m *markdown) renderMath(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		switch n := n.(type) {
		case *mathInline:
			w.WriteString(together(n.before, mathHTML(n.tex, n.display), n.after))
		case *mathBlock:
			w.WriteString(mathHTML(n.tex, true) + "\n")
			if n.after != "" {
				w.WriteString("<p>" + html.EscapeString(n.after) + "</p>\n")
			}
		}
	}
	return ast.WalkSkipChildren, nil
}

// together keeps a formula and its punctuation in one line: browsers break there otherwise, as around a picture.
func together(before, formula, after string) string {
	if before+after == "" {
		return formula
	}
	return `<span class="together">` + before + formula + html.EscapeString(after) + "</span>"
}

// mathHTML falls back on the source where it is not TeX that we can set.
func mathHTML(tex string, display bool) string {
	ml, _, err := mathml.Convert(tex, display)
	if err != nil {
		return `<code class="tex-error" title="` + html.EscapeString(err.Error()) + `">` + html.EscapeString(tex) + "</code>"
	}
	if display {
		return `<span class="tex">` + ml + "</span>"
	}
	return ml
}

func (m *markdown) renderFence(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.FencedCodeBlock)
	code := string(block.Lines().Value(source))
	switch lang := string(block.Language(source)); lang {
	case "go", "golang":
		code = highlight(code)
	case "math":
		w.WriteString(mathHTML(code, true))
		return ast.WalkSkipChildren, nil
	default:
		code = html.EscapeString(code)
	}
	w.WriteString(`<pre class="src">` + code + "</pre>\n")
	return ast.WalkSkipChildren, nil
}

func (m *markdown) renderImage(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	img := n.(*ast.Image)
	dest := string(img.Destination)
	var alt strings.Builder
	for c := img.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			alt.Write(t.Value(source))
		}
	}
	src, ok := m.embed(dest)
	if !ok {
		label := alt.String()
		if label == "" {
			label = dest
		}
		fmt.Fprintf(w, `<a href="%s">%s</a>`, html.EscapeString(dest), html.EscapeString(label))
		return ast.WalkSkipChildren, nil
	}
	fmt.Fprintf(w, `<img src="%s" alt="%s">`, html.EscapeString(src), html.EscapeString(alt.String()))
	return ast.WalkSkipChildren, nil
}

var remote = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:|//)`)

// embed returns the picture as a data URI.
func (m *markdown) embed(dest string) (string, bool) {
	if strings.HasPrefix(dest, "data:") {
		return dest, true
	}
	if name, ok := strings.CutPrefix(dest, "attachment:"); ok {
		for kind, data := range m.cell.Attachments()[name] {
			return "data:" + kind + ";base64," + data, true
		}
		return "", false
	}
	kind := mime.TypeByExtension(filepath.Ext(dest))
	if remote.MatchString(dest) || !strings.HasPrefix(kind, "image/") {
		return "", false
	}
	data, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(dest)))
	if err != nil {
		return "", false
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data), true
}

// headingIDs makes the ids of headings as GitHub and Jupyter do, letters of every script kept.
type headingIDs struct{ taken map[string]bool }

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
