package stdlib

import (
	"bytes"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"runtime"

	"golang.org/x/tools/go/gcexportdata"
)

// foreign says that this process runs on another system than the types were packed on, where constants like
// runtime.GOOS and os.O_CREATE have other values.
var foreign = runtime.GOOS != goOS || runtime.GOARCH != goArch

// insertHostConstants puts the constants of a package whose packed value is not that of this system into the package
// before it is read: the reader keeps what it finds. Only constants of predeclared types differ between systems.
func insertHostConstants(packages map[string]*types.Package, path string, data []byte) {
	if !foreign {
		return
	}
	packed, err := gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), map[string]*types.Package{}, path)
	if err != nil {
		return // the caller reads the same data and reports it
	}
	p := packages[path]
	if p == nil {
		p = types.NewPackage(path, packed.Name())
		packages[path] = p
	}
	for _, name := range packed.Scope().Names() {
		c, ok := packed.Scope().Lookup(name).(*types.Const)
		if !ok || !c.Exported() {
			continue
		}
		basic, ok := c.Type().(*types.Basic)
		if !ok {
			continue
		}
		if v := constantOf(Exports(path)[name]); v != nil && !constant.Compare(v, token.EQL, c.Val()) {
			p.Scope().Insert(types.NewConst(token.NoPos, p, name, basic, v))
		}
	}
}

// constantOf returns the constant that a symbol of basic type stands for; nil if it stands for none.
func constantOf(v reflect.Value) constant.Value {
	switch {
	case !v.IsValid():
		return nil
	case v.CanInt():
		return constant.MakeInt64(v.Int())
	case v.CanUint():
		return constant.MakeUint64(v.Uint())
	case v.Kind() == reflect.String:
		return constant.MakeString(v.String())
	case v.CanInterface():
		c, _ := v.Interface().(constant.Value)
		return c
	}
	return nil
}
