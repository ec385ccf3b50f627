// Package kernel speaks the Jupyter messaging protocol, version 5.5, for one
// Evaluator. It knows nothing of Go cells: what a cell means is the evaluator's
// affair, and main introduces the two to each other.
//
// Start reading at run.go (the life of a kernel process), then dispatch.go (the
// table of message types and the frame written around every request), then
// execute.go. Each further file is one concern of the protocol. All traffic
// passes through the interface in wire.go; zmq.go implements it and is the only
// file that imports zmq4, whose sockets run over the hardened transport in the
// package zmtp below.
//
// The package imports no other room of the project.
package kernel
