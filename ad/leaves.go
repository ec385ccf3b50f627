package ad

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

var (
	tensorType = reflect.TypeFor[*Tensor]()
	anyType    = reflect.TypeFor[any]()
)

// A leaf is one place in an argument or result that holds numbers.
type leaf struct {
	t       *Tensor
	path    string // "x1", "m.W", "layers[0].b"
	typ     reflect.Type
	param   int
	passive bool // an int or a bool
}

// deepest bounds the walk into a value: a list that points to itself would
// not end.
const deepest = 100

// A gatherer lists the leaves of values in a fixed order, those of a map in the
// order of its keys; rebuild follows the same order.
type gatherer struct {
	op     string // what they are listed for
	fields func(reflect.Type) []string
	out    []leaf
	param  int
	strict bool // a tensor that an interface hides is refused, not left out
}

func (g *gatherer) add(t *Tensor, v reflect.Value, path string, passive bool) {
	g.out = append(g.out, leaf{t: t, path: path, typ: v.Type(), param: g.param, passive: passive})
}

func (g *gatherer) gather(v reflect.Value, path string, depth int) {
	if depth > deepest {
		fail(g.op, "", "%s is nested more than %d deep", path, deepest)
	}
	t := v.Type()
	switch kind := t.Kind(); {
	case t == tensorType:
		if !v.IsNil() {
			x := v.Interface().(*Tensor)
			if !x.made() {
				fail(g.op, zeroHint, "%s is a Tensor that nothing made", cmp.Or(strings.TrimPrefix(path, "."), "it"))
			}
			g.add(x, v, path, false)
		}
	case isNumber(kind):
		g.add(Scalar(numberOf(v)), v, path, !isFloat(kind))
	case (kind == reflect.Slice || kind == reflect.Array) && isNumber(t.Elem().Kind()):
		x := Zeros(v.Len())
		for i := range x.data {
			x.data[i] = numberOf(v.Index(i))
		}
		g.add(x, v, path, !isFloat(t.Elem().Kind()))
	case kind == reflect.Slice || kind == reflect.Array:
		for i := range v.Len() {
			g.gather(v.Index(i), path+"["+strconv.Itoa(i)+"]", depth+1)
		}
	case kind == reflect.Map && canHold(t):
		for _, k := range SortedKeys(v) {
			g.gather(v.MapIndex(k), path+"["+keyText(k)+"]", depth+1)
		}
	case kind == reflect.Pointer:
		if !v.IsNil() && canHold(t.Elem()) {
			g.gather(v.Elem(), path, depth+1)
		}
	case kind == reflect.Interface && g.strict && !v.IsNil():
		var in gatherer
		in.gather(v.Elem(), path, depth+1)
		for _, l := range in.out {
			if l.typ == tensorType {
				fail(g.op, fmt.Sprintf("give it the type %v, or a model of its own", v.Elem().Type()), "the tensors of %s are not found, since it is of interface type %v", path, t)
			}
		}
	case kind == reflect.Struct:
		v = addressable(v)
		for i := range t.NumField() {
			if counts(t.Field(i)) {
				g.gather(fieldOf(v, i), path+"."+g.fieldName(t, i), depth+1)
			}
		}
	}
}

// SortedKeys returns the keys of a map in increasing order, which is that of
// the leaves in it; nil if they are neither strings nor whole numbers, or if m
// is no map.
func SortedKeys(m reflect.Value) []reflect.Value {
	if m.Kind() != reflect.Map || !ordered(m.Type().Key().Kind()) {
		return nil
	}
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		switch {
		case a.CanInt():
			return cmp.Compare(a.Int(), b.Int())
		case a.CanUint():
			return cmp.Compare(a.Uint(), b.Uint())
		}
		return cmp.Compare(a.String(), b.String())
	})
	return keys
}

// ordered reports whether SortedKeys can order keys of a kind.
func ordered(k reflect.Kind) bool {
	return k == reflect.String || k >= reflect.Int && k <= reflect.Uintptr
}

func keyText(k reflect.Value) string {
	if k.Kind() == reflect.String {
		return strconv.Quote(k.String())
	}
	return fmt.Sprint(k)
}

// counts reports whether a field is looked into: all of a type of package
// main, which is the user's own, and what other packages export or embed.
func counts(f reflect.StructField) bool {
	return f.Type.Size() > 0 && (f.IsExported() || f.Anonymous || f.PkgPath == "main")
}

