// Package stdlib holds, inside the binary, what cells may import: for each package of the standard library that makes
// sense in a notebook, and for gojac's own, the types (for go/types), the symbols (for running) and the documentation
// (for completion and inspection). No Go toolchain is asked at run time.
//
//	packages.go  which packages there are, and which one a name like rand means
//	importer.go  types: a types.Importer that unpacks one package at a time
//	source.go    packages that are generic throughout come as source, for the machine to run
//	symbols.go   symbols: the tables for yaegi, and values put in place of a symbol
//	lookup.go    from an object of go/types to its value or reflect.Type
//	reach.go     types without an exported name, found through the API that shows them
//	docs.go      documentation by symbol
//	gen/         writes everything that is packed; list.go there says what is
//	pack/        the format of the archives
//	symbols/     the generated tables
//
// All of it is decoded when it is first asked for: a cell that imports nothing pays nothing. After the API of ad, its
// sub-packages or display changed, or with a new version of Go, run go generate in this folder.
//
// The package may import ad and display, which the tables name, and nothing else of gojac.
package stdlib

//go:generate go run ./gen
