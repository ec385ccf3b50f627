package stdlib

import (
	"go/token"
	"go/types"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestOperationsAgree holds ad/OPS.md, which is made from the registry of
// primitives, against what cells see of the same operations: the symbols they
// call, the types that completion lists, and the comments that inspection
// shows. An operation is a method of Tensor, or a function of ad, that returns
// a tensor.
func TestOperationsAgree(t *testing.T) {
	page, err := os.ReadFile("../../ad/OPS.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("`(?:t|ad)?\\.(\\w+)[(`]").FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = true
	}
	pkg, err := Importer(token.NewFileSet()).Import(module + "ad")
	if err != nil {
		t.Fatal(err)
	}
	tensor := types.NewMethodSet(types.NewPointer(pkg.Scope().Lookup("Tensor").Type()))
	methods := reflect.TypeFor[*ad.Tensor]()
	for name := range listed {
		_, callable := methods.MethodByName(name)
		seen, doc := tensor.Lookup(pkg, name) != nil, Doc(module+"ad", "Tensor."+name)
		if f := pkg.Scope().Lookup(name); !callable && f != nil {
			_, callable = Lookup(f)
			seen, doc = true, Doc(module+"ad", name)
		}
		if !callable || !seen || !strings.HasPrefix(doc, name+" ") {
			t.Errorf("OPS.md lists %s: callable %v, completed %v, documented %q", name, callable, seen, doc)
		}
	}
	others := strings.Fields("Float32 Float64 StopGradient Backward")
	for i := range methods.NumMethod() {
		m := methods.Method(i)
		if m.Type.NumOut() > 0 && m.Type.Out(0) == methods && !listed[m.Name] && !slices.Contains(others, m.Name) {
			t.Errorf("%s returns a tensor, and OPS.md does not list it", m.Name)
		}
	}
	if len(listed) < 200 {
		t.Errorf("OPS.md lists %d operations: the test has lost its aim", len(listed))
	}
}
