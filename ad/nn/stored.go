package nn

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/gojac/gojac/ad"
)

// A stored array is what a file says of one. Its bytes are read only once the
// shape is known to be wanted, whatever the file says of it.
type stored struct {
	shape   []int
	kind    kind
	big     bool // the highest byte of a number is the first
	fortran bool // the first index is that which changes fastest
	bytes   func(n int) ([]byte, error)
}

// A kind of numbers is how many bytes one takes, and what it is; a whole one
// of 8 bytes may be none of float64's.
type kind struct {
	width  int
	number func(bits uint64) float64
	whole  bool
}

// kinds of numbers by their names in a safetensors file.
var kinds = map[string]kind{
	"F64":  {8, math.Float64frombits, false},
	"F32":  {4, func(b uint64) float64 { return float64(math.Float32frombits(uint32(b))) }, false},
	"F16":  {2, half, false},
	"BF16": {2, func(b uint64) float64 { return float64(math.Float32frombits(uint32(b) << 16)) }, false},
	"I64":  {8, func(b uint64) float64 { return float64(int64(b)) }, true},
	"I32":  {4, func(b uint64) float64 { return float64(int32(b)) }, false},
	"I16":  {2, func(b uint64) float64 { return float64(int16(b)) }, false},
	"I8":   {1, func(b uint64) float64 { return float64(int8(b)) }, false},
	"U64":  {8, func(b uint64) float64 { return float64(b) }, true},
	"U32":  {4, func(b uint64) float64 { return float64(b) }, false},
	"U16":  {2, func(b uint64) float64 { return float64(b) }, false},
	"U8":   {1, func(b uint64) float64 { return float64(b) }, false},
	"BOOL": {1, func(b uint64) float64 { return float64(b) }, false},
}

// half is a number of 16 bits: a sign, 5 bits of exponent, 10 of fraction.
func half(b uint64) float64 {
	sign := 1 - 2*float64(b>>15)
	exponent, fraction := int(b>>10&31), float64(b&1023)
	switch {
	case exponent == 31 && fraction > 0:
		return math.NaN()
	case exponent == 31:
		return sign * math.Inf(1)
	case exponent == 0:
		return sign * math.Ldexp(fraction, -24)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// fills checks that an array takes n bytes.
func (s stored) fills(n int) error {
	need := s.kind.width
	for _, d := range s.shape {
		if d < 0 || d > 0 && need > math.MaxInt/d {
			return fmt.Errorf("there is no array of shape %v", s.shape)
		}
		need *= d
	}
	if need != n {
		return fmt.Errorf("%d bytes for an array of shape %v, which takes %d", n, s.shape, need)
	}
	return nil
}

// tensor reads the numbers of an array whose shape is one of a tensor.
func (s stored) tensor() (*ad.Tensor, error) {
	n := 1
	for _, d := range s.shape {
		n *= d
	}
	data, err := s.bytes(n * s.kind.width)
	if err != nil {
		return nil, err
	}
	var order binary.ByteOrder = binary.LittleEndian
	if s.big {
		order = binary.BigEndian
	}
	x := make([]float64, n)
	for i := range x {
		switch at := data[i*s.kind.width:]; s.kind.width {
		case 8:
			x[i] = s.kind.number(order.Uint64(at))
			if s.kind.whole && math.Abs(x[i]) >= 1<<53 {
				return nil, fmt.Errorf("%.0f is too large a whole number to be kept exactly", x[i])
			}
		case 4:
			x[i] = s.kind.number(uint64(order.Uint32(at)))
		case 2:
			x[i] = s.kind.number(uint64(order.Uint16(at)))
		case 1:
			x[i] = s.kind.number(uint64(at[0]))
		}
	}
	if !s.fortran {
		return ad.FromSlice(x, s.shape...), nil
	}
	back := slices.Clone(s.shape)
	slices.Reverse(back)
	var axes []int
	for a := range back {
		axes = append(axes, len(back)-1-a)
	}
	return ad.FromSlice(x, back...).Permute(axes...), nil
}