// addressable returns v, or a copy of it whose fields can be read and set.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

// fieldOf is field i of an addressable struct, exported or not.
func fieldOf(v reflect.Value, i int) reflect.Value {
	f := v.Field(i)
	if f.CanSet() {
		return f
	}
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
}

func (g *gatherer) fieldName(t reflect.Type, i int) string {
	if g.fields != nil {
		if names := g.fields(t); i < len(names) {
			return names[i]
		}
	}
	return t.Field(i).Name
}

// rebuild returns a value of like's type and structure with its leaves taken
// from next, in order. What holds no numbers is copied if keep, else zero.
func rebuild(like reflect.Value, keep bool, next func() *Tensor) reflect.Value {
	t := like.Type()
	if !canHold(t) {
		if keep {
			return like
		}
		return reflect.Zero(t)
	}
	out := reflect.New(t).Elem()
	switch kind := t.Kind(); {
	case t == tensorType:
		if !like.IsNil() {
			out.Set(reflect.ValueOf(next()))
		}
	case isNumber(kind):
		setNumber(out, next().Item())
	case kind == reflect.Slice && isNumber(t.Elem().Kind()):
		x := next().raw()
		out.Set(reflect.MakeSlice(t, len(x), len(x)))
		for i, v := range x {
			setNumber(out.Index(i), v)
		}
	case kind == reflect.Array && isNumber(t.Elem().Kind()):
		for i, v := range next().raw() {
			setNumber(out.Index(i), v)
		}
	case kind == reflect.Slice || kind == reflect.Array:
		if kind == reflect.Slice && !like.IsNil() {
			out.Set(reflect.MakeSlice(t, like.Len(), like.Len()))
		}
		for i := range like.Len() {
			out.Index(i).Set(rebuild(like.Index(i), keep, next))
		}
	case kind == reflect.Map:
		if !like.IsNil() {
			out.Set(reflect.MakeMapWithSize(t, like.Len()))
			for _, k := range SortedKeys(like) {
				out.SetMapIndex(k, rebuild(like.MapIndex(k), keep, next))
			}
		}
	case kind == reflect.Pointer:
		if !like.IsNil() {
			out.Set(reflect.New(t.Elem()))
			out.Elem().Set(rebuild(like.Elem(), keep, next))
		}
	case kind == reflect.Struct:
		if keep {
			out.Set(like)
		}
		like = addressable(like)
		for i := range t.NumField() {
			if counts(t.Field(i)) {
				fieldOf(out, i).Set(rebuild(fieldOf(like, i), keep, next))
			}
		}
	}
	return out
}

// canHold reports whether values of type t can hold numbers.
func canHold(t reflect.Type) bool { return holds(t, isNumber, map[reflect.Type]bool{}) }

// carriesNumbers reports whether a parameter of type t can be active: it
// holds floats or tensors, not only ints.
func carriesNumbers(t reflect.Type) bool { return holds(t, isFloat, map[reflect.Type]bool{}) }

// holds reports whether a tensor or a number of one of the kinds lies in t.
func holds(t reflect.Type, kinds func(reflect.Kind) bool, seen map[reflect.Type]bool) bool {
	if t == tensorType || kinds(t.Kind()) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Map:
		return ordered(t.Key().Kind()) && holds(t.Elem(), kinds, seen)
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return holds(t.Elem(), kinds, seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); counts(f) && holds(f.Type, kinds, seen) {
				return true
			}
		}
	}
	return false
}

func isFloat(k reflect.Kind) bool { return k == reflect.Float64 || k == reflect.Float32 }

func isNumber(k reflect.Kind) bool {
	return isFloat(k) || k == reflect.Bool || k >= reflect.Int && k <= reflect.Uintptr
}

func numberOf(v reflect.Value) float64 {
	switch {
	case v.CanFloat():
		return v.Float()
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	}
	return truth(v.Bool())
}

func setNumber(v reflect.Value, x float64) {
	switch {
	case v.CanFloat():
		v.SetFloat(x)
	case v.CanInt():
		v.SetInt(int64(x))
	case v.CanUint():
		v.SetUint(uint64(x))
	default:
		v.SetBool(x != 0)
	}
}
