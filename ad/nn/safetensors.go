package nn

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/gojac/gojac/ad"
)

// A safetensors file is the length of a JSON header in 8 bytes, the header,
// and the numbers, all little endian; the header says of each array its type,
// its shape and from where to where its bytes lie.

type safetensor struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets []int  `json:"data_offsets"`
}

// metadata is a name in the header that no array can have.
const metadata = "__metadata__"

func writeSafetensors(w io.Writer, names []string, arrays map[string]*ad.Tensor) error {
	width := func(t *ad.Tensor) int {
		if t.DType() == ad.Float32 {
			return 4
		}
		return 8
	}
	names = slices.Clone(names) // the wider ones first: all lie at multiples of their width
	slices.SortStableFunc(names, func(a, b string) int { return width(arrays[b]) - width(arrays[a]) })
	header, end := map[string]safetensor{}, 0
	for _, name := range names {
		if !utf8.ValidString(name) || name == metadata {
			return fmt.Errorf("an array can't have the name %q", name)
		}
		t, from := arrays[name], end
		end += t.Size() * width(t)
		header[name] = safetensor{map[int]string{4: "F32", 8: "F64"}[width(t)], append([]int{}, t.Shape()...), []int{from, end}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	text = append(text, bytes.Repeat([]byte{' '}, (8-len(text)%8)%8)...)
	if _, err = w.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...)); err != nil {
		return err
	}
	for _, name := range names {
		var data any = arrays[name].Data()
		if width(arrays[name]) == 4 {
			data = arrays[name].Data32()
		}
		if err = binary.Write(w, binary.LittleEndian, data); err != nil {
			return err
		}
	}
	return nil
}

func readSafetensors(file []byte) (map[string]stored, error) {
	if len(file) < 8 || binary.LittleEndian.Uint64(file) > uint64(len(file)-8) {
		return nil, fmt.Errorf("not a safetensors file: its header does not end in it")
	}
	n := int(binary.LittleEndian.Uint64(file))
	rows, err := members(file[8 : 8+n])
	if err != nil {
		return nil, fmt.Errorf("not a safetensors file: its header: %w", err)
	}
	data := file[8+n:]
	arrays, spans := map[string]stored{}, [][]int{}
	for name, text := range rows {
		if name == metadata {
			continue
		}
		var row safetensor
		if err := json.Unmarshal(text, &row); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		at, kind := row.Offsets, kinds[row.DType]
		switch {
		case len(at) != 2 || row.Shape == nil:
			return nil, fmt.Errorf("%s: the header says %.200s, not its dtype, shape and two data_offsets", name, text)
		case at[0] < 0 || at[0] > at[1] || at[1] > len(data):
			return nil, fmt.Errorf("%s: bytes %d to %d are not in the file, which has %d", name, at[0], at[1], len(data))
		case kind.width == 0:
			return nil, fmt.Errorf("%s: numbers of type %q; F64, F32, F16, BF16, BOOL, I8 to I64 and U8 to U64 are read", name, row.DType)
		}
		a := stored{shape: row.Shape, kind: kind, bytes: func(int) ([]byte, error) { return data[at[0]:at[1]], nil }}
		if err := a.fills(at[1] - at[0]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		arrays[name], spans = a, append(spans, at)
	}
	return arrays, seamless(spans, len(data))
}

// seamless checks that spans of bytes follow each other up to the end.
func seamless(spans [][]int, end int) error {
	slices.SortFunc(spans, slices.Compare)
	at := 0
	for _, s := range spans {
		if s[0] != at {
			return fmt.Errorf("the arrays overlap or leave a gap at byte %d", min(s[0], at))
		}
		at = s[1]
	}
	if at != end {
		return fmt.Errorf("the arrays end at byte %d of %d", at, end)
	}
	return nil
}

// members takes a JSON object apart, whose names must differ.
func members(text []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("it is no object")
	}
	rows := map[string]json.RawMessage{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		if _, ok := rows[name]; ok {
			return nil, fmt.Errorf("two arrays have the name %s", name)
		}
		var row json.RawMessage
		if err := d.Decode(&row); err != nil {
			return nil, err
		}
		rows[name] = row
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the object")
	}
	return rows, nil
}
