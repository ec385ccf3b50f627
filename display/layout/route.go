package layout

import "math"

// draw gives x, turns chains into curves and finds a place for each label.
func (g *graph) draw(boxes int) *Drawing {
	width := g.columns()
	d := &Drawing{W: width}
	top, bottom := math.Inf(1), math.Inf(-1)
	for i := range g.nodes {
		n := &g.nodes[i]
		top, bottom = min(top, n.y-n.h/2), max(bottom, n.y+n.h/2)
	}
	if len(g.nodes) == 0 {
		return d
	}
	d.H = bottom - top
	for i := range g.nodes {
		g.nodes[i].y -= top
	}
	for i := range boxes {
		n := &g.nodes[i]
		d.Boxes = append(d.Boxes, Point{n.x, n.y})
		d.Layer = append(d.Layer, n.layer)
	}
	ports := g.ports()
	starts := g.starts(ports)
	taken := &shelf{}
	for i := range boxes {
		n := &g.nodes[i]
		taken.add(n.x, n.y, n.w, n.h)
	}
	for i := range g.edges {
		r := g.route(i, starts[i], ports[i])
		d.Routes = append(d.Routes, r)
	}
	for i, e := range g.edges {
		if e.Label.W > 0 {
			d.Routes[i].At = taken.place(d.Routes[i].Points, e.Label)
		}
	}
	return d
}

// columns sets x by layer; the gap before a layer has room for the labels in it.
func (g *graph) columns() float64 {
	widest := make([]float64, len(g.layers))
	gap := make([]float64, len(g.layers)+1)
	for l, layer := range g.layers {
		for _, v := range layer {
			widest[l] = max(widest[l], g.nodes[v].w)
		}
	}
	for i, e := range g.edges {
		chain := g.chains[i]
		if l := g.nodes[chain[len(chain)-1]].layer; e.Label.W > 0 {
			gap[l] = max(gap[l], e.Label.W+42)
		}
	}
	x := 0.0
	for l, layer := range g.layers {
		if l > 0 {
			x += max(gap[l], g.space.Between)
		}
		for _, v := range layer {
			g.nodes[v].x = x + widest[l]/2
			if g.nodes[v].dummy {
				g.nodes[v].w = widest[l]
			}
		}
		x += widest[l]
	}
	return x
}

// ports spreads the edges into a box along its left side, in their order.
func (g *graph) ports() []float64 {
	count := map[int]int{}
	for _, e := range g.edges {
		count[e.To]++
	}
	seen := map[int]int{}
	at := make([]float64, len(g.edges))
	for i, e := range g.edges {
		n := &g.nodes[e.To]
		k, of := seen[e.To], count[e.To]
		seen[e.To]++
		at[i] = n.y + n.h*0.62*((float64(k)+0.5)/float64(of)-0.5)
	}
	return at
}

// starts gives the height at which each edge leaves its box: the middle, but for
// parallel edges, which stay apart all the way.
func (g *graph) starts(ports []float64) []float64 {
	type pair struct{ from, to int }
	parallel := map[pair][]int{}
	for i, e := range g.edges {
		parallel[pair{e.From, e.To}] = append(parallel[pair{e.From, e.To}], i)
	}
	at := make([]float64, len(g.edges))
	for i, e := range g.edges {
		at[i] = g.nodes[e.From].y
		if twins := parallel[pair{e.From, e.To}]; len(twins) > 1 {
			middle := (ports[twins[0]] + ports[twins[len(twins)-1]]) / 2
			room := g.nodes[e.From].h * 0.31
			at[i] += min(max(ports[i]-middle, -room), room)
		}
	}
	return at
}

// route runs level through each dummy's column and in an S between columns.
func (g *graph) route(i int, start, port float64) Route {
	chain := g.chains[i]
	first := g.nodes[chain[0]]
	x, y := first.x+first.w/2, start
	points := []Point{{x, y}}
	curve := func(toX, toY float64) {
		bend := max((toX-x)/2, min(18, toX-x))
		points = append(points, Point{x + bend, y}, Point{toX - bend, toY}, Point{toX, toY})
		x, y = toX, toY
	}
	for k, v := range chain[1:] {
		n := g.nodes[v]
		if k == len(chain)-2 {
			curve(n.x-n.w/2, port)
			break
		}
		curve(n.x-n.w/2, n.y)
		x2 := n.x + n.w/2
		points = append(points, Point{x + (x2-x)/3, y}, Point{x + 2*(x2-x)/3, y}, Point{x2, y})
		x = x2
	}
	return Route{Points: points}
}

// A shelf remembers which rectangles are taken.
type shelf struct{ rects [][4]float64 } // left, top, right, bottom

func (s *shelf) add(x, y, w, h float64) {
	s.rects = append(s.rects, [4]float64{x - w/2, y - h/2, x + w/2, y + h/2})
}

func (s *shelf) overlap(x, y, w, h float64) float64 {
	area := 0.0
	for _, r := range s.rects {
		dx := min(x+w/2, r[2]) - max(x-w/2, r[0])
		dy := min(y+h/2, r[3]) - max(y-h/2, r[1])
		if dx > 0 && dy > 0 {
			area += dx * dy
		}
	}
	return area
}

// place slides a label along the last piece of its edge until it covers nothing.
func (s *shelf) place(points []Point, label Box) Point {
	n := len(points)
	best, least := points[n-1], math.Inf(1)
	for _, t := range []float64{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82} {
		p := cubic(points[n-4], points[n-3], points[n-2], points[n-1], t)
		if area := s.overlap(p.X, p.Y, label.W+2, label.H+2); area < least {
			best, least = p, area
		}
		if least == 0 {
			break
		}
	}
	s.add(best.X, best.Y, label.W, label.H)
	return best
}

func cubic(a, b, c, d Point, t float64) Point {
	u := 1 - t
	p, q, r, s := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{p*a.X + q*b.X + r*c.X + s*d.X, p*a.Y + q*b.Y + r*c.Y + s*d.Y}
}
