package scene

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// fewColours gives a paletted image of the 256 most frequent colours where the rest,
// which comes from antialiasing, is a small part; it shrinks the file by half or more.
func fewColours(img *image.RGBA) image.Image {
	count := map[color.RGBA]int{}
	runs(img, func(c color.RGBA, _, n int) { count[c] += n })
	all := make([]color.RGBA, 0, len(count))
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(packed(a), packed(b)))
	})
	kept := min(len(all), 256)
	rest := 0
	for _, c := range all[kept:] {
		rest += count[c]
	}
	if rest*25 > len(img.Pix)/4 {
		return img
	}
	palette := make(color.Palette, kept)
	index := make(map[color.RGBA]uint8, len(all))
	for i, c := range all[:kept] {
		palette[i] = c
		index[c] = uint8(i)
	}
	for _, c := range all[kept:] {
		index[c] = nearest(all[:kept], c)
	}
	out := image.NewPaletted(img.Bounds(), palette)
	runs(img, func(c color.RGBA, from, n int) {
		k := index[c]
		for j := from; j < from+n; j++ {
			out.Pix[j] = k
		}
	})
	return out
}

// runs calls f for each stretch of n pixels of one colour.
func runs(img *image.RGBA, f func(c color.RGBA, from, n int)) {
	at := func(j int) color.RGBA { return color.RGBA{img.Pix[4*j], img.Pix[4*j+1], img.Pix[4*j+2], 255} }
	for from, pixels := 0, len(img.Pix)/4; from < pixels; {
		c, till := at(from), from+1
		for till < pixels && at(till) == c {
			till++
		}
		f(c, from, till-from)
		from = till
	}
}

func packed(c color.RGBA) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }

func nearest(palette []color.RGBA, c color.RGBA) uint8 {
	best, least := 0, int(^uint(0)>>1)
	for i, p := range palette {
		r, g, b := int(p.R)-int(c.R), int(p.G)-int(c.G), int(p.B)-int(c.B)
		if d := r*r + g*g + b*b; d < least {
			best, least = i, d
		}
	}
	return uint8(best)
}
