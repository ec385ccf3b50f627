package main

import (
	"path"
	"slices"
)

// A part of the interpreter is measured for itself.
type part struct {
	name   string
	folder string
	files  []string // of the folder; none means all

	// outOfReach are functions that no program reaches that prints the same on
	// every run, with the reason. What other functions have for the same reasons
	// counts as reachable.
	outOfReach map[string]string
}

// has reports whether a file belongs to the part.
func (p part) has(file string) bool {
	return path.Dir(file) == p.folder && (p.files == nil || slices.Contains(p.files, path.Base(file)))
}

var parts = []part{
	{name: "package machine", folder: "interp/machine", outOfReach: beyondMachine},
	{name: "lowering", folder: "interp", files: lowering, outOfReach: beyondLowering},
}

// lowering are the files of interp that make of a cell or a program what the
// machine runs, and of its values what is shown. The others serve the kernel
// (client, worker, process and what is between them, bundles, comms,
// completion, inspection, memory), word errors (diagnose, hints, errors,
// outcome), stand in for functions of the library (hooks, waits, logs), read
// packages from source, or lead to derivatives (verbs, numeric, overload and
// its mirrors, package lift): package ad has no plain Go to compare with.
var lowering = []string{
	"cell.go", "check.go", "collect.go", "compile.go", "constant.go", "goliteral.go", "gosyntax.go", "hoist.go", "infer.go", "latemethods.go", "order.go", "program.go",
	"redeclare.go", "run.go", "session.go", "shape.go", "show.go", "source.go", "spell.go", "syntax.go", "toplevel.go",
}

var beyondLowering = map[string]string{
	// A cell or program that is refused is not compared.
	"unexpected": "refusals", "source.syntaxErrors": "refusals", "source.syntaxError": "refusals", "checker.together": "refusals",
	"Session.refusal": "refusals", "eachLine": "refusals",

	// Only a client asks for these.
	"Session.Interrupt": "interrupts", "Session.Declare": "lost workers", "Session.expression": "user expressions", "oneLine": "inspection", "scope.Names": "completion",
}

var beyondMachine = map[string]string{
	// A program that is refused is not compared.
	"Refusal.Error": "refusals", "batch.refuse": "refusals", "compiler.refuse": "refusals", "bodiless": "refusals",
	"isGlobalAddress": "refusals", "Machine.Type": "refusals",

	// Nothing stops a program, nor the waiting of its goroutines.
	"Machine.Interrupt": "interrupts", "run.halt": "interrupts", "thread.fail": "interrupts", "failed.Error": "interrupts",
	"Machine.Abandon": "interrupts", "Machine.Reason": "interrupts", "Machine.Halt": "interrupts", "interrupted.Error": "interrupts",
	"frame.mayStop": "interrupts", "thread.park": "interrupts", "Machine.Asleep": "interrupts", "Machine.Expect": "interrupts",
	"Machine.CheckDeadlock": "deadlocks of cells",

	// Programs stay small.
	"MemoryError.Error": "memory limit", "MemoryError.RuntimeError": "memory limit", "amount": "memory limit", "Machine.Ask": "memory limit",
	"inUse": "memory limit", "Machine.CheckMemory": "memory limit", "Machine.refused": "memory limit", "Machine.Refused": "memory limit",
	"stackOverflow.Error": "stack limit", "stackOverflow.RuntimeError": "stack limit", "frame.checkStack": "stack limit",
	"thread.overflow": "stack limit", "thread.recount": "stack limit", "frame.look": "stack limit",

	// Derivatives and displays ask for these.
	"Machine.Closure": "package ad", "Machine.Func": "package ad", "compiler.after": "package ad",
	"compiler.assignedTo": "package ad", "compiler.assigns": "package ad", "Machine.Compiled": "package ad", "Machine.Bind": "package ad",
	"Machine.CallValue": "package ad", "Machine.Poll": "package ad", "Machine.signatureFor": "package ad",

	// Numbers that are tensors, in a machine that no program runs in.
	"Machine.leadsToNumber": "tensors as numbers", "Machine.Differs": "tensors as numbers", "compiler.numberOp": "tensors as numbers",
	"compiler.numberBuiltin": "tensors as numbers", "compiler.numberConversion": "tensors as numbers", "floatOf": "tensors as numbers",
	"Machine.adapted":     "tensors as numbers",
	"Machine.convertible": "tensors as numbers", "Machine.toPlain": "tensors as numbers", "Machine.fromPlain": "tensors as numbers",
	"wordOf": "tensors as numbers", "Machine.refuseNumbers": "tensors as numbers", "Machine.sameNumber": "tensors as numbers",

	// What is in them names addresses, or the end of the process.
	"Exit.Error": "the process ends",
}
