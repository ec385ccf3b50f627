//go:build !linux && !darwin && !windows

package interp

// totalMemory is not known here: there is no limit unless one is set.
func totalMemory() int64 { return 0 }
