package progen

import (
	"fmt"
	"strings"
)

func init() {
	features = append(features, manyCalled, manyCalled, manyCalled, methodShapes, methodShapes, methodShapes)
}

// manyCalled calls functions of several shapes by reflection.
func manyCalled(g *gen) {
	for range 5 {
		called(g)
	}
}

// A shape is a signature with the text of what uses it.
type shape struct {
	params, results []string
}

// list is "p0 int, p1 string".
func list(prefix string, types []string) string {
	var parts []string
	for i, t := range types {
		parts = append(parts, fmt.Sprintf("%s%d %s", prefix, i, t))
	}
	return strings.Join(parts, ", ")
}

func (s shape) String() string {
	return fmt.Sprintf("(%s) (%s)", list("p", s.params), strings.Join(s.results, ", "))
}

// arguments are values to give to a function of the shape.
func (g *gen) arguments(s shape) string {
	var args []string
	for _, t := range s.params {
		args = append(args, g.shaped(t))
	}
	return strings.Join(args, ", ")
}

// shapeBody prints a field and the parameters, and gives values as results.
func (g *gen) shapeBody(s shape) string {
	defer func(vars []*variable, funcs []*function) { g.vars, g.funcs = vars, funcs }(g.vars, g.funcs)
	g.vars, g.funcs = nil, nil
	var values []string
	shown := []string{"t.k"}
	for i, t := range s.params {
		shown = append(shown, seen(t, fmt.Sprintf("p%d", i)))
	}
	for _, t := range s.results {
		values = append(values, g.shaped(t))
	}
	return fmt.Sprintf("fmt.Println(%s); return %s", strings.Join(shown, ", "), strings.Join(values, ", "))
}

// shapeCall prints what a call gives.
func (g *gen) shapeCall(s shape, call string) {
	if len(s.results) == 0 {
		g.p("%s", call)
		return
	}
	var names, shown []string
	for i, t := range s.results {
		names = append(names, fmt.Sprintf("r%d", i))
		shown = append(shown, seen(t, names[i]))
	}
	g.p("{ %s := %s; fmt.Println(%s) }", strings.Join(names, ", "), call, strings.Join(shown, ", "))
}

// methodShapes calls a method in each of the ways in which Go can.
func methodShapes(g *gen) {
	var s shape
	s.params, s.results = g.signature()
	name := g.top("N")
	under := pick(g, "struct { k int }", "struct { k, l int; s string }", "struct { p *int; k int }", "struct { k int8 }")
	star := pick(g, "", "*")
	g.declareLater("type %s %s\n\n", name, under)
	g.declareLater("func (t %s%s) Do%s { %s }\n\n", star, name, s, g.shapeBody(s))
	x, i := g.id("x"), g.id("i")
	recv := pick(g, "", "&")
	if star == "*" {
		recv = "&"
	}
	g.p("%s := %s{k: %d}", x, name, g.n(9))
	g.p("var %s interface { Do%s } = %s%s; _ = %s", i, s, recv, x, i)
	for range 3 {
		args := g.arguments(s)
		comma := ""
		if args != "" {
			comma = ", "
		}
		switch g.n(9) {
		case 0:
			g.shapeCall(s, fmt.Sprintf("%s.Do(%s)", x, args))
		case 1:
			g.shapeCall(s, fmt.Sprintf("%s.Do(%s)", i, args))
		case 2:
			f := g.id("f")
			g.p("%s := %s.Do", f, pick(g, x, i))
			g.shapeCall(s, fmt.Sprintf("%s(%s)", f, args))
		case 3:
			g.shapeCall(s, fmt.Sprintf("(*%s).Do(&%s%s%s)", name, x, comma, args))
		case 4:
			g.shapeCall(s, fmt.Sprintf("(interface { Do%s }).Do(%s%s%s)", s, i, comma, args))
		case 5:
			g.p("func() { defer %s.Do(%s) }()", pick(g, x, i), args)
		case 6:
			g.p("{ done := make(chan bool); go func() { defer close(done); %s.Do(%s) }(); <-done }", pick(g, x, i), args)
		case 7:
			g.shapeCall(s, fmt.Sprintf("%s.ValueOf(%s).Method(0).Interface().(func%s)(%s)", g.use("reflect"), pick(g, "&"+x, i), s, args))
		default:
			var values []string
			for _, t := range s.params {
				values = append(values, fmt.Sprintf("reflect.ValueOf(&[1]%s{%s}).Elem().Index(0)", t, g.shaped(t)))
			}
			g.p("fmt.Println(len(%s.ValueOf(&%s).MethodByName(\"Do\").Call([]reflect.Value{%s})))", g.use("reflect"), x, strings.Join(values, ", "))
		}
	}
}
