package main

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

type JSON interface{ json() }
type (
	JNull       struct{}
	JBool       bool
	JNum        float64
	JStr        string
	JArr        []JSON
	JObj        map[string]JSON
	SyntaxError struct {
		Off int
		Msg string
	}
)

func (JNull) json()                 {}
func (JBool) json()                 {}
func (JNum) json()                  {}
func (JStr) json()                  {}
func (JArr) json()                  {}
func (JObj) json()                  {}
func (e SyntaxError) Error() string { return "at " + strconv.Itoa(e.Off) + ": " + e.Msg }

type parser struct {
	s []rune
	i int
}

func (p *parser) fail(f string, a ...any) { panic(SyntaxError{p.i, fmt.Sprintf(f, a...)}) }
func (p *parser) ws() {
	for p.i < len(p.s) && unicode.IsSpace(p.s[p.i]) {
		p.i++
	}
}
func (p *parser) peek() rune {
	p.ws()
	if p.i >= len(p.s) {
		return -1
	}
	return p.s[p.i]
}
func (p *parser) expect(r rune) {
	if g := p.peek(); g != r {
		p.fail("want %q, got %q", r, g)
	}
	p.i++
}
func (p *parser) value() JSON {
	switch r := p.peek(); {
	case r == '{':
		return p.object()
	case r == '[':
		return p.array()
	case r == '"':
		return JStr(p.str())
	case r == '-' || unicode.IsDigit(r):
		j := p.i
		for j < len(p.s) && strings.ContainsRune("+-.eE0123456789", p.s[j]) {
			j++
		}
		f, err := strconv.ParseFloat(string(p.s[p.i:j]), 64)
		if err != nil {
			p.fail("%v", err)
		}
		p.i = j
		return JNum(f)
	}
	for word, v := range map[string]JSON{"null": JNull{}, "true": JBool(true), "false": JBool(false)} {
		if strings.HasPrefix(string(p.s[p.i:]), word) {
			p.i += len(word)
			return v
		}
	}
	p.fail("unexpected %q", p.peek())
	return nil
}
func (p *parser) array() (a JArr) {
	p.expect('[')
	a = JArr{}
	if p.peek() == ']' {
		p.i++
		return
	}
	for {
		a = append(a, p.value())
		if p.peek() != ',' {
			break
		}
		p.i++
	}
	p.expect(']')
	return
}
func (p *parser) object() JObj {
	p.expect('{')
	o := JObj{}
	for p.peek() != '}' {
		p.ws()
		k := p.str()
		p.expect(':')
		o[k] = p.value()
		if p.peek() == ',' {
			p.i++
		}
	}
	p.i++
	return o
}
func (p *parser) str() string {
	p.expect('"')
	var b strings.Builder
	for ; ; p.i++ {
		if p.i >= len(p.s) {
			p.fail("unterminated string")
		}
		switch c := p.s[p.i]; c {
		case '"':
			p.i++
			return b.String()
		case '\\':
			p.i++
			switch e := p.s[p.i]; e {
			case 'n':
				b.WriteByte('\n')
			case 'u':
				n, _ := strconv.ParseUint(string(p.s[p.i+1:p.i+5]), 16, 32)
				b.WriteRune(rune(n))
				p.i += 4
			default:
				b.WriteRune(e)
			}
		default:
			b.WriteRune(c)
		}
	}
}

func Parse(s string) (v JSON, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case SyntaxError:
			err = r
		default:
			panic(r)
		}
	}()
	p := &parser{s: []rune(s)}
	v = p.value()
	if p.peek() != -1 {
		p.fail("trailing data")
	}
	return
}

func show(v JSON) string {
	switch v := v.(type) {
	case JNull:
		return "null"
	case JBool, JNum:
		return fmt.Sprint(v)
	case JStr:
		return strconv.Quote(string(v))
	case JArr:
		var ps []string
		for _, e := range v {
			ps = append(ps, show(e))
		}
		return "[" + strings.Join(ps, ",") + "]"
	case JObj:
		var ps []string
		for k, e := range v {
			ps = append(ps, strconv.Quote(k)+":"+show(e))
		}
		sort.Strings(ps)
		return "{" + strings.Join(ps, ",") + "}"
	}
	return fmt.Sprintf("%T", v)
}

