package page

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gojac/gojac/notebooks/nbformat"
)

// rendered is the page's HTML for one markdown cell, formulas replaced by [TeX] and {TeX} for a display.
func rendered(t *testing.T, source string) string {
	t.Helper()
	out, err := newMarkdown(t.TempDir()).render(&nbformat.Cell{Source: source})
	if err != nil {
		t.Fatal(err)
	}
	out = regexp.MustCompile(`(?s)<span class="tex"><math display="block" alttext="([^"]*)">.*?</math></span>`).ReplaceAllString(out, "{$1}")
	out = regexp.MustCompile(`(?s)<math alttext="([^"]*)">.*?</math>`).ReplaceAllString(out, "[$1]")
	return strings.TrimSpace(html.UnescapeString(out))
}

func TestMarkdownFindsMathematics(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"a $x_1 * y_1 * z_1$ b", "<p>a [x_1 * y_1 * z_1] b</p>"},
		{"a ($x$), \"$y$\"", `<p>a <span class="together">([x]),</span> "<span class="together">[y]"</span></p>`},
		{"[a $x$](y) (z)", `<p><a href="y">a [x]</a> (z)</p>`},
		{"**$x$:** $y$!", "<p><strong><span class=\"together\">[x]:</span></strong> [y]!</p>"},
		{"costs $5 and $6 each", "<p>costs $5 and $6 each</p>"},
		{"$ 5 and 6 $", "<p>$ 5 and 6 $</p>"},
		{`an escaped \$x\$`, "<p>an escaped $x$</p>"},
		{"over $a +\nb$ lines", "<p>over [a +\nb] lines</p>"},
		{"$$a_1$$", "{a_1}"},
		{"text $$a_1$$ more", "<p>text {a_1} more</p>"},
		{"$$a_1$$ leads", "<p>{a_1} leads</p>"},
		{"text\n$$\na_1\n- b_1\n= c_1\n$$\nmore", "<p>text</p>\n{a_1\n- b_1\n= c_1}\n<p>more</p>"},
		{"\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}", "{\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}}"},
		{"$$ never closed", "<p>$$ never closed</p>"},
		{"`$x$` is code", "<p><code>$x$</code> is code</p>"},
		{"```math\nx\n```", "{x}"},
		{"- item $x$\n- **$y$**", "<ul>\n<li>item [x]</li>\n<li><strong>[y]</strong></li>\n</ul>"},
		{"$$\nx\n$$ & so", "{x}\n<p>& so</p>"},
		{"> $$\n> x\n> $$", "<blockquote>\n{x}\n</blockquote>"},
		{"| $x$ |\n|--|\n| $y$ |", "<table>\n<thead>\n<tr>\n<th>[x]</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>[y]</td>\n</tr>\n</tbody>\n</table>"},
		{"$\\frac{1$", `<p><code class="tex-error" title="TeX: the formula ends too early at character 7 of \frac{1">\frac{1</code></p>`},
	} {
		if got := rendered(t, test.in); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

func TestMarkdownEmbedsPictures(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dot.png"), []byte("png"), 0o644); err != nil {
		t.Fatal(err)
	}
	nb, err := nbformat.Parse([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "markdown", "id": "a", "metadata": {},
		"source": "![a](dot.png) ![b](attachment:p.png) ![c](https://example.org/x.png) ![](gone.png)",
		"attachments": {"p.png": {"image/png": "QUJD"}}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := newMarkdown(dir).render(nb.Cells[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `<p><img src="data:image/png;base64,cG5n" alt="a"> <img src="data:image/png;base64,QUJD" alt="b"> ` +
		`<a href="https://example.org/x.png">c</a> <a href="gone.png">gone.png</a></p>`
	if strings.TrimSpace(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestHighlight(t *testing.T) {
	got := highlight("x := math.Sin(2.5) // s\nif true { panic(\"<\") }")
	want := `x := math.<i class="f">Sin</i>(<i class="n">2.5</i>) <i class="c">// s</i>` + "\n" +
		`<i class="k">if</i> <i class="t">true</i> { <i class="t">panic</i>(<i class="s">&#34;&lt;&#34;</i>) }`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, src := range []string{"", "\"open", "`raw\r\nstring`", "a ??? b\n\x00 'x", "/* open", "\xff\xfe", "x\n\n\n", "é := \"𝛁\" // ü"} {
		checkHighlight(t, src)
	}
}

// checkHighlight: marking up loses no character.
func checkHighlight(t *testing.T, src string) {
	t.Helper()
	plain := html.UnescapeString(regexp.MustCompile(`</?i[^>]*>`).ReplaceAllString(highlight(src), ""))
	if plain != html.UnescapeString(html.EscapeString(src)) {
		t.Errorf("highlight(%q) shows %q", src, plain)
	}
}

func FuzzHighlight(f *testing.F) {
	f.Add("func f() { return `a\rb` /* c */ }")
	f.Fuzz(func(t *testing.T, src string) { checkHighlight(t, src) })
}

func TestTerminalHTML(t *testing.T) {
	for in, want := range map[string]string{
		"plain <b>":                     "plain &lt;b&gt;",
		"\x1b[31mred\x1b[0m not":        `<span class="ansi-1">red</span> not`,
		"\x1b[1;32mbold\x1b[22mgreen":   `<span class="ansi-bold ansi-2">bold</span><span class="ansi-2">green</span>`,
		"\x1b[38;5;9mx\x1b[2K\x1b[my":   "xy",
		"10 %\r50 %\r100 %\ndone\r\n":   "100 %\ndone\n",
		"\x1b]8;;http://x\x07link\x1b]": "link",
	} {
		if got := terminalHTML(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestPageShowsTheRichestForm(t *testing.T) {
	data := map[string]any{
		"text/html": "<b>html</b>", "text/markdown": "*md*", "text/latex": "$$x^2$$", "image/svg+xml": "<svg/>", "image/png": "cG5n", "text/plain": "a < b",
	}
	for _, test := range []struct{ drop, want string }{
		{"", "<b>html</b>"},
		{"text/html", "<p><em>md</em></p>\n"},
		{"text/markdown", `<span class="tex"><math display="block" alttext="x^2"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math></span>`},
		{"text/latex", `<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="a &lt; b">`},
		{"image/svg+xml", `<img src="data:image/png;base64,cG5n" alt="a &lt; b">`},
		{"image/png", "<pre>a &lt; b</pre>"},
		{"text/plain", `<p class="nothing">an output of type application/x</p>`},
	} {
		delete(data, test.drop)
		if len(data) == 0 {
			data["application/x"] = "?"
		}
		got := newMarkdown("").output(&nbformat.Output{Type: nbformat.DisplayData, Data: data})
		if string(got.Body) != test.want {
			t.Errorf("without %s: got %s, want %s", test.drop, got.Body, test.want)
		}
	}
}

func TestPageWithoutHeadingsIsNamedAfterItsFile(t *testing.T) {
	page, err := Render(nbformat.New(), "dir/first steps.ipynb")
	if err != nil || !bytes.Contains(page, []byte("<title>first steps</title>")) {
		t.Errorf("error %v, page %.300s", err, page)
	}
}

func TestPage(t *testing.T) {
	nb, err := nbformat.ParseScript("// %% [markdown]\n// # A *title* & $x_1$\n// ## One\n// ## One\n// ### Two\n// %%\nx := 1\n// %% [raw]\n<raw>\n// %%\n")
	if err != nil {
		t.Fatal(err)
	}
	code := nb.Cells[1]
	code.Count = 1
	code.Outputs = []*nbformat.Output{
		{Type: nbformat.Stream, Name: "stdout", Text: "out"}, {Type: nbformat.Stream, Name: "stderr", Text: "err"},
		{Type: nbformat.Error, EName: "E", EValue: "v", Traceback: []string{"\x1b[31mline\x1b[0m"}},
		{Type: nbformat.DisplayData, Data: map[string]any{"image/png": "cG5n"}, Metadata: map[string]any{"image/png": map[string]any{"width": 10.0, "alt": "words"}}},
	}
	page, err := Render(nb, "lecture.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<title>A title &amp; x1</title>", `<h2 id="one">One</h2>`, `<h2 id="one-2">One</h2>`, `<li class="l3"><a href="#two">Two</a></li>`,
		`<span class="count" aria-hidden="true">1</span><pre class="src">x := <i class="n">1</i></pre>`,
		`<div class="output stream"><pre>out</pre></div>`, `<div class="output stderr"><pre>err</pre></div>`,
		`<div class="output error"><pre><span class="ansi-1">line</span></pre></div>`,
		`<img src="data:image/png;base64,cG5n" alt="words" width="10">`, "&lt;raw&gt;",
	} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := bytes.Count(page, []byte(`class="cell"`)); n != 1 {
		t.Errorf("%d code cells shown, want 1: an empty one is nothing to read", n)
	}
	if loads := regexp.MustCompile(`(?i)<(link|script|iframe)\b|url\(|@import|src="https?:`).FindAll(page, -1); loads != nil {
		t.Errorf("the page asks the network or runs scripts: %q", loads)
	}
}

// TestMathOfTheCourse: no formula of a lecture falls back on its source.
func TestMathOfTheCourse(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	fallback := regexp.MustCompile(`class="tex-error" title="([^"]*)"|class="tex-unknown">([^<]*)`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		nb, err := nbformat.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		page, err := Render(nb, file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(page, []byte("<math")) {
			t.Errorf("%s: a page without a formula", file)
		}
		for _, m := range fallback.FindAllStringSubmatch(string(page), -1) {
			t.Errorf("%s: a formula that the page cannot set: %s%s", file, m[1], m[2])
		}
	}
}

func TestPageObeysTags(t *testing.T) {
	nb, err := nbformat.Parse([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
		{"cell_type": "code", "id": "a", "metadata": {"tags": ["remove-cell"]}, "source": "gone", "outputs": [], "execution_count": null},
		{"cell_type": "code", "id": "b", "metadata": {"tags": ["hide-input"]}, "source": "tagged", "outputs": [], "execution_count": null},
		{"cell_type": "code", "id": "c", "metadata": {"jupyter": {"source_hidden": true}}, "source": "hidden", "outputs": [], "execution_count": null},
		{"cell_type": "code", "id": "d", "metadata": {"cellView": "form"}, "source": "form", "outputs": [], "execution_count": null},
		{"cell_type": "code", "id": "e", "metadata": {}, "source": "shown", "outputs": [], "execution_count": null}]}`))
	if err != nil {
		t.Fatal(err)
	}
	page, err := Render(nb, "n.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]bool{"tagged": true, "hidden": true, "form": true, "shown": false} {
		folded := `<details class="folded"><summary>Code</summary><pre class="src">` + source
		if got := bytes.Contains(page, []byte(folded)); got != want || !bytes.Contains(page, []byte(source+"</pre>")) {
			t.Errorf("%s: folded %t, want %t, and the source there", source, got, want)
		}
	}
	if bytes.Contains(page, []byte("gone")) {
		t.Error("a cell tagged remove-cell is on the page")
	}
}

// FuzzMarkdown: no text of a cell ends the page.
func FuzzMarkdown(f *testing.F) {
	for _, source := range []string{"($", "(($x$)).", "$$x", "a $x$, (b $y$)\n- $z$", "\\begin{a}\n", "[$x$](y)", "![a](b) **$x$:**", "$$\nx\n$$ & so"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if _, err := newMarkdown("").render(&nbformat.Cell{Source: source}); err != nil {
			t.Error(err)
		}
	})
}
