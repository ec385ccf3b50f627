package stdlib

import (
	"go/token"
	"go/types"
	"reflect"
	"unsafe"
)

// Lookup returns the compiled value of a package-level object or method:
//
//   - a function, as a func value;
//   - a method of a type that is not an interface, as a func value that takes the receiver first, a pointer or not as
//     the method declares it;
//   - a variable, as a pointer to it;
//   - a constant of a type, as its value; an untyped one as a constant.Value.
//
// ok is false for what has no value: objects of other packages, generic functions, methods of interfaces, types.
func Lookup(obj types.Object) (v reflect.Value, ok bool) {
	if obj.Pkg() == nil || !obj.Exported() {
		return reflect.Value{}, false
	}
	switch obj := obj.(type) {
	case *types.Func:
		if recv := obj.Signature().Recv(); recv != nil {
			return method(recv.Type(), obj.Name())
		}
	case *types.Var:
		if obj.IsField() {
			return reflect.Value{}, false
		}
		v, ok = packageLevel(obj)
		if ok && v.CanAddr() {
			v = v.Addr()
		}
		return v, ok
	case *types.Const:
	default:
		return reflect.Value{}, false
	}
	return packageLevel(obj)
}

func packageLevel(obj types.Object) (v reflect.Value, ok bool) {
	if obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope() {
		return reflect.Value{}, false
	}
	v, ok = Exports(obj.Pkg().Path())[obj.Name()]
	return v, ok
}

// method finds a method by its declared receiver.
func method(recv types.Type, name string) (reflect.Value, bool) {
	recv = types.Unalias(recv)
	pointer, isPointer := recv.(*types.Pointer)
	if isPointer {
		recv = types.Unalias(pointer.Elem())
	}
	named, ok := recv.(*types.Named)
	if !ok || named.TypeParams().Len() > 0 {
		return reflect.Value{}, false
	}
	t, ok := Type(named.Obj())
	if !ok || t.Kind() == reflect.Interface {
		return reflect.Value{}, false
	}
	if isPointer {
		t = reflect.PointerTo(t)
	}
	m, ok := t.MethodByName(name)
	return m.Func, ok
}

// predeclared holds the types of the universe.
var predeclared = map[string]reflect.Type{
	"any": reflect.TypeFor[any](), "error": reflect.TypeFor[error](),
	"bool": reflect.TypeFor[bool](), "string": reflect.TypeFor[string](),
	"int": reflect.TypeFor[int](), "int8": reflect.TypeFor[int8](), "int16": reflect.TypeFor[int16](),
	"int32": reflect.TypeFor[int32](), "int64": reflect.TypeFor[int64](), "rune": reflect.TypeFor[rune](),
	"uint": reflect.TypeFor[uint](), "uint8": reflect.TypeFor[uint8](), "uint16": reflect.TypeFor[uint16](),
	"uint32": reflect.TypeFor[uint32](), "uint64": reflect.TypeFor[uint64](), "byte": reflect.TypeFor[byte](),
	"uintptr": reflect.TypeFor[uintptr](), "float32": reflect.TypeFor[float32](), "float64": reflect.TypeFor[float64](),
	"complex64": reflect.TypeFor[complex64](), "complex128": reflect.TypeFor[complex128](),
}

// Type returns the compiled type that a name stands for. Names that are not exported are found too where the API of
// some package shows the type. ok is false for generic types and for types of other packages.
func Type(name *types.TypeName) (t reflect.Type, ok bool) {
	pkg := name.Pkg()
	if pkg == nil {
		t, ok = predeclared[name.Name()]
		return t, ok
	}
	if pkg == types.Unsafe {
		return reflect.TypeFor[unsafe.Pointer](), name.Name() == "Pointer"
	}
	if name.Parent() != nil && name.Parent() != pkg.Scope() {
		return nil, false
	}
	if token.IsExported(name.Name()) {
		if v, ok := Exports(pkg.Path())[name.Name()]; ok && v.Kind() == reflect.Pointer && v.IsNil() {
			return v.Type().Elem(), true
		}
	}
	return reached(pkg.Path(), name.Name())
}
