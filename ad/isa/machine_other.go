//go:build !amd64

package isa

func machine() Level { return Go }
