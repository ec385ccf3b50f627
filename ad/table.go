package ad

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A table is rows of cells that String aligns in columns.
type table [][]string

// String aligns the columns.
func (t table) String() string {
	var widths []int
	for _, row := range t {
		if used(row) < 2 {
			continue // a title
		}
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(c))
		}
	}
	var b strings.Builder
	for k, row := range t {
		if k > 0 {
			b.WriteByte('\n')
		}
		var line strings.Builder
		for i, c := range row {
			line.WriteString(c)
			if i < len(row)-1 && i < len(widths) && widths[i] > 0 {
				line.WriteString(strings.Repeat(" ", max(0, widths[i]-columns(c))+2))
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
	}
	return b.String()
}

// used returns how many cells of a row are not empty.
func used(row []string) int {
	n := 0
	for _, c := range row {
		if c != "" {
			n++
		}
	}
	return n
}

// columns is how wide s shows: combining marks take no room.
func columns(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			n--
		}
	}
	return n
}
