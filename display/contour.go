package display

import (
	"math"

	"github.com/gojac/gojac/display/scene"
)

// A piece is a straight part of a contour.
type piece [2]scene.Point

// contour returns the lines along which a function on an n×n grid is zero, in
// fractions of the grid's width and height.
func contour(n int, f []float64) [][]scene.Point { return join(squares(n, f)) }

// squares marches over the squares between samples and interpolates along their sides.
func squares(n int, f []float64) []piece {
	place := func(i, j float64) scene.Point {
		return scene.Point{X: (j + 0.5) / float64(n), Y: (i + 0.5) / float64(n)}
	}
	var pieces []piece
	for i := 0; i+1 < n; i++ {
		for j := 0; j+1 < n; j++ {
			var cuts []scene.Point
			corners := [5][2]int{{i, j}, {i, j + 1}, {i + 1, j + 1}, {i + 1, j}, {i, j}}
			for k := range 4 {
				a, b := corners[k], corners[k+1]
				u, v := f[a[0]*n+a[1]], f[b[0]*n+b[1]]
				if (u > 0) == (v > 0) || math.IsNaN(u+v) || math.IsInf(u, 0) || math.IsInf(v, 0) {
					continue
				}
				if u < v { // from the positive corner, so that neighbours find the same point
					a, b, u, v = b, a, v, u
				}
				t := u / (u - v)
				cuts = append(cuts, place(float64(a[0])+t*float64(b[0]-a[0]), float64(a[1])+t*float64(b[1]-a[1])))
			}
			for k := 0; k+1 < len(cuts); k += 2 {
				pieces = append(pieces, piece{cuts[k], cuts[k+1]})
			}
		}
	}
	return pieces
}

// join strings pieces together at their common ends.
func join(pieces []piece) [][]scene.Point {
	ends := map[scene.Point][]int{}
	for k, p := range pieces {
		ends[p[0]] = append(ends[p[0]], k)
		ends[p[1]] = append(ends[p[1]], k)
	}
	used := make([]bool, len(pieces))
	next := func(at scene.Point) (scene.Point, bool) {
		for _, k := range ends[at] {
			if !used[k] {
				used[k] = true
				if pieces[k][0] == at {
					return pieces[k][1], true
				}
				return pieces[k][0], true
			}
		}
		return at, false
	}
	follow := func(at scene.Point) (run []scene.Point) {
		for {
			to, ok := next(at)
			if !ok {
				return run
			}
			run = append(run, to)
			at = to
		}
	}
	var runs [][]scene.Point
	for k, p := range pieces {
		if used[k] {
			continue
		}
		used[k] = true
		after, before := follow(p[1]), follow(p[0])
		run := make([]scene.Point, 0, len(before)+2+len(after))
		for i := len(before) - 1; i >= 0; i-- {
			run = append(run, before[i])
		}
		runs = append(runs, append(append(run, p[0], p[1]), after...))
	}
	return runs
}
