package gemm

import "github.com/gojac/gojac/ad/isa"

type (
	tile64 = func(count, k int, a *float64, rs, cs int, b *float64, ldb int, c *float64, ldc int, n int, alpha float64, add bool)
	tile32 = func(count, k int, a *float32, rs, cs int, b *float32, ldb int, c *float32, ldc int, n int, alpha float32, add bool)
)

func vector64() (e []*engine[float64]) {
	if isa.Best >= isa.AVX512 {
		e = append(e, &engine[float64]{
			name: "avx512", cols: 16, wide: wide64z, wideCols: 64, dots: dots64z4, dot: dots64z1, grid: grid64z, gridRows: 4, gridCols: 5, transpose: transpose64z, side: 8,
			tile: []tile64{nil, tile64z1, tile64z2, tile64z3, tile64z4, tile64z5, tile64z6,
				tile64z7, tile64z8, tile64z9, tile64z10, tile64z11, tile64z12},
		})
	}
	if isa.Best >= isa.AVX2 {
		e = append(e, &engine[float64]{
			name: "avx2", cols: 8, wide: wide64y, wideCols: 32, dots: dots64y4, dot: dots64y1, grid: grid64y, gridRows: 2, gridCols: 5, transpose: transpose64y, side: 4,
			tile: []tile64{nil, tile64y1, tile64y2, tile64y3, tile64y4, tile64y5, tile64y6},
		})
	}
	return e
}

func vector32() (e []*engine[float32]) {
	if isa.Best >= isa.AVX512 {
		e = append(e, &engine[float32]{
			name: "avx512", cols: 32, wide: wide32z, wideCols: 128, dots: dots32z4, dot: dots32z1, grid: grid32z, gridRows: 4, gridCols: 5, transpose: transpose32y, side: 8,
			tile: []tile32{nil, tile32z1, tile32z2, tile32z3, tile32z4, tile32z5, tile32z6,
				tile32z7, tile32z8, tile32z9, tile32z10, tile32z11, tile32z12},
		})
	}
	if isa.Best >= isa.AVX2 {
		e = append(e, &engine[float32]{
			name: "avx2", cols: 16, wide: wide32y, wideCols: 64, dots: dots32y4, dot: dots32y1, grid: grid32y, gridRows: 2, gridCols: 5, transpose: transpose32y, side: 8,
			tile: []tile32{nil, tile32y1, tile32y2, tile32y3, tile32y4, tile32y5, tile32y6},
		})
	}
	return e
}
