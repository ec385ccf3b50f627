package memory

import (
	"syscall"
	"unsafe"
)

// Total is the memory of this machine.
func Total() int64 {
	var status struct {
		length, load                                                                    uint32
		total, avail, totalPage, availPage, totalVirtual, availVirtual, availExtVirtual uint64
	}
	status.length = uint32(unsafe.Sizeof(status))
	call := syscall.NewLazyDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := call.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return 0
	}
	return int64(status.total)
}
