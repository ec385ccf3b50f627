package main

import (
	"fmt"
	"sort"
	"strings"
)

// a small interpreter: lexer, Pratt parser, closures, environments
type tokKind uint8

const (
	EOF tokKind = iota
	NUM
	IDENT
	STR
	OP
)

func (k tokKind) String() string { return [...]string{"EOF", "NUM", "IDENT", "STR", "OP"}[k] }

type tok struct {
	kind tokKind
	text string
	pos  int
}
type lexer struct {
	src  []rune
	pos  int
	toks chan tok
}
type stateFn func(*lexer) stateFn

func lex(s string) <-chan tok {
	l := &lexer{src: []rune(s), toks: make(chan tok, 2)}
	go func() {
		defer close(l.toks)
		for st := stateFn(lexAny); st != nil; st = st(l) {
		}
	}()
	return l.toks
}
func (l *lexer) take(k tokKind, f func(rune) bool) {
	p := l.pos
	for l.pos < len(l.src) && f(l.src[l.pos]) {
		l.pos++
	}
	l.toks <- tok{k, string(l.src[p:l.pos]), p}
}
func lexAny(l *lexer) stateFn {
	if l.pos >= len(l.src) {
		l.toks <- tok{EOF, "", l.pos}
		return nil
	}
	switch r := l.src[l.pos]; {
	case r == ' ' || r == '\n':
		l.pos++
	case '0' <= r && r <= '9':
		l.take(NUM, func(r rune) bool { return r == '.' || '0' <= r && r <= '9' })
	case r == '"':
		return lexStr
	case r >= 'a' && r <= 'z' || r > 127:
		l.take(IDENT, func(r rune) bool { return r >= 'a' && r <= 'z' || r > 127 })
	default:
		n := 1
		for _, two := range []string{"==", "<=", "->", "&&"} {
			if strings.HasPrefix(string(l.src[l.pos:]), two) {
				n = 2
			}
		}
		l.toks <- tok{OP, string(l.src[l.pos : l.pos+n]), l.pos}
		l.pos += n
	}
	return lexAny
}
func lexStr(l *lexer) stateFn {
	p := l.pos + 1
	for l.pos++; l.pos < len(l.src) && l.src[l.pos] != '"'; l.pos++ {
	}
	if l.pos >= len(l.src) {
		l.toks <- tok{EOF, "unterminated", p}
		return nil
	}
	l.toks <- tok{STR, string(l.src[p:l.pos]), p}
	l.pos++
	return lexAny
}

type (
	value any
	env   struct {
		vars map[string]value
		up   *env
	}
	closure struct {
		params []string
		body   node
		env    *env
	}
	builtin func(...value) value
	node    interface{ eval(*env) value }
	lit     struct{ v value }
	ref     struct{ name string }
	bin     struct {
		op   string
		l, r node
	}
	call struct {
		f    node
		args []node
	}
	lambda struct {
		params []string
		body   node
	}
	let struct {
		name      string
		val, body node
	}
	cond struct{ c, t, e node }
	list []node
)
type evalErr struct {
	msg string
	n   node
}

func (e evalErr) Error() string { return fmt.Sprintf("%s in %T", e.msg, e.n) }

func (l lit) eval(*env) value { return l.v }
func (r ref) eval(e *env) value {
	for ; e != nil; e = e.up {
		if v, ok := e.vars[r.name]; ok {
			return v
		}
	}
	panic(evalErr{"undefined " + r.name, r})
}
func (b bin) eval(e *env) value {
	l := b.l.eval(e)
	if b.op == "&&" {
		return l.(bool) && b.r.eval(e).(bool)
	}
	r := b.r.eval(e)
	switch l := l.(type) {
	case float64:
		r, ok := r.(float64)
		if !ok {
			panic(evalErr{fmt.Sprintf("%v %s %v", l, b.op, b.r.eval(e)), b})
		}
		return map[string]func() value{
			"+": func() value { return l + r }, "-": func() value { return l - r }, "*": func() value { return l * r },
			"/": func() value { return l / r }, "<": func() value { return l < r }, "==": func() value { return l == r }, "<=": func() value { return l <= r },
		}[b.op]()
	case string:
		return l + fmt.Sprint(r)
	case []value:
		return append(l[:len(l):len(l)], r)
	}
	return l == r
}
func (c call) eval(e *env) value {
	f := c.f.eval(e)
	args := make([]value, len(c.args))
	for i, a := range c.args {
		args[i] = a.eval(e)
	}
	switch f := f.(type) {
	case builtin:
		return f(args...)
	case *closure:
		if len(args) < len(f.params) {
			n := len(args)
			return builtin(func(more ...value) value {
				ne := &env{map[string]value{}, f.env}
				for i, v := range append(args[:n:n], more...) {
					ne.vars[f.params[i]] = v
				}
				return f.body.eval(ne)
			})
		}
		ne := &env{map[string]value{}, f.env}
		for i, p := range f.params {
			ne.vars[p] = args[i]
		}
		return f.body.eval(ne)
	}
	panic(evalErr{fmt.Sprintf("not callable: %v", f), c})
}
func (l lambda) eval(e *env) value { return &closure{l.params, l.body, e} }
func (l let) eval(e *env) value {
	ne := &env{map[string]value{}, e}
	ne.vars[l.name] = l.val.eval(ne)
	return l.body.eval(ne)
}
func (c cond) eval(e *env) value {
	if c.c.eval(e) == true {
		return c.t.eval(e)
	}
	return c.e.eval(e)
}
func (l list) eval(e *env) value {
	vs := []value{}
	for _, n := range l {
		vs = append(vs, n.eval(e))
	}
	return vs
}

