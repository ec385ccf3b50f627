package scene

import "math"

func unit(x, y float64) (float64, float64) {
	n := math.Hypot(x, y)
	if n == 0 {
		return 1, 0
	}
	return x / n, y / n
}

func between(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

// arc appends the points of an arc.
func arc(to []Point, centre Point, r, from, till float64) []Point {
	n := max(int(math.Ceil(math.Abs(till-from)*math.Sqrt(r)*1.2)), 3)
	for i := 0; i <= n; i++ {
		sin, cos := math.Sincos(from + (till-from)*float64(i)/float64(n))
		to = append(to, Point{centre.X + r*cos, centre.Y + r*sin})
	}
	return to
}

// bezier appends the points of a cubic after its start a.
func bezier(to []Point, a, b, c, d Point) []Point {
	length := math.Hypot(b.X-a.X, b.Y-a.Y) + math.Hypot(c.X-b.X, c.Y-b.Y) + math.Hypot(d.X-c.X, d.Y-c.Y)
	n := min(max(int(math.Sqrt(length)*1.5), 3), 64)
	for i := 1; i <= n; i++ {
		to = append(to, Cubic(a, b, c, d, float64(i)/float64(n)))
	}
	return to
}

// Cubic is the point at t in [0, 1] of a cubic Bézier curve.
func Cubic(a, b, c, d Point, t float64) Point {
	u := 1 - t
	p, q, r, s := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{p*a.X + q*b.X + r*c.X + s*d.X, p*a.Y + q*b.Y + r*c.Y + s*d.Y}
}

// flatten turns a curved path into lines.
func flatten(points []Point) []Point {
	if len(points) == 0 {
		return nil
	}
	out := []Point{points[0]}
	for i := 0; i+3 < len(points); i += 3 {
		out = bezier(out, points[i], points[i+1], points[i+2], points[i+3])
	}
	return out
}

// stroke gives the outline of a line of some width, one convex contour for each
// piece and joint, all running the same way round so that overlaps stay filled.
func stroke(points []Point, width, dash float64) outline {
	var o outline
	for _, run := range dashed(points, dash) {
		for i := 0; i+1 < len(run); i++ {
			a, b := run[i], run[i+1]
			dx, dy := unit(b.X-a.X, b.Y-a.Y)
			nx, ny := -dy*width/2, dx*width/2
			o = append(o, []Point{{a.X - nx, a.Y - ny}, {b.X - nx, b.Y - ny}, {b.X + nx, b.Y + ny}, {a.X + nx, a.Y + ny}})
			if i > 0 && width > 1 {
				o = append(o, arc(nil, a, width/2, 0, 2*math.Pi))
			}
		}
	}
	return o
}

// dashed cuts a line into dashes as long as the gaps between them.
func dashed(points []Point, dash float64) [][]Point {
	if dash <= 0 || len(points) < 2 {
		return [][]Point{points}
	}
	var runs [][]Point
	on, left := true, dash
	run := []Point{points[0]}
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		done := 0.0
		for length-done > left {
			done += left
			p := between(a, b, done/length)
			if on {
				runs = append(runs, append(run, p))
			}
			on, left = !on, dash
			run = []Point{p}
		}
		left -= length - done
		if on {
			run = append(run, b)
		}
	}
	if on && len(run) > 1 {
		runs = append(runs, run)
	}
	return runs
}
