package isa

// Ways is how many lines whose addresses differ by a multiple of the page
// size the first-level data cache holds at once.
var Ways = ways()

// cpuid executes the instruction CPUID.
func cpuid(leaf, sub uint32) (eax, ebx, ecx, edx uint32)

// ways asks for the parameters of the caches (Intel SDM, CPUID leaf 4; AMD
// APM, leaf 8000_001Dh), and answers 8 where the processor does not say.
func ways() int {
	highest, _, _, _ := cpuid(0, 0)
	extended, _, _, _ := cpuid(0x8000_0000, 0)
	for _, leaf := range []uint32{4, 0x8000_001d} {
		if leaf == 4 && highest < leaf || leaf > 4 && extended < leaf {
			continue
		}
		for sub := range uint32(8) {
			kind, geometry, _, _ := cpuid(leaf, sub)
			const data, unified = 1, 3
			if t := kind & 31; (t == data || t == unified) && kind>>5&7 == 1 {
				return int(geometry>>22) + 1
			}
		}
	}
	return 8
}
