package ad

import (
	"fmt"
	"strings"
)

// String lists the instructions of a plan: what each computes, from what, and
// where the result goes.
func (p *plan) String() string {
	rows := table{{"", "computes", "shape", "into"}}
	for k, c := range p.code {
		var names []string
		if c.block != nil {
			for _, op := range c.block.ops {
				names = append(names, p.vs[op.value].prim.Name)
			}
		} else {
			names = []string{p.vs[c.writes[0]].prim.Name}
		}
		w := c.writes[0]
		var to []string
		for _, w := range c.writes {
			to = append(to, p.destination(w))
		}
		rows = append(rows, []string{itoa(k + 1), strings.Join(names, ", "), p.vs[w].kind.String() + " " + shapeString(p.vs[w].shape), strings.Join(to, ", ")})
	}
	return rows.String()
}

// destination says where the elements of root r lie.
func (p *plan) destination(r int) string {
	switch arg, given := p.donor[r]; {
	case given:
		return fmt.Sprintf("the memory of argument %d", arg)
	case p.place[r] >= 0:
		return fmt.Sprintf("buffer %d", p.place[r])
	}
	return bytesText(p.vs[r].kind.size()*int64(size(p.vs[r].shape))) + " of its own"
}
