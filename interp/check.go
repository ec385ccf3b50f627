package interp

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gojac/gojac/interp/stdlib"
)

// A checked cell is free of errors and ready to run.
type checked struct {
	name     string
	pkg      *types.Package
	info     *types.Info
	file     *ast.File
	declared map[string]*binding
	imports  []autoImport // those that the user wrote
	methods  []*lateMethod
	verbs    []*verbCall
	results  []result // of the last expression
	notes    []string // what the user should know, such as variables that keep an old type
	replaced []replacement
	script   *script                   // evaluates the statements in yaegi, if it can
	shared   map[*types.Var]*types.Var // a variable of this cell → the earlier one whose memory it has
}

// A result is a value of the last expression. Name is that of the result in
// the signature, if it has one. What has no value, such as a type, or none that
// a variable could hold, such as 1<<70, is text only.
type result struct {
	name string
	typ  types.Type
	text string
}

// evaluated returns the results that the cell's function returns.
func (c *checked) evaluated() (rs []result) {
	for _, r := range c.results {
		if r.text == "" {
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
// gives the types, then with its variables declared at package level.
func (s *scope) check(src *source) (*checked, []Diagnostic) {
	c := &checker{scope: s, src: src, kept: map[string]*types.TypeName{}, shared: map[string]*types.Var{}, standIns: map[string]bool{}}
	if ds := c.redeclare(); len(ds) > 0 {
		return nil, ds
	}
	first, early := c.infer()
	c.hoist(first)
	return c.finish(early)
}

// A checker checks one cell.
type checker struct {
	*scope
	src     *source
	kept    map[string]*types.TypeName // types declared again as they were
	late    []*lateMethod
	notes   []string
	aliases []*types.TypeName // names for types that infer found
	results []result
	shown   []ast.Expr // the expressions whose values the cell shows
	sites   []verbSite
	shared  map[string]*types.Var // variables of the file that stand for those of an earlier cell

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

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}

// run checks file as a package of its own that sees the session's objects. A
// verb gets its type from its function, which may be the result of another
// verb; so the check is repeated until no more verbs find their type.
func (c *checker) run(file *ast.File) *pass {
	c.sites = verbSites(file, c.sites)
	var verbs []*verbCall
	for {
		importStandIns(file, c.standIns)
		p := c.once(file)
		if names := standIn(p.info, file); len(names) > 0 {
			maps.Copy(c.standIns, names)
			continue
		}
		if keyLiterals(p, file) {
			continue
		}
		more, again, errs := c.resolveVerbs(p, file, c.sites, verbs)
		if len(more) == 0 && !again {
			if errs = append(errs, c.misusedVerbs(p, file)...); len(errs) > 0 {
				p.errors = append(slices.DeleteFunc(p.errors, ofUntypedVerb), errs...)
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
		info: newInfo(),
	}
	scope := p.pkg.Scope()
	mine := declaredNames(file)
	for name := range identifiers(file) {
		if b := c.objects[name]; b != nil && !mine[name] {
			scope.Insert(b.object)
		}
	}
	for _, t := range c.kept {
		scope.Insert(t)
	}
	for _, a := range c.aliases {
		scope.Insert(types.NewTypeName(token.NoPos, p.pkg, a.Name(), a.Type()))
	}
	conf := types.Config{
		Importer:  c.sources,
		GoVersion: goVersion,
		Error:     func(err error) { p.errors = append(p.errors, err.(types.Error)) },
	}
	restore := parenthesize(file, scope)
	types.NewChecker(&conf, c.fset, p.pkg, p.info).Files([]*ast.File{file})
	restore()
	return p
}

// parenthesize writes type A B as type A (B) where B is a type of an earlier
// cell, until restore is called: go/types looks for cycles through plain names
// and takes every type name of the package for one of the file.
func parenthesize(file *ast.File, scope *types.Scope) (restore func()) {
	was := map[*ast.TypeSpec]ast.Expr{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			if id, ok := spec.Type.(*ast.Ident); ok && scope.Lookup(id.Name) != nil {
				was[spec] = id
				spec.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
			}
		}
	}
	return func() {
		for spec, t := range was {
			spec.Type = t
		}
	}
}

// keyLiterals writes the field names into literals T{1, 2} of structs that an
// earlier cell declared: go/types wants them for unexported fields of another
// package. It reports whether there were any.
func keyLiterals(p *pass, file *ast.File) bool {
	at := map[token.Pos]bool{}
	for _, e := range p.errors {
		if strings.HasPrefix(e.Msg, "implicit assignment to unexported field") {
			at[e.Pos] = true
		}
	}
	if len(at) == 0 {
		return false
	}
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || !slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool { return at[e.Pos()] }) {
			return true
		}
		t := p.info.Types[lit].Type
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || st.NumFields() != len(lit.Elts) || !isCell(st.Field(0).Pkg()) {
			return true
		}
		for i, e := range lit.Elts {
			key := &ast.Ident{Name: st.Field(i).Name(), NamePos: e.Pos()}
			lit.Elts[i] = &ast.KeyValueExpr{Key: key, Colon: e.Pos(), Value: e}
		}
		found = true
		return true
	})
	return found
}

// declaredNames returns what file declares at package level.
func declaredNames(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						names[n.Name] = true
					}
				case *ast.ImportSpec:
					names[importName(spec)] = true
				}
			}
		}
	}
	return names
}

