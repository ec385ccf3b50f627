package vec

import "golang.org/x/sys/cpu"

var vectors = cpu.X86.HasAVX512F && cpu.X86.HasBMI2

func init() {
	if vectors {
		add.kernel, sub.kernel, mul.kernel, div.kernel = addZ, subZ, mulZ, divZ
		relu.kernel, exp.kernel, tanh.kernel, sigmoid.kernel = reluZ, expZ, tanhZ, sigmoidZ
	}
}

func sumVectors(x []float64) float64 { return sumZ(&x[0], len(x)) }
