// Package load brings in packages from source: a user's own from folders, and
// pure-Go modules from a vendor folder or the module cache. No Go toolchain is
// asked.
//
//	modules.go  which folder holds an import path: go.mod, replace, vendor, minimal version selection, the cache
//	cached.go   what the module cache holds
//	folder.go   which files of a folder make up the package, and what is refused in them
//	load.go     a Loader checks packages, each once, and checks again what changed
//	build.go    checked packages become packages of an ssa program
//	docs.go     import paths and doc comments, for completion and inspection
//
// Packages run as if built with CGO_ENABLED=0 and the tags purego, noasm and safe.
//
// The package may import stdlib and shims and nothing else of gojac.
package load
