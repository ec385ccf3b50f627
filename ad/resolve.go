package ad

import (
	"reflect"
	"runtime"
	"sync"
)

// derived knows the numeric functions that verbs returned, so that they can
// be differentiated again. An entry goes when its closure does.
var derived derivedFuncs

type derivedFuncs struct {
	mu    sync.Mutex
	known map[uintptr]Func // by closure; without Value, which would keep it alive
}

func (d *derivedFuncs) find(f reflect.Value) *Func {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.known[closureOf(f)]
	if !ok {
		return nil
	}
	known.Value = f
	return &known
}

func (d *derivedFuncs) add(f reflect.Value, known Func) {
	key := closureOf(f)
	known.Value = reflect.Value{}
	d.mu.Lock()
	if d.known == nil {
		d.known = map[uintptr]Func{}
	}
	d.known[key] = known
	d.mu.Unlock()
	runtime.AddCleanup((*byte)(closurePointer(f)), d.drop, key)
}

func (d *derivedFuncs) drop(key uintptr) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, key)
}
