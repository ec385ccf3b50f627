#include "textflag.h"
#include "funcdata.h"

// Each entry is 8 bytes: take the entry's own address, jump to the common end.
#define E1 WORD $0x10000010; JMP common;
#define E4 E1 E1 E1 E1
#define E16 E4 E4 E4 E4
#define E64 E16 E16 E16 E16
#define E256 E64 E64 E64 E64
#define E1024 E256 E256 E256 E256
#define E4096 E1024 E1024 E1024 E1024
#define E16384 E4096 E4096 E4096 E4096

// sled is a row of entry points. Each sets the closure register to its value
// in ·entries and goes on at that closure's code, all other registers as they
// were: a method's entry point that is a closure. R16 and R17 hold nothing
// across calls.
TEXT ·sled(SB), NOSPLIT|NOFRAME, $0-0
	E16384
	E16384
	E16384
	E16384
common:
	MOVD $·sled(SB), R17
	SUB  R17, R16, R16
	MOVD $·entries(SB), R17
	ADD  R16, R17, R17
	MOVD (R17), R26
	MOVD (R26), R17
	JMP  (R17)

// func sledAddress() uintptr
TEXT ·sledAddress(SB), NOSPLIT, $0-8
	MOVD $·sled(SB), R0
	MOVD R0, ret+0(FP)
	RET

// func stackUsed() int
TEXT ·stackUsed(SB), NOSPLIT, $0-8
	MOVD 8(g), R0 // g.stack.hi
	MOVD RSP, R1
	SUB  R1, R0, R0
	MOVD R0, ret+0(FP)
	RET

// func goroutine() uintptr
TEXT ·goroutine(SB), NOSPLIT, $0-8
	MOVD g, ret+0(FP)
	RET

// func callRegs(fn uintptr, ctx ptr, r *registers)
// The frame is where the callee may spill its register arguments.
TEXT ·callRegs(SB), 0, $264-24
	NO_LOCAL_POINTERS
	MOVD r+16(FP), R19
	FMOVD 128(R19), F0
	FMOVD 136(R19), F1
	FMOVD 144(R19), F2
	FMOVD 152(R19), F3
	FMOVD 160(R19), F4
	FMOVD 168(R19), F5
	FMOVD 176(R19), F6
	FMOVD 184(R19), F7
	FMOVD 192(R19), F8
	FMOVD 200(R19), F9
	FMOVD 208(R19), F10
	FMOVD 216(R19), F11
	FMOVD 224(R19), F12
	FMOVD 232(R19), F13
	FMOVD 240(R19), F14
	FMOVD 248(R19), F15
	MOVD 0(R19), R0
	MOVD 8(R19), R1
	MOVD 16(R19), R2
	MOVD 24(R19), R3
	MOVD 32(R19), R4
	MOVD 40(R19), R5
	MOVD 48(R19), R6
	MOVD 56(R19), R7
	MOVD 64(R19), R8
	MOVD 72(R19), R9
	MOVD 80(R19), R10
	MOVD 88(R19), R11
	MOVD 96(R19), R12
	MOVD 104(R19), R13
	MOVD 112(R19), R14
	MOVD 120(R19), R15
	MOVD ctx+8(FP), R26
	MOVD fn+0(FP), R20
	CALL (R20)
	MOVD r+16(FP), R19
	MOVD R0, 0(R19)
	MOVD R1, 8(R19)
	MOVD R2, 16(R19)
	MOVD R3, 24(R19)
	MOVD R4, 32(R19)
	MOVD R5, 40(R19)
	MOVD R6, 48(R19)
	MOVD R7, 56(R19)
	MOVD R8, 64(R19)
	MOVD R9, 72(R19)
	MOVD R10, 80(R19)
	MOVD R11, 88(R19)
	MOVD R12, 96(R19)
	MOVD R13, 104(R19)
	MOVD R14, 112(R19)
	MOVD R15, 120(R19)
	FMOVD F0, 128(R19)
	FMOVD F1, 136(R19)
	FMOVD F2, 144(R19)
	FMOVD F3, 152(R19)
	FMOVD F4, 160(R19)
	FMOVD F5, 168(R19)
	FMOVD F6, 176(R19)
	FMOVD F7, 184(R19)
	FMOVD F8, 192(R19)
	FMOVD F9, 200(R19)
	FMOVD F10, 208(R19)
	FMOVD F11, 216(R19)
	FMOVD F12, 224(R19)
	FMOVD F13, 232(R19)
	FMOVD F14, 240(R19)
	FMOVD F15, 248(R19)
	// Pointers among the results go where the collector looks.
	MOVD 384(R19), R20
	TBZ $0, R20, p1
	MOVD R0, 256(R19)
p1:	TBZ $1, R20, p2
	MOVD R1, 264(R19)
p2:	TBZ $2, R20, p3
	MOVD R2, 272(R19)
p3:	TBZ $3, R20, p4
	MOVD R3, 280(R19)
p4:	TBZ $4, R20, p5
	MOVD R4, 288(R19)
p5:	TBZ $5, R20, p6
	MOVD R5, 296(R19)
p6:	TBZ $6, R20, p7
	MOVD R6, 304(R19)
p7:	TBZ $7, R20, p8
	MOVD R7, 312(R19)
p8:	TBZ $8, R20, p9
	MOVD R8, 320(R19)
p9:	TBZ $9, R20, p10
	MOVD R9, 328(R19)
p10:	TBZ $10, R20, p11
	MOVD R10, 336(R19)
p11:	TBZ $11, R20, p12
	MOVD R11, 344(R19)
p12:	TBZ $12, R20, p13
	MOVD R12, 352(R19)
p13:	TBZ $13, R20, p14
	MOVD R13, 360(R19)
p14:	TBZ $14, R20, p15
	MOVD R14, 368(R19)
p15:	TBZ $15, R20, p16
	MOVD R15, 376(R19)
p16:	RET