// parser combinators
type Parser[T any] func(string) (T, string, error)

var errNo = errors.New("no match")

func Char(pred func(rune) bool) Parser[rune] {
	return func(s string) (rune, string, error) {
		for _, r := range s {
			if pred(r) {
				return r, s[len(string(r)):], nil
			}
			break
		}
		return 0, s, errNo
	}
}
func Many1[T any](p Parser[T]) Parser[[]T] {
	return func(s string) (out []T, rest string, err error) {
		for rest = s; ; {
			v, r, e := p(rest)
			if e != nil {
				if len(out) == 0 {
					return nil, s, e
				}
				return out, rest, nil
			}
			out, rest = append(out, v), r
		}
	}
}
func Fmap[A, B any](p Parser[A], f func(A) B) Parser[B] {
	return func(s string) (b B, _ string, _ error) {
		a, r, err := p(s)
		if err != nil {
			return b, s, err
		}
		return f(a), r, nil
	}
}
func Or[T any](ps ...Parser[T]) Parser[T] {
	return func(s string) (v T, r string, err error) {
		for _, p := range ps {
			if v, r, err = p(s); err == nil {
				return
			}
		}
		return v, s, errNo
	}
}
func ChainL[T any](p Parser[T], op Parser[func(T, T) T]) Parser[T] {
	return func(s string) (T, string, error) {
		acc, rest, err := p(s)
		for err == nil {
			f, r, e := op(rest)
			if e != nil {
				break
			}
			v, r, e := p(r)
			if e != nil {
				return acc, rest, e
			}
			acc, rest = f(acc, v), r
		}
		return acc, rest, err
	}
}
func Lazy[T any](f func() Parser[T]) Parser[T] {
	return func(s string) (T, string, error) { return f()(s) }
}

func is(c rune) func(rune) bool { return func(r rune) bool { return r == c } }
func op(c rune, f func(a, b float64) float64) Parser[func(a, b float64) float64] {
	return Fmap(Char(is(c)), func(rune) func(a, b float64) float64 { return f })
}

var (
	expr   Parser[float64]
	number = Fmap(Many1(Char(unicode.IsDigit)), func(rs []rune) float64 { f, _ := strconv.ParseFloat(string(rs), 64); return f })
	factor = Or(number, func(s string) (float64, string, error) {
		if !strings.HasPrefix(s, "(") {
			return 0, s, errNo
		}
		v, r, err := Lazy(func() Parser[float64] { return expr })(s[1:])
		if err == nil && strings.HasPrefix(r, ")") {
			return v, r[1:], nil
		}
		return 0, s, errNo
	})
	power = ChainL(factor, op('^', math.Pow))
	term  = ChainL(power, Or(op('*', func(a, b float64) float64 { return a * b }), op('/', func(a, b float64) float64 { return a / b })))
)

func init() {
	expr = ChainL(term, Or(op('+', func(a, b float64) float64 { return a + b }), op('-', func(a, b float64) float64 { return a - b })))
}

func main() {
	for _, s := range []string{`{"a": [1, 2.5e3, -0.5], "b": {"c": null, "d": true}, "e": "q\"\n\u00e9"}`, `[]`, `[1,`, `"abc`, `{"a" 1}`, `12x`, `nul`, ` [ [ ] , {} ] `, ``} {
		v, err := Parse(s)
		var se SyntaxError
		if errors.As(err, &se) {
			fmt.Println("error", se.Off, err)
			continue
		}
		fmt.Println(show(v))
	}
	for _, s := range []string{"1+2*3", "(1+2)*3-4/2", "2^3^2", "10/4", "1+", "x", "((7))", "2*(3+4"} {
		v, rest, err := expr(s)
		fmt.Printf("%s = %v rest=%q %v\n", s, v, rest, err)
	}
	v, _ := Parse(`{"x":[{"y":5}]}`)
	fmt.Printf("%T %v %d\n", v, v.(JObj)["x"].(JArr)[0].(JObj)["y"].(JNum)+1, len(v.(JObj)))
}
