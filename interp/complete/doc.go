// Package complete answers what an editor asks while a cell is typed: what fits at the cursor, what the thing under
// the cursor is, and whether the cell is complete. All answers come from go/types, also where the cell does not parse.
//
//	complete.go   Env, the session seen from here; New
//	cell.go       cuts a cell, broken or not, into pieces that the parser can take one by one
//	file.go       the pieces as one Go file, and its syntax tree
//	check.go      types for that tree, with the session's names in scope
//	candidates.go Complete: what the place of the cursor asks for
//	members.go    what may follow a dot, and the fields of a struct literal
//	wrt.go        names of parameters in ad.Wrt("…")
//	match.go      prefix, order, and the words that a protocol wants to hear
//	signature.go  functions as people write them
//	inspect.go    Inspect: what is under the cursor, its declaration, value and documentation
//	declare.go    the declaration of an object as Go would write it
//	render.go     the answer as text and as markdown
//	status.go     IsComplete
//	offset.go     code points and bytes
//
// Everything is computed anew on each call; nothing is kept between calls, so they may come while a cell runs. The
// package may import interp/stdlib, and nothing else of gojac.
package complete
