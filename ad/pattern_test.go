package ad

import (
	"fmt"
	"math"
	"slices"
)

// checkPattern wants every entry of the Jacobian that is not zero in the pattern that sparse Jacobians are colored by.
func checkPattern(p *pulling) error {
	rows, ok := p.pattern(math.MaxInt64)
	if !ok {
		return fmt.Errorf("the pattern has no end")
	}
	at := 0
	for m, y := range p.y {
		for e := range y.Size() {
			g := make([]*Tensor, len(p.y))
			g[m] = unit(y.shape, e)
			k := int32(0)
			for _, gx := range p.pull(g) {
				for _, v := range gx.raw() {
					if v != 0 && !slices.Contains(rows[at], k) {
						return fmt.Errorf("result %d depends on input %d, which its pattern %v lacks", at, k, rows[at])
					}
					k++
				}
			}
			at++
		}
	}
	return nil
}
