package nn

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad"
)

// A .npz file is a zip archive with a .npy file for each array.

func writeNPZ(names []string, arrays map[string]*ad.Tensor) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name + ".npy")
		if err == nil {
			err = writeNPY(w, arrays[name])
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func readNPZ(file []byte) (map[string]*ad.Tensor, error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	arrays := map[string]*ad.Tensor{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		t, err := readNPY(r)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		arrays[strings.TrimSuffix(f.Name, ".npy")] = t
	}
	return arrays, nil
}

// magic begins a .npy file of format 1.0; the header's length follows.
const magic = "\x93NUMPY\x01\x00"

func writeNPY(w io.Writer, t *ad.Tensor) error {
	var dims strings.Builder
	for _, n := range t.Shape() {
		dims.WriteString(strconv.Itoa(n) + ",")
	}
	kind := "<f8"
	var data any = t.Data()
	if t.DType() == ad.Float32 {
		kind, data = "<f4", t.Data32()
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", kind, dims.String())
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
	return binary.Write(w, binary.LittleEndian, data)
}

var typePattern = regexp.MustCompile(`'descr': *'<f([48])'`)

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
	kind := typePattern.FindSubmatch(header)
	if m == nil || kind == nil || !bytes.Contains(header, []byte("'fortran_order': False")) {
		return nil, fmt.Errorf("want float64 or float32 in C order, the header is %s", bytes.TrimSpace(header))
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	shape := []int{}
	for _, dim := range strings.FieldsFunc(string(m[1]), func(r rune) bool { return r == ',' || r == ' ' }) {
		d, err := strconv.Atoi(dim)
		if err != nil {
			return nil, fmt.Errorf("the shape (%s) does not fit", m[1])
		}
		shape = append(shape, d)
	}
	return numbers(map[string]string{"8": "F64", "4": "F32"}[string(kind[1])], shape, data)
}
