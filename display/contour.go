package display

import (
	"math"

	"github.com/gojac/gojac/display/scene"
)

// contour returns the lines along which a function on an n×n grid is zero, in
// fractions of the grid's width and height: marching squares with straight
// interpolation, the pieces joined end to end.
func contour(n int, f []float64) [][]scene.Point {
	at := func(i, j int) float64 { return f[i*n+j] }
	place := func(i, j float64) scene.Point {
		return scene.Point{X: (j + 0.5) / float64(n), Y: (i + 0.5) / float64(n)}
	}
	type piece [2]scene.Point
	var pieces []piece
	for i := 0; i+1 < n; i++ {
		for j := 0; j+1 < n; j++ {
			var cuts []scene.Point
			corners := [5][2]int{{i, j}, {i, j + 1}, {i + 1, j + 1}, {i + 1, j}, {i, j}}
			for k := range 4 {
				a, b := corners[k], corners[k+1]
				u, v := at(a[0], a[1]), at(b[0], b[1])
				if (u > 0) == (v > 0) || math.IsNaN(u+v) || math.IsInf(u, 0) || math.IsInf(v, 0) {
					continue
				}
				// From the positive corner, so that neighbours find the same point.
				if u < v {
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
	ends := map[scene.Point][]int{}
	for k, p := range pieces {
		ends[p[0]] = append(ends[p[0]], k)
		ends[p[1]] = append(ends[p[1]], k)
	}
	used := make([]bool, len(pieces))
	follow := func(from scene.Point) []scene.Point {
		var run []scene.Point
		for {
			next := -1
			for _, k := range ends[from] {
				if !used[k] {
					next = k
					break
				}
			}
			if next < 0 {
				return run
			}
			used[next] = true
			if pieces[next][0] == from {
				from = pieces[next][1]
			} else {
				from = pieces[next][0]
			}
			run = append(run, from)
		}
	}
	var runs [][]scene.Point
	for k, p := range pieces {
		if used[k] {
			continue
		}
		used[k] = true
		run := []scene.Point{p[0], p[1]}
		run = append(run, follow(p[1])...)
		back := follow(p[0])
		whole := make([]scene.Point, 0, len(run)+len(back))
		for i := len(back) - 1; i >= 0; i-- {
			whole = append(whole, back[i])
		}
		runs = append(runs, append(whole, run...))
	}
	return runs
}
