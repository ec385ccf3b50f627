// Package progen writes random Go programs that are valid, end, and print the
// same on every run, so that what a compiler and an interpreter make of them
// can be compared.
//
// A program is made from its seed alone. Its declarations carry the program's
// name, so that many programs fit into one package (Batch), which makes
// compiling them cheap.
//
// What Go leaves open is not written: no order between reading a variable and
// calling what changes it, no float to integer conversion out of range, no
// order of map iteration, no address printed.
//
// Some programs are notebooks too: cells that declare names again and show
// values, and a program that prints what they do (notebook.go; notebook_*.go
// has what their cells hold, prelude_show.go how values are shown).
//
// Start reading at program.go; spread.go makes cells of a program, gen.go holds
// the state of the writer, typ.go and expr.go the types and expressions, stmt.go
// the statements, decl.go what stands at top level, prelude.go what all programs
// use, and the files feature*.go one function for each part of the language
// that needs a shape of its own. shrink.go makes a program that shows a
// difference smaller; command cover says what the programs reach.
package progen
