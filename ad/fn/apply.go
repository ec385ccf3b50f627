package fn

import (
	"reflect"
	"sync"

	"github.com/gojac/gojac/ad"
)

// apply runs a verb on a function inside numeric code: a transform of its own level, whatever levels already run.
func (tr *tracer) apply(in *Instr, x []val) []val {
	f := in.Callee
	n := f.NumParams + f.NumFree
	args, seeds := x[:n], x[n:]
	var at []int // the active parameters
	var point []*ad.Tensor
	for i, p := range f.Params() {
		if isActive(p, in.Active, i) {
			at = append(at, i)
			point = append(point, output(args[i], p.Type))
		}
	}
	run := func(active []*ad.Tensor) []*ad.Tensor {
		inner := append([]val(nil), args...)
		for k, i := range at {
			inner[i] = input(active[k], f.Regs[i].Type)
		}
		out := tr.run(f, inner)
		var ts []*ad.Tensor
		for i, v := range out {
			ts = append(ts, output(v, f.Results[i].Type))
		}
		return ts
	}
	return in.Verb.run(in, run, point, seeds, at)
}

type (
	tensorFunc    = func([]*ad.Tensor) []*ad.Tensor
	pushforwardOf = func([]*ad.Tensor) tensorFunc
	pullbackOf    = func([]*ad.Tensor) ([]*ad.Tensor, tensorFunc)
)

// on applies package ad's transform behind v, JVP or VJP, to f; typ is what it then is.
func (v *Verb) on(f tensorFunc, typ reflect.Type) reflect.Value {
	return ad.Apply(transforms()[v.Name == "JVP"], &ad.Func{Value: reflect.ValueOf(f)}, nil, typ)
}

// transforms are package ad's JVP (true) and VJP (false).
var transforms = sync.OnceValue(func() map[bool]*ad.Verb {
	m := map[bool]*ad.Verb{}
	for _, v := range ad.Verbs() {
		if v.Name == "JVP" || v.Name == "VJP" {
			m[v.Name == "JVP"] = v
		}
	}
	return m
})

// run applies v to f at x. The seeds are tangents of the active parameters or cotangents of the results.
func (v *Verb) run(in *Instr, f tensorFunc, x []*ad.Tensor, seeds []val, at []int) (out []val) {
	callee := in.Callee
	if v.Name == "JVP" {
		dx := make([]*ad.Tensor, len(seeds))
		for i := range seeds {
			dx[i] = output(seeds[i], callee.Regs[at[i]].Type)
		}
		push := v.on(f, reflect.TypeFor[pushforwardOf]()).Interface().(pushforwardOf)
		for i, dy := range push(x)(dx) {
			out = append(out, input(dy, callee.Results[i].Type))
		}
		return out
	}
	y, back := v.on(f, reflect.TypeFor[pullbackOf]()).Interface().(pullbackOf)(x)
	w := make([]*ad.Tensor, len(y))
	for i := range y {
		if w[i] = ad.Scalar(1); v.Seeded {
			w[i] = output(seeds[i], callee.Results[i].Type)
		}
	}
	if v.Name == "ValueAndGrad" {
		out = append(out, input(y[0], callee.Results[0].Type))
	}
	for k, g := range back(w) {
		out = append(out, input(g, callee.Regs[at[k]].Type))
	}
	return out
}

// apply runs a verb on plain numbers.
func (m *machine) apply(p *proc, in *ins, fr frame) {
	site := p.calls[in.a].in
	x := make([]val, len(site.In))
	for i, r := range site.In {
		x[i] = m.read(p, r, fr)
	}
	if !site.Callee.Nests() {
		for i, y := range direct(site, x) {
			m.write(p, site.Out[i], fr, y)
		}
		return
	}
	tr := &tracer{host: m.host, depth: m.depth}
	for i, v := range tr.apply(site, x) {
		k := p.fn.Regs[site.Out[i]].Type
		m.write(p, site.Out[i], fr, plainLeaf(v, k))
	}
}

// direct applies the verb of in without package ad's levels, for a callee that applies no verb itself.
func direct(in *Instr, x []val) [][]float64 {
	f := in.Callee
	n := f.NumParams + f.NumFree
	c := &Closure{Func: f}
	for i, v := range x[f.NumParams:n] {
		c.captured = append(c.captured, captive(v, f.Regs[f.NumParams+i].Type))
	}
	leaves := make([][]float64, f.NumParams)
	for i := range leaves {
		leaves[i] = plainLeaf(x[i], f.Regs[i].Type)
	}
	seeds := x[n:]
	if in.Verb.Name == "JVP" {
		dx := make([][]float64, f.NumParams)
		for i, v := range f.Params() {
			dx[i] = make([]float64, len(leaves[i]))
			if isActive(v, in.Active, i) {
				dx[i], seeds = plainLeaf(seeds[0], v.Type), seeds[1:]
			}
		}
		_, dy := c.Tangent(leaves, dx)
		return dy
	}
	w := [][]float64{{1}}
	if in.Verb.Seeded {
		w = nil
		for i, v := range seeds {
			w = append(w, plainLeaf(v, f.Results[i].Type))
		}
	}
	y, g := c.Gradient(leaves, in.Active, w)
	if in.Verb.Name == "ValueAndGrad" {
		return append(y, g...)
	}
	return g
}

// plainLeaf is a register's content as numbers.
func plainLeaf(v val, k reflect.Kind) []float64 {
	switch fileOf(k) {
	case fileF:
		return []float64{v.f}
	case fileN:
		return []float64{float64(v.n)}
	}
	data := make([]float64, len(v.s))
	for i := range v.s {
		data[i] = v.s[i].f
	}
	return data
}

// captive is a register's content as a captured value.
func captive(v val, k reflect.Kind) any {
	switch fileOf(k) {
	case fileF:
		return v.f
	case fileN:
		return v.n
	}
	return plainLeaf(v, k)
}

// read is register r of a frame as a val.
func (m *machine) read(p *proc, r Reg, fr frame) val {
	s := p.slot[r]
	switch fileOf(p.fn.Regs[r].Type) {
	case fileF:
		return val{f: fr.f[s]}
	case fileN:
		return val{n: fr.n[s]}
	}
	return valOf(fr.s[s])
}

func (m *machine) write(p *proc, r Reg, fr frame, x []float64) {
	s := p.slot[r]
	switch fileOf(p.fn.Regs[r].Type) {
	case fileF:
		fr.f[s] = x[0]
	case fileN:
		fr.n[s] = int64(x[0])
	case fileS:
		fr.s[s] = x
	}
}
