package interp

import (
	"reflect"
	"runtime"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
)

// A bound program is that of one function, which stays, and of those that it
// calls by name, each as it is when the program runs.
type bound struct {
	ad.Program // as it was in the beginning
	n          *numeric
	value      reflect.Value
	code       *ssa.Function
	captured   []reflect.Value
	latest     atomic.Pointer[version]
}

type version struct {
	ad.Program
	epoch int64
}

func (n *numeric) bound(v reflect.Value, code *ssa.Function, captured []reflect.Value) ad.Program {
	b := &bound{n: n, value: v, code: code, captured: captured}
	b.Program = b.now()
	return b
}

func (b *bound) now() ad.Program {
	epoch := b.n.epoch.Load()
	v := b.latest.Load()
	if v == nil || v.epoch != epoch {
		v = &version{b.n.program(b.code, b.captured), epoch}
		b.latest.Store(v)
	}
	return v.Program
}

// Bind returns the program as it is now, for arguments of this structure.
func (b *bound) Bind(args []reflect.Value) ad.Program {
	switch now := b.now().(type) {
	case ad.Binder:
		return now.Bind(args)
	case *fn.Closure:
		return &placed{now, b.value, args}
	default:
		return now
	}
}

// A placed program panics where the function does, with the calls that led
// there: it calls the function itself, which has no effect besides.
type placed struct {
	*fn.Closure
	value reflect.Value
	args  []reflect.Value
}

var _ ad.Direct = (*placed)(nil)

func (p *placed) Trace(in []*ad.Tensor) []*ad.Tensor {
	defer p.place()
	return p.Closure.Trace(in)
}

func (p *placed) Record(x [][]float64, active []bool) ad.Record {
	defer p.place()
	return p.Closure.Record(x, active)
}

func (p *placed) Tangent(x, dx [][]float64) (y, dy [][]float64) {
	defer p.place()
	return p.Closure.Tangent(x, dx)
}

func (p *placed) place() {
	r := recover()
	if r == nil {
		return
	}
	_, ofGo := r.(runtime.Error)
	_, ofForm := r.(*fn.Error)
	if (ofGo || ofForm && r != fn.ErrStopped) && len(p.Func.Assigns) == 0 {
		call := p.value.Call
		if p.value.Type().IsVariadic() {
			call = p.value.CallSlice
		}
		call(p.args)
	}
	panic(r)
}
