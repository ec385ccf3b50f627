package load

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/stdlib"
)

// Build adds to prog what pkg imports from source, directly or not, with the
// bodies of functions. It returns the packages whose variables have yet to be
// initialized, in the order that Go gives.
func (l *Loader) Build(prog *ssa.Program, pkg *types.Package) (inits []*ssa.Package) {
	l.mu.Lock()
	defer l.mu.Unlock()
	stdlib.Build(l.std, prog)
	for _, p := range l.sources(pkg) {
		if prog.Package(p.types) == nil {
			declareImports(prog, p.types)
			StaticFirst(p.files, p.info)
			prog.CreatePackage(p.types, p.files, p.info, true).Build()
		}
		if !p.ready {
			inits = append(inits, prog.Package(p.types))
		}
	}
	return inits
}

// declareImports makes the compiled packages that p reaches known to prog.
// One that is only mentioned so far is left until it is complete: ssa would
// never see what it gets once it is imported.
func declareImports(prog *ssa.Program, p *types.Package) {
	for _, q := range p.Imports() {
		if prog.Package(q) == nil && q.Complete() {
			declareImports(prog, q)
			if prog.Package(q) == nil {
				prog.CreatePackage(q, nil, nil, true)
			}
		}
	}
}

// Initialized notes that packages have run their initialization. Those for
// which ok is false, and what imports them, are forgotten: the next import
// starts afresh.
func (l *Loader) Initialized(p *ssa.Package, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.byType[p.Pkg]; s != nil && ok {
		s.ready = true
	} else if s != nil {
		l.forget(map[*pkg]bool{s: true})
	}
}
