package page

import (
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"strings"

	"github.com/gojac/gojac/notebooks/nbformat"
)

// richest lists what a page can show, best first; it is the order in which JupyterLab chooses.
var richest = []struct {
	mime string
	show func(md *markdown, data string, o *nbformat.Output) string
}{
	{"text/html", func(_ *markdown, s string, _ *nbformat.Output) string { return s }},
	{"text/markdown", showMarkdown},
	{"text/latex", showLaTeX},
	{"image/svg+xml", showPicture("image/svg+xml")},
	{"image/png", showPicture("image/png")},
	{"image/jpeg", showPicture("image/jpeg")},
	{"image/gif", showPicture("image/gif")},
	{"image/webp", showPicture("image/webp")},
	{"text/plain", func(_ *markdown, s string, _ *nbformat.Output) string {
		return "<pre>" + terminalHTML(s) + "</pre>"
	}},
}

// output shows the richest form that a page can.
func (md *markdown) output(o *nbformat.Output) output {
	switch o.Type {
	case nbformat.Stream:
		class := "stream"
		if o.Name == "stderr" {
			class = "stderr"
		}
		return output{class, template.HTML("<pre>" + terminalHTML(o.Text) + "</pre>")}
	case nbformat.Error:
		return output{"error", template.HTML("<pre>" + terminalHTML(errorText(o)) + "</pre>")}
	}
	class := "display"
	if o.Type == nbformat.ExecuteResult {
		class = "result"
	}
	for _, r := range richest {
		if data, ok := o.Data[r.mime].(string); ok {
			return output{class, template.HTML(r.show(md, data, o))}
		}
	}
	names := html.EscapeString(strings.Join(o.MIMETypes(), ", "))
	return output{class, template.HTML("<p class=\"nothing\">an output of type " + names + "</p>")}
}

func errorText(o *nbformat.Output) string {
	trace := strings.Join(o.Traceback, "\n")
	switch {
	case trace == "" && o.EName == "":
		return o.EValue
	case trace == "":
		return o.EName + ": " + o.EValue
	}
	return trace
}

func showMarkdown(md *markdown, s string, _ *nbformat.Output) string {
	known := md.headings
	body, err := md.render(&nbformat.Cell{Source: s})
	md.headings = known // an output's headings are no sections of the lecture
	if err != nil {
		return "<pre>" + html.EscapeString(s) + "</pre>"
	}
	return body
}

// showLaTeX shows one formula, between dollars or bare, or text with formulas in it.
func showLaTeX(md *markdown, s string, o *nbformat.Output) string {
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
	return showMarkdown(md, s, o)
}

// showPicture takes its words from the metadata, as alt or as what VS Code reads, else from the text beside it.
func showPicture(mime string) func(*markdown, string, *nbformat.Output) string {
	return func(_ *markdown, data string, o *nbformat.Output) string {
		if mime == "image/svg+xml" {
			data = base64.StdEncoding.EncodeToString([]byte(data))
		}
		metadata, ok := o.Metadata[mime].(map[string]any)
		if !ok {
			metadata = o.Metadata
		}
		size := ""
		for _, key := range []string{"width", "height"} {
			if v, ok := metadata[key].(float64); ok {
				size += fmt.Sprintf(` %s="%.0f"`, key, v)
			}
		}
		alt, _ := o.Data["text/plain"].(string)
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
