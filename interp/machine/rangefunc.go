package machine

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A loop over a function keeps a state in a variable that ssa makes: what a
// function that breaks the rules of iteration gets depends on it. ssa panics
// with words of its own there; these are Go's.
const (
	stateBusy = -1 // the body runs, or has panicked
	stateDone = -2 // the loop is left; larger than 0 while it is being left
)

// rangePanic is the panic of a loop over a function, or nil if in is another.
func (x *compiler) rangePanic(in *ssa.Panic) instr {
	state := x.loopState(in.Block())
	if state == nil {
		return nil
	}
	v, ok := in.X.(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	words, ok := v.X.(*ssa.Const)
	if !ok {
		return nil
	}
	switch constant.StringVal(words.Value) {
	case "iterator call did not preserve panic":
		return func(*frame) {
			panic(errorString("range function recovered a loop body panic and did not resume panicking"))
		}
	case "yield function called after range loop exit":
		addr := x.off(state.X)
		return func(fr *frame) {
			p := get[*int](fr, addr)
			now := *p
			*p = stateBusy
			switch now {
			case stateBusy:
				panic(errorString("range function continued iteration after loop body panic"))
			case stateDone:
				panic(errorString("range function continued iteration after whole loop exit"))
			}
			panic(errorString("range function continued iteration after function for loop body returned false"))
		}
	}
	return nil
}

// loopState is the load of the state that the jump to a block depends on; nil if there is none.
func (x *compiler) loopState(b *ssa.BasicBlock) *ssa.UnOp {
	switch b.Comment {
	case "yield-invalid", "rangefunc.resume.busy", "rangefunc.resume.ready.check":
	default:
		return nil
	}
	if len(b.Preds) != 1 {
		return nil
	}
	jump, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return nil
	}
	cond, ok := jump.Cond.(*ssa.BinOp)
	if !ok {
		return nil
	}
	load, ok := cond.X.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	return load
}

// leaveLoop notes, where a loop over a function goes on, that it is left.
func (x *compiler) leaveLoop(b *ssa.BasicBlock) {
	if state := x.loopState(b); state != nil && b.Comment == "rangefunc.resume.ready.check" {
		addr := x.off(state.X)
		x.emit(func(fr *frame) { *get[*int](fr, addr) = stateDone })
	}
}
