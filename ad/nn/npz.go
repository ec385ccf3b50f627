package nn

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad"
)

// Save writes the tensors and floats of a model, given by its address, to a
// NumPy .npz file: one array of float64 for each, named by its path in the
// model ("W1", "layers[0].W").
func Save(file string, model any) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var failed error
	ad.Update(model, model, func(path string, value, _ *ad.Tensor) *ad.Tensor {
		w, err := z.Create(entryName(path))
		if err == nil {
			err = writeNPY(w, value)
		}
		if err != nil && failed == nil {
			failed = err
		}
		return value
	})
	if err := z.Close(); err != nil && failed == nil {
		failed = err
	}
	if failed != nil {
		return fmt.Errorf("nn: save %s: %w", file, failed)
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// Load reads what Save wrote into a model of the same structure, given by its
// address. Arrays of float64 in C order do, wherever they come from. The model
// stays as it was if one is missing or has another shape.
func Load(file string, model any) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("nn: load: %w", err)
	}
	defer z.Close()
	arrays := map[string]*ad.Tensor{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("nn: load %s: %w", file, err)
		}
		t, err := readNPY(r)
		r.Close()
		if err != nil {
			return fmt.Errorf("nn: load %s: %s: %w", file, f.Name, err)
		}
		arrays[f.Name] = t
	}
	missing := ""
	ad.Update(model, model, func(path string, value, _ *ad.Tensor) *ad.Tensor {
		if t := arrays[entryName(path)]; t == nil || fmt.Sprint(t.Shape()) != fmt.Sprint(value.Shape()) {
			missing = fmt.Sprintf("it has no array %s of shape %v", entryName(path), value.Shape())
		}
		return value
	})
	if missing != "" {
		return fmt.Errorf("nn: load %s: %s", file, missing)
	}
	ad.Update(model, model, func(path string, _, _ *ad.Tensor) *ad.Tensor { return arrays[entryName(path)] })
	return nil
}

func entryName(path string) string { return strings.TrimPrefix(path, ".") + ".npy" }

// magic begins a .npy file of format 1.0; the header's length follows.
const magic = "\x93NUMPY\x01\x00"

func writeNPY(w io.Writer, t *ad.Tensor) error {
	var dims strings.Builder
	for _, n := range t.Shape() {
		dims.WriteString(strconv.Itoa(n) + ",")
	}
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }", dims.String())
	total := len(magic) + 2 + len(header) + 1
	header += strings.Repeat(" ", (64-total%64)%64) + "\n"
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	if err := binary.Write(w, binary.LittleEndian, uint16(len(header))); err != nil {
		return err
	}
	if _, err := io.WriteString(w, header); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, t.Data())
}

var shapePattern = regexp.MustCompile(`'shape': *\(([0-9, ]*)\)`)

func readNPY(r io.Reader) (*ad.Tensor, error) {
	start := make([]byte, len(magic)+2)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, fmt.Errorf("not an array of NumPy's format 1.0")
	}
	header := make([]byte, binary.LittleEndian.Uint16(start[len(magic):]))
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, err
	}
	m := shapePattern.FindSubmatch(header)
	if m == nil || !bytes.Contains(header, []byte("'<f8'")) || !bytes.Contains(header, []byte("'fortran_order': False")) {
		return nil, fmt.Errorf("want float64 in C order, the header is %s", bytes.TrimSpace(header))
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	shape, n := []int{}, 1
	for _, dim := range strings.FieldsFunc(string(m[1]), func(r rune) bool { return r == ',' || r == ' ' }) {
		d, err := strconv.Atoi(dim)
		if err != nil || d > len(data) {
			return nil, fmt.Errorf("the shape (%s) does not fit", m[1])
		}
		shape, n = append(shape, d), n*d
	}
	if len(data) != 8*n {
		return nil, fmt.Errorf("%d bytes for %d numbers", len(data), n)
	}
	x := make([]float64, n)
	if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, x); err != nil {
		return nil, err
	}
	return ad.FromSlice(x, shape...), nil
}
