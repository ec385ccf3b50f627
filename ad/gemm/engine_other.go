//go:build !amd64

package gemm

func vector64() []*engine[float64] { return nil }

func vector32() []*engine[float32] { return nil }
