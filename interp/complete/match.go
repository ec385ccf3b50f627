package complete

import (
	"cmp"
	"go/types"
	"slices"
	"strings"
)

// A Match is a text that fits at the cursor.
type Match struct {
	Text      string
	Kind      string // variable, constant, type, function, method, field, module, keyword, path
	Signature string // a function's parameters and results, another's type, a package's path
}

// A Completion says what fits in place of the text between two byte offsets.
type Completion struct {
	Start, End int
	Matches    []Match
}

// A list collects matches with a prefix, each text once; the first of a name hides the others, as in nested scopes.
type list struct {
	prefix    string
	folded    string // prefix in lower case
	onlyTypes bool   // take types, packages and keywords only
	seen      map[string]bool
	matches   []Match
	ranks     map[string]int
}

func newList(prefix string) *list {
	return &list{prefix: prefix, folded: strings.ToLower(prefix), seen: map[string]bool{}, ranks: map[string]int{}}
}

// add takes a match if it has the prefix, whatever its case. Lower ranks come first.
func (l *list) add(rank int, m Match) {
	if m.Text == "_" || l.seen[m.Text] || !strings.HasPrefix(strings.ToLower(m.Text), l.folded) {
		return
	}
	l.seen[m.Text] = true
	if l.onlyTypes && m.Kind != "type" && m.Kind != "module" && m.Kind != "keyword" {
		return
	}
	if !strings.HasPrefix(m.Text, l.prefix) {
		rank += 100
	}
	l.ranks[m.Text] = rank
	l.matches = append(l.matches, m)
}

// object adds an object under its own name.
func (l *list) object(rank int, obj types.Object) {
	l.add(rank, Match{obj.Name(), kind(obj), describe(obj)})
}

// sorted returns the matches by rank, then by name.
func (l *list) sorted() []Match {
	slices.SortFunc(l.matches, func(a, b Match) int {
		if c := cmp.Compare(l.ranks[a.Text], l.ranks[b.Text]); c != 0 {
			return c
		}
		return strings.Compare(a.Text, b.Text)
	})
	return l.matches
}

// describe returns a function's parameters and results, or the type of a value.
func describe(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.PkgName:
		return obj.Imported().Path()
	case *types.TypeName:
		if obj.IsAlias() {
			return types.TypeString(types.Unalias(obj.Type()), qualifier)
		}
		return kindOfType(obj.Type())
	case *types.Builtin:
		return builtins[obj.Name()]
	case *types.Func:
		return signature(obj.Signature())
	case *types.Nil:
		return ""
	}
	return types.TypeString(obj.Type(), qualifier)
}

// kindOfType says of a defined type what it is made of.
func kindOfType(t types.Type) string {
	switch t := t.Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	case *types.Basic:
		return t.Name()
	default:
		return types.TypeString(t, qualifier)
	}
}

// kind returns the word for an object in completions.
func kind(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.PkgName:
		return "module"
	case *types.Const, *types.Nil:
		return "constant"
	case *types.TypeName:
		return "type"
	case *types.Func:
		if obj.Signature().Recv() != nil {
			return "method"
		}
		return "function"
	case *types.Builtin:
		return "function"
	case *types.Var:
		if obj.IsField() {
			return "field"
		}
	}
	return "variable"
}

// qualifier names packages as cells do; what a cell declared has no qualifier.
func qualifier(p *types.Package) string {
	if p.Path() == cellPath {
		return ""
	}
	return p.Name()
}

// builtins gives the predeclared functions the signatures that the language specification gives them.
var builtins = map[string]string{
	"append": "(slice []T, elems ...T) []T", "cap": "(v T) int", "clear": "(t T)", "close": "(c chan<- T)",
	"complex": "(r, i float64) complex128", "copy": "(dst, src []T) int", "delete": "(m map[K]V, key K)",
	"imag": "(c complex128) float64", "len": "(v T) int", "make": "(t T, size ...int) T", "max": "(x T, y ...T) T",
	"min": "(x T, y ...T) T", "new": "(T) *T", "panic": "(v any)", "print": "(args ...T)", "println": "(args ...T)",
	"real": "(c complex128) float64", "recover": "() any",
}
