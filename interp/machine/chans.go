package machine

import (
	"go/types"
	"reflect"
	"time"

	"golang.org/x/tools/go/ssa"
)

func (x *compiler) makeChan(in *ssa.MakeChan) {
	d, n, t := x.off(in), x.indexOf(in.Size), x.m.rt(in.Type())
	both := reflect.ChanOf(reflect.BothDir, t.Elem())
	size, m := t.Elem().Size(), x.m
	x.emit(func(fr *frame) {
		k := n(fr)
		if k < 0 {
			panic(plainError("makechan: size out of range"))
		}
		if size > 0 && uintptr(k) <= maxAlloc/size {
			m.askFor(k, size)
		}
		set(fr, d, reflect.MakeChan(both, k).UnsafePointer())
	})
}

// chanAt is the channel at an offset, usable both ways.
func chanAt(t reflect.Type) func(fr *frame, o uintptr) reflect.Value {
	both := reflect.ChanOf(reflect.BothDir, t.Elem())
	return func(fr *frame, o uintptr) reflect.Value { return at(both, add(ptr(fr), o)) }
}

// send tries without waiting, and else waits for the channel or an interrupt.
func (x *compiler) send(in *ssa.Send) {
	a, v := x.off(in.Chan), x.off(in.X)
	t := x.m.rt(in.Chan.Type())
	ch := chanAt(t)
	x.emit(func(fr *frame) {
		c, val := ch(fr, a), at(t.Elem(), add(ptr(fr), v))
		if !c.IsNil() && c.TrySend(val) {
			return
		}
		fr.wait([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: c, Send: val}})
	})
}

func (x *compiler) receive(in *ssa.UnOp) {
	d, a := x.off(in), x.off(in.X)
	t := x.m.rt(in.X.Type())
	ch := chanAt(t)
	mv := newMove(0, 0, t.Elem())
	var ok uintptr
	if in.CommaOk {
		ok = d + x.m.rt(in.Type()).Field(1).Offset
	}
	x.emit(func(fr *frame) {
		c := ch(fr, a)
		var v reflect.Value
		var received bool
		if !c.IsNil() {
			v, received = c.TryRecv()
		}
		if !v.IsValid() {
			_, v, received = fr.wait([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: c}})
		}
		p := reflect.New(t.Elem())
		p.Elem().Set(v)
		mv.copy(add(ptr(fr), d), p.UnsafePointer())
		if ok != 0 {
			set(fr, ok, received)
		}
	})
}

// wait waits for one of the cases, or panics when the run is interrupted.
func (fr *frame) wait(cases []reflect.SelectCase) (i int, v reflect.Value, ok bool) {
	if waitsForTimer(cases) {
		return fr.await(cases)
	}
	fr.th.m.Asleep(func() { i, v, ok = fr.await(cases) })
	return i, v, ok
}

func (fr *frame) await(cases []reflect.SelectCase) (int, reflect.Value, bool) {
	cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(fr.th.run.stopped)})
	for {
		i, v, ok := reflect.Select(cases)
		if i < len(cases)-1 {
			return i, v, ok
		}
		fr.mayStop()
		time.Sleep(time.Millisecond) // a deferred call waits; its time is short
	}
}

// selectStmt sets (index, received ok, and a value for each receiving case).
func (x *compiler) selectStmt(in *ssa.Select) {
	d, m := x.off(in), x.m
	t := m.rt(in.Type())
	type state struct {
		dir      types.ChanDir
		ch       func(fr *frame, o uintptr) reflect.Value
		o, v, to uintptr
		elem     reflect.Type
	}
	var states []state
	recv := 2
	for _, s := range in.States {
		ct := m.rt(s.Chan.Type())
		st := state{dir: s.Dir, ch: chanAt(ct), o: x.off(s.Chan), elem: ct.Elem()}
		if s.Dir == types.SendOnly {
			st.v = x.off(s.Send)
		} else {
			st.to = d + t.Field(recv).Offset
			recv++
		}
		states = append(states, st)
	}
	okAt := d + t.Field(1).Offset
	word := typeWord(t)
	blocking := in.Blocking
	x.emit(func(fr *frame) {
		typedmemclr(word, add(ptr(fr), d))
		cases := make([]reflect.SelectCase, len(states), len(states)+1)
		for i, s := range states {
			c := s.ch(fr, s.o)
			if s.dir == types.SendOnly {
				cases[i] = reflect.SelectCase{Dir: reflect.SelectSend, Chan: c, Send: at(s.elem, add(ptr(fr), s.v))}
			} else {
				cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: c}
			}
		}
		var i int
		var v reflect.Value
		var ok bool
		if blocking {
			i, v, ok = fr.wait(cases)
		} else {
			i, v, ok = reflect.Select(append(cases, reflect.SelectCase{Dir: reflect.SelectDefault}))
			if i == len(states) {
				set(fr, d, -1)
				return
			}
		}
		set(fr, d, i)
		if s := states[i]; s.dir != types.SendOnly {
			set(fr, okAt, ok)
			at(s.elem, add(ptr(fr), s.to)).Set(v)
		}
	})
}

// goStmt starts a goroutine; a panic in it is reported and ends only it.
func (x *compiler) goStmt(in *ssa.Go) {
	call, m := x.delayed(&in.Call), x.m
	x.emit(func(fr *frame) {
		run, r := call(fr), fr.th.run
		m.sleepers.come(1)
		go m.guarded(r, true, func(th *thread) { run(th, nil) })
	})
}
