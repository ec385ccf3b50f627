package progen

import (
	"fmt"
	"strings"
)

// expr is an expression that can be assigned to a variable of type t. It is
// never constant where that could overflow.
func (g *gen) expr(t *typ, depth int) string {
	if depth > 0 && g.chance(70) {
		if e := g.compound(t, depth); e != "" {
			return e
		}
	}
	if g.chance(70) {
		if v := g.local(func(v *variable) bool { return v.typ == t }); v != nil {
			return v.name
		}
	}
	return g.literal(t, depth)
}

// compound is an expression with parts, or "".
func (g *gen) compound(t *typ, depth int) string {
	if e := g.path(t); e != "" && g.chance(25) {
		return e
	}
	if e := g.callOf(t, depth); e != "" && g.chance(20) {
		return e
	}
	switch g.n(12) {
	case 0:
		return fmt.Sprintf("id(%s)", g.typed(t, g.expr(t, depth-1)))
	case 1:
		return fmt.Sprintf("[]%s{%s, %s}[%d]", t, g.expr(t, depth-1), g.expr(t, 0), g.n(2))
	case 2:
		if t.kind != kIface {
			return fmt.Sprintf("any(%s).(%s)", g.typed(t, g.expr(t, depth-1)), t)
		}
	case 3:
		return fmt.Sprintf("func() %s { return %s }()", t, g.expr(t, depth-1))
	case 4:
		return fmt.Sprintf("*ref(%s)", g.typed(t, g.expr(t, depth-1)))
	}
	switch t.kind {
	case kBool:
		return g.typed(t, g.condition(depth))
	case kInt, kUint:
		return g.integral(t, depth)
	case kFloat, kComplex:
		return g.typed(t, g.floating(t, depth))
	case kString:
		return g.text(t, depth)
	}
	return ""
}

func (g *gen) variableOr(t *typ, depth int) string {
	return fmt.Sprintf("id(%s)", g.typed(t, g.expr(t, depth)))
}

func (g *gen) integral(t *typ, depth int) string {
	x, y := g.variableOr(t, depth-1), g.variableOr(t, depth-1)
	switch g.n(10) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", x, pick(g, "+", "-", "*", "&", "|", "^", "&^"), y)
	case 3:
		return fmt.Sprintf("(%s %s (%s | 1))", x, pick(g, "/", "%"), y)
	case 4:
		u := g.basic(pick(g, "uint", "uint8", "uint16", "uint64"))
		return fmt.Sprintf("(%s %s (%s %% %d))", x, pick(g, "<<", ">>"), g.variableOr(u, depth-1), pick(g, 3, 9, 40, 70))
	case 5:
		return fmt.Sprintf("(%s %s %d)", x, pick(g, "<<", ">>"), pick(g, 0, 1, 7, 31, 63, 64))
	case 6:
		return fmt.Sprintf("(%s%s)", pick(g, "-", "^", "+"), x)
	case 7:
		return fmt.Sprintf("%s(%s, %s)", pick(g, "min", "max"), x, y)
	case 8:
		if g.chance(30) {
			f := g.basic(pick(g, "float32", "float64"))
			return fmt.Sprintf("%s(lim(float64(%s)))", t, g.variableOr(f, depth-1))
		}
		if g.chance(40) {
			return fmt.Sprintf("%s(len(%s))", t, g.expr(pick(g, g.string(), g.slice(g.int()), g.mapOf(g.string(), g.int())), depth-1))
		}
		fallthrough
	default:
		return fmt.Sprintf("%s(%s)", t, g.variableOr(g.integer(), depth-1))
	}
}

func (g *gen) floating(t *typ, depth int) string {
	x, y := g.variableOr(t, depth-1), g.variableOr(t, depth-1)
	switch g.n(8) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("(%s %s %s)", x, pick(g, "+", "-", "*", "/"), y)
	case 4:
		if t.kind == kFloat {
			return fmt.Sprintf("%s(%s, %s)", pick(g, "min", "max"), x, y)
		}
		f := g.basic("float64")
		if t.bits == 64 {
			f = g.basic("float32")
		}
		return fmt.Sprintf("complex(%s, %s)", g.variableOr(f, depth-1), g.variableOr(f, depth-1))
	case 5:
		if t.kind == kFloat {
			return fmt.Sprintf("%s(%s)", t, g.variableOr(g.basic(pick(g, append([]string{"float32", "float64"}, intNames...)...)), depth-1))
		}
		return fmt.Sprintf("%s(%s)", t, g.variableOr(g.basic(pick(g, "complex64", "complex128")), depth-1))
	case 6:
		if t.kind == kFloat {
			return fmt.Sprintf("%s(%s(%s))", t, pick(g, "real", "imag"), g.variableOr(g.basic(pick(g, "complex64", "complex128")), depth-1))
		}
	}
	return "(-" + x + ")"
}

