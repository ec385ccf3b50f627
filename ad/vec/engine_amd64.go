package vec

import "github.com/gojac/gojac/ad/isa"

// kernelsOf puts the kernels for a level into sets that have none.
func kernelsOf(level isa.Level, double *set[float64], single *set[float32]) {
	switch level {
	case isa.AVX512:
		kernels64z(double)
		kernels32z(single)
	case isa.AVX2:
		kernels64y(double)
		kernels32y(single)
	}
}