// infer runs the first check. It returns nil and no errors where none is needed.
func (c *checker) infer() (*pass, []Diagnostic) {
	c.shown = c.src.values
	if c.shown == nil && !c.definesVariables() {
		return nil, nil
	}
	file := *c.src.file
	file.Decls = nil
	for _, d := range c.src.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn != c.src.body {
			bare := *fn
			bare.Body = nil
			d = &bare
		}
		file.Decls = append(file.Decls, d)
	}
	p := c.run(&file)
	body := p.info.Scopes[c.src.body.Type]
	var errs []types.Error
	for _, e := range p.errors {
		if c.harmless(e) || isUnused(e, body) {
			continue
		}
		errs = append(errs, e)
	}
	c.inferResults(p)
	return p, c.diagnose(errs)
}

// definesVariables reports whether a statement of the cell declares variables.
func (c *checker) definesVariables() bool {
	for _, st := range c.src.statements() {
		switch st := st.(type) {
		case *ast.AssignStmt:
			if st.Tok == token.DEFINE {
				return true
			}
		case *ast.DeclStmt:
			return true
		}
	}
	return false
}

// inferResults finds the values that the last expressions have.
func (c *checker) inferResults(p *pass) {
	shown := c.shown
	c.shown = nil
	for _, e := range shown {
		tv := p.info.Types[e]
		tuple, isTuple := tv.Type.(*types.Tuple)
		if text := c.textOnly(p, e); text != "" {
			c.results = append(c.results, result{typ: tv.Type, text: text})
			continue
		}
		switch {
		case tv.Type == nil || tv.IsBuiltin() || tv.IsVoid() || isPrint(p.info, e):
			c.shown, c.results = nil, nil
			return
		case isTuple:
			for v := range tuple.Variables() {
				c.results = append(c.results, result{name: v.Name(), typ: v.Type()})
			}
		default:
			c.results = append(c.results, result{typ: types.Default(tv.Type)})
		}
		c.shown = append(c.shown, e)
	}
}

// textOnly returns what is shown of an expression that has no value a variable
// could hold: a type, a generic function, a constant beyond every type.
func (c *checker) textOnly(p *pass, e ast.Expr) string {
	tv := p.info.Types[e]
	if tv.IsType() {
		return c.typeString(tv.Type)
	}
	var obj types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj = p.info.Uses[e]
	case *ast.SelectorExpr:
		obj = p.info.Uses[e.Sel]
	}
	switch obj := obj.(type) {
	case *types.TypeName:
		return c.typeString(obj.Type())
	case *types.Func:
		if obj.Signature().TypeParams().Len() > 0 {
			return strings.Replace(c.typeString(obj.Signature()), "func", "func "+obj.Name(), 1)
		}
	}
	if b, ok := tv.Type.(*types.Basic); !ok || tv.Value == nil || b.Info()&types.IsUntyped == 0 || b.Info()&types.IsNumeric == 0 {
		return "" // a constant that fits a type has one by now
	}
	if tv.Value.Kind() == constant.Int {
		return tv.Value.ExactString()
	}
	return tv.Value.String()
}

