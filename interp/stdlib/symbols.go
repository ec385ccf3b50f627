package stdlib

import (
	"maps"
	"reflect"
	"sync"

	"github.com/gojac/gojac/interp/stdlib/symbols"
)

// tables holds the tables of symbols made so far, and what was put in place of symbols.
var tables = struct {
	mu        sync.RWMutex
	made      map[string]map[string]reflect.Value
	overrides map[string]map[string]reflect.Value
}{made: map[string]map[string]reflect.Value{}, overrides: map[string]map[string]reflect.Value{}}

// Exports returns the symbols of one package: functions, types as nil pointers, variables addressable, constants. It is
// nil for a package that is not packed. The caller must not change it.
func Exports(path string) map[string]reflect.Value {
	tables.mu.RLock()
	table, ok := tables.made[path]
	tables.mu.RUnlock()
	if ok {
		return table
	}
	make := symbols.Tables[path]
	if make == nil {
		return nil
	}
	tables.mu.Lock()
	defer tables.mu.Unlock()
	if table, ok := tables.made[path]; ok {
		return table
	}
	table = make()
	maps.Copy(table, tables.overrides[path])
	tables.made[path] = table
	return table
}

// Symbols returns the symbols of all packages in the form that yaegi's Use takes: keys are "path/name", like
// "math/rand/v2/rand".
func Symbols() map[string]map[string]reflect.Value {
	all := map[string]map[string]reflect.Value{}
	for path := range symbols.Tables {
		all[path+"/"+Name(path)] = Exports(path)
	}
	return all
}

// Override puts v in place of a symbol, as in Override("os", "Exit", reflect.ValueOf(exit)): for cells, not for
// compiled code. It panics if there is no such symbol or v is of another type. It belongs in an init function: code
// that looked the symbol up before keeps the old one.
func Override(path, name string, v reflect.Value) {
	old, ok := Exports(path)[name]
	if !ok {
		panic("stdlib: Override: no symbol " + path + "." + name)
	}
	if old.Type() != v.Type() {
		panic("stdlib: Override: " + path + "." + name + " is a " + old.Type().String() + ", given a " + v.Type().String())
	}
	tables.mu.Lock()
	defer tables.mu.Unlock()
	if tables.overrides[path] == nil {
		tables.overrides[path] = map[string]reflect.Value{}
	}
	tables.overrides[path][name] = v
	delete(tables.made, path)
}
