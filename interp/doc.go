// Package interp runs the cells of a notebook.
//
// A cell passes through these files in order:
//
//	cell.go        a cell's text becomes pieces: imports, declarations, statements, a last expression
//	source.go      the pieces become one Go file whose positions are those of the cell
//	redeclare.go   what a second declaration of a type means; latemethods.go: methods of an earlier cell's types
//	order.go       var declarations in the order in which Go initializes them
//	check.go       go/types checks that file against the session; every error at once
//	infer.go       the first of two checks: the types of the cell's variables and results
//	hoist.go       variables become package variables for the second; spell.go writes types as syntax
//	verbs.go       ad.Grad(f) and its like get the precise type that f gives them; verbtypes.go says which
//	packages.go    packages from source (load/), and generic functions of compiled ones (shims/)
//	diagnose.go    what go/types says, placed in the user's text; hints.go: what a beginner meant
//	collect.go     what the cell declares, and what that replaces
//	session.go     what all cells so far have left behind: variables, types, functions, imports
//	compile.go     ssa and the machine make the checked cell ready; toplevel.go gives simple cells to yaegi
//	run.go         a Session runs it; hooks.go has what cells get for os.Exit, fmt.Println, os.Stdin,
//	               waits.go what they get for waiting, logs.go for logging places
//	numeric.go     functions reach package ad as numeric programs; overload.go has a machine of its own for what is
//	               none, overloaded.go runs it there on the numbers of numbers.go
//	show.go        the last expression becomes a bundle; gosyntax.go and goliteral.go write values as Go would,
//	               remarks.go says at which kinks a gradient was taken
//	outcome.go     every failure becomes an Error; errors.go is what one looks like
//
// worker.go and client.go are the two ends of the process that all this
// happens in: main starts it through a Client and speaks to it over pipes, so
// that nothing a cell does can end the kernel. process.go is a running worker
// as its client sees it, link.go and protocol.go what they say to each other,
// marks.go how the order of streams and displays is kept, crash.go how the end
// of a worker is understood.
//
// Packages from source are loaded and checked by package load, and run like the
// code of cells. compile.go initializes their variables before the cell runs
// that first imports them; if that fails, the cell leaves nothing behind.
//
// program.go runs a whole program instead of cells. inspect.go answers
// completion and inspection through package complete.
//
// interp may import ad and display; it alone imports yaegi.
package interp
