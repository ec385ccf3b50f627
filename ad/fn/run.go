package fn

// Values holds arguments or results by file, each in the order of the parameters that have that type: floats (also
// float32), integers and booleans, slices. Slices are shared with the caller, as in Go.
type Values struct {
	F []float64
	N []int64
	S [][]float64
}

// Run calls f on inputs (parameters, then captured values) and returns its results.
func (f *Func) Run(in Values) Values {
	p := f.compiled()
	m := f.host().machine()
	m.depth = 0
	k := m.mark()
	fr := m.enter(p)
	if len(in.F) != p.args.f || len(in.N) != p.args.n || len(in.S) != p.args.s {
		panic(&Error{Func: f.Title(), Pos: f.Pos, Detail: "called with the wrong number of arguments"})
	}
	copy(fr.f, in.F)
	copy(fr.n, in.N)
	copy(fr.s, in.S)
	m.run(p, fr)
	out := Values{F: append([]float64(nil), fr.f[:p.res.f]...), N: append([]int64(nil), fr.n[:p.res.n]...)}
	if p.res.s > 0 {
		out.S = append([][]float64(nil), fr.s[:p.res.s]...)
	}
	m.release(k)
	f.host().machines.Put(m)
	return out
}

// Call calls a function of floats only: inputs are its parameters, then captured values.
func (f *Func) Call(args []float64) []float64 { return f.Run(Values{F: args}).F }

func (f *Func) host() *Host {
	if f.Host == nil {
		return &f.own
	}
	return f.Host
}
