package progen

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestForget declares a type anew: what is made with it, however deep, is no
// longer there to be written.
func TestForget(t *testing.T) {
	g := &gen{r: rand.New(rand.NewPCG(1, 1)), name: "p1", imports: map[string]bool{}, types: map[string]*typ{}}
	n := &notebook{gen: g, held: map[string]*versions{}}
	n.structure()
	c := n.kinds[0]
	outer := *n.structOf([]field{{name: c.typ.name, typ: c.typ, embedded: true}})
	outer.spell, outer.name = "Outer_v1", "Outer_v1"
	n.held["Outer"] = &versions{n: 1}
	deep := n.mapOf(n.string(), n.slice(&outer))
	n.named = append(n.named, &outer)
	n.declare("x_v1", deep)
	n.held["x"] = &versions{n: 1}
	n.funcs = append(n.funcs, &function{name: "f", results: []*typ{deep}})
	n.declare("y", n.slice(n.int()))

	n.redeclared(c)
	isOuter := func(t *typ) bool { return t == &outer }
	if slices.ContainsFunc(n.named, isOuter) || len(n.funcs) > 0 {
		t.Errorf("after %s: types %v, functions %v", c.base, n.named, n.funcs)
	}
	if slices.ContainsFunc(n.vars, func(v *variable) bool { return v.typ.has(isOuter) }) {
		t.Errorf("a variable of type %s is still used", deep)
	}
	if !slices.ContainsFunc(n.vars, func(v *variable) bool { return v.name == "y" }) || !slices.Contains(n.named, c.typ) {
		t.Error("too much is forgotten")
	}
}
