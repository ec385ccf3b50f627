package dataset

import (
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

// Moons returns n points on two interleaved half circles of radius 1, one for
// each of two classes. Noise is the standard deviation of both coordinates;
// 0.1 is moderate.
func Moons(seed, n int, noise float64) *Set {
	r := random(seed)
	return points("Moons", n, 2, noise, func(k int) (x, y float64) {
		a := math.Pi * r.Float64()
		if x, y = math.Cos(a), math.Sin(a); k == 1 {
			x, y = 1-x, 0.5-y
		}
		return x + noise*r.NormFloat64(), y + noise*r.NormFloat64()
	})
}

// Circles returns n points on two circles around the origin, of radius 1 and
// ½, one for each of two classes. Noise is as in Moons.
func Circles(seed, n int, noise float64) *Set {
	r := random(seed)
	return points("Circles", n, 2, noise, func(k int) (x, y float64) {
		radius, a := 1-0.5*float64(k), 2*math.Pi*r.Float64()
		return radius*math.Cos(a) + noise*r.NormFloat64(), radius*math.Sin(a) + noise*r.NormFloat64()
	})
}

// Blobs returns n points around as many centres as there are classes, evenly
// on a circle of radius 1. Spread is the standard deviation around a centre.
func Blobs(seed, n, classes int, spread float64) *Set {
	r := random(seed)
	return points("Blobs", n, classes, spread, func(k int) (x, y float64) {
		a := 2 * math.Pi * float64(k) / float64(classes)
		return math.Cos(a) + spread*r.NormFloat64(), math.Sin(a) + spread*r.NormFloat64()
	})
}

// XOR returns n points uniform in the square from −1 to 1, of class 1 where
// the signs of the coordinates differ.
func XOR(seed, n int) *Set {
	r := random(seed)
	return points("XOR", n, 2, 0, func(k int) (x, y float64) {
		x, y = 1-r.Float64(), 1-r.Float64() // in (0, 1]
		if r.IntN(2) == 1 {
			x, y = -x, -y
		}
		return x, y * float64(1-2*k)
	})
}

// points deals n points of the plane to the classes in turn.
func points(op string, n, classes int, noise float64, point func(class int) (x, y float64)) *Set {
	possible(op, n, classes, noise)
	x, y := make([]float64, 0, 2*n), make([]float64, n)
	for i := range n {
		a, b := point(i % classes)
		x, y[i] = append(x, a, b), float64(i%classes)
	}
	return &Set{ad.FromSlice(x, n, 2), ad.Vec(y...)}
}

// strokes are the digits as polylines in a square from 0 to 1, y downwards.
var strokes = [10][][2]float64{
	{{.5, .05}, {.8, .25}, {.8, .75}, {.5, .95}, {.2, .75}, {.2, .25}, {.5, .05}},
	{{.3, .25}, {.55, .05}, {.55, .95}},
	{{.2, .25}, {.5, .05}, {.8, .25}, {.75, .45}, {.2, .95}, {.8, .95}},
	{{.2, .1}, {.75, .1}, {.45, .45}, {.8, .65}, {.7, .9}, {.2, .9}},
	{{.65, .95}, {.65, .05}, {.15, .65}, {.85, .65}},
	{{.8, .05}, {.25, .05}, {.22, .45}, {.7, .45}, {.8, .7}, {.6, .95}, {.2, .9}},
	{{.7, .05}, {.3, .4}, {.2, .75}, {.5, .95}, {.8, .75}, {.6, .52}, {.25, .6}},
	{{.2, .05}, {.8, .05}, {.4, .95}},
	{{.5, .48}, {.25, .28}, {.5, .05}, {.75, .28}, {.5, .48}, {.2, .72}, {.5, .95}, {.8, .72}, {.5, .48}},
	{{.75, .4}, {.45, .5}, {.22, .28}, {.5, .05}, {.78, .25}, {.75, .4}, {.65, .95}},
}

// Digits returns n images of size×size grey values from 0 to 1, drawn with a
// pen of one pixel as the digits 0 to 9 in turn; each is moved, turned and
// stretched a little. X has shape (n, size·size), row by row from the top. It
// panics unless size is at least 4.
func Digits(seed, n, size int) *Set {
	if size < 4 || size > 1<<10 || n < 1 || n > 1<<30/(size*size) {
		panic(&ad.Error{Op: "Digits", Detail: fmt.Sprintf("%d images of %d×%d can't be drawn", n, size, size), Hint: "size is 4 to 1024, n at least 1"})
	}
	r := random(seed)
	x, y := make([]float64, n*size*size), make([]float64, n)
	for i := range n {
		k := i % 10
		y[i] = float64(k)
		turn, wide, high := 0.15*r.NormFloat64(), 1+0.1*r.NormFloat64(), 1+0.1*r.NormFloat64()
		dx, dy := 0.04*r.NormFloat64(), 0.04*r.NormFloat64()
		sin, cos := math.Sincos(turn)
		line := make([][2]float64, len(strokes[k]))
		for j, p := range strokes[k] {
			u, v := wide*(p[0]-.5), high*(p[1]-.5)
			scale := float64(size) * 0.85
			line[j] = [2]float64{(cos*u-sin*v+dx)*scale + float64(size)/2, (sin*u+cos*v+dy)*scale + float64(size)/2}
		}
		draw(x[i*size*size:(i+1)*size*size], size, line)
	}
	return &Set{ad.FromSlice(x, n, size*size), ad.Vec(y...)}
}

// draw sets each pixel by its centre's distance from the line.
func draw(pixels []float64, size int, line [][2]float64) {
	for i := range pixels {
		px, py := float64(i%size)+.5, float64(i/size)+.5
		near := math.Inf(1)
		for j := 1; j < len(line); j++ {
			a, b := line[j-1], line[j]
			ux, uy := b[0]-a[0], b[1]-a[1]
			t := min(1, max(0, ((px-a[0])*ux+(py-a[1])*uy)/(ux*ux+uy*uy)))
			near = min(near, math.Hypot(px-a[0]-t*ux, py-a[1]-t*uy))
		}
		pixels[i] = min(1, max(0, 1.3-near))
	}
}
