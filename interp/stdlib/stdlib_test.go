package stdlib

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// object finds "path.Name" or "path.Type.Method".
func object(t *testing.T, imp types.Importer, path, symbol string) types.Object {
	t.Helper()
	p, err := imp.Import(path)
	if err != nil {
		t.Fatal(err)
	}
	name, member, _ := strings.Cut(symbol, ".")
	obj := p.Scope().Lookup(name)
	if obj != nil && member != "" {
		obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, p, member)
	}
	if obj == nil {
		t.Fatalf("%s has no %s", path, symbol)
	}
	return obj
}

func newImporter() types.Importer { return Importer(token.NewFileSet()) }

// TestEveryObject looks up everything that the packed packages export, and compares the shape of what is found with
// its type.
func TestEveryObject(t *testing.T) {
	imp := newImporter()
	count := 0
	for _, path := range Packages() {
		p, err := imp.Import(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if Name(path) != p.Name() {
			t.Errorf("%s: name %s, want %s", path, Name(path), p.Name())
		}
		for _, name := range p.Scope().Names() {
			if obj := p.Scope().Lookup(name); obj.Exported() {
				checkObject(t, obj)
				count++
			}
		}
	}
	if count < 2500 {
		t.Errorf("%d objects; there should be thousands", count)
	}
}

func checkObject(t *testing.T, obj types.Object) {
	switch obj := obj.(type) {
	case *types.Func:
		if obj.Signature().TypeParams().Len() > 0 {
			if _, ok := Lookup(obj); ok {
				t.Errorf("%v: a generic function has a value", obj)
			}
			return
		}
		checkFunc(t, obj)
	case *types.Var:
		if v, ok := Lookup(obj); !ok || v.Kind() != reflect.Pointer || v.IsNil() {
			t.Errorf("%v: no pointer to it", obj)
		}
	case *types.Const:
		if _, ok := Lookup(obj); !ok {
			t.Errorf("%v: no value", obj)
		}
	case *types.TypeName:
		checkType(t, obj)
	}
}

func checkType(t *testing.T, obj *types.TypeName) {
	if _, packed := Exports(obj.Pkg().Path())[obj.Name()]; !packed && !whole(obj.Pkg().Path()) {
		return // another package's types mention it
	}
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok || named.TypeParams().Len() > 0 || named.TypeArgs().Len() > 0 {
		return
	}
	if i, ok := named.Underlying().(*types.Interface); ok && !i.IsMethodSet() {
		return
	}
	r, ok := Type(obj)
	if !ok || !obj.IsAlias() && r.Name() != obj.Name() {
		t.Errorf("%v: no reflect type (%v)", obj, r)
		return
	}
	if types.IsInterface(named) {
		return
	}
	// Promoted methods come from embedded types, exported or not.
	set := types.NewMethodSet(types.NewPointer(named))
	for i := range set.Len() {
		if m := set.At(i).Obj().(*types.Func); m.Exported() && !types.IsInterface(m.Signature().Recv().Type()) {
			checkFunc(t, m)
		}
	}
}

func checkFunc(t *testing.T, f *types.Func) {
	v, ok := Lookup(f)
	if !ok {
		t.Errorf("%s: no value", f.FullName())
		return
	}
	want := f.Signature().Params().Len()
	if f.Signature().Recv() != nil {
		want++
	}
	r := v.Type()
	if r.NumIn() != want || r.NumOut() != f.Signature().Results().Len() || r.IsVariadic() != f.Signature().Variadic() {
		t.Errorf("%s: compiled as %v", f.FullName(), r)
	}
}

func TestLookup(t *testing.T) {
	imp := newImporter()
	call := func(path, symbol string, args ...any) any {
		v, ok := Lookup(object(t, imp, path, symbol))
		if !ok {
			t.Fatalf("%s.%s: no value", path, symbol)
		}
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = reflect.ValueOf(a)
		}
		return v.Call(in)[0].Interface()
	}
	if got := call("math", "Sqrt", 2.0); got != math.Sqrt2 {
		t.Errorf("math.Sqrt(2) = %v", got)
	}
	if got := call("strings", "Builder.String", new(strings.Builder)); got != "" {
		t.Errorf("Builder.String() = %q", got)
	}
	stdout, _ := Lookup(object(t, imp, "os", "Stdout"))
	if stdout.Kind() != reflect.Pointer || stdout.Elem().Kind() != reflect.Pointer {
		t.Errorf("os.Stdout is a %v", stdout.Type())
	}
	if v, ok := Lookup(object(t, imp, "math", "MaxUint64")); !ok || v.Interface().(constant.Value).ExactString() != "18446744073709551615" {
		t.Errorf("math.MaxUint64 = %v", v)
	}
	for _, none := range [][2]string{{"slices", "Sort"}, {"io", "Reader.Read"}, {"io", "Reader"}, {"sync/atomic", "Pointer.Load"}, {"io", "LimitedReader.N"}} {
		if v, ok := Lookup(object(t, imp, none[0], none[1])); ok {
			t.Errorf("%s.%s has the value %v", none[0], none[1], v)
		}
	}
	if _, ok := Lookup(types.NewFunc(token.NoPos, types.NewPackage("cell1", "cell1"), "Sqrt", types.NewSignatureType(nil, nil, nil, nil, nil, false))); ok {
		t.Error("a function of a cell has a compiled value")
	}
}

