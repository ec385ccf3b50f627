package page

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Mathematics in markdown, as Jupyter finds it: $…$ in a line, $$…$$ anywhere, \begin{…}…\end{…} at the start of a line.
// It is taken out before markdown sees the underscores and stars in it.

var (
	kindMath      = ast.NewNodeKind("Math")
	kindMathBlock = ast.NewNodeKind("MathBlock")
)

type mathInline struct {
	ast.BaseInline
	tex     string
	display bool
	before  string // the bracket right before it
	after   string // the punctuation right after it; neither may go to another line
}

func (*mathInline) Kind() ast.NodeKind { return kindMath }
func (n *mathInline) Dump(source []byte, l int) {
	ast.DumpHelper(n, source, l, map[string]string{"tex": n.tex}, nil)
}

type mathBlock struct {
	ast.BaseBlock
	tex    string
	end    string // what closes it
	after  string // what follows the closing mark in its line
	closed bool
}

func (*mathBlock) Kind() ast.NodeKind { return kindMathBlock }
func (*mathBlock) IsRaw() bool        { return true }
func (n *mathBlock) Dump(source []byte, l int) {
	ast.DumpHelper(n, source, l, map[string]string{"tex": n.tex}, nil)
}

// mathBlockParser takes lines that begin with $$ or \begin{…}, up to the line with the closing mark. A line of prose that
// goes on after a short $$…$$ is left to the inline parser, and one whose mark is never closed stays text.
type mathBlockParser struct{}

func (mathBlockParser) Trigger() []byte                             { return []byte{'$', '\\'} }
func (mathBlockParser) CanInterruptParagraph() bool                 { return true }
func (mathBlockParser) CanAcceptIndentedLine() bool                 { return false }
func (mathBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

var beginEnvironment = regexp.MustCompile(`^\\begin\{([a-zA-Z]+\*?)\}`)

func (mathBlockParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	body := strings.TrimSpace(string(line))
	n := &mathBlock{}
	switch m := beginEnvironment.FindStringSubmatch(body); {
	case strings.HasPrefix(body, "$$"):
		n.end = "$$"
		body = body[2:]
	case m != nil:
		n.end = `\end{` + m[1] + "}"
	default:
		return nil, parser.NoChildren
	}
	if inside, after, closed := strings.Cut(body, n.end); closed {
		if strings.TrimSpace(after) != "" {
			return nil, parser.NoChildren
		}
		body, n.closed = inside, true
	} else if !bytes.Contains(reader.Source()[segment.Stop:], []byte(n.end)) {
		return nil, parser.NoChildren // never closed: it is text
	}
	n.add(body)
	reader.Advance(segment.Len() - 1)
	return n, parser.NoChildren
}

func (n *mathBlock) add(line string) {
	n.tex += line
	if n.closed && n.end != "$$" {
		n.tex += n.end
	}
	n.tex += "\n"
}

func (mathBlockParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	if n.closed {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	body, after, closed := strings.Cut(strings.TrimRight(string(line), "\n"), n.end)
	n.closed, n.after = closed, strings.TrimSpace(after)
	n.add(body)
	reader.Advance(segment.Len() - 1)
	return parser.Continue | parser.NoChildren
}

// mathInlineParser takes $…$ and $$…$$ within a paragraph, over line ends, with the punctuation that touches it. A dollar
// before a space or a digit after the closing one is money, not mathematics.
type mathInlineParser struct{}

func (mathInlineParser) Trigger() []byte { return []byte{'$', '('} }

func (mathInlineParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, position := block.Position()
	n := &mathInline{}
	if block.Peek() == '(' {
		n.before = "("
		block.Advance(1)
	}
	if !n.read(block) {
		block.SetPosition(line, position)
		return nil
	}
	rest, _ := block.PeekLine()
	end := bytes.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune(`.,;:?)"`, r) })
	if end < 0 {
		end = len(rest)
	}
	n.after = string(rest[:end])
	block.Advance(end)
	return n
}

// read takes the formula with its dollars; false: there is none.
func (n *mathInline) read(block text.Reader) bool {
	rest, _ := block.PeekLine()
	if len(rest) < 2 || rest[0] != '$' {
		return false
	}
	mark := "$"
	if n.display = rest[1] == '$'; n.display {
		mark = "$$"
	} else if rest[1] == ' ' || rest[1] == '\t' || rest[1] == '\n' {
		return false
	}
	var body strings.Builder
	for from := len(mark); rest != nil; from = 0 {
		if at := closingDollar(rest, from, n.display); at >= 0 {
			body.Write(rest[from:at])
			block.Advance(at + len(mark))
			n.tex = strings.TrimSpace(body.String())
			return n.tex != ""
		}
		body.Write(rest[from:])
		block.AdvanceLine()
		rest, _ = block.PeekLine()
	}
	return false
}

func closingDollar(s []byte, from int, display bool) int {
	for i := from; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] != '$':
		case display:
			if i+1 < len(s) && s[i+1] == '$' {
				return i
			}
		case i > from && (s[i-1] == ' ' || s[i-1] == '\t'):
		case i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9':
		default:
			return i
		}
	}
	return -1
}
