package nn

import (
	"math"

	"github.com/gojac/gojac/ad"
)

func sqrt(n int) float64 { return math.Sqrt(float64(n)) }

// He returns initial weights of shape (outputs, inputs) for a layer in front
// of a ReLU: normal with variance 2/inputs (He et al. 2015, eq. 10). With the
// sides of a kernel they are those of a convolution, (outputs, inputs, kh,
// kw): each number of the kernel counts as an input.
func He(seed, outputs, inputs int, kernel ...int) *ad.Tensor {
	shape, in, _ := fans(outputs, inputs, kernel)
	return ad.Randn(seed, shape...).MulC(math.Sqrt(2 / in))
}

// fans returns the shape of weights, and how many numbers go into an output
// and how many an input goes into.
func fans(outputs, inputs int, kernel []int) (shape []int, in, out float64) {
	in, out = float64(inputs), float64(outputs)
	for _, k := range kernel {
		in, out = in*float64(k), out*float64(k)
	}
	return append([]int{outputs, inputs}, kernel...), in, out
}

// HeUniform is He with uniform weights: in ±√(6/inputs).
func HeUniform(seed, outputs, inputs int, kernel ...int) *ad.Tensor {
	shape, in, _ := fans(outputs, inputs, kernel)
	limit := math.Sqrt(6 / in)
	return Uniform(seed, -limit, limit, shape...)
}

// Xavier returns initial weights of shape (outputs, inputs) for a layer in
// front of tanh or a loss: uniform in ±√(6/(inputs+outputs)) (Glorot and
// Bengio 2010, eq. 16). With the sides of a kernel it is as in He, each number
// of it counting as an input and as an output.
func Xavier(seed, outputs, inputs int, kernel ...int) *ad.Tensor {
	shape, in, out := fans(outputs, inputs, kernel)
	limit := math.Sqrt(6 / (in + out))
	return Uniform(seed, -limit, limit, shape...)
}

// XavierNormal is Xavier with normal weights of variance 2/(inputs+outputs).
func XavierNormal(seed, outputs, inputs int, kernel ...int) *ad.Tensor {
	shape, in, out := fans(outputs, inputs, kernel)
	return ad.Randn(seed, shape...).MulC(math.Sqrt(2 / (in + out)))
}

// Normal returns normal numbers with a mean and a standard deviation.
func Normal(seed int, mean, deviation float64, shape ...int) *ad.Tensor {
	return ad.Randn(seed, shape...).MulC(deviation).AddC(mean)
}

// Uniform returns numbers uniform in [lo, hi).
func Uniform(seed int, lo, hi float64, shape ...int) *ad.Tensor {
	return ad.Rand(seed, shape...).MulC(hi - lo).AddC(lo)
}

// Orthogonal returns weights of shape (outputs, inputs) whose rows, or columns
// if these are fewer, are orthonormal: the q of a random matrix, uniform among
// such matrices (Saxe et al. 2014; Mezzadri 2007).
func Orthogonal(seed, outputs, inputs int) *ad.Tensor {
	if outputs < 1 || inputs < 1 {
		panic(&ad.Error{Op: "Orthogonal", Shapes: [][]int{{outputs, inputs}}, Detail: "an empty matrix has no directions"})
	}
	if outputs < inputs {
		return Orthogonal(seed, inputs, outputs).T()
	}
	q, r := ad.Randn(seed, outputs, inputs).QR()
	return q.Mul(r.Diag().Sign())
}