type parser struct {
	toks <-chan tok
	cur  tok
}

var prec = map[string]int{"&&": 1, "==": 2, "<": 3, "<=": 3, "+": 4, "-": 4, "*": 5, "/": 5}

func (p *parser) next() (t tok) { t, p.cur = p.cur, <-p.toks; return }
func (p *parser) expect(s string) {
	if t := p.next(); t.text != s {
		panic(fmt.Errorf("%d: expected %q, got %v %q", t.pos, s, t.kind, t.text))
	}
}
func (p *parser) expr(min int) node {
	l := p.unary()
	for p.cur.kind == OP && prec[p.cur.text] > min {
		op := p.next().text
		l = bin{op, l, p.expr(prec[op])}
	}
	return l
}
func (p *parser) unary() (n node) {
	switch t := p.next(); t.kind {
	case NUM:
		var f float64
		fmt.Sscan(t.text, &f)
		n = lit{f}
	case STR:
		n = lit{t.text}
	case IDENT:
		switch t.text {
		case "let":
			name := p.next().text
			p.expect("=")
			v := p.expr(0)
			p.expect("in")
			return let{name, v, p.expr(0)}
		case "if":
			c := p.expr(0)
			p.expect("then")
			x := p.expr(0)
			p.expect("else")
			return cond{c, x, p.expr(0)}
		case "fn":
			var ps []string
			for p.cur.kind == IDENT {
				ps = append(ps, p.next().text)
			}
			p.expect("->")
			return lambda{ps, p.expr(0)}
		}
		n = ref{t.text}
	case OP:
		switch t.text {
		case "(":
			n = p.expr(0)
			p.expect(")")
		case "[":
			var l list
			for p.cur.text != "]" {
				l = append(l, p.expr(0))
				if p.cur.text == "," {
					p.next()
				}
			}
			p.next()
			n = l
		case "-":
			return bin{"-", lit{0.0}, p.unary()}
		default:
			panic(fmt.Errorf("%d: unexpected %q", t.pos, t.text))
		}
	default:
		panic(fmt.Errorf("%d: unexpected %v", t.pos, t.kind))
	}
	for p.cur.text == "(" && p.cur.kind == OP {
		p.next()
		var args []node
		for p.cur.text != ")" {
			args = append(args, p.expr(0))
			if p.cur.text == "," {
				p.next()
			}
		}
		p.next()
		n = call{n, args}
	}
	return n
}
func run(src string) (v value, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("%T: %w", r, r)
		default:
			panic(r)
		}
	}()
	p := &parser{toks: lex(src)}
	p.next()
	n := p.expr(0)
	if p.cur.kind != EOF {
		return nil, fmt.Errorf("trailing %v at %d", p.cur, p.cur.pos)
	}
	global := &env{vars: map[string]value{"true": true, "π": 3.14,
		"map": builtin(func(a ...value) value {
			var out []value
			for _, x := range a[1].([]value) {
				out = append(out, call{lit{a[0]}, []node{lit{x}}}.eval(nil))
			}
			return out
		}),
		"len": builtin(func(a ...value) value {
			switch x := a[0].(type) {
			case string:
				return float64(len(x))
			case []value:
				return float64(len(x))
			}
			return nil
		})}}
	return n.eval(global), nil
}

func main() {
	for _, s := range []string{
		"1 + 2 * 3 - -4 / 8", `"a" + 1 + true`, "let fact = fn n -> if n <= 1 then 1 else n * fact(n - 1) in fact(20)",
		"let add = fn x y z -> x + y * z in map(add(1, 2), [1, 2, 3]) + 9", "π * 2", "x + 1", "1 + \"s\"", "(1", "1 2", "5(3)", "len([1,2]) + len(\"日本\")", `"open`, "1 && 2", "let f = fn x -> x in f == f", "map(fn x -> [x], [1, [2]])", "len(1) == len(2)", "a $ b", "map(1)", "[1] == [2] && true", "let y = fn f -> (fn x -> f(fn v -> x(x)(v)))(fn x -> f(fn v -> x(x)(v))) in y(fn self -> fn n -> if n < 2 then n else self(n - 1) + self(n - 2))(15)",
	} {
		v, err := run(s)
		fmt.Printf("%s => %v (%T) %v\n", s, show(v), v, err)
	}
	ops := make([]string, 0)
	for k := range prec {
		ops = append(ops, k)
	}
	sort.Slice(ops, func(i, j int) bool {
		return prec[ops[i]] < prec[ops[j]] || prec[ops[i]] == prec[ops[j]] && ops[i] < ops[j]
	})
	fmt.Println(ops)
}

func show(v value) string {
	switch v := v.(type) {
	case *closure, builtin:
		return "fn"
	default:
		return fmt.Sprint(v)
	}
}
