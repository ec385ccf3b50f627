#include "textflag.h"
#include "funcdata.h"

// Each entry is 16 bytes: load the entry's own address, jump to the common end.
#define E1 BYTE $0x4C; BYTE $0x8D; BYTE $0x25; BYTE $0xF9; BYTE $0xFF; BYTE $0xFF; BYTE $0xFF; BYTE $0x0F; BYTE $0x1F; BYTE $0x40; BYTE $0x00; JMP common;
#define E4 E1 E1 E1 E1
#define E16 E4 E4 E4 E4
#define E64 E16 E16 E16 E16
#define E256 E64 E64 E64 E64
#define E1024 E256 E256 E256 E256
#define E4096 E1024 E1024 E1024 E1024
#define E16384 E4096 E4096 E4096 E4096
#define PAD8 BYTE $0x90; BYTE $0x90; BYTE $0x90; BYTE $0x90; BYTE $0x90; BYTE $0x90; BYTE $0x90; BYTE $0x90;

// sled is a row of entry points. Each sets the closure register to its value
// in ·entries and goes on at that closure's code, all other registers as they
// were: a method's entry point that is a closure.
TEXT ·sled(SB), NOSPLIT|NOFRAME, $0-0
	E16384
	E16384
	E16384
	E16384
	PAD8 PAD8 PAD8 PAD8 PAD8 PAD8 PAD8 PAD8
	PAD8 PAD8 PAD8 PAD8 PAD8 PAD8 PAD8 PAD8
	PAD8 PAD8
common:
	LEAQ ·sled(SB), R13
	SUBQ R13, R12
	SHRQ $1, R12
	LEAQ ·entries(SB), R13
	MOVQ (R13)(R12*1), DX
	MOVQ (DX), R13
	JMP R13

// func sledAddress() uintptr
TEXT ·sledAddress(SB), NOSPLIT, $0-8
	LEAQ ·sled(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func stackUsed() int
TEXT ·stackUsed(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ 8(AX), AX // g.stack.hi
	SUBQ SP, AX
	MOVQ AX, ret+0(FP)
	RET

// func goroutine() uintptr
TEXT ·goroutine(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ AX, ret+0(FP)
	RET

// func callRegs(fn uintptr, ctx ptr, r *registers)
// The frame is where the callee may spill its register arguments.
TEXT ·callRegs(SB), 0, $216-24
	NO_LOCAL_POINTERS
	MOVQ r+16(FP), R12
	MOVQ 72(R12), AX
	MOVQ AX, X0
	MOVSD 80(R12), X1
	MOVSD 88(R12), X2
	MOVSD 96(R12), X3
	MOVSD 104(R12), X4
	MOVSD 112(R12), X5
	MOVSD 120(R12), X6
	MOVSD 128(R12), X7
	MOVSD 136(R12), X8
	MOVSD 144(R12), X9
	MOVSD 152(R12), X10
	MOVSD 160(R12), X11
	MOVSD 168(R12), X12
	MOVSD 176(R12), X13
	MOVSD 184(R12), X14
	XORPS X15, X15
	MOVQ 0(R12), AX
	MOVQ 8(R12), BX
	MOVQ 16(R12), CX
	MOVQ 24(R12), DI
	MOVQ 32(R12), SI
	MOVQ 40(R12), R8
	MOVQ 48(R12), R9
	MOVQ 56(R12), R10
	MOVQ 64(R12), R11
	MOVQ ctx+8(FP), DX
	MOVQ fn+0(FP), R13
	MOVQ (TLS), R14
	CALL R13
	MOVQ r+16(FP), R12
	MOVQ AX, 0(R12)
	MOVQ BX, 8(R12)
	MOVQ CX, 16(R12)
	MOVQ DI, 24(R12)
	MOVQ SI, 32(R12)
	MOVQ R8, 40(R12)
	MOVQ R9, 48(R12)
	MOVQ R10, 56(R12)
	MOVQ R11, 64(R12)
	MOVSD X0, 72(R12)
	MOVSD X1, 80(R12)
	MOVSD X2, 88(R12)
	MOVSD X3, 96(R12)
	MOVSD X4, 104(R12)
	MOVSD X5, 112(R12)
	MOVSD X6, 120(R12)
	MOVSD X7, 128(R12)
	MOVSD X8, 136(R12)
	MOVSD X9, 144(R12)
	MOVSD X10, 152(R12)
	MOVSD X11, 160(R12)
	MOVSD X12, 168(R12)
	MOVSD X13, 176(R12)
	MOVSD X14, 184(R12)
	// Pointers among the results go where the collector looks.
	MOVQ 264(R12), R13
	BTQ $0, R13
	JCC p1
	MOVQ AX, 192(R12)
p1:	BTQ $1, R13
	JCC p2
	MOVQ BX, 200(R12)
p2:	BTQ $2, R13
	JCC p3
	MOVQ CX, 208(R12)
p3:	BTQ $3, R13
	JCC p4
	MOVQ DI, 216(R12)
p4:	BTQ $4, R13
	JCC p5
	MOVQ SI, 224(R12)
p5:	BTQ $5, R13
	JCC p6
	MOVQ R8, 232(R12)
p6:	BTQ $6, R13
	JCC p7
	MOVQ R9, 240(R12)
p7:	BTQ $7, R13
	JCC p8
	MOVQ R10, 248(R12)
p8:	BTQ $8, R13
	JCC p9
	MOVQ R11, 256(R12)
p9:	RET
