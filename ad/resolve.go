package ad

import (
	"reflect"
	"runtime"
	"sync"
	"weak"
)

// derived knows the numeric functions that verbs returned, so that they can
// be differentiated again. An entry goes when its closure does.
var derived derivedFuncs

// A closure is told by its address, which a later one may get once the first
// is gone and before its entry is; the weak pointer tells the two apart.
type derivedFuncs struct {
	mu    sync.Mutex
	known map[uintptr]derivedFunc // by closure
}

type derivedFunc struct {
	closure weak.Pointer[byte]
	fn      Func // without Value, which would keep the closure alive
}

func (d *derivedFuncs) find(f reflect.Value) *Func {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.known[closureOf(f)]
	if !ok || known.closure.Value() != (*byte)(closurePointer(f)) {
		return nil
	}
	fn := known.fn
	fn.Value = f
	return &fn
}

func (d *derivedFuncs) add(f reflect.Value, known Func) {
	known.Value = reflect.Value{}
	p := (*byte)(closurePointer(f))
	entry := derivedFunc{weak.Make(p), known}
	d.mu.Lock()
	if d.known == nil {
		d.known = map[uintptr]derivedFunc{}
	}
	d.known[closureOf(f)] = entry
	d.mu.Unlock()
	key := closureOf(f)
	runtime.AddCleanup(p, func(dead weak.Pointer[byte]) { d.drop(key, dead) }, entry.closure)
}

// drop forgets a closure that is gone, unless its address is another's by now.
func (d *derivedFuncs) drop(key uintptr, dead weak.Pointer[byte]) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known[key].closure == dead {
		delete(d.known, key)
	}
}
