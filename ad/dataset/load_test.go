package dataset_test

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/dataset"
)

// TestIris wants the statistics of Fisher's table.
func TestIris(t *testing.T) {
	s := dataset.Iris()
	if s.Len() != 150 || s.Y.Sum().Item() != 150 {
		t.Fatalf("%v, labels %v", s, s.Y)
	}
	for j, want := range []struct{ least, most, mean float64 }{{4.3, 7.9, 5.843}, {2, 4.4, 3.057}, {1, 6.9, 3.758}, {0.1, 2.5, 1.199}} {
		c := s.X.Col(j)
		if c.Min().Item() != want.least || c.Max().Item() != want.most || math.Abs(c.Mean().Item()-want.mean) > 5e-4 {
			t.Errorf("column %d: %v to %v, mean %v, want %v", j, c.Min(), c.Max(), c.Mean(), want)
		}
	}
	train, held := s.Split(1, 0.2)
	same, mean, deviation := train.Standardize()
	if m := same.X.MeanAxis(0).Abs().Max().Item(); m > 1e-13 {
		t.Errorf("means up to %g", m)
	}
	if v := same.X.VarAxes(false, 0, 0).AddC(-1).Abs().Max().Item(); v > 1e-13 {
		t.Errorf("variances off by %g", v)
	}
	if back := held.StandardizeWith(mean, deviation).X.Mul(deviation).Add(mean).Sub(held.X).Abs().Max().Item(); back > 1e-13 {
		t.Errorf("the held-out points come back off by %g", back)
	}
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	text := "height, weight, kind\n1.5, 2, dog\n3, 4e1, cat\n"
	for _, data := range [][]byte{[]byte(text), zipped([]byte(text))} {
		s, err := dataset.CSV(write(t, "a.csv", data), -1)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(s.X.Data(), []float64{1.5, 2, 3, 40}) || !slices.Equal(s.Y.Data(), []float64{1, 0}) {
			t.Errorf("X %v, Y %v", s.X, s.Y)
		}
	}
	s, err := dataset.CSV(write(t, "b.csv", []byte("7,1\n3,2\n")), 0)
	if err != nil || !slices.Equal(s.Y.Data(), []float64{7, 3}) {
		t.Errorf("labels in front: %v, %v", s, err)
	}
	for want, text := range map[string]string{
		`line 2, column 0: "x" is no number`: "1,2\nx,3\n",
		"it holds no examples":               "a,b\n",
		"wrong number of fields":             "1,2\n3\n",
		"there is no column 5":               "",
	} {
		label := -1
		if text == "" {
			text, label = "1,2\n", 5
		}
		if _, err := dataset.CSV(write(t, "c.csv", []byte(text)), label); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := dataset.CSV("nowhere.csv", 0); err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestIDX(t *testing.T) {
	images := []byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102}
	labels := []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 1}
	s, err := dataset.IDX(write(t, "x.gz", zipped(images)), write(t, "y", labels))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.X.Shape(), []int{2, 2}) || s.X.At(0, 1).Item() != 1 || math.Abs(s.X.At(1, 0).Item()-0.2) > 1e-15 || s.Y.At(0).Item() != 7 {
		t.Errorf("X %v, Y %v", s.X, s.Y)
	}
	for n := range len(images) { // whatever is cut off, no panic
		if _, err := dataset.IDX(write(t, "x", images[:n]), write(t, "y", labels)); err == nil {
			t.Errorf("%d bytes were taken for images", n)
		}
	}
	for want, bad := range map[string][]byte{
		"two zeros": {1, 2, 3, 4}, "of type 0xd": {0, 0, 13, 1}, "too large": {0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255},
	} {
		if _, err := dataset.IDX(write(t, "x", bad), write(t, "y", labels)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %s", bad, err, want)
		}
	}
}

// TestSynthetic wants what each set is made of.
func TestSynthetic(t *testing.T) {
	for name, c := range map[string]struct {
		make func(seed int) *dataset.Set
		fits func(x, y, class float64) bool
	}{
		"Moons": {func(seed int) *dataset.Set { return dataset.Moons(seed, 200, 0) }, func(x, y, class float64) bool {
			return math.Abs(math.Hypot(x-class, y-class/2)-1) < 1e-12 && (y-class/2)*(1-2*class) >= 0
		}},
		"Circles": {func(seed int) *dataset.Set { return dataset.Circles(seed, 200, 0) }, func(x, y, class float64) bool {
			return math.Abs(math.Hypot(x, y)-1+class/2) < 1e-12
		}},
		"Blobs": {func(seed int) *dataset.Set { return dataset.Blobs(seed, 200, 4, 1e-14) }, func(x, y, class float64) bool {
			return math.Hypot(x-math.Cos(math.Pi/2*class), y-math.Sin(math.Pi/2*class)) < 1e-12
		}},
		"XOR": {func(seed int) *dataset.Set { return dataset.XOR(seed, 200) }, func(x, y, class float64) bool { return (x*y < 0) == (class == 1) }},
	} {
		s := c.make(3)
		for i, class := range s.Y.Data() {
			if !c.fits(s.X.At(i, 0).Item(), s.X.At(i, 1).Item(), class) {
				t.Fatalf("%s: %v is not of class %v", name, s.X.Row(i), class)
			}
		}
		if slices.Equal(c.make(4).X.Data(), s.X.Data()) || !slices.Equal(c.make(3).X.Data(), s.X.Data()) {
			t.Errorf("%s does not follow its seed", name)
		}
	}
}

// TestDigits wants images that their class means tell apart.
func TestDigits(t *testing.T) {
	train, test := dataset.Digits(1, 500, 8), dataset.Digits(2, 300, 8)
	means := make([]*ad.Tensor, 10)
	for k := range means {
		rows := []int{}
		for i, y := range train.Y.Data() {
			if int(y) == k {
				rows = append(rows, i)
			}
		}
		means[k] = train.X.Gather(0, rows...).MeanAxis(0)
	}
	centres := ad.Stack(means...)
	right := 0
	for i, y := range test.Y.Data() {
		d := test.X.Row(i).Sub(centres).Square().SumAxis(1)
		if d.Neg().ArgMax().Item() == y {
			right++
		}
	}
	if right < 270 || test.X.Min().Item() < 0 || test.X.Max().Item() != 1 {
		t.Errorf("%d of 300 nearest to the mean of their class; grey from %v to %v", right, test.X.Min(), test.X.Max())
	}
}
