package interp

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/complete"
	"github.com/gojac/gojac/interp/load"
	"github.com/gojac/gojac/interp/stdlib"
)

// A checked cell is free of errors and ready to run.
type checked struct {
	name     string
	pkg      *types.Package
	info     *types.Info
	file     *ast.File
	bare     bool // it declares no functions
	declared map[string]*binding
	imports  []autoImport // those that the user wrote
	methods  []*lateMethod
	verbs    []*verbCall
	results  []result // of the last expression
	pulled   int      // calls of gradients whose values are shown
	notes    []string // what the user should know, such as variables that keep an old type
	replaced []replacement
	inits    []*ssa.Package            // packages that have to be initialized before the cell runs
	script   *script                   // evaluates the statements in yaegi, if it can
	shared   map[*types.Var]*types.Var // a variable of this cell → the earlier one whose memory it has
}

// A result is a value of the last expression. Name is that of the result in
// the signature, if it has one. What has no value, such as a type, or none that
// a variable could hold, such as 1<<70, is text only; a constant of a type that
// has no name of its own is there without being evaluated.
type result struct {
	name     string
	typ      types.Type
	text     string
	constant constant.Value
}

// evaluated reports whether the cell's function returns the result.
func (r result) evaluated() bool { return r.text == "" && r.constant == nil }

// evaluated returns the results that the cell's function returns.
func (c *checked) evaluated() (rs []result) {
	for _, r := range c.results {
		if r.evaluated() {
			rs = append(rs, r)
		}
	}
	return rs
}

// A replacement is a function that takes the place of an earlier one.
type replacement struct{ old, new *types.Func }

// check type-checks a cell against the session. It returns every error at once.
//
// Go infers the type of x in x := e only inside a function, while functions of
// the same cell see x only outside one. So a cell that needs types inferred is
// checked twice: first with its statements as a plain function body, which
// gives the types, then with its variables declared at package level. Where that
// changes nothing, the first check is the last.
func (s *scope) check(src *source) (*checked, []Diagnostic) {
	c := &checker{scope: s, src: src, kept: map[string]*types.TypeName{}, shared: map[string]*types.Var{}, standIns: map[string]bool{}}
	if ds := c.redeclare(); len(ds) > 0 {
		return nil, ds
	}
	if ds := c.orderVars(); len(ds) > 0 {
		return nil, ds
	}
	first, early := c.infer()
	early = append(early, c.hides(first)...)
	if c.hoist(first) || len(early) > 0 {
		first = nil
	}
	return c.finish(first, early)
}

// A checker checks one cell.
type checker struct {
	*scope
	src        *source
	kept       map[string]*types.TypeName // types declared again as they were
	late       []*lateMethod
	notes      []string
	aliases    []*types.TypeName // names for types that infer found
	qualifiers []*types.PkgName  // names for packages of types in them
	results    []result
	pulled     int        // see checked
	shown      []ast.Expr // the expressions whose values the cell shows
	sites      []verbSite
	shared     map[string]*types.Var // variables of the file that stand for those of an earlier cell

	standIns map[string]bool // the names by which the cell knows package shims
}

// A pass is one run of go/types over a file.
type pass struct {
	pkg    *types.Package
	info   *types.Info
	errors []types.Error
	verbs  []*verbCall
}

// goVersion is the version of the language that cells are written in.
const goVersion = "go1.26"

// run checks file as a package of its own that sees the session's objects. A
// verb gets its type from its function, which may be the result of another
// verb; so the check is repeated until no more verbs find their type.
func (c *checker) run(file *ast.File) *pass {
	c.sites = verbSites(file, c.sites)
	var verbs []*verbCall
	for {
		load.ImportStandIns(file, c.standIns)
		p := c.once(file)
		if names := load.StandIn(p.info, file); len(names) > 0 {
			maps.Copy(c.standIns, names)
			continue
		}
		if keyLiterals(p, file) {
			continue
		}
		more, again, errs := c.resolveVerbs(p, file, c.sites, verbs)
		if len(more) == 0 && !again {
			p.errors = append(p.errors, append(errs, c.misusedVerbs(p, file)...)...)
			if others := slices.DeleteFunc(slices.Clone(p.errors), ofUntypedVerb); len(others) > 0 {
				p.errors = others
			}
			p.verbs = verbs
			for _, v := range verbs {
				v.bind(p)
			}
			return p
		}
		verbs = append(verbs, more...)
	}
}

func (c *checker) once(file *ast.File) *pass {
	p := &pass{
		pkg:  types.NewPackage(cellPath, c.src.packageName()),
		info: stdlib.NewInfo(),
	}
	scope := p.pkg.Scope()
	mine := complete.DeclaredNames(file)
	for name := range identifiers(file) {
		if b := c.objects[name]; b != nil && !mine[name] {
			scope.Insert(b.object)
		}
	}
	for _, t := range c.kept {
		scope.Insert(t)
	}
	for _, q := range c.qualifiers {
		scope.Insert(types.NewPkgName(token.NoPos, p.pkg, q.Name(), q.Imported()))
	}
	for _, a := range c.aliases {
		scope.Insert(types.NewTypeName(token.NoPos, p.pkg, a.Name(), a.Type()))
	}
	conf := types.Config{
		Importer:  c.loader,
		GoVersion: goVersion,
		Error:     func(err error) { p.errors = append(p.errors, err.(types.Error)) },
	}
	restore := parenthesize(file, scope)
	types.NewChecker(&conf, c.fset, p.pkg, p.info).Files([]*ast.File{file})
	restore()
	return p
}

// finish runs the last check, unless it is p, and collects what the cell leaves behind.
func (c *checker) finish(p *pass, early []Diagnostic) (*checked, []Diagnostic) {
	if p == nil {
		p = c.run(c.src.file)
	}
	var errs []types.Error
	for _, e := range p.errors {
		if !c.harmless(e) {
			errs = append(errs, e)
		}
	}
	if ds := merge(early, c.diagnose(p.info, errs)); len(ds) > 0 {
		return nil, ds
	}
	out := &checked{
		name:     c.src.name,
		pkg:      p.pkg,
		info:     p.info,
		file:     c.src.file,
		bare:     c.src.onlyStatements(),
		declared: map[string]*binding{},
		methods:  c.late,
		verbs:    p.verbs,
		results:  c.results,
		pulled:   c.pulled,
		notes:    c.notes,
	}
	if c.shown != nil {
		out.results = nil
		sig := p.info.Defs[c.src.body.Name].Type().(*types.Signature)
		types := slices.Collect(sig.Results().Variables())
		for _, r := range c.results {
			if r.evaluated() {
				r.typ, types = types[0].Type(), types[1:]
			}
			out.results = append(out.results, r)
		}
	}
	c.bindMethods(p)
	c.collect(p, out)
	c.notesOfUsers(out)
	out.notes = append(append(out.notes, c.notesOfPackages()...), c.loader.Notes()...)
	out.notes = append(out.notes, c.suspicions(p.info, c.src.file)...)
	return out, nil
}
