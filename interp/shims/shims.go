// Package shims holds the generic functions and types of the standard library
// whose own source the machine cannot run, because it reaches into the runtime
// or lies in a package that is compiled. A cell that names one of them gets the
// one here, run from source; names says which stands for what.
//
// It imports the standard library alone.
package shims

import (
	"encoding/binary"
	"errors"
	"hash/maphash"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A step is what a pulled iterator hands over: a value, or its end.
type step[K, V any] struct {
	k        K
	v        V
	ok       bool
	panicked bool
	reason   any
}

// A puller runs an iterator in a goroutine that takes turns with its caller.
type puller[K, V any] struct {
	seq     iter.Seq2[K, V]
	resume  chan bool // false: stop
	steps   chan step[K, V]
	started bool
	done    bool
}

func (p *puller[K, V]) run() {
	defer func() {
		r := recover()
		p.steps <- step[K, V]{panicked: r != nil, reason: r}
	}()
	if <-p.resume {
		p.seq(func(k K, v V) bool {
			p.steps <- step[K, V]{k: k, v: v, ok: true}
			return <-p.resume
		})
	}
}

func (p *puller[K, V]) turn(more bool) (s step[K, V]) {
	if p.done {
		return s
	}
	if !p.started {
		if p.started = true; !more {
			p.done = true
			return s
		}
		go p.run()
	}
	p.resume <- more
	s = <-p.steps
	for !more && s.ok { // it went on though told to stop
		p.resume <- false
		s = <-p.steps
	}
	p.done = !s.ok
	if s.panicked {
		panic(s.reason)
	}
	return s
}

// Pull is iter.Pull.
func Pull[V any](seq iter.Seq[V]) (next func() (V, bool), stop func()) {
	p := &puller[V, struct{}]{resume: make(chan bool), steps: make(chan step[V, struct{}])}
	p.seq = func(yield func(V, struct{}) bool) {
		seq(func(v V) bool { return yield(v, struct{}{}) })
	}
	next = func() (V, bool) {
		s := p.turn(true)
		return s.k, s.ok
	}
	return next, func() { p.turn(false) }
}

// Pull2 is iter.Pull2.
func Pull2[K, V any](seq iter.Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	p := &puller[K, V]{seq: seq, resume: make(chan bool), steps: make(chan step[K, V])}
	next = func() (K, V, bool) {
		s := p.turn(true)
		return s.k, s.v, s.ok
	}
	return next, func() { p.turn(false) }
}

// OnceValue is sync.OnceValue.
func OnceValue[T any](f func() T) func() T {
	var v T
	once := sync.OnceFunc(func() { v = f() })
	return func() T {
		once()
		return v
	}
}

// OnceValues is sync.OnceValues.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var v1 T1
	var v2 T2
	once := sync.OnceFunc(func() { v1, v2 = f() })
	return func() (T1, T2) {
		once()
		return v1, v2
	}
}

// AsType is errors.AsType.
func AsType[E error](err error) (e E, ok bool) {
	if err == nil {
		return e, false
	}
	ok = errors.As(err, &e)
	return e, ok
}

// N is rand.N of math/rand/v2.
func N[Int interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}](n Int) Int {
	if n <= 0 {
		panic("invalid argument to N")
	}
	return Int(rand.Uint64N(uint64(n)))
}

// TypeFor is reflect.TypeFor.
func TypeFor[T any]() reflect.Type { return reflect.TypeOf((*T)(nil)).Elem() }

// TypeAssert is reflect.TypeAssert.
func TypeAssert[T any](v reflect.Value) (x T, ok bool) {
	if !v.IsValid() {
		panic(&reflect.ValueError{Method: "reflect.TypeAssert", Kind: reflect.Invalid})
	}
	x, ok = v.Interface().(T)
	return x, ok
}

// Comparable is maphash.Comparable.
func Comparable[T comparable](seed maphash.Seed, v T) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	WriteComparable(&h, v)
	return h.Sum64()
}

// WriteComparable is maphash.WriteComparable.
func WriteComparable[T comparable](h *maphash.Hash, x T) {
	_ = map[T]bool{x: true} // panics if x can't be hashed
	writeHash(h, reflect.ValueOf(&x).Elem())
}

// writeHash adds v to h so that equal values add the same.
func writeHash(h *maphash.Hash, v reflect.Value) {
	word := func(n uint64) { h.Write(binary.LittleEndian.AppendUint64(nil, n)) }
	number := func(f float64) {
		switch {
		case f == 0: // -0 equals 0
			word(0)
		case f != f: // NaN equals nothing
			word(rand.Uint64())
		default:
			word(math.Float64bits(f))
		}
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			word(1)
		} else {
			word(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		word(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		word(v.Uint())
	case reflect.Float32, reflect.Float64:
		number(v.Float())
	case reflect.Complex64, reflect.Complex128:
		number(real(v.Complex()))
		number(imag(v.Complex()))
	case reflect.String:
		word(uint64(v.Len()))
		h.WriteString(v.String())
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer:
		word(uint64(v.Pointer()))
	case reflect.Array:
		for i := range v.Len() {
			writeHash(h, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" {
				writeHash(h, v.Field(i))
			}
		}
	case reflect.Interface:
		if v.IsNil() {
			word(0)
			return
		}
		writeHash(h, v.Elem())
	}
}

// A Handle is a unique.Handle.
type Handle[T comparable] struct{ value *T }

// Value is a shallow copy of what the handle stands for.
func (h Handle[T]) Value() T { return *h.value }

var handles struct {
	mu sync.Mutex
	of map[any]any // a value to the pointer that stands for it
}

// Make is unique.Make.
func Make[T comparable](value T) Handle[T] {
	handles.mu.Lock()
	defer handles.mu.Unlock()
	p, ok := handles.of[key[T]{value}].(*T)
	if !ok {
		if handles.of == nil {
			handles.of = map[any]any{}
		}
		p = &value
		handles.of[key[T]{value}] = p
	}
	return Handle[T]{p}
}

// A key keeps values of interface types apart from those in them.
type key[T comparable] struct{ value T }

// A Pointer is an atomic.Pointer.
type Pointer[T any] struct {
	_ [0]*T
	_ noCopy
	v unsafe.Pointer
}

// Load returns the pointer.
func (x *Pointer[T]) Load() *T { return (*T)(atomic.LoadPointer(&x.v)) }

// Store sets the pointer to p.
func (x *Pointer[T]) Store(p *T) { atomic.StorePointer(&x.v, unsafe.Pointer(p)) }

// Swap sets the pointer to p and returns the one before.
func (x *Pointer[T]) Swap(p *T) (old *T) { return (*T)(atomic.SwapPointer(&x.v, unsafe.Pointer(p))) }

// CompareAndSwap sets the pointer to p if it is old.
func (x *Pointer[T]) CompareAndSwap(old, p *T) (swapped bool) {
	return atomic.CompareAndSwapPointer(&x.v, unsafe.Pointer(old), unsafe.Pointer(p))
}

// A noCopy tells go vet so.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
