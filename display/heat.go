package display

import (
	"image"
	"image/color"
	"math"

	"github.com/gojac/gojac/display/scene"
)

// heat is a translucent image of numbers: positive ones in one colour, negative ones
// in another, zero as the ground shows through, so that it suits light and dark.
func heat(rows, cols int, at func(i, j int) float64) image.Image {
	const levels = 60 // on either side of zero
	palette := make(color.Palette, 2*levels+2)
	for k := range palette[:2*levels+1] {
		c := scene.Positive.Light()
		if k < levels {
			c = scene.Negative.Light()
		}
		c.A = uint8(math.Round(245 * math.Abs(float64(k-levels)) / levels))
		palette[k] = c
	}
	palette[2*levels+1] = scene.Alarm.Light() // not finite
	most := 0.0
	for i := range rows {
		for j := range cols {
			if v := math.Abs(at(i, j)); !math.IsInf(v, 0) {
				most = max(most, v)
			}
		}
	}
	img := image.NewPaletted(image.Rect(0, 0, cols, rows), palette)
	for i := range rows {
		for j := range cols {
			v := at(i, j)
			k := 2*levels + 1
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				k = levels + int(math.Round(levels*math.Copysign(strength(v, most), v)))
				if k == levels && v != 0 {
					k += int(math.Copysign(1, v)) // a small number is not a zero
				}
			}
			img.SetColorIndex(j, i, uint8(k))
		}
	}
	return img
}

// strength maps a magnitude to 0…1; the root lifts small numbers out of the ground.
func strength(v, most float64) float64 {
	if most == 0 || math.IsNaN(most) {
		return 0
	}
	return math.Sqrt(math.Abs(v) / most)
}

// pool shrinks a matrix to at most n rows and columns by the number of greatest
// magnitude in each patch, so that no spike is lost.
func pool(rows, cols, n int, at func(i, j int) float64) (int, int, func(i, j int) float64) {
	r, c := min(rows, n), min(cols, n)
	if r == rows && c == cols {
		return rows, cols, at
	}
	out := make([]float64, r*c)
	for i := range rows {
		for j := range cols {
			k := i*r/rows*c + j*c/cols
			if v := at(i, j); math.Abs(v) > math.Abs(out[k]) || math.IsNaN(v) {
				out[k] = v
			}
		}
	}
	return r, c, func(i, j int) float64 { return out[i*c+j] }
}
