package page

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// An escape is one of a terminal's: a colour (group 1), or anything else, which a page has no use for.
var escape = regexp.MustCompile(`\x1b\[([0-9;]*)m|\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.`)

// terminalHTML shows what a terminal would: colours and bold, and of a line that was overwritten (\r) its last state.
func terminalHTML(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.Contains(s, "\r") {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			l = strings.TrimRight(l, "\r")
			lines[i] = l[strings.LastIndex(l, "\r")+1:]
		}
		s = strings.Join(lines, "\n")
	}
	if !strings.Contains(s, "\x1b") {
		return html.EscapeString(s)
	}
	var out strings.Builder
	var style terminalStyle
	at := 0
	for _, m := range escape.FindAllStringSubmatchIndex(s, -1) {
		out.WriteString(style.wrap(s[at:m[0]]))
		if m[2] >= 0 {
			style.apply(s[m[2]:m[3]])
		}
		at = m[1]
	}
	out.WriteString(style.wrap(s[at:]))
	return out.String()
}

type terminalStyle struct {
	bold  bool
	color int // 1 to 8 for the terminal's black to white, 0: none
}

func (t *terminalStyle) apply(codes string) {
	for code := range strings.SplitSeq(codes, ";") {
		n, _ := strconv.Atoi(code) // an empty code is 0
		switch {
		case n == 0:
			*t = terminalStyle{}
		case n == 1:
			t.bold = true
		case n == 22:
			t.bold = false
		case n == 38 || n == 48:
			return // 256 colours: what follows belongs to it
		case n == 39:
			t.color = 0
		case 30 <= n && n <= 37:
			t.color = n - 29
		case 90 <= n && n <= 97:
			t.color = n - 89
		}
	}
}

func (t terminalStyle) wrap(s string) string {
	text := html.EscapeString(s)
	if text == "" || t == (terminalStyle{}) {
		return text
	}
	var classes []string
	if t.bold {
		classes = append(classes, "ansi-bold")
	}
	if t.color > 0 {
		classes = append(classes, fmt.Sprintf("ansi-%d", t.color-1))
	}
	return `<span class="` + strings.Join(classes, " ") + `">` + text + "</span>"
}
