//go:build !amd64

package isa

func machine() Level { return Go }

// Ways is how many lines whose addresses differ by a multiple of the page
// size the first-level data cache holds at once: at least as many, as a rule.
var Ways = 4
