//go:build !amd64

package vec

const vectors = false

func sumVectors([]float64) float64 { panic("vec: no kernels for this machine") }
