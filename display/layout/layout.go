package layout

import "fmt"

// A Box is a node to be placed, in pixels.
type Box struct{ W, H float64 }

// An Edge runs from the right side of a box to the left side of another. Among the
// edges into one box those listed earlier enter higher up.
type Edge struct {
	From, To int
	Label    Box // room for a label; zero for none
}

// A Point is a place in pixels, y downwards.
type Point struct{ X, Y float64 }

// A Route is how an edge runs: a start and three points for each cubic piece. At is
// the middle of its label.
type Route struct {
	Points []Point
	At     Point
}

// A Drawing holds the middle of each box and the route of each edge. Everything lies
// within 0…W, 0…H.
type Drawing struct {
	Boxes  []Point
	Layer  []int
	Routes []Route
	W, H   float64
}

// Spacing is the least distance between boxes of one layer and between layers.
type Spacing struct{ Within, Between float64 }

// Layered places a graph. Edges must not form a cycle and must name boxes that exist.
func Layered(boxes []Box, edges []Edge, space Spacing) (*Drawing, error) {
	g := &graph{space: space, edges: edges}
	for _, b := range boxes {
		g.nodes = append(g.nodes, node{w: b.W, h: b.H})
	}
	for i, e := range edges {
		if e.From < 0 || e.From >= len(boxes) || e.To < 0 || e.To >= len(boxes) {
			return nil, fmt.Errorf("layout: edge %d: %d → %d with %d boxes", i, e.From, e.To, len(boxes))
		}
	}
	if err := g.rank(len(boxes)); err != nil {
		return nil, err
	}
	g.split()
	g.order()
	g.place()
	return g.draw(len(boxes)), nil
}

// A node is a box, or a dummy: the place where a long edge crosses a layer.
type node struct {
	w, h    float64
	dummy   bool
	layer   int
	pos     int // within its layer, from the top
	x, y    float64
	in, out []int // neighbours in the layers just before and after, in port order
}

type graph struct {
	space  Spacing
	edges  []Edge
	nodes  []node
	layers [][]int
	chains [][]int // for each edge: its box, the dummies, its other box
}
