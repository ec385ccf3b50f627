package dataset

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad"
)

//go:embed data/iris.csv
var irisCSV []byte

// Iris returns 150 iris flowers of three species: sepal length, sepal width,
// petal length and petal width in cm (Fisher 1936).
func Iris() *Set {
	s, err := readCSV(bytes.NewReader(irisCSV), 4)
	if err != nil {
		panic(err) // it is part of the program
	}
	return s
}

// CSV reads a file of numbers separated by commas, an example a line; gzip is
// undone. The given column holds the labels (-1: the last), the others the
// inputs. A first line that is no numbers is taken for names and skipped.
// Labels that are words are numbered in alphabetical order. A cell that is
// empty or no number is an error that names its line and column.
func CSV(file string, label int) (*Set, error) {
	r, err := open(file)
	if err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	}
	s, err := readCSV(bytes.NewReader(r), label)
	if err != nil {
		return nil, fmt.Errorf("dataset: %s: %w", file, err)
	}
	return s, nil
}

func readCSV(r io.Reader, label int) (*Set, error) {
	in := bufio.NewReader(r)
	if start, _ := in.Peek(3); string(start) == "\ufeff" { // as spreadsheets begin a file
		in.Discard(3)
	}
	lines := csv.NewReader(in)
	lines.TrimLeadingSpace, lines.ReuseRecord = true, true
	var x []float64
	var labels []string
	for first := true; ; first = false {
		row, err := lines.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		d := len(row)
		if first {
			switch {
			case d == 1:
				return nil, fmt.Errorf("it has one column, and no inputs beside the labels; commas separate columns")
			case label < -d || label >= d:
				return nil, fmt.Errorf("there is no column %d for the labels; they run from 0 to %d", label, d-1)
			case label < 0:
				label += d
			}
			if !slices.ContainsFunc(row, isNumber) {
				continue
			}
		}
		for j, text := range row {
			text = strings.TrimSpace(text)
			v, err := strconv.ParseFloat(text, 64)
			line, _ := lines.FieldPos(j)
			switch {
			case text == "":
				return nil, fmt.Errorf("line %d, column %d is empty", line, j)
			case j == label:
				labels = append(labels, text)
			case err != nil:
				return nil, fmt.Errorf("line %d, column %d: %q is no number", line, j, text)
			default:
				x = append(x, v)
			}
		}
	}
	if len(labels) == 0 {
		return nil, fmt.Errorf("it holds no examples")
	}
	return &Set{ad.FromSlice(x, len(labels), len(x)/len(labels)), ad.Vec(numbered(labels)...)}, nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return err == nil
}

// numbered returns labels as numbers: their own, or their places in the
// alphabet.
func numbered(labels []string) []float64 {
	y := make([]float64, len(labels))
	if !slices.ContainsFunc(labels, func(s string) bool { return !isNumber(s) }) {
		for i, s := range labels {
			y[i], _ = strconv.ParseFloat(strings.TrimSpace(s), 64)
		}
		return y
	}
	words := slices.Compact(slices.Sorted(slices.Values(labels)))
	for i, s := range labels {
		k, _ := slices.BinarySearch(words, s)
		y[i] = float64(k)
	}
	return y
}

// IDX reads images and labels in the format of MNIST's files; gzip is undone.
// X has shape (n, height·width), with grey values from 0 to 1.
func IDX(images, labels string) (*Set, error) {
	x, err := readIDX(images)
	if err != nil {
		return nil, fmt.Errorf("dataset: %s: %w", images, err)
	}
	y, err := readIDX(labels)
	if err != nil {
		return nil, fmt.Errorf("dataset: %s: %w", labels, err)
	}
	if y.Dims() != 1 || x.Dims() < 2 || x.Shape()[0] != y.Size() || x.Size() == 0 {
		return nil, fmt.Errorf("dataset: %s holds an array of shape %v, %s of shape %v: they are no images with a label each", images, x.Shape(), labels, y.Shape())
	}
	return &Set{x.Flatten(1).MulC(1. / 255), y}, nil
}

// readIDX reads an array of bytes: two zeros, the type 8, the number of axes,
// their lengths as 4 bytes each with the highest first, and the numbers.
func readIDX(file string) (*ad.Tensor, error) {
	b, err := open(file)
	if err != nil {
		return nil, err
	}
	if len(b) < 4 || b[0] != 0 || b[1] != 0 {
		return nil, fmt.Errorf("not an IDX file: it does not begin with two zeros")
	}
	if b[2] != 8 {
		return nil, fmt.Errorf("an IDX file of type %#x; bytes (0x8) are read", b[2])
	}
	axes := int(b[3])
	if len(b) < 4+4*axes {
		return nil, fmt.Errorf("it ends within its header")
	}
	shape := make([]int, axes)
	data := b[4+4*axes:]
	n := 1
	for k := range shape {
		d := binary.BigEndian.Uint32(b[4+4*k:])
		if shape[k] = int(d); d > 0 && n > math.MaxInt32/int(d) {
			return nil, fmt.Errorf("an array of shape %v is too large", shape[:k+1])
		}
		n *= int(d)
	}
	if n != len(data) {
		return nil, fmt.Errorf("%d bytes for an array of shape %v", len(data), shape)
	}
	x := make([]float64, n)
	for i, v := range data {
		x[i] = float64(v)
	}
	return ad.FromSlice(x, shape...), nil
}

// largest is how many bytes a file of gzip may become: 20 times MNIST's images.
const largest = 1 << 30

// open returns the contents of a file, decompressed if they are gzip's.
func open(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if start, _ := r.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return io.ReadAll(r)
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(z, largest+1))
	if err == nil && len(b) > largest {
		err = fmt.Errorf("it holds more than %d bytes once decompressed", largest)
	}
	return b, err
}

// Standardize returns the set with every input brought to mean 0 and variance
// 1 over its points, and the means and deviations, of shape (inputs), for
// StandardizeWith. An input that never changes becomes 0. It panics if there
// are no points.
func (s *Set) Standardize() (set *Set, mean, deviation *ad.Tensor) {
	if s.Len() == 0 {
		panic(&ad.Error{Op: "Standardize", Shapes: [][]int{s.X.Shape()}, Detail: "no points have no mean"})
	}
	mean, deviation = s.X.MeanAxes(false, 0), s.X.StdAxes(false, 0, 0)
	return s.StandardizeWith(mean, deviation), mean, deviation
}

// StandardizeWith does to another set, a held-out one, what Standardize did
// to the first.
func (s *Set) StandardizeWith(mean, deviation *ad.Tensor) *Set {
	s.Len() // X and Y fit
	if one := s.X.Shape()[1:]; !slices.Equal(mean.Shape(), one) || !slices.Equal(deviation.Shape(), one) {
		panic(&ad.Error{Op: "StandardizeWith", Shapes: [][]int{s.X.Shape(), mean.Shape(), deviation.Shape()},
			Detail: "means and deviations do not belong to these inputs", Hint: "Standardize of the training set returns them"})
	}
	by := deviation.Add(deviation.Eq(ad.Scalar(0)))
	return &Set{s.X.Sub(mean).Div(by), s.Y}
}
