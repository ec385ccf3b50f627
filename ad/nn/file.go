package nn

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad"
)

// A format writes named arrays, and reads what a file says of its own.
type format struct {
	write func(w io.Writer, names []string, arrays map[string]*ad.Tensor) error
	read  func(file []byte) (map[string]stored, error)
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

// parameters calls f for the tensors and floats of a model, or of that at an
// address, which stays as it is.
func parameters(op string, model any, f func(name string, t *ad.Tensor)) error {
	v := reflect.ValueOf(model)
	for v.IsValid() && v.Kind() == reflect.Pointer && !v.IsNil() && v.Type() != tensorType {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return &ad.Error{Op: op, Detail: "the model is nil"}
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	some := false
	ad.Update(p.Interface(), p.Interface(), func(path string, t, _ *ad.Tensor) *ad.Tensor {
		f(nameOf(path), t)
		some = true
		return t
	})
	if !some {
		return &ad.Error{Op: op, Detail: fmt.Sprintf("a %T holds no tensors and no numbers to learn", model),
			Hint: "a model is a struct of tensors; fields of interface types do not count, and outside of package main only exported ones do"}
	}
	return nil
}

var tensorType = reflect.TypeFor[*ad.Tensor]()

// Save writes the tensors and floats of a model, or of that at an address, to a
// file of NumPy (.npz) or of Hugging Face (.safetensors): one array of float64,
// or of float32 for a tensor of that type, each named by its path in the model
// ("W1", "Layers[0].W"; the key, in a map). If it fails, a file that was there
// is still as it was.
func Save(file string, model any) error {
	f, err := formatOf(file)
	if err != nil {
		return fmt.Errorf("nn: save %s: %w", file, err)
	}
	var names []string
	arrays := map[string]*ad.Tensor{}
	twice := ""
	err = parameters("Save", model, func(name string, t *ad.Tensor) {
		if arrays[name] != nil {
			twice = name
		}
		names, arrays[name] = append(names, name), t
	})
	if err == nil && twice != "" {
		err = fmt.Errorf("two tensors of the model have the name %s in a file", twice)
	}
	if err == nil {
		err = replace(file, func(w io.Writer) error { return f.write(w, names, arrays) })
	}
	if err != nil {
		return fmt.Errorf("nn: save %s: %w", file, err)
	}
	return nil
}

// replace writes a file beside an old one, and puts it in its place when all
// is well.
func replace(file string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	old, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil && !os.IsNotExist(err) {
		return err // a directory, or write-protected
	}
	f, err := os.OpenFile(file+"."+strconv.FormatUint(rand.Uint64(), 36), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // in vain once it has its name
	if old != nil {
		if info, err := old.Stat(); err == nil {
			f.Chmod(info.Mode().Perm())
		}
		old.Close()
	}
	b := bufio.NewWriterSize(f, 1<<16)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// Load reads a .npz or .safetensors file into a model of the same structure,
// given by its address. Its numbers, of whatever type, wherever they come
// from, become those of the model's tensors. The model stays as it was if the
// file does not hold exactly its arrays, each in its shape; the error names
// those that differ.
func Load(file string, model any) error {
	if v := reflect.ValueOf(model); v.Kind() != reflect.Pointer || v.IsNil() || v.Type() == tensorType {
		return fmt.Errorf("nn: load %s: the model is a %T, which can't be changed; give its address: &m", file, model)
	}
	f, err := formatOf(file)
	if err != nil {
		return fmt.Errorf("nn: load %s: %w", file, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("nn: load: %w", err)
	}
	arrays, err := f.read(data)
	if err == nil {
		err = load(model, arrays)
	}
	if err != nil {
		return fmt.Errorf("nn: load %s: %w", file, err)
	}
	return nil
}

// load brings arrays into a model if they are exactly its own.
func load(model any, arrays map[string]stored) error {
	var wrong []string
	values := map[string]*ad.Tensor{}
	err := parameters("Load", model, func(name string, value *ad.Tensor) {
		values[name] = value
		switch a, ok := arrays[name]; {
		case !ok:
			wrong = append(wrong, fmt.Sprintf("%s of shape %v is not in the file", name, value.Shape()))
		case !slices.Equal(a.shape, value.Shape()):
			wrong = append(wrong, fmt.Sprintf("%s has shape %v in the model and %v in the file", name, value.Shape(), a.shape))
		}
	})
	if err != nil {
		return err
	}
	for name, a := range arrays {
		if values[name] == nil {
			wrong = append(wrong, fmt.Sprintf("the file's %s of shape %v is not in the model", name, a.shape))
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return fmt.Errorf("%s", strings.Join(wrong, "; "))
	}
	for name, value := range values {
		t, err := arrays[name].tensor()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		values[name] = ofType(value, t)
	}
	ad.Update(model, model, func(path string, _, _ *ad.Tensor) *ad.Tensor { return values[nameOf(path)] })
	return nil
}
