package machine

// boundsError is the runtime's error for indices.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8
}

const (
	boundsIndex     = iota // s[x], 0 <= x < y
	boundsSliceLen         // s[?:x], y is the length of an array or string
	boundsSliceCap         // s[?:x], y is the capacity of a slice
	boundsSliceB           // s[x:y]
	boundsSlice3Len        // s[?:?:x]
	boundsSlice3Cap
	boundsSlice3B // s[?:x:y]
	boundsSlice3C // s[x:y:?]
	boundsConvert // (*[x]T)(s), y is the length
)

// indexError makes the runtime's error for an index x out of a bound y.
func indexError(x, y int, isUnsigned bool, code uint8) (err any) {
	defer func() {
		err = recover()
		(*iface)(ptr(&err)).data = ptr(&boundsError{int64(x), y, !isUnsigned, code})
	}()
	var s []int
	_ = s[y]
	return nil
}
