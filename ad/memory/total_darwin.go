package memory

import (
	"encoding/binary"
	"syscall"
)

// Total is the memory of this machine.
func Total() int64 {
	s, err := syscall.Sysctl("hw.memsize") // a number, without its last zero byte
	if err != nil {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(append([]byte(s), make([]byte, 8)...)))
}
