package dataset_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/adtest"
	"github.com/gojac/gojac/ad/dataset"
)

func TestRefusals(t *testing.T) {
	s := dataset.Moons(1, 10, 0.1)
	empty := &dataset.Set{X: ad.Zeros(0, 4), Y: ad.Zeros(0)}
	var none *dataset.Set
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"Set: the set, its X or its Y is nil", func() { none.Len() }},
		{"Set: the set, its X or its Y is nil", func() { _ = (&dataset.Set{}).String() }},
		{"Set: (2) × (2)", func() { (&dataset.Set{X: ad.Zeros(2), Y: ad.Zeros(2)}).Batches(1, 1) }},
		{"Set: (2, 3) × (3)", func() { (&dataset.Set{X: ad.Zeros(2, 3), Y: ad.Zeros(3)}).Split(1, 0.5) }},
		{"a batch of 0 points is none; it holds at least 1", func() { s.Batches(1, 0) }},
		{"a batch of -3 points", func() { s.Batches(1, -3) }},
		{"a share of NaN can't be held out", func() { s.Split(1, math.NaN()) }},
		{"Standardize: (0, 4): no points", func() { empty.Standardize() }},
		{"StandardizeWith: (10, 2) × (10, 1) × (10, 1)", func() { s.StandardizeWith(ad.Zeros(10, 1), ad.Ones(10, 1)) }},
		{"StandardizeWith: an operand is nil", func() { s.StandardizeWith(nil, nil) }},
		{"Moons: a standard deviation of NaN", func() { dataset.Moons(1, 10, math.NaN()) }},
		{"Blobs: a standard deviation of -1", func() { dataset.Blobs(1, 10, 2, -1) }},
		{"Spiral: a standard deviation of +Inf", func() { dataset.Spiral(1, 10, 2, math.Inf(1)) }},
		{"Circles: 1 points can't be in 2 classes", func() { dataset.Circles(1, 1, 0) }},
		{"Digits: 1 images of 3×3", func() { dataset.Digits(1, 1, 3) }},
	} {
		adtest.Refused(t, c.want, c.f)
	}
	if b := empty.Batches(1, 4); len(b) != 0 {
		t.Errorf("%d batches of no points", len(b))
	}
	if b := s.Batches(1, 100); len(b) != 1 || b[0].Len() != 10 {
		t.Errorf("%d batches, the first of %d of 10 points", len(b), b[0].Len())
	}
	a, b, c := s.Batches(7, 4)[2].X.Data(), s.Batches(7, 4)[2].X.Data(), s.Batches(8, 4)[2].X.Data()
	if !slices.Equal(a, b) || slices.Equal(a, c) {
		t.Error("the order does not follow the seed")
	}
}

// TestDealingKeeps: batches have the type of the set, the shape of its images
// and all that is to be predicted.
func TestDealingKeeps(t *testing.T) {
	s := &dataset.Set{X: ad.Randn(1, 6, 1, 2, 3).Float32(), Y: ad.Randn(2, 6, 2)}
	train, held := s.Split(1, 0.5)
	for _, b := range append(train.Batches(1, 2), held) {
		if b.X.DType() != ad.Float32 || !slices.Equal(b.X.Shape()[1:], []int{1, 2, 3}) || !slices.Equal(b.Y.Shape()[1:], []int{2}) {
			t.Errorf("X is %v %v, Y %v", b.X.DType(), b.X.Shape(), b.Y.Shape())
		}
	}
	if got := s.String(); got != "6 points with inputs of shape [1 2 3]" {
		t.Error(got)
	}
}

// TestCSVCells: what is wrong is found where it stands in the file, and what
// spreadsheets write is read.
func TestCSVCells(t *testing.T) {
	for _, c := range []struct {
		want, text string
		label      int
	}{
		{`line 3, column 1: "x" is no number`, "a,b,c\n1,2,3\n4,x,6\n", -1},
		{`line 4, column 1: "x" is no number`, "a,b,c\n\n1,2,3\n4,x,6\n", -1},
		{`line 4, column 1: "x" is no number`, "a,b,\"c\nd\"\n1,2,3\n4,x,6\n", -1},
		{"line 2, column 1 is empty", "1,2,3\n4,,6\n", -1},
		{"line 2, column 2 is empty", "1,2,cat\n4,5,\n", -1},
		{`"1e999" is no number`, "1,2\n1e999,2\n", -1},
		{"it has one column", "1;2;3\n4;5;6\n", -1},
		{"it has one column", "1\n2\n", 0},
		{"there is no column -4", "1,2,3\n", -4},
		{"it holds no examples", "", -1},
		{"it holds no examples", "a,b\n", 0},
		{"parse error on line 2", "1,2\n\"3,4\n", 0},
	} {
		if _, err := dataset.CSV(write(t, "a.csv", []byte(c.text)), c.label); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	s, err := dataset.CSV(write(t, "a.csv", []byte("\ufeff1.5,cat \r\n2,dog\r\n3, cat\r\n")), 1)
	if err != nil || !slices.Equal(s.X.Data(), []float64{1.5, 2, 3}) || !slices.Equal(s.Y.Data(), []float64{0, 1, 0}) {
		t.Errorf("a spreadsheet's file: %v, %v", s, err)
	}
	whole := zipped([]byte("1,2\n3,4\n"))
	for n := range len(whole) {
		if n < 2 {
			continue
		}
		if _, err := dataset.CSV(write(t, "a.csv.gz", whole[:n]), -1); err == nil {
			t.Errorf("%d of %d bytes of gzip are read", n, len(whole))
		}
	}
}
