// Package patch holds functions that take the place of their namesakes in the packed sources of the standard library,
// where those use unsafe or the runtime. The generator copies their text.
package patch

// Of package slices.

// overlaps reports whether a and b share an element. Slices of one element type cannot overlap by part of one without
// unsafe. Elements of no size, which have no memory to share, count as apart: two of them may have one address.
func overlaps[E any](a, b []E) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if len(a) > 1 && &a[0] == &a[1] {
		return false
	}
	for i := range a {
		if &a[i] == &b[0] {
			return true
		}
	}
	for i := range b {
		if &b[i] == &a[0] {
			return true
		}
	}
	return false
}

// Of package maps.

// Clone returns a copy of m; nil stays nil.
func Clone[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return nil
	}
	c := make(M, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}