// TestUnexported finds types that have no exported name by the API that shows them.
func TestUnexported(t *testing.T) {
	imp := newImporter()
	endian := object(t, imp, "encoding/binary", "LittleEndian").Type().(*types.Named)
	if r, ok := Type(endian.Obj()); !ok || r.String() != "binary.littleEndian" {
		t.Errorf("type of binary.LittleEndian: %v", r)
	}
	state := object(t, imp, "net/http", "Request.TLS").Type().(*types.Pointer).Elem().(*types.Named)
	if r, ok := Type(state.Obj()); !ok || r.String() != "tls.ConnectionState" {
		t.Errorf("type of http.Request.TLS: %v", r)
	}
	if r, ok := Type(types.NewTypeName(token.NoPos, types.NewPackage("cell1", "cell1"), "T", nil)); ok {
		t.Errorf("a type of a cell is %v", r)
	}
	for _, name := range []string{"error", "any", "byte", "float64"} {
		if _, ok := Type(types.Universe.Lookup(name).(*types.TypeName)); !ok {
			t.Errorf("no type %s", name)
		}
	}
}

// TestCheck checks a program against the packed types, in an order that completes packages others mentioned before.
func TestCheck(t *testing.T) {
	const src = `package p
import ("bufio"; "fmt"; "io"; "maps"; "os"; "slices"; "net/http"; "reflect"; "sync/atomic"; "math/rand/v2"; "unsafe")
var r io.Reader = bufio.NewReader(os.Stdin)
var w http.ResponseWriter
var _ io.Writer = w
var p atomic.Pointer[reflect.Value]
var keys = slices.Sorted(maps.Keys(map[string]int{"a": 1}))
var n = rand.N(10)
const size = unsafe.Sizeof(n)
func init() { fmt.Fprintln(w, r, p.Load().Type(), keys) }`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	cfg := types.Config{Importer: Importer(fset), Error: func(err error) { t.Error(err) }}
	cfg.Check("p", fset, []*ast.File{f}, nil)
}

func TestMissing(t *testing.T) {
	for path, want := range map[string]string{
		"net/htp":              `there is no package "net/htp"; "net/http" is available`,
		"rand/v2":              `there is no package "rand/v2"; "math/rand/v2" is available`,
		"embed":                `package "embed" is not available in cells: it is not among`,
		"golang.org/x/net/dns": `package "golang.org/x/net/dns" is not available in cells: only the standard library`,
	} {
		if _, err := newImporter().Import(path); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("import %q: %v, want %s", path, err, want)
		}
	}
}

