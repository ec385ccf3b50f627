package progen

import (
	"fmt"
	"strings"
)

// literal is an expression of type t without variables.
func (g *gen) literal(t *typ, depth int) string {
	depth--
	switch t.kind {
	case kBool:
		return fmt.Sprintf("%s(%s)", t, pick(g, "true", "false"))
	case kInt:
		limit := int64(1)<<(t.bits-1) - 1
		x := pick(g, int64(g.n(10))-3, int64(g.n(100)), limit, -limit-1, g.r.Int64N(limit))
		return fmt.Sprintf("%s(%d)", t, x)
	case kUint:
		limit := uint64(1)<<(t.bits-1) - 1 + uint64(1)<<(t.bits-1)
		return fmt.Sprintf("%s(%d)", t, pick(g, uint64(g.n(10)), uint64(g.n(100)), limit, g.r.Uint64N(limit)))
	case kFloat:
		return fmt.Sprintf("%s(%s)", t, pick(g, "0", "1.5", "-2.25", "1e10", "3e-5", "0.1", "7", "1e30"))
	case kComplex:
		return fmt.Sprintf("%s(%s)", t, pick(g, "1", "2i", "1.5-3i", "0", "0.25+1e5i"))
	case kString:
		return fmt.Sprintf("%s(%q)", t, pick(g, "", "a", "Go", "héllo", "日本", "x y", "\x80z", "0123456789", "tab\t"))
	case kSlice:
		if g.chance(15) {
			return pick(g, fmt.Sprintf("%s(nil)", t), fmt.Sprintf("make(%s, %d, %d)", t, g.n(3), 3+g.n(3)))
		}
		return fmt.Sprintf("%s{%s}", t, g.several(t.elem, g.n(4), depth))
	case kArray:
		if t.len > 1 && g.chance(30) {
			return fmt.Sprintf("%s{%d: %s}", t, g.n(t.len), g.expr(t.elem, depth))
		}
		return fmt.Sprintf("%s{%s}", t, g.several(t.elem, t.len, depth))
	case kMap:
		return g.mapLiteral(t, depth)
	case kPointer:
		if t.elem.kind == kStruct && g.chance(50) {
			return "&" + g.structLiteral(t.elem, depth)
		}
		return fmt.Sprintf("ref(%s)", g.typed(t.elem, g.expr(t.elem, depth)))
	case kStruct:
		return g.structLiteral(t, depth)
	case kFunc:
		return g.funcLiteral(t, depth)
	}
	return g.ifaceLiteral(t, depth)
}

func (g *gen) several(t *typ, n, depth int) string {
	var parts []string
	for range n {
		parts = append(parts, g.expr(t, max(depth, 0)))
	}
	return strings.Join(parts, ", ")
}

func (g *gen) mapLiteral(t *typ, depth int) string {
	if g.chance(10) {
		return fmt.Sprintf("make(%s)", t)
	}
	keys := map[string]bool{}
	var parts []string
	for range g.n(4) {
		k := g.literal(t.key, 0)
		if t.key == g.any() {
			k = g.literal(pick(g, g.int(), g.string()), 0)
		}
		if keys[k] {
			continue
		}
		keys[k] = true
		if !strings.Contains(k, "id") {
			parts = append(parts, fmt.Sprintf("%s: %s", k, g.expr(t.elem, max(depth, 0))))
		}
	}
	return fmt.Sprintf("%s{%s}", t, strings.Join(parts, ", "))
}

func (g *gen) structLiteral(t *typ, depth int) string {
	keyed := g.chance(60)
	var parts []string
	for _, f := range t.fields {
		e := g.expr(f.typ, max(depth, 0))
		switch {
		case !keyed:
			parts = append(parts, e)
		case g.chance(70):
			parts = append(parts, f.name+": "+e)
		}
	}
	return fmt.Sprintf("%s{%s}", t, strings.Join(parts, ", "))
}

// funcLiteral is a function that may read what is around it.
func (g *gen) funcLiteral(t *typ, depth int) string {
	var params []string
	n := len(g.vars)
	for _, p := range t.params {
		name := g.id("a")
		params = append(params, name+" "+p.spell)
		g.declare(name, p)
	}
	e := g.expr(t.elem, max(depth, 1))
	g.vars = g.vars[:n]
	return fmt.Sprintf("func(%s) %s { return %s }", strings.Join(params, ", "), t.elem, e)
}

func (g *gen) ifaceLiteral(t *typ, depth int) string {
	if len(t.methods) == 0 {
		if g.chance(10) {
			return "any(nil)"
		}
		u := g.flat(1)
		return g.typed(u, g.expr(u, max(depth, 0)))
	}
	u := pick(g, t.impls...)
	if u.kind == kPointer {
		return "&" + g.typedLiteral(u.elem)
	}
	return g.typed(u, g.expr(u, max(depth, 0)))
}

// typedLiteral is a composite literal of a named type.
func (g *gen) typedLiteral(t *typ) string {
	if t.kind == kStruct {
		return g.structLiteral(t, 1)
	}
	return t.spell + "{" + "}"
}
