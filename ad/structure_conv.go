package ad

// convolved is the Jacobian of a convolution by its images: for each image a
// block of blocks, one for each pair of channels and of rows, constant along
// their diagonals (Toeplitz) where the stride is 1. The kernels are all of it.
type convolved struct {
	a       Attr    // Shape: that of the images
	kernels *Tensor // (out, in, kh, kw)
	results []int   // their shape
}

func convolvedOf(n *tapeNode) convolved {
	return convolved{Attr{Lo: n.Lo, Hi: n.Hi, Shape: n.X[0].shape}, n.X[1], n.Y.shape}
}

func (f convolved) kind() string { return "block Toeplitz" }
func (f convolved) stored() int  { return f.kernels.Size() }

func (f convolved) mul(v []float64) []float64 {
	return conv.apply(&f.a, FromSlice(v, f.a.Shape...), f.kernels.Float64()).data
}

func (f convolved) mulT(w []float64) []float64 {
	return convInput.apply(&f.a, FromSlice(w, f.results...), f.kernels.Float64()).data
}

func (f convolved) text(st style) string {
	return namedList("conv", st, []string{shapeString(f.kernels.shape)})
}
