package machine

import (
	"reflect"
	"unicode/utf8"

	"golang.org/x/tools/go/ssa"
)

func (x *compiler) makeMap(in *ssa.MakeMap) {
	d, word := x.off(in), typeWord(x.m.rt(in.Type()))
	if in.Reserve == nil {
		x.emit(func(fr *frame) { set(fr, d, makemap(word, 0)) })
		return
	}
	n, m := x.indexOf(in.Reserve), x.m
	t := x.m.rt(in.Type())
	size := t.Key().Size() + t.Elem().Size() + 1
	x.emit(func(fr *frame) {
		k := max(n(fr), 0)
		m.askFor(k, size)
		set(fr, d, makemap(word, k))
	})
}

// lookup is m[k] with or without ok.
func (x *compiler) lookup(in *ssa.Lookup) {
	d, a, k := x.off(in), x.off(in.X), x.off(in.Index)
	rt := x.m.rt(in.X.Type().Underlying())
	word := x.m.mapWord(rt)
	zero := unsafeNew(typeWord(rt.Elem()))
	mv := newMove(0, 0, rt.Elem())
	renew := func(*frame) {}
	if m := x.m; mv.kind == moveIface {
		renew = func(fr *frame) {
			if m.refreshed.Load() {
				set(fr, d, m.renewed(get[iface](fr, d), rt.Elem()))
			}
		}
	}
	if !in.CommaOk {
		x.emit(func(fr *frame) {
			p := mapaccess(word, get[ptr](fr, a), add(ptr(fr), k))
			if p == nil {
				p = zero
			}
			mv.copy(add(ptr(fr), d), p)
			renew(fr)
		})
		return
	}
	o := d + x.m.rt(in.Type()).Field(1).Offset
	x.emit(func(fr *frame) {
		p := mapaccess(word, get[ptr](fr, a), add(ptr(fr), k))
		set(fr, o, p != nil)
		if p == nil {
			p = zero
		}
		mv.copy(add(ptr(fr), d), p)
		renew(fr)
	})
}

func (x *compiler) mapUpdate(in *ssa.MapUpdate) {
	a, k, v := x.off(in.Map), x.off(in.Key), x.off(in.Value)
	word := x.m.mapWord(x.m.rt(in.Map.Type()))
	x.emit(func(fr *frame) {
		mapassign(word, get[ptr](fr, a), add(ptr(fr), k), add(ptr(fr), v))
	})
}

// An iterator is the state of a range over a map or a string.
type iterator struct {
	m    *reflect.MapIter
	s    string
	next int
}

// rune returns the next rune of a string and where it is.
func (it *iterator) rune() (at int, r rune, ok bool) {
	if it.next == len(it.s) {
		return 0, 0, false
	}
	at = it.next
	r, n := utf8.DecodeRuneInString(it.s[at:])
	it.next += n
	return at, r, true
}

func (x *compiler) rangeOver(in *ssa.Range) {
	d, a := x.off(in), x.off(in.X)
	t := x.m.rt(in.X.Type())
	if t.Kind() == reflect.String {
		x.emit(func(fr *frame) { set(fr, d, ptr(&iterator{s: get[string](fr, a)})) })
		return
	}
	x.emit(func(fr *frame) {
		mp := reflect.New(t).Elem()
		*(*ptr)(mp.Addr().UnsafePointer()) = get[ptr](fr, a)
		set(fr, d, ptr(&iterator{m: mp.MapRange()}))
	})
}

// next sets (ok, key, value).
func (x *compiler) next(in *ssa.Next) {
	d, a := x.off(in), x.off(in.Iter)
	t := x.m.rt(in.Type())
	key, val := d+t.Field(1).Offset, d+t.Field(2).Offset
	if in.IsString {
		hasKey, hasVal := t.Field(1).Type.Size() > 0, t.Field(2).Type.Size() > 0
		x.emit(func(fr *frame) {
			it := get[*iterator](fr, a)
			at, r, ok := it.rune()
			set(fr, d, ok)
			if hasKey {
				set(fr, key, at)
			}
			if hasVal {
				set(fr, val, r)
			}
		})
		return
	}
	mt := x.m.rt(in.Iter.(*ssa.Range).X.Type())
	hasKey, hasVal := t.Field(1).Type == mt.Key(), t.Field(2).Type == mt.Elem()
	x.emit(func(fr *frame) {
		it := get[*iterator](fr, a).m
		ok := it.Next()
		set(fr, d, ok)
		if !ok {
			return
		}
		if hasKey {
			at(mt.Key(), add(ptr(fr), key)).SetIterKey(it)
		}
		if hasVal {
			at(mt.Elem(), add(ptr(fr), val)).SetIterValue(it)
		}
	})
}