// isPrint reports whether e calls one of fmt's printing functions, whose
// results nobody wants to see.
func isPrint(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := info.Uses[sel.Sel].(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" &&
		(strings.HasPrefix(fn.Name(), "Print") || strings.HasPrefix(fn.Name(), "Fprint"))
}

// finish runs the last check and collects what the cell leaves behind.
func (c *checker) finish(early []Diagnostic) (*checked, []Diagnostic) {
	p := c.run(c.src.file)
	var errs []types.Error
	for _, e := range p.errors {
		if !c.harmless(e) {
			errs = append(errs, e)
		}
	}
	if ds := merge(early, c.diagnose(errs)); len(ds) > 0 {
		return nil, ds
	}
	out := &checked{
		name:     c.src.name,
		pkg:      p.pkg,
		info:     p.info,
		file:     c.src.file,
		declared: map[string]*binding{},
		methods:  c.late,
		verbs:    p.verbs,
		results:  c.results,
		notes:    c.notes,
	}
	if c.shown != nil {
		out.results = nil
		sig := p.info.Defs[c.src.body.Name].Type().(*types.Signature)
		types := slices.Collect(sig.Results().Variables())
		for _, r := range c.results {
			if r.text == "" {
				r.typ, types = types[0].Type(), types[1:]
			}
			out.results = append(out.results, r)
		}
	}
	c.bindMethods(p)
	c.collect(p, out)
	c.notesOfUsers(out)
	out.notes = append(out.notes, c.suspicions(p.info)...)
	return out, nil
}

// harmless reports errors that a notebook does not mind.
func (c *checker) harmless(e types.Error) bool {
	switch {
	case strings.HasSuffix(e.Msg, "imported and not used"), strings.Contains(e.Msg, " imported as ") && strings.HasSuffix(e.Msg, " and not used"):
		return true
	case e.Msg == "generic function is missing function body":
		return true // only infer leaves bodies out
	case strings.HasSuffix(e.Msg, "is not an expression"), strings.HasPrefix(e.Msg, "use of untyped nil in assignment"),
		strings.HasSuffix(e.Msg, "without instantiation"), strings.HasSuffix(e.Msg, "is not used"),
		strings.HasSuffix(e.Msg, "(overflows)"):
		return slices.ContainsFunc(c.src.last, func(x ast.Expr) bool { return x.Pos() == e.Pos })
	}
	return false
}

// isUnused reports whether e complains of a variable declared directly in body.
func isUnused(e types.Error, body *types.Scope) bool {
	name, ok := strings.CutPrefix(e.Msg, "declared and not used: ")
	if !ok || body == nil {
		return false
	}
	v := body.Lookup(name)
	return v != nil && v.Pos() == e.Pos
}

// diagnose places errors in the user's text. Errors that go/types continues on
// a further line, indented, are joined to the one before.
func (c *checker) diagnose(errs []types.Error) (ds []Diagnostic) {
	for _, e := range errs {
		at := c.position(e.Pos)
		msg := c.readable(e.Msg)
		if strings.HasPrefix(e.Msg, "\t") && len(ds) > 0 {
			more := "\n" + strings.TrimSpace(msg)
			if at != ds[len(ds)-1].Position && at.Line > 0 {
				more += " (" + at.String() + ")"
			}
			ds[len(ds)-1].Message += more
			continue
		}
		ds = append(ds, Diagnostic{Position: at, Message: msg, Hint: hint(c, e, msg)})
	}
	return ds
}

var (
	markers  = regexp.MustCompile(`·\d*`)
	cellName = regexp.MustCompile(`\bcell(\d+)\.(\w+)`)
)

// readable takes out of a message what the user never wrote. A type that a
// later cell declared anew is called T (cell 3).
func (c *checker) readable(msg string) string {
	mine := declaredNames(c.src.file)
	return cellName.ReplaceAllStringFunc(markers.ReplaceAllString(msg, ""), func(m string) string {
		parts := cellName.FindStringSubmatch(m)
		cell, name := "cell "+parts[1], parts[2]
		if b := c.objects[name]; !mine[name] && (b == nil || b.cell == cell) {
			return name
		}
		return name + " (" + cell + ")"
	})
}

// position returns where pos lies in the user's text.
func (s *scope) position(pos token.Pos) Position {
	p := s.fset.Position(pos)
	if !strings.HasPrefix(p.Filename, "cell ") {
		return Position{}
	}
	return Position{Cell: p.Filename, Line: p.Line, Column: p.Column}
}

// merge joins two lists of diagnostics without repetition, in order of place.
func merge(a, b []Diagnostic) []Diagnostic {
	type key struct {
		Position
		message string
	}
	seen := map[key]bool{}
	var out []Diagnostic
	for _, d := range append(b, a...) {
		k := key{Position: d.Position}
		if d.Cell == "" {
			k.message = d.Message
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, d)
		}
	}
	sortDiagnostics(out)
	return out
}

// identifiers returns the names that n mentions.
func identifiers(n ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
	return names
}

// importName returns the name by which a cell knows an import.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path := constant.StringVal(constant.MakeFromLiteral(spec.Path.Value, token.STRING, 0))
	return stdlib.Name(path)
}
