package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

type TokenKind int

const (
	NUM TokenKind = iota
	IDENT
	OP
	LP
	RP
	EOF
)

//go:generate stringer
func (k TokenKind) String() string { return [...]string{"NUM", "IDENT", "OP", "LP", "RP", "EOF"}[k] }

type Token struct {
	Kind TokenKind
	Text string
	Pos  int
}

type Lexer struct {
	src []rune
	pos int
}

type SyntaxError struct {
	Pos int
	Msg string
}

func (e SyntaxError) Error() string { return fmt.Sprintf("%d: %s", e.Pos, e.Msg) }

func (l *Lexer) Next() Token {
	for l.pos < len(l.src) && unicode.IsSpace(l.src[l.pos]) {
		l.pos++
	}
	if l.pos >= len(l.src) {
		return Token{EOF, "", l.pos}
	}
	start := l.pos
	take := func(ok func(rune) bool) string {
		for l.pos < len(l.src) && ok(l.src[l.pos]) {
			l.pos++
		}
		return string(l.src[start:l.pos])
	}
	switch r := l.src[l.pos]; {
	case unicode.IsDigit(r):
		return Token{NUM, take(func(r rune) bool { return unicode.IsDigit(r) || r == '.' }), start}
	case unicode.IsLetter(r), r == '_':
		return Token{IDENT, take(unicode.IsLetter), start}
	case strings.ContainsRune("+-*/^", r):
		l.pos++
		return Token{OP, string(r), start}
	case r == '(':
		l.pos++
		return Token{LP, "(", start}
	case r == ')':
		l.pos++
		return Token{RP, ")", start}
	default:
		panic(SyntaxError{start, fmt.Sprintf("unexpected %q", r)})
	}
}

type Expr interface {
	Eval(env map[string]float64) float64
}
type (
	Num   float64
	Var   string
	BinOp struct {
		Op   byte
		L, R Expr
	}
	Neg struct{ Expr }
)

func (n Num) Eval(map[string]float64) float64 { return float64(n) }
func (v Var) Eval(env map[string]float64) float64 {
	x, ok := env[string(v)]
	if !ok {
		panic(fmt.Errorf("undefined: %s", string(v)))
	}
	return x
}
func (n Neg) Eval(env map[string]float64) float64 { return -n.Expr.Eval(env) }
func (b *BinOp) Eval(env map[string]float64) float64 {
	l, r := b.L.Eval(env), b.R.Eval(env)
	switch b.Op {
	case '+':
		return l + r
	case '-':
		return l - r
	case '*':
		return l * r
	case '/':
		return l / r
	}
	panic("bad op " + string(b.Op))
}

var prec = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2}

type Parser struct {
	lex *Lexer
	tok Token
}

func Parse(s string) (e Expr, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case SyntaxError:
			err = r
		default:
			panic(r)
		}
	}()
	p := &Parser{lex: &Lexer{src: []rune(s)}}
	p.advance()
	e = p.expr(0)
	if p.tok.Kind != EOF {
		panic(SyntaxError{p.tok.Pos, "unexpected " + p.tok.Kind.String()})
	}
	return e, nil
}

func (p *Parser) advance() { p.tok = p.lex.Next() }
func (p *Parser) expr(min int) Expr {
	left := p.unary()
	for p.tok.Kind == OP && prec[p.tok.Text] > min {
		op := p.tok.Text
		p.advance()
		left = &BinOp{op[0], left, p.expr(prec[op])}
	}
	return left
}
func (p *Parser) unary() Expr {
	switch t := p.tok; t.Kind {
	case OP:
		if t.Text == "-" {
			p.advance()
			return Neg{p.unary()}
		}
	case NUM:
		p.advance()
		f, err := strconv.ParseFloat(t.Text, 64)
		if err != nil {
			panic(SyntaxError{t.Pos, err.Error()})
		}
		return Num(f)
	case IDENT:
		p.advance()
		return Var(t.Text)
	case LP:
		p.advance()
		e := p.expr(0)
		if p.tok.Kind != RP {
			panic(SyntaxError{p.tok.Pos, "expected )"})
		}
		p.advance()
		return e
	}
	panic(SyntaxError{p.tok.Pos, "unexpected " + p.tok.Kind.String()})
}

func dump(e Expr, depth int) {
	pad := strings.Repeat("  ", depth)
	switch e := e.(type) {
	case Num, Var:
		fmt.Printf("%s%T(%v)\n", pad, e, e)
	case Neg:
		fmt.Println(pad + "-")
		dump(e.Expr, depth+1)
	case *BinOp:
		fmt.Printf("%s%c\n", pad, e.Op)
		dump(e.L, depth+1)
		dump(e.R, depth+1)
	}
}

type Instr struct {
	Op  string
	Arg int
}

func run(prog []Instr) (out []int) {
	var stack []int
	pop := func() int { x := stack[len(stack)-1]; stack = stack[:len(stack)-1]; return x }
	for pc := 0; pc < len(prog); pc++ {
		switch in := prog[pc]; in.Op {
		case "push":
			stack = append(stack, in.Arg)
		case "dup":
			stack = append(stack, stack[len(stack)-1])
		case "dec":
			stack = append(stack, pop()-1)
		case "out":
			out = append(out, stack[len(stack)-1])
		case "jnz":
			if stack[len(stack)-1] != 0 {
				pc = in.Arg - 1
			}
		case "halt":
			return
		}
	}
	return
}

func main() {
	env := map[string]float64{"x": 3, "y": 4}
	for _, s := range []string{"1 + 2*3", "-(x + y) * 2", "x/y - 1", "(1", "2 $ 3", "1.2.3", "x x", "1-2-3"} {
		e, err := Parse(s)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		fmt.Println(s, "=", e.Eval(env))
	}
	e, _ := Parse("-(x + 2) * y")
	dump(e, 0)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		e, _ := Parse("z+1")
		e.Eval(env)
	}()
	fmt.Println(run([]Instr{{"push", 3}, {"out", 0}, {"dec", 0}, {"jnz", 1}, {Op: "halt"}}))
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(w, "name\tvalue\tnote\t")
	for i, n := range []string{"alpha", "b", "gamma-long"} {
		fmt.Fprintf(w, "%s\t%d\t%x\t\n", n, i*100, i*255)
	}
	w.Flush()
	fmt.Printf("%v %+v %#v\n", Token{OP, "+", 3}, Token{NUM, "1", 0}, Instr{"push", 1})
}
