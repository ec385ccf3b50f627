package fn

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// A term is Go text and how strongly its outermost operator binds, by Go's precedences; an operand is 7, a unary operator 6.
type term struct {
	text string
	prec int
}

const (
	atom      = 7
	unaryPrec = 6
)

// in is t as an operand where operators of precedence prec or more need no parentheses.
func (t term) in(prec int) string {
	if t.prec < prec {
		return "(" + t.text + ")"
	}
	return t.text
}

var tokenPrec = map[string]int{
	"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "|": 4, "^": 4,
	"*": 5, "/": 5, "%": 5, "<<": 5, ">>": 5, "&": 5, "&^": 5,
}

// operand is register r where it is read: a constant, an expression written in place, or a variable.
func (p *printer) operand(r Reg) term {
	if v := p.f.Regs[r]; v.Const {
		return constant(v)
	}
	if in := p.inline[r]; in != nil {
		return p.expr(in)
	}
	return term{p.vars.name[p.vars.class[r]], atom}
}

func constant(v Var) term {
	switch {
	case v.Type == reflect.Slice:
		return term{"[]float64(nil)", atom}
	case v.Type == reflect.Bool:
		return term{strconv.FormatBool(v.N != 0), atom}
	case isUnsigned(v.Type):
		return term{strconv.FormatUint(uint64(v.N), 10), atom}
	case !isFloat(v.Type):
		return signed(strconv.FormatInt(v.N, 10))
	case math.IsNaN(v.F):
		return term{"math.NaN()", atom}
	case math.IsInf(v.F, 0):
		return term{fmt.Sprintf("math.Inf(%d)", map[bool]int{true: 1, false: -1}[v.F > 0]), atom}
	case v.F == 0 && math.Signbit(v.F):
		return term{"math.Copysign(0, -1)", atom}
	}
	return signed(strconv.FormatFloat(v.F, 'g', -1, 64))
}

func signed(s string) term {
	if s[0] == '-' {
		return term{s, unaryPrec}
	}
	return term{s, atom}
}

func (p *printer) list(regs []Reg) string {
	var ss []string
	for _, r := range regs {
		ss = append(ss, p.operand(r).text)
	}
	return strings.Join(ss, ", ")
}

// expr is the expression that in computes.
func (p *printer) expr(in *Instr) term {
	arg := func(i int) string { return p.operand(in.In[i]).text }
	call := func(f string) term { return term{f + "(" + p.list(in.In) + ")", atom} }
	if x, ok := p.known(in); ok {
		return constant(Var{Type: reflect.Float64, F: x})
	}
	switch in.Op {
	case OpPrim:
		switch spelling := in.Prim.Go; {
		case spelling == "neg":
			return prefix("-", p.operand(in.In[0]))
		case tokenPrec[spelling] > 0:
			return p.infix(spelling, in)
		case spelling == "":
			return call("ad." + in.Prim.Name)
		default:
			return call(spelling)
		}
	case OpConvert:
		return call(p.f.Regs[in.Out[0]].Type.String())
	case OpNeg, OpCom, OpNot:
		return prefix(ops[in.Op].token, p.operand(in.In[0]))
	case OpGlobal:
		return term{in.Label, atom}
	case OpCall:
		return call(p.names.of(in.Callee))
	case OpApply:
		return p.applied(in)
	case OpMake:
		if in.In[0] == in.In[1] {
			return term{"make([]float64, " + arg(0) + ")", atom}
		}
		return term{"make([]float64, " + arg(0) + ", " + arg(1) + ")", atom}
	case OpLoad:
		return term{p.operand(in.In[0]).in(atom) + "[" + arg(1) + "]", atom}
	case OpSlice:
		s := p.operand(in.In[0]).in(atom) + "[" + arg(1) + ":" + arg(2)
		if len(in.In) > 3 {
			s += ":" + arg(3)
		}
		return term{s + "]", atom}
	case OpAppend:
		return term{"append(" + arg(0) + ", " + arg(1) + "...)", atom}
	case OpIsNil:
		return term{arg(0) + " == nil", tokenPrec["=="]}
	}
	if ops[in.Op].token != "" {
		return p.infix(ops[in.Op].token, in)
	}
	return call(ops[in.Op].name)
}

// known is the value of arithmetic on constants: Go would compute it exactly, and without negative zeros.
func (p *printer) known(in *Instr) (float64, bool) {
	if len(in.Out) != 1 || p.f.Regs[in.Out[0]].Type != reflect.Float64 {
		return 0, false
	}
	x := make([]val, len(in.In))
	for i, r := range in.In {
		v := p.f.Regs[r]
		if d := p.inline[r]; d != nil {
			var ok bool
			if v.F, ok = p.known(d); !ok {
				return 0, false
			}
		} else if !v.Const {
			return 0, false
		}
		x[i] = val{f: v.F, n: v.N}
	}
	switch in.Op {
	case OpPrim:
		return apply(in.Prim, x).f, true
	case OpConvert:
		return converted(p.f, in, x[0]).f, true
	}
	return 0, false
}

func prefix(op string, x term) term {
	s := x.in(unaryPrec)
	if strings.HasPrefix(s, op) {
		s = "(" + s + ")"
	}
	return term{op + s, unaryPrec}
}

func (p *printer) infix(op string, in *Instr) term {
	prec := tokenPrec[op]
	x, y := p.operand(in.In[0]), p.operand(in.In[1])
	if a := p.f.Regs[in.In[0]]; a.Const && p.f.Regs[in.In[1]].Const { // two untyped constants would be a constant
		x = term{a.Type.String() + "(" + x.text + ")", atom}
	}
	return term{x.in(prec) + " " + op + " " + y.in(prec+1), prec}
}

// applied is the application of a verb. Captured values are passed through a literal.
func (p *printer) applied(in *Instr) term {
	f := in.Callee
	n := f.NumParams + f.NumFree
	fun := p.names.of(f)
	if f.NumFree > 0 {
		var params, args []string
		for i, v := range f.Params() {
			name := fmt.Sprintf("t%d", i+1)
			params = append(params, name+" "+typeName(v.Type))
			args = append(args, name)
		}
		for _, r := range in.In[f.NumParams:n] {
			args = append(args, p.operand(r).text)
		}
		fun = fmt.Sprintf("func(%s) %s { return %s(%s) }", strings.Join(params, ", "), resultList(f), fun, strings.Join(args, ", "))
	}
	if in.Active != nil {
		for i, v := range f.Params() {
			if in.Active[i] {
				fun += ", ad.Wrt(" + strconv.Quote(v.Name) + ")"
			}
		}
	}
	s := "ad." + in.Verb.Name + "(" + fun + ")(" + p.list(in.In[:f.NumParams]) + ")"
	if in.Verb.Seeded {
		s += "(" + p.list(in.In[n:]) + ")"
	}
	return term{s, atom}
}

func typeName(k reflect.Kind) string {
	if k == reflect.Slice {
		return "[]float64"
	}
	return k.String()
}

func resultList(f *Func) string {
	var ts []string
	for _, r := range f.Results {
		ts = append(ts, typeName(r.Type))
	}
	if len(ts) == 1 {
		return ts[0]
	}
	return "(" + strings.Join(ts, ", ") + ")"
}
