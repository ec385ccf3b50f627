package complete

import (
	"go/ast"
	"go/types"
)

// An Env is the session that a cell is typed into. Its methods are called while cells run.
type Env interface {
	// Names returns the names of the session's variables, constants, types and functions, in any order.
	Names() []string
	// Lookup returns the object that a name of the session stands for, or nil.
	Lookup(name string) types.Object
	// Imports returns what earlier cells imported: name to path.
	Imports() map[string]string
	// Importer gives the packages that cells may import.
	Importer() types.Importer
	// Paths returns the import paths outside the standard library that begin with prefix.
	Paths(prefix string) []string
	// NameImports writes the package's name into each import of a file whose path does not tell it.
	NameImports(f *ast.File)
	// Doc returns the doc comment of what a package that runs from source declares, or of such a package; "" if none.
	Doc(obj types.Object) string
	// Verb returns the type of the function that a call like ad.Grad(f) makes, or nil if call is no such call. The
	// types of the arguments are in info.
	Verb(call *ast.CallExpr, info *types.Info) *types.Signature
	// Value returns the present value of a variable as text, for people; ok is false if it has none.
	Value(name string) (text string, ok bool)
	// Source returns the declaration of a function or type of the session with its comment, or "".
	Source(name string) string
}

// cellPath is the path of the package that a cell is checked as. Packages of one path share unexported names.
const cellPath = "main"

// A Completer answers for one session. It is safe for concurrent use if its Env is.
type Completer struct{ env Env }

// New returns a Completer for cells typed into env.
func New(env Env) *Completer { return &Completer{env} }
