package fn

import "fmt"

// A Verb is a transform that numeric code may apply to a numeric function.
type Verb struct {
	Name   string
	Seeded bool // tangents (JVP) or cotangents (VJP) follow the arguments
}

var verbs = []*Verb{
	{Name: "Grad"},
	{Name: "ValueAndGrad"},
	{Name: "JVP", Seeded: true},
	{Name: "VJP", Seeded: true},
}

// VerbNamed returns the verb of that name, or nil.
func VerbNamed(name string) *Verb {
	for _, v := range verbs {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// Apply returns the function that v makes of f, with the same inputs. Active says which parameters count; nil means all that
// carry floats.
func Apply(v *Verb, f *Func, active []bool) (*Func, error) {
	if v.Seeded {
		return nil, fmt.Errorf("ad.%s gives a function that can't be differentiated again here", v.Name)
	}
	in := &Instr{Op: OpApply, Verb: v, Callee: f, Active: active, Pos: f.Pos}
	w := &Func{Name: v.Name + "(" + f.Title() + ")", Pos: f.Pos, NumParams: f.NumParams, NumFree: f.NumFree, Host: f.Host}
	for i, x := range f.Inputs() {
		w.Regs = append(w.Regs, x)
		in.In = append(in.In, Reg(i))
	}
	for _, x := range v.results(f, active) {
		in.Out = append(in.Out, Reg(len(w.Regs)))
		w.Regs = append(w.Regs, Var{Type: x.Type})
		w.Results = append(w.Results, x)
	}
	w.Blocks = []*Block{{Code: []*Instr{in}, End: End{Kind: Return, Results: in.Out}}}
	return w, nil
}

// results describes what v, applied to f, returns.
func (v *Verb) results(f *Func, active []bool) (rs []Var) {
	if v.Name == "JVP" {
		return f.Results
	}
	if v.Name == "ValueAndGrad" {
		rs = append(rs, f.Results...)
	}
	for i, x := range f.Params() {
		if isActive(x, active, i) {
			rs = append(rs, Var{Name: "d" + x.Name, Type: x.Type})
		}
	}
	return rs
}

// isActive reports whether parameter i is differentiated by.
func isActive(x Var, active []bool, i int) bool {
	carries := fileOf(x.Type) != fileN
	return carries && (active == nil || active[i])
}
