package ad

// Where returns a where cond is not zero and b elsewhere; all three broadcast.
// Derivatives pass to the side that was taken.
func Where(cond, a, b *Tensor) *Tensor { return where.apply(&noAttr, cond, a, b) }

var where = new(Prim)

func init() {
	where.define(Prim{
		Name: "Where", TeX: `\operatorname{where}(%s, %s, %s)`, Passive: []int{0},
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			shape := mustBroadcast("Where", x[1], x[2])
			shape = mustBroadcast("Where", x[0], plain(shape, nil))
			c, a, b := stretch(x[0], shape), stretch(x[1], shape), stretch(x[2], shape)
			y := make([]float64, len(c))
			for i := range y {
				if y[i] = b[i]; c[i] != 0 {
					y[i] = a[i]
				}
			}
			return plain(shape, y)
		},
		Push: func(c *Call, i int, dx *Tensor) *Tensor {
			return broadcastTo(taken(c, i, dx), c.Y.shape)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			return unbroadcast(taken(c, i, g), c.X[i].shape)
		},
		Shapes: []Example{
			{In: []*Tensor{Vec(1, 0, 1), Randn(1, 3), Randn(2, 3)}},
			{In: []*Tensor{Vec(1, 0, 1), Randn(1), Randn(2, 2, 1)}},
		},
	})
}

// taken returns d where input i of a Where was taken and 0 elsewhere.
func taken(c *Call, i int, d *Tensor) *Tensor {
	if i == 1 {
		return Where(c.X[0], d, Scalar(0))
	}
	return Where(c.X[0], Scalar(0), d)
}

// StopGradient returns t as a constant: no derivative passes through it.
func (t *Tensor) StopGradient() *Tensor { return stop.apply1(t) }

var stop = new(Prim)

func init() {
	stop.define(Prim{
		Name: "StopGradient", TeX: `\operatorname{stop}(%s)`, Steps: true,
		Fun: func(x float64) float64 { return x },
	})
}
