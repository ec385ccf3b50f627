// Command asm writes the vector kernels of package gemm, as Go assembly:
//
//	go generate ./ad/gemm
//
// It is a module of its own, so that its library is needed only to change
// the kernels, never to build gojac. Start reading in tile.go: the product
// of a few rows with a panel of columns, where all the time goes.
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("amd64")
	for _, v := range []vectors{{f32: false, z: true}, {f32: true, z: true}, {f32: false}, {f32: true}} {
		for rows := 1; rows <= v.rows(); rows++ {
			tile(v, rows)
		}
		wide(v)
		dots(v, 4)
		dots(v, 1)
		grid(v)
	}
	transpose64z()
	transpose64y()
	transpose32y()
	Generate()
}
