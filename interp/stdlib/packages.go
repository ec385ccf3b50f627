package stdlib

import (
	_ "embed"
	"go/types"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gojac/gojac/interp/stdlib/pack"
)

//go:embed std.types.bin
var stdTypes []byte

//go:embed own.types.bin
var ownTypes []byte

// module is the path that gojac's own packages begin with.
const module = "github.com/gojac/gojac/"

// An archives is a pair of archives seen as one: the standard library's and gojac's own.
type archives struct{ std, own *pack.Archive }

// opened opens embedded archives; that they are whole is the build's affair, so damage panics.
func opened(std, own []byte) archives {
	open := func(data []byte) *pack.Archive {
		a, err := pack.Open(data)
		if err != nil {
			panic("stdlib: " + err.Error())
		}
		return a
	}
	return archives{open(std), open(own)}
}

// read unpacks a member; ok is false if there is none.
func (a archives) read(name string) (data []byte, ok bool) {
	from := a.std
	if strings.HasPrefix(name, module) {
		from = a.own
	}
	if !from.Has(name) {
		return nil, false
	}
	data, err := from.Read(name)
	if err != nil {
		panic("stdlib: " + err.Error())
	}
	return data, true
}

var typeArchives = sync.OnceValue(func() archives { return opened(stdTypes, ownTypes) })

// Packages returns the paths of all packages that can be imported, in order. unsafe is not among them.
func Packages() []string {
	a := typeArchives()
	all := slices.Concat(a.own.Names(), a.std.Names())
	slices.Sort(all)
	return all
}

// Preloaded returns gojac's own packages, which cells name without an import: name to path.
func Preloaded() map[string]string {
	m := map[string]string{}
	for _, p := range typeArchives().own.Names() {
		m[Name(p)] = p
	}
	return m
}

// Name returns the name of the package with the given path: its last element that is not a major version.
func Name(p string) string {
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		return path.Base(path.Dir(p))
	}
	return base
}

// preference orders packages of the same name where neither the alphabet nor the length of the path says it right. In
// a notebook, rand is for numbers rather than for keys: goimports would try crypto/rand first.
var preference = map[string][]string{
	"rand":     {"math/rand/v2", "math/rand", "crypto/rand"},
	"template": {"text/template", "html/template"},
	"scanner":  {"text/scanner", "go/scanner"},
}

// better names the symbols for which another package than the preferred one is meant: math/rand.Read is deprecated.
var better = map[string]string{"rand.Read": "crypto/rand"}

var byName = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, p := range Packages() {
		m[Name(p)] = append(m[Name(p)], p)
	}
	for name, paths := range m {
		slices.SortStableFunc(paths, func(a, b string) int {
			if own := strings.HasPrefix(a, module); own != strings.HasPrefix(b, module) {
				return map[bool]int{true: -1, false: 1}[own]
			}
			order := preference[name]
			return slices.Index(order, a) - slices.Index(order, b)
		})
	}
	return m
})

// ByName returns the paths of the packages called name, the likeliest first.
func ByName(name string) []string { return slices.Clone(byName()[name]) }

// Resolve says which package is meant by a name that is not imported, given the members that are selected from it, as
// goimports would: the likeliest that has them all. If none has, the likeliest is returned, so that the error that
// follows names a package.
func Resolve(imp types.Importer, name string, members ...string) (path string, ok bool) {
	paths := byName()[name]
	if len(paths) == 0 {
		return "", false
	}
	for _, member := range members {
		if p, ok := better[name+"."+member]; ok && hasAll(imp, p, members) {
			return p, true
		}
	}
	for _, p := range paths {
		if len(paths) == 1 || hasAll(imp, p, members) {
			return p, true
		}
	}
	return paths[0], true
}

func hasAll(imp types.Importer, path string, members []string) bool {
	p, err := imp.Import(path)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(members, func(m string) bool {
		obj := p.Scope().Lookup(m)
		return obj == nil || !obj.Exported()
	})
}

// Has reports whether the binary carries the package with the given path.
func Has(path string) bool {
	a := typeArchives()
	return a.std.Has(path) || a.own.Has(path)
}
