package nn

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

// A safetensors file is the length of a JSON header in 8 bytes, the header,
// and the numbers, all little endian; the header says of each array its type,
// its shape and from where to where its bytes lie.

type safetensor struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

func writeSafetensors(names []string, arrays map[string]*ad.Tensor) ([]byte, error) {
	header := map[string]safetensor{}
	var data []byte
	for _, name := range names {
		from := len(data)
		kind := "F64"
		if t := arrays[name]; t.DType() == ad.Float32 {
			kind = "F32"
			for _, v := range t.Data32() {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
			}
		} else {
			for _, v := range t.Data() {
				data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
			}
		}
		header[name] = safetensor{kind, append([]int{}, arrays[name].Shape()...), [2]int{from, len(data)}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	return append(append(file, text...), data...), nil
}

func readSafetensors(file []byte) (map[string]*ad.Tensor, error) {
	if len(file) < 8 || binary.LittleEndian.Uint64(file) > uint64(len(file)-8) {
		return nil, fmt.Errorf("not a safetensors file: its header does not end in it")
	}
	n := int(binary.LittleEndian.Uint64(file))
	var rows map[string]json.RawMessage
	if err := json.Unmarshal(file[8:8+n], &rows); err != nil {
		return nil, fmt.Errorf("not a safetensors file: its header: %w", err)
	}
	data := file[8+n:]
	arrays := map[string]*ad.Tensor{}
	for name, text := range rows {
		if name == "__metadata__" {
			continue
		}
		var row safetensor
		if err := json.Unmarshal(text, &row); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		from, to := row.Offsets[0], row.Offsets[1]
		if from < 0 || from > to || to > len(data) {
			return nil, fmt.Errorf("%s: bytes %d to %d are not in the file, which has %d", name, from, to, len(data))
		}
		t, err := numbers(row.DType, row.Shape, data[from:to])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		arrays[name] = t
	}
	return arrays, nil
}

// numbers reads an array whose type is named as in safetensors.
func numbers(dtype string, shape []int, data []byte) (*ad.Tensor, error) {
	switch dtype {
	case "F64":
		return tensorOf(shape, 8, data, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) })
	case "F32":
		t, err := tensorOf(shape, 4, data, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) })
		if err != nil {
			return nil, err
		}
		return t.Float32(), nil
	}
	return nil, fmt.Errorf("numbers of type %s; float64 (F64) and float32 (F32) are read", dtype)
}
