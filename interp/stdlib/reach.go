package stdlib

import (
	"reflect"
	"strings"
	"sync"

	"github.com/gojac/gojac/interp/stdlib/symbols"
)

// A typeName is the name under which reflect knows a type.
type typeName struct{ pkg, name string }

// reaches holds, per package, the named types that its API shows.
var reaches = struct {
	mu    sync.Mutex
	found map[string]map[typeName]reflect.Type
}{found: map[string]map[typeName]reflect.Type{}}

// reached finds a type that no table names: not exported, or of a package that is not packed. A packed package shows
// its own types; those of others are looked for in all of them.
func reached(pkg, name string) (reflect.Type, bool) {
	reaches.mu.Lock()
	defer reaches.mu.Unlock()
	from := []string{pkg}
	if !whole(pkg) {
		from = Packages()
	}
	for _, path := range from {
		found, ok := reaches.found[path]
		if !ok {
			found = walk(path)
			reaches.found[path] = found
		}
		if t := found[typeName{pkg, name}]; t != nil {
			return t, true
		}
	}
	return nil, false
}

// whole reports whether a package is packed with all that it has: of syscall,
// there is what all systems have.
func whole(pkg string) bool { return symbols.Tables[pkg] != nil && pkg != "syscall" }

// walk collects the named types that can be reached from the symbols of a package without passing through a type of
// another packed package. Two types of one name (local to functions) cancel out.
func walk(path string) map[typeName]reflect.Type {
	found := map[typeName]reflect.Type{}
	seen := map[reflect.Type]bool{}
	var todo []reflect.Type
	push := func(t reflect.Type) {
		if !seen[t] {
			seen[t] = true
			todo = append(todo, t)
		}
	}
	for _, v := range Exports(path) {
		push(v.Type())
	}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if t.Name() != "" && t.PkgPath() != "" {
			if t.PkgPath() != path && whole(t.PkgPath()) {
				continue
			}
			if key := (typeName{t.PkgPath(), t.Name()}); !strings.Contains(t.Name(), "[") {
				if _, twice := found[key]; twice {
					t = nil
				}
				found[key] = t
			}
			if t == nil {
				continue
			}
			methods(reflect.PointerTo(t), push)
		}
		parts(t, push)
	}
	return found
}

// parts pushes the types that t is made of.
func parts(t reflect.Type, push func(reflect.Type)) {
	switch t.Kind() {
	case reflect.Array, reflect.Chan, reflect.Pointer, reflect.Slice:
		push(t.Elem())
	case reflect.Map:
		push(t.Key())
		push(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			push(t.Field(i).Type)
		}
	case reflect.Func:
		for i := range t.NumIn() {
			push(t.In(i))
		}
		for i := range t.NumOut() {
			push(t.Out(i))
		}
	case reflect.Interface:
		methods(t, push)
	}
}

func methods(t reflect.Type, push func(reflect.Type)) {
	for i := range t.NumMethod() {
		push(t.Method(i).Type)
	}
}
