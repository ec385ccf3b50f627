package layout

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// random is a graph whose edges lead upwards in the numbering.
func random(seed uint64, n, edges int) ([]Box, []Edge) {
	r := rand.New(rand.NewPCG(seed, 1))
	boxes := make([]Box, n)
	for i := range boxes {
		boxes[i] = Box{W: 40 + 60*r.Float64(), H: 30 + 30*r.Float64()}
	}
	var es []Edge
	for range edges {
		to := 1 + r.IntN(n-1)
		es = append(es, Edge{From: max(0, to-1-r.IntN(20)), To: to, Label: Box{W: 30, H: 16}})
	}
	return boxes, es
}

func mustLay(t *testing.T, boxes []Box, edges []Edge) *Drawing {
	t.Helper()
	d, err := Layered(boxes, edges, Spacing{Within: 10, Between: 40})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDrawing checks on many graphs what every drawing owes its reader.
func TestDrawing(t *testing.T) {
	for seed := range uint64(30) {
		n := 2 + int(seed)*3
		boxes, edges := random(seed, n, n*3/2)
		d := mustLay(t, boxes, edges)
		for i, e := range edges {
			if d.Layer[e.From] >= d.Layer[e.To] {
				t.Errorf("seed %d: edge %d → %d does not lead to a later layer", seed, e.From, e.To)
			}
			r := d.Routes[i].Points
			if len(r)%3 != 1 {
				t.Errorf("seed %d: route of %d points is not made of cubics", seed, len(r))
			}
			if got, want := r[0].X, d.Boxes[e.From].X+boxes[e.From].W/2; got != want {
				t.Errorf("seed %d: route starts at x = %v, box ends at %v", seed, got, want)
			}
			if off := abs(r[0].Y - d.Boxes[e.From].Y); off > boxes[e.From].H/2 {
				t.Errorf("seed %d: route starts %v off the middle of a box %v high", seed, off, boxes[e.From].H)
			}
			if got, want := r[len(r)-1].X, d.Boxes[e.To].X-boxes[e.To].W/2; got != want {
				t.Errorf("seed %d: route ends at x = %v, box starts at %v", seed, got, want)
			}
		}
		for a := range boxes {
			p, b := d.Boxes[a], boxes[a]
			if p.X-b.W/2 < -1e-9 || p.X+b.W/2 > d.W+1e-9 || p.Y-b.H/2 < -1e-9 || p.Y+b.H/2 > d.H+1e-9 {
				t.Errorf("seed %d: box %d at %v lies outside %v × %v", seed, a, p, d.W, d.H)
			}
			for c := range a {
				q, o := d.Boxes[c], boxes[c]
				if abs(p.X-q.X) < (b.W+o.W)/2-1e-9 && abs(p.Y-q.Y) < (b.H+o.H)/2+10-1e-9 {
					t.Errorf("seed %d: boxes %d and %d are closer than 10 pixels", seed, c, a)
				}
			}
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestDeterministic(t *testing.T) {
	boxes, edges := random(7, 60, 110)
	if a, b := mustLay(t, boxes, edges), mustLay(t, boxes, edges); !reflect.DeepEqual(a, b) {
		t.Error("two drawings of one graph differ")
	}
}

// TestOperandOrder wants operands above each other in their order where no crossing
// stands against it.
func TestOperandOrder(t *testing.T) {
	boxes := make([]Box, 7)
	for i := range boxes {
		boxes[i] = Box{50, 30}
	}
	edges := []Edge{{From: 0, To: 4}, {From: 1, To: 4}, {From: 2, To: 5}, {From: 3, To: 5}, {From: 4, To: 6}, {From: 5, To: 6}}
	d := mustLay(t, boxes, edges)
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 3}, {4, 5}} {
		if d.Boxes[pair[0]].Y >= d.Boxes[pair[1]].Y {
			t.Errorf("box %d is not above box %d: %v", pair[0], pair[1], d.Boxes)
		}
	}
}

// TestParallelEdgesStayApart: x·x is drawn with two edges, and both labels are free.
func TestParallelEdgesStayApart(t *testing.T) {
	label := Box{40, 16}
	d := mustLay(t, []Box{{60, 70}, {60, 70}}, []Edge{{0, 1, label}, {0, 1, label}})
	if a, b := d.Routes[0].At, d.Routes[1].At; abs(a.X-b.X) < label.W && abs(a.Y-b.Y) < label.H {
		t.Errorf("labels at %v and %v cover each other", a, b)
	}
}

// TestNoNeedlessCrossing draws a planar graph given in a crossed order.
func TestNoNeedlessCrossing(t *testing.T) {
	g := &graph{edges: []Edge{{From: 0, To: 5}, {From: 1, To: 4}, {From: 2, To: 3}}, nodes: make([]node, 6)}
	if err := g.rank(6); err != nil {
		t.Fatal(err)
	}
	g.split()
	g.order()
	if c := g.crossings(); c != 0 {
		t.Errorf("%d crossings, want none", c)
	}
}

// TestInputsNearConsumers: an input used late is drawn late.
func TestInputsNearConsumers(t *testing.T) {
	boxes := []Box{{50, 30}, {50, 30}, {50, 30}, {50, 30}}
	d := mustLay(t, boxes, []Edge{{From: 0, To: 1}, {From: 1, To: 3}, {From: 2, To: 3}})
	if d.Layer[2] != 1 {
		t.Errorf("the late input is in layer %d, want 1", d.Layer[2])
	}
}

func TestRefusals(t *testing.T) {
	boxes := make([]Box, 3)
	for _, c := range []struct {
		edges []Edge
		want  string
	}{
		{[]Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 1}}, "cycle through 2 of 3"},
		{[]Edge{{From: 0, To: 3}}, "0 → 3 with 3 boxes"},
	} {
		if _, err := Layered(boxes, c.edges, Spacing{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.edges, err, c.want)
		}
	}
	if d := mustLay(t, nil, nil); d.W != 0 || d.H != 0 {
		t.Errorf("an empty graph is %v × %v", d.W, d.H)
	}
}

func BenchmarkThousand(b *testing.B) {
	boxes, edges := random(3, 1000, 1300)
	for i := range edges {
		edges[i].Label = Box{}
	}
	for b.Loop() {
		if _, err := Layered(boxes, edges, Spacing{Within: 10, Between: 40}); err != nil {
			b.Fatal(err)
		}
	}
}
