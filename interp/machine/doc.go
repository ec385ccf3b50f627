// Package machine runs Go functions that were never compiled.
//
// It takes functions in the form golang.org/x/tools/go/ssa gives them and
// turns each basic block into a list of Go closures over a frame: one typed
// piece of memory holding every value of the function in the layout compiled
// Go gives it. Because the layouts are the compiled ones, a slice made here is
// a slice there; functions of compiled packages are called with arguments in
// registers, and a func value made here can be handed to compiled code.
//
// Types declared by the user become types of Go's own runtime (rtype.go):
// they have their name, their fields and their methods, so fmt, errors,
// encoding/json, sort and reflect see what they would see in a compiled
// program, and interface values need no boxes of ours.
//
// What the machine can't run is refused by Compile, with name and position,
// before anything runs. It imports go/types and go/ssa and no other room.
//
// Start reading at machine.go (the interface), then layout.go (types),
// code.go (a function becomes blocks of closures), frame.go (running them),
// interrupt.go (stopping them).
package machine
