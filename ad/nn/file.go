package nn

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/gojac/gojac/ad"
)

// A format reads and writes named arrays.
type format struct {
	write func(names []string, arrays map[string]*ad.Tensor) ([]byte, error)
	read  func(file []byte) (map[string]*ad.Tensor, error)
}

// formats by the extension of the file.
var formats = map[string]format{
	".npz":         {writeNPZ, readNPZ},
	".safetensors": {writeSafetensors, readSafetensors},
}

func formatOf(file string) (format, error) {
	f, ok := formats[filepath.Ext(file)]
	if !ok {
		return f, fmt.Errorf("a model is kept in a .npz or a .safetensors file, not in %q", filepath.Ext(file))
	}
	return f, nil
}

// nameOf is how a file and a summary name what stands at a path in a model:
// "W1", "Layers[0].W", and "conv1.W" also where conv1 is the key of a map.
func nameOf(path string) string {
	return strings.TrimPrefix(mapKey.ReplaceAllString(path, ".$1"), ".")
}

var mapKey = regexp.MustCompile(`\["([^"\\]*)"\]`)

// parameters calls f for the tensors and floats of a model, or of that at an address.
func parameters(model any, f func(name string, t *ad.Tensor)) {
	if v := reflect.ValueOf(model); v.IsValid() && v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		model = p.Interface()
	}
	ad.Update(model, model, func(path string, t, _ *ad.Tensor) *ad.Tensor {
		f(nameOf(path), t)
		return t
	})
}

// Save writes the tensors and floats of a model, or of that at an address, to a
// file of NumPy (.npz) or of Hugging Face (.safetensors): one array of float64
// for each, named by its path in the model ("W1", "Layers[0].W"; the key, in a
// map).
func Save(file string, model any) error {
	f, err := formatOf(file)
	if err != nil {
		return fmt.Errorf("nn: save %s: %w", file, err)
	}
	var names []string
	arrays := map[string]*ad.Tensor{}
	parameters(model, func(name string, t *ad.Tensor) { names, arrays[name] = append(names, name), t })
	data, err := f.write(names, arrays)
	if err != nil {
		return fmt.Errorf("nn: save %s: %w", file, err)
	}
	return os.WriteFile(file, data, 0o644)
}

// Load reads a .npz or .safetensors file into a model of the same structure,
// given by its address. Arrays of float64 and float32 do, wherever they come
// from. The model stays as it was if the file does not hold exactly its
// arrays, each in its shape; the error names those that differ.
func Load(file string, model any) error {
	f, err := formatOf(file)
	if err != nil {
		return fmt.Errorf("nn: load %s: %w", file, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("nn: load: %w", err)
	}
	arrays, err := f.read(data)
	if err != nil {
		return fmt.Errorf("nn: load %s: %w", file, err)
	}
	var wrong []string
	known := map[string]bool{}
	parameters(model, func(name string, value *ad.Tensor) {
		known[name] = true
		switch t := arrays[name]; {
		case t == nil:
			wrong = append(wrong, fmt.Sprintf("%s of shape %v is not in the file", name, value.Shape()))
		case !slices.Equal(t.Shape(), value.Shape()):
			wrong = append(wrong, fmt.Sprintf("%s has shape %v in the model and %v in the file", name, value.Shape(), t.Shape()))
		}
	})
	for name, t := range arrays {
		if !known[name] {
			wrong = append(wrong, fmt.Sprintf("the file's %s of shape %v is not in the model", name, t.Shape()))
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return fmt.Errorf("nn: load %s: %s", file, strings.Join(wrong, "; "))
	}
	ad.Update(model, model, func(path string, _, _ *ad.Tensor) *ad.Tensor { return arrays[nameOf(path)] })
	return nil
}

// tensorOf checks what a file says of an array against its bytes: the shape,
// and whether its numbers have 8 bytes or 4.
func tensorOf(shape []int, width int, data []byte, number func([]byte) float64) (*ad.Tensor, error) {
	n := width
	for _, d := range shape {
		if d < 0 || d > 0 && n > len(data)/d {
			return nil, fmt.Errorf("%d bytes do not fill an array of shape %v", len(data), shape)
		}
		n *= d
	}
	if n != len(data) {
		return nil, fmt.Errorf("%d bytes for an array of shape %v, which takes %d", len(data), shape, n)
	}
	x := make([]float64, n/width)
	for i := range x {
		x[i] = number(data[i*width:])
	}
	return ad.FromSlice(x, shape...), nil
}
