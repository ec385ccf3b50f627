package complete

import "unicode/utf8"

// Bytes returns the byte offset in text of a position counted in code points, as Jupyter counts cursors. A position
// outside is moved to the nearest end.
func Bytes(text string, points int) int {
	for i := range text {
		if points <= 0 {
			return i
		}
		points--
	}
	return len(text)
}

// Points returns the position in code points of a byte offset in text.
func Points(text string, offset int) int {
	return utf8.RuneCountInString(text[:max(0, min(offset, len(text)))])
}
