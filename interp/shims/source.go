package shims

import _ "embed"

// Path is the import path of this package.
const Path = "github.com/gojac/gojac/interp/shims"

// Source is the text of shims.go, which is run from source.
//
//go:embed shims.go
var Source string
