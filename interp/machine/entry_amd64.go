package machine

// How many words and floating-point numbers travel in registers, and how many
// bytes an entry point takes.
const (
	intRegs   = 9
	floatRegs = 15
	entrySize = 16
)
