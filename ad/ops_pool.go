package ad

// MaxPool2D returns the largest entry of each size×size window of images t,
// shape (n, channels, h, w). Ties share the derivative evenly. It panics
// unless a window fits.
func (t *Tensor) MaxPool2D(size, stride int) *Tensor {
	checkWindow("MaxPool2D", t.given().shape, size, size, stride)
	return maxPool.apply(&Attr{Lo: stride, Hi: size}, t)
}

// AvgPool2D returns the mean of each size×size window of images t, shape (n,
// channels, h, w). It panics unless a window fits.
func (t *Tensor) AvgPool2D(size, stride int) *Tensor {
	checkWindow("AvgPool2D", t.given().shape, size, size, stride)
	return avgPool.apply(&Attr{Lo: stride, Hi: size}, t)
}

// Lo is the stride and Hi the size of the windows, Shape that of the images
// where it does not follow.
var maxPool, maxPick, maxSpread, avgPool, avgSpread = new(Prim), new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	x := Randn(1, 2, 1, 4, 5)
	apart, overlapping := Attr{Lo: 2, Hi: 2}, Attr{Lo: 1, Hi: 3}
	maxPool.define(Prim{
		Name: "MaxPool2D", TeX: `\operatorname{maxpool}(%s)`,
		batch:     maxPool.poolBatched,
		filler:    fills(poolShape, fillMaxPool[float64], fillMaxPool[float32]),
		Push:      func(c *Call, _ int, dx *Tensor) *Tensor { return maxPick.apply(c.Attr, c.X[0], dx) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return maxSpread.apply(c.Attr, c.X[0], g) },
		Ties:      tiedWindows,
		Rule:      "the largest entries of a window tie and share the derivative evenly",
		Shapes:    []Example{{Attr: apart, In: []*Tensor{x}}, {Attr: overlapping, In: []*Tensor{x}}},
	})
	maxPick.define(Prim{
		Name: "MaxPoolPick", TeX: `\operatorname{maxpick}(%s, %s)`, Passive: []int{0},
		batch:     maxPick.poolBatched,
		filler:    fills(poolShape, fillMaxPick[float64], fillMaxPick[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return maxSpread.apply(c.Attr, c.X[0], g) },
		Shapes:    []Example{{Attr: apart, In: []*Tensor{x, Randn(2, 2, 1, 4, 5)}}, {Attr: overlapping, In: []*Tensor{x, Randn(2, 2, 1, 4, 5)}}},
	})
	maxSpread.define(Prim{
		Name: "MaxPoolSpread", TeX: `\operatorname{maxspread}(%s, %s)`, Passive: []int{0},
		batch:     maxSpread.poolBatched,
		filler:    fills(sameShape, fillMaxSpread[float64], fillMaxSpread[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return maxPick.apply(c.Attr, c.X[0], g) },
		Shapes:    []Example{{Attr: apart, In: []*Tensor{x, Randn(2, 2, 1, 2, 2)}}, {Attr: overlapping, In: []*Tensor{x, Randn(2, 2, 1, 2, 3)}}},
	})
	avgPool.define(Prim{
		Name: "AvgPool2D", TeX: `\operatorname{avgpool}(%s)`,
		batch:  avgPool.poolBatched,
		filler: fills(poolShape, fillAvgPool[float64], fillAvgPool[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return avgSpread.apply(&Attr{Lo: c.Lo, Hi: c.Hi, Shape: c.X[0].shape}, g)
		},
		Shapes: []Example{{Attr: apart, In: []*Tensor{x}}, {Attr: overlapping, In: []*Tensor{x}}},
	})
	avgSpread.define(Prim{
		Name: "AvgPoolSpread", TeX: `\operatorname{avgspread}(%s)`,
		batch:     avgSpread.poolBatched,
		filler:    fills(givenShape, fillAvgSpread[float64], fillAvgSpread[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return avgPool.apply(&Attr{Lo: c.Lo, Hi: c.Hi}, g) },
		Shapes: []Example{
			{Attr: Attr{Lo: 2, Hi: 2, Shape: x.shape}, In: []*Tensor{Randn(2, 2, 1, 2, 2)}},
			{Attr: Attr{Lo: 1, Hi: 3, Shape: x.shape}, In: []*Tensor{Randn(2, 2, 1, 2, 3)}},
		},
	})
}

func poolShape(a *Attr, x []*Tensor) []int {
	p := poolingOf(a, x[0].shape)
	return []int{x[0].shape[0], x[0].shape[1], p.oh, p.ow}
}

// poolBatched takes examples as further images.
func (p *Prim) poolBatched(b *batch) *Tensor {
	a := *b.Attr
	if a.Shape != nil {
		a.Shape = append([]int{b.N * a.Shape[0]}, a.Shape[1:]...)
	}
	x := b.all()
	n := x[0].shape[1]
	for i, t := range x {
		x[i] = t.Reshape(append([]int{b.N * n}, t.shape[2:]...)...)
	}
	y := p.apply(&a, x...)
	return y.Reshape(append([]int{b.N, n}, y.shape[1:]...)...)
}

// tiedWindows counts the windows whose largest entry is there more than once.
func tiedWindows(c *Call) int {
	x := c.X[0].concrete()
	p, d, tied := poolingOf(c.Attr, x.shape), x.wide(), 0
	p.rows(func(_, image int) {
		for m := range p.ow {
			if _, ties := p.largest64(image+m*p.stride, func(k int) float64 { return d[k] }); ties > 1 {
				tied++
			}
		}
	})
	return tied
}
