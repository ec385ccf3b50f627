package main

import (
	"fmt"
	"strings"
)

// a little stack VM and compiler
type Opcode byte

const (
	PUSH Opcode = iota
	ADD
	MUL
	SUB
	DUP
	JNZ
	LOAD
	STORE
	PRINT
	CALL
	RET
	HALT
)

var names = [...]string{"PUSH", "ADD", "MUL", "SUB", "DUP", "JNZ", "LOAD", "STORE", "PRINT", "CALL", "RET", "HALT"}

func (o Opcode) String() string {
	if int(o) < len(names) {
		return names[o]
	}
	return fmt.Sprintf("Opcode(%d)", byte(o))
}

type Instr struct {
	Op  Opcode
	Arg int
}

type VM struct {
	stack []int
	vars  [4]int
	calls []int
	pc    int
	out   strings.Builder
}

func (vm *VM) pop() (v int) {
	v, vm.stack = vm.stack[len(vm.stack)-1], vm.stack[:len(vm.stack)-1]
	return
}
func (vm *VM) push(v ...int) { vm.stack = append(vm.stack, v...) }

var ops = map[Opcode]func(a, b int) int{
	ADD: func(a, b int) int { return a + b },
	SUB: func(a, b int) int { return a - b },
	MUL: func(a, b int) int { return a * b },
}

func (vm *VM) run(code []Instr) (steps int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("pc=%d %v: %v", vm.pc-1, code[vm.pc-1], r)
		}
	}()
	for ; ; steps++ {
		in := code[vm.pc]
		vm.pc++
		switch op := in.Op; op {
		case PUSH:
			vm.push(in.Arg)
		case DUP:
			v := vm.pop()
			vm.push(v, v)
		case ADD, SUB, MUL:
			b, a := vm.pop(), vm.pop()
			vm.push(ops[op](a, b))
		case JNZ:
			if vm.pop() != 0 {
				vm.pc = in.Arg
			}
		case LOAD:
			vm.push(vm.vars[in.Arg])
		case STORE:
			vm.vars[in.Arg] = vm.pop()
		case PRINT:
			fmt.Fprintf(&vm.out, "%d ", vm.pop())
		case CALL:
			vm.calls = append(vm.calls, vm.pc)
			vm.pc = in.Arg
		case RET:
			n := len(vm.calls) - 1
			vm.pc, vm.calls = vm.calls[n], vm.calls[:n]
		case HALT:
			return
		default:
			return steps, fmt.Errorf("illegal %v", op)
		}
	}
}

func main() {
	prog := []Instr{
		{PUSH, 10}, {STORE, 0}, {PUSH, 1}, {STORE, 1},
		{LOAD, 1}, {LOAD, 0}, {MUL, 0}, {STORE, 1},
		{LOAD, 0}, {PUSH, 1}, {SUB, 0}, {DUP, 0}, {STORE, 0}, {JNZ, 4},
		{LOAD, 1}, {PRINT, 0}, {CALL, 18}, {HALT, 0}, {PUSH, 99}, {PRINT, 0}, {RET, 0},
	}
	vm := &VM{}
	n, err := vm.run(prog)
	fmt.Println(n, err, vm.out.String(), vm.vars)
	for _, bad := range [][]Instr{{{ADD, 0}}, {{Opcode(77), 0}}, {{STORE, 9}, {PUSH, 0}}, {{PUSH, 1}, {STORE, 9}}, {{PUSH, 1}}} {
		var vm VM
		n, err := vm.run(bad)
		fmt.Println(n, err)
	}
	fmt.Printf("%v %+v %d %x\n", prog[0], prog[1], prog[2], prog[3])
}
