//go:build !amd64

package vec

import "github.com/gojac/gojac/ad/isa"

func kernelsOf(isa.Level, *set[float64], *set[float32]) {}