func (g *gen) text(t *typ, depth int) string {
	x := g.variableOr(t, depth-1)
	switch g.n(7) {
	case 0, 1:
		return fmt.Sprintf("cut(%s + %s)", x, g.variableOr(t, depth-1))
	case 2:
		return fmt.Sprintf("%s(%s(%s))", t, pick(g, "[]byte", "[]rune"), x)
	case 3:
		return fmt.Sprintf("%s(rune(%s))", t, g.variableOr(g.basic(pick(g, "int32", "uint8", "int")), depth-1))
	case 4:
		return fmt.Sprintf("%s(fmt.Sprint(%s))", t, g.expr(g.scalar(), depth-1))
	case 5:
		if t.name == "" {
			return fmt.Sprintf("%s.%s(%s)", g.use("strings"), pick(g, "ToUpper", "TrimSpace", "ToLower"), x)
		}
	}
	return fmt.Sprintf("%s(max(%s, %s))", t, x, g.variableOr(t, depth-1))
}

func (g *gen) condition(depth int) string {
	b := g.basic("bool")
	switch g.n(6) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.variableOr(b, depth-1), pick(g, "&&", "||"), g.expr(b, depth-1))
	case 1:
		return "!" + g.variableOr(b, depth-1)
	case 2:
		t := g.flat(1)
		if !t.noCmp {
			return fmt.Sprintf("(%s %s %s)", g.variableOr(t, depth-1), pick(g, "==", "!="), g.variableOr(t, 0))
		}
	case 3:
		a := g.any()
		return fmt.Sprintf("(any(%s) %s any(%s))", g.typed(a, g.expr(a, 0)), pick(g, "==", "!="), g.typed(a, g.expr(a, 0)))
	}
	t := g.basic(pick(g, orderedNames...))
	return fmt.Sprintf("(%s %s %s)", g.variableOr(t, depth-1), pick(g, "<", "<=", ">", ">=", "==", "!="), g.variableOr(t, depth-1))
}

// path is a part of a variable that has type t, or "".
func (g *gen) path(t *typ) string {
	var paths []string
	for range 6 {
		v := g.local(func(v *variable) bool {
			k := v.typ.kind
			return k == kStruct || k == kArray || k == kMap || k == kSlice || k == kPointer
		})
		if v == nil {
			return ""
		}
		if e := g.part(v.name, v.typ, t, 2); e != "" {
			paths = append(paths, e)
		}
	}
	if len(paths) == 0 {
		return ""
	}
	return pick(g, paths...)
}

func (g *gen) part(e string, have, want *typ, depth int) string {
	if have == want {
		return e
	}
	if depth == 0 {
		return ""
	}
	switch have.kind {
	case kStruct:
		for _, f := range have.fields {
			if p := g.part(e+"."+f.name, f.typ, want, depth-1); p != "" && g.chance(70) {
				return p
			}
		}
	case kArray:
		if have.len > 0 {
			return g.part(fmt.Sprintf("%s[%d]", e, g.n(have.len)), have.elem, want, depth-1)
		}
	case kSlice:
		return g.part(fmt.Sprintf("at(%s, %d)", e, g.n(5)), have.elem, want, depth-1)
	case kMap:
		return g.part(fmt.Sprintf("%s[%s]", e, g.literal(have.key, 0)), have.elem, want, depth-1)
	case kPointer:
		return g.part("(*"+e+")", have.elem, want, depth-1)
	}
	return ""
}

// callOf is a call of one of the program's functions that gives a t, or "".
func (g *gen) callOf(t *typ, depth int) string {
	var fs []*function
	for _, f := range g.funcs {
		if len(f.results) == 1 && f.results[0] == t && g.cost+g.times*f.cost < maxCost {
			fs = append(fs, f)
		}
	}
	if len(fs) == 0 {
		return ""
	}
	f := pick(g, fs...)
	g.cost += g.times * f.cost
	return fmt.Sprintf("%s(%s)", f.name, g.args(f.params, depth))
}

func (g *gen) args(params []*typ, depth int) string {
	var args []string
	for _, p := range params {
		args = append(args, g.expr(p, depth-1))
	}
	return strings.Join(args, ", ")
}
