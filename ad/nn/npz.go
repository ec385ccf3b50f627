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

func writeNPZ(to io.Writer, names []string, arrays map[string]*ad.Tensor) error {
	z := zip.NewWriter(to)
	for _, name := range names {
		w, err := z.Create(name + ".npy")
		if err == nil {
			err = writeNPY(w, arrays[name])
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func readNPZ(file []byte) (map[string]stored, error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	arrays := map[string]stored{}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		if _, ok := arrays[name]; ok {
			return nil, fmt.Errorf("two arrays have the name %s", name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		a, err := readNPY(r)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		a.bytes = func(n int) ([]byte, error) { return numbersOf(f, n) }
		arrays[name] = a
	}
	return arrays, nil
}

// numbersOf reads the n bytes that follow the header of a .npy file.
func numbersOf(f *zip.File, n int) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if _, err := readNPY(r); err != nil {
		return nil, err
	}
	data := make([]byte, n)
	if k, err := io.ReadFull(r, data); err == io.ErrUnexpectedEOF || err == io.EOF {
		return nil, fmt.Errorf("it ends after %d of %d bytes", k, n)
	} else if err != nil {
		return nil, err
	}
	switch k, err := io.CopyN(io.Discard, r, 1); { // at the end the checksum is compared
	case k > 0:
		return nil, fmt.Errorf("it goes on after the %d bytes of its array", n)
	case err != io.EOF:
		return nil, err
	}
	return data, nil
}

// magic begins a .npy file; the version and the header's length follow.
const magic = "\x93NUMPY"

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
	total := len(magic) + 4 + len(header) + 1
	header += strings.Repeat(" ", (64-total%64)%64) + "\n"
	if _, err := io.WriteString(w, magic+"\x01\x00"); err != nil {
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

var (
	typePattern  = regexp.MustCompile(`'descr': *'([<>|=]?)([fiub])([1248])'`)
	orderPattern = regexp.MustCompile(`'fortran_order': *(True|False)`)
	shapePattern = regexp.MustCompile(`'shape': *\(([0-9, ]*)\)`)
)

// readNPY reads the header of a .npy file.
func readNPY(r io.Reader) (s stored, err error) {
	start := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return s, fmt.Errorf("not an array of NumPy's")
	}
	length := int(binary.LittleEndian.Uint16(start[len(magic)+2:]))
	switch version := start[len(magic)]; {
	case version == 2 || version == 3: // two bytes more
		more := make([]byte, 2)
		if _, err := io.ReadFull(r, more); err != nil {
			return s, fmt.Errorf("it ends within its header")
		}
		length |= int(binary.LittleEndian.Uint16(more)) << 16
	case version != 1:
		return s, fmt.Errorf("an array of NumPy's format %d; 1 to 3 are read", version)
	}
	if length > 1<<20 {
		return s, fmt.Errorf("a header of %d bytes", length)
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(r, header); err != nil {
		return s, fmt.Errorf("it ends within its header")
	}
	kind, order, shape := typePattern.FindSubmatch(header), orderPattern.FindSubmatch(header), shapePattern.FindSubmatch(header)
	if kind == nil || order == nil || shape == nil {
		return s, fmt.Errorf("want an array of numbers, the header is %.200q", bytes.TrimSpace(header))
	}
	width, _ := strconv.Atoi(string(kind[3]))
	name := map[byte]string{'f': "F", 'i': "I", 'u': "U"}[kind[2][0]] + strconv.Itoa(8*width)
	if kind[2][0] == 'b' {
		name = "BOOL"
	}
	s.big, s.fortran = string(kind[1]) == ">", string(order[1]) == "True"
	if s.kind = kinds[name]; s.kind.width != width {
		return s, fmt.Errorf("numbers of type %s%s", kind[2], kind[3])
	}
	for _, dim := range strings.FieldsFunc(string(shape[1]), func(r rune) bool { return r == ',' || r == ' ' }) {
		d, err := strconv.Atoi(dim)
		if err != nil {
			return s, fmt.Errorf("the shape (%s) does not fit", shape[1])
		}
		s.shape = append(s.shape, d)
	}
	return s, nil
}
