// Package nbformat reads and writes notebooks: .ipynb files of Jupyter's format 4, and Go scripts whose cells are separated
// by // %% markers.
//
// What it does not understand of a file it keeps: a tool's metadata, a number of twenty digits, the order of the members. A
// notebook that is read and written again is the same to the byte, if it is of version 4.5 and stored as Jupyter does.
//
// The package imports the standard library only. Start reading in notebook.go, then cell.go and output.go; json.go holds
// the objects that keep what they were read from.
package nbformat
