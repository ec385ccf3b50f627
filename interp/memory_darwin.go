package interp

import (
	"encoding/binary"
	"syscall"
)

// totalMemory is the memory of this machine.
func totalMemory() int64 {
	s, err := syscall.Sysctl("hw.memsize") // a number, without its last zero byte
	if err != nil {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(append([]byte(s), make([]byte, 8)...)))
}