func TestResolve(t *testing.T) {
	imp := newImporter()
	for _, c := range []struct {
		name, members, want string
	}{
		{"fmt", "Println", "fmt"},
		{"rand", "Intn", "math/rand"},
		{"rand", "IntN", "math/rand/v2"},
		{"rand", "Float64", "math/rand/v2"},
		{"rand", "New NewSource", "math/rand"},
		{"rand", "Read", "crypto/rand"},
		{"rand", "Nonsense", "math/rand/v2"},
		{"template", "New Must", "text/template"},
		{"template", "HTML", "html/template"},
		{"scanner", "Scanner", "text/scanner"},
		{"http", "Get", "net/http"},
		{"heap", "Push", "container/heap"},
		{"nosuch", "X", ""},
	} {
		got, ok := Resolve(imp, c.name, strings.Fields(c.members)...)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s with %s: %q, want %q", c.name, c.members, got, c.want)
		}
	}
	if got := ByName("rand"); !slices.Equal(got, preference["rand"]) {
		t.Errorf("ByName(rand) = %v", got)
	}
}

func TestDoc(t *testing.T) {
	for _, c := range []struct{ path, symbol, want string }{
		{"fmt", "", "Package fmt implements formatted I/O"},
		{"fmt", "Println", "Println formats using the default formats"},
		{"strings", "Builder.WriteString", "WriteString appends the contents of s"},
		{"io", "EOF", "EOF is the error returned by Read"},
		{"io", "SeekStart", "Seek whence values.\n\nseek relative to the origin of the file"},
		{"net/http", "Request.Method", "Method specifies the HTTP method"},
		{"sort", "Interface.Len", "Len is the number of elements"},
		{"math", "Pi", "Mathematical constants."},
		{"net", "conn.Read", "Read implements the Conn Read method."},
		{"fmt", "Nonsense", ""},
		{"no/such", "X", ""},
	} {
		got := Doc(c.path, c.symbol)
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s.%s: %q, want %q", c.path, c.symbol, got, c.want)
		}
	}
}

func TestOverride(t *testing.T) {
	old := Exports("strings")["ToUpper"]
	defer Override("strings", "ToUpper", old)
	Override("strings", "ToUpper", reflect.ValueOf(func(string) string { return "replaced" }))
	v, _ := Lookup(object(t, newImporter(), "strings", "ToUpper"))
	inYaegi := Symbols()["strings/strings"]["ToUpper"]
	for _, v := range []reflect.Value{v, inYaegi} {
		if got := v.Call([]reflect.Value{reflect.ValueOf("a")})[0].String(); got != "replaced" {
			t.Errorf("the symbol is still the old one: %s", got)
		}
	}
	for _, wrong := range []func(){
		func() { Override("strings", "Nonsense", old) },
		func() { Override("strings", "ToUpper", reflect.ValueOf(1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a wrong override was accepted")
				}
			}()
			wrong()
		}()
	}
}

// TestForeignSystem pretends that the types were packed elsewhere: what differs follows the compiled symbols.
func TestForeignSystem(t *testing.T) {
	foreign = true
	defer func() { foreign = false }()
	old := Exports("os")["DevNull"]
	defer Override("os", "DevNull", old)
	Override("os", "DevNull", reflect.ValueOf(constant.MakeString("NUL")))
	imp := newImporter()
	if got := object(t, imp, "os", "DevNull").(*types.Const).Val(); constant.StringVal(got) != "NUL" {
		t.Errorf("os.DevNull = %v", got)
	}
	if got := object(t, imp, "os", "PathSeparator").(*types.Const); got.Val().ExactString() != "47" || got.Type() != types.Typ[types.UntypedRune] {
		t.Errorf("os.PathSeparator = %v", got)
	}
}

func BenchmarkImport(b *testing.B) {
	for _, path := range []string{"fmt", "slices", "net/http"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				newImporter().Import(path)
			}
		})
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			imp := newImporter()
			for _, path := range Packages() {
				imp.Import(path)
			}
		}
	})
}
