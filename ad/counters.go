package ad

// Counters say what a derivative cost. They come with the result they belong
// to.
type Counters struct {
	Evaluations   int   // of the function alone
	ForwardSweeps int   // evaluations that carry a tangent
	ReverseSweeps int   // walks back over a tape
	TapeNodes     int   // of the longest tape
	TapeBytes     int64 // of the longest tape: values kept for the reverse sweep, and its nodes
}

// Sweeps returns forward and reverse sweeps together.
func (c Counters) Sweeps() int { return c.ForwardSweeps + c.ReverseSweeps }

func (c *Counters) taped(p reversible) {
	nodes, bytes := p.size()
	c.TapeNodes = max(c.TapeNodes, nodes)
	c.TapeBytes = max(c.TapeBytes, bytes)
}
