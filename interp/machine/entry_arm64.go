package machine

// How many words and floating-point numbers travel in registers, and how many
// bytes an entry point takes.
const (
	intRegs   = 16
	floatRegs = 16
	entrySize = 8
)
