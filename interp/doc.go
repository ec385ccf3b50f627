// Package interp runs the cells of a notebook.
//
// A cell passes through these files in order:
//
//	cell.go      a cell's text becomes pieces: imports, declarations, statements, a last expression
//	source.go    the pieces become one Go file whose positions are those of the cell
//	check.go     go/types checks that file against the session; every error at once
//	verbs.go     ad.Grad(f) and its like get the precise type that f gives them
//	standin.go   generic functions of compiled packages are taken from shims/
//	session.go   what a cell leaves behind: variables, types, functions, imports
//	redeclare.go what a second declaration of the same name means
//	run.go       ssa, machine and yaegi run the checked cell
//	toplevel.go  the part of a cell's top level that yaegi evaluates
//	show.go      the last expression becomes a bundle
//	hints.go     what a beginner meant
//	errors.go    every failure becomes an Error placed in the user's text
//
// worker.go and client.go are the two ends of the process that all this
// happens in: main starts it through a Client and speaks to it over pipes, so
// that nothing a cell does can end the kernel.
//
// interp may import ad and display; it alone imports yaegi.
package interp
