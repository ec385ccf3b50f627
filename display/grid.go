package display

import (
	"reflect"
	"strings"

	"github.com/gojac/gojac/ad"
)

// A grid is a matrix of any package: gonum's all have these methods.
type grid interface {
	Dims() (rows, cols int)
	At(i, j int) float64
}

// mostGrid is the number of entries up to which a grid is read at all.
const mostGrid = 1 << 22

// ofGrid shows a matrix as a tensor is shown, under the name of its type.
func ofGrid(m grid) (Bundle, bool) {
	rows, cols := m.Dims()
	if rows <= 0 || cols <= 0 || rows > mostGrid/cols {
		return Bundle{}, false
	}
	data := make([]float64, 0, rows*cols)
	for i := range rows {
		for j := range cols {
			data = append(data, m.At(i, j))
		}
	}
	kind := strings.TrimPrefix(strings.TrimPrefix(reflect.TypeOf(m).String(), "*"), "main.") // a cell's own
	shape := []int{rows, cols}
	plain := ad.FromSlice(data, shape...).String()
	return arrayBundle(kind, kind+" "+shapeText(shape)+"\n"+plain, shape, data), true
}
