package nn_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// TestRoundTrip keeps tensors of every rank, empty ones too, in both types.
func TestRoundTrip(t *testing.T) {
	special := ad.Vec(math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, -1), 5e-324)
	m := map[string]*ad.Tensor{"special": special, "empty": ad.Zeros(3, 0, 2), "none": ad.Zeros(0)}
	for rank, shape := 0, []int{}; rank < 6; rank++ {
		m[fmt.Sprint("rank", rank)] = ad.Randn(rank, shape...)
		m[fmt.Sprint("single", rank)] = ad.Randn(rank, shape...).Float32()
		shape = append(shape, 1+rank%3)
	}
	for _, name := range []string{"m.npz", "m.safetensors"} {
		file := filepath.Join(t.TempDir(), name)
		if err := nn.Save(file, m); err != nil {
			t.Fatal(err)
		}
		back := map[string]*ad.Tensor{}
		for k, v := range m {
			back[k] = v.Sub(v)
		}
		if err := nn.Load(file, &back); err != nil {
			t.Fatal(err)
		}
		for k, v := range m {
			same := slices.EqualFunc(back[k].Data(), v.Data(), func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
			if !same || !slices.Equal(back[k].Shape(), v.Shape()) || back[k].DType() != v.DType() {
				t.Errorf("%s: %s came back as %v %v, was %v %v", name, k, back[k].DType(), back[k], v.DType(), v)
			}
		}
	}
}

// TestLoadKeepsType: numbers become those of the model's tensors.
func TestLoadKeepsType(t *testing.T) {
	file := filepath.Join(t.TempDir(), "m.npz")
	nn.Save(file, map[string]*ad.Tensor{"a": ad.Vec(0.1), "b": ad.Vec(0.1).Float32()})
	m := map[string]*ad.Tensor{"a": ad.Zeros(1).Float32(), "b": ad.Zeros(1)}
	if err := nn.Load(file, &m); err != nil {
		t.Fatal(err)
	}
	if m["a"].DType() != ad.Float32 || m["b"].DType() != ad.Float64 || m["b"].Item() != float64(float32(0.1)) {
		t.Errorf("a is %v, b %v %v", m["a"].DType(), m["b"].DType(), m["b"])
	}
}

// TestSaveLeavesTheModel: what a model points at is still that afterwards.
func TestSaveLeavesTheModel(t *testing.T) {
	type layer struct{ W *ad.Tensor }
	head := &layer{ad.Vec(1)}
	m := struct{ Head *layer }{head}
	err := nn.Save(filepath.Join(t.TempDir(), "m.npz"), &m)
	if nn.Summary(&m); err != nil || m.Head != head {
		t.Errorf("%v; the head is another: %v", err, m.Head != head)
	}
}

// wants fails unless err says something.
func wants(t *testing.T, what string, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Errorf("%s: %v, want %q", what, err, text)
	}
}

// TestSaveErrors: an older file survives what can't be saved.
func TestSaveErrors(t *testing.T) {
	type unexported struct{ w *ad.Tensor }
	for _, kind := range []string{".npz", ".safetensors"} {
		folder := t.TempDir()
		file := filepath.Join(folder, "m"+kind)
		good := map[string]*ad.Tensor{"W": ad.Vec(1, 2)}
		if err := nn.Save(file, good); err != nil {
			t.Fatal(err)
		}
		for want, model := range map[string]any{
			"the model is nil":     nil,
			"the model is nil ":    (*unexported)(nil),
			"holds no tensors":     struct{ N string }{"x"},
			"only exported ones":   unexported{ad.Vec(1)},
			"a.b.c in a file":      map[string]map[string]*ad.Tensor{"a.b": {"c": ad.Vec(1)}, "a": {"b.c": ad.Vec(2)}},
			"the name \"__metadat": map[string]*ad.Tensor{"__metadata__": ad.Vec(1)},
		} {
			if kind == ".npz" && strings.Contains(want, "__metadat") {
				continue
			}
			wants(t, kind, nn.Save(file, model), strings.TrimSpace(want))
		}
		os.Mkdir(filepath.Join(folder, "folder"+kind), 0o755)
		wants(t, "a folder", nn.Save(filepath.Join(folder, "folder"+kind), good), "is a directory")
		wants(t, "no folder", nn.Save(filepath.Join(folder, "none", "m"+kind), good), "no such file")
		back := map[string]*ad.Tensor{"W": ad.Vec(0, 0)}
		if err := nn.Load(file, &back); err != nil || back["W"].At(1).Item() != 2 {
			t.Errorf("the older file: %v, %v", err, back)
		}
		if left, _ := os.ReadDir(folder); len(left) != 2 {
			t.Errorf("left behind: %v", left)
		}
		wants(t, "no address", nn.Load(file, back), "give its address")
		wants(t, "nil", nn.Load(file, nil), "give its address")
		wants(t, "a nil address", nn.Load(file, (*unexported)(nil)), "give its address")
		wants(t, "a tensor", nn.Load(file, ad.Vec(1, 2)), "give its address")
	}
}

// safetensors makes a file of a header and so many bytes.
func safetensors(header string, bytes int) []byte {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(file, header...), make([]byte, bytes)...)
}

// npy makes an array's file, npz an archive of such.
func npy(version byte, header string, bytes int) []byte {
	file := binary.LittleEndian.AppendUint16([]byte{0x93, 'N', 'U', 'M', 'P', 'Y', version, 0}, uint16(len(header)))
	if version > 1 {
		file = append(file, 0, 0)
	}
	return append(append(file, header...), make([]byte, bytes)...)
}

func npz(names string, files ...[]byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, name := range strings.Fields(names) {
		w, _ := z.Create(name)
		w.Write(files[i])
	}
	z.Close()
	return b.Bytes()
}

// TestLoadErrors: every file that is not as it should be is refused with the
// reason, takes no memory for what it only promises, and leaves the model as
// it was.
func TestLoadErrors(t *testing.T) {
	head := func(kind, order, shape string) string {
		return "{'descr': '" + kind + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }\n"
	}
	good := npy(1, head("<f8", "False", "2,"), 16)
	large := 1 << 40
	for _, c := range []struct {
		want string
		file []byte
	}{
		{"", npz("W.npy", good)},
		{"", npz("W.npy", npy(2, head("<f8", "False", "2,"), 16))},
		{"", npz("W.npy", npy(3, head(">f8", "True", "2,"), 16))},
		{"", npz("W.npy", npy(1, head("|b1", "False", "2,"), 2))},
		{"not a valid zip", good},
		{"not an array", npz("W.npy", []byte("hello, this is no array"))},
		{"format 4", npz("W.npy", npy(4, head("<f8", "False", "2,"), 16))},
		{"within its header", npz("W.npy", good[:20])},
		{"it ends after 15 of 16 bytes", npz("W.npy", good[:len(good)-1])},
		{"it goes on after the 16 bytes", npz("W.npy", append(slices.Clone(good), 0))},
		{"two arrays have the name W", npz("W.npy W.npy", good, good)},
		{"two arrays have the name W", npz("W.npy W", good, good)},
		{"want an array of numbers", npz("W.npy", npy(1, head("|O", "False", "2,"), 16))},
		{"want an array of numbers", npz("W.npy", npy(1, head("<c16", "False", "2,"), 16))},
		{"numbers of type f1", npz("W.npy", npy(1, head("<f1", "False", "2,"), 16))},
		{"does not fit", npz("W.npy", npy(1, head("<f8", "False", "99999999999999999999,"), 16))},
		{"in the file", npz("W.npy", npy(1, head("<f8", "False", fmt.Sprint(large)), 16))},
		{"in the file", npz("W.npy", npy(1, head("<f8", "False", "1099511627776, 1099511627776"), 16))},
		{"", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"__metadata__":{"format":"pt"}}   `, 16)},
		{"", safetensors(`{"W":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`, 4)},
		{"does not end in it", safetensors("", 0)[:7]},
		{"does not end in it", append([]byte{255, 255, 255, 255, 255, 255, 255, 255}, `{}`...)},
		{"is no object", safetensors(`[]`, 0)},
		{"unexpected", safetensors(`{"W":{"dtype":`, 0)},
		{"something follows", safetensors(`{} {}`, 0)},
		{"two arrays have the name W", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}`, 16)},
		{"overlap", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"V":{"dtype":"F64","shape":[2],"data_offsets":[8,24]}}`, 24)},
		{"overlap or leave a gap at byte 0", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[8,24]}}`, 24)},
		{"end at byte 16 of 17", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}`, 17)},
		{"are not in the file", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}`, 15)},
		{"are not in the file", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[16,0]}}`, 16)},
		{"are not in the file", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[-16,0]}}`, 16)},
		{"takes 16", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,15]}}`, 15)},
		{"there is no array of shape [-2]", safetensors(`{"W":{"dtype":"F64","shape":[-2],"data_offsets":[0,16]}}`, 16)},
		{"there is no array", safetensors(`{"W":{"dtype":"F64","shape":[1099511627776,1099511627776],"data_offsets":[0,16]}}`, 16)},
		{"in the file", safetensors(`{"W":{"dtype":"F64","shape":[0,1099511627776],"data_offsets":[0,0]}}`, 0)},
		{"not its dtype, shape and two data_offsets", safetensors(`{"W":{"dtype":"F64","data_offsets":[0,16]}}`, 16)},
		{"not its dtype, shape and two data_offsets", safetensors(`{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16,17]}}`, 16)},
		{`type "F8_E4M3"`, safetensors(`{"W":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}`, 2)},
		{"cannot unmarshal", safetensors(`{"W":{"dtype":"F64","shape":[1.5],"data_offsets":[0,16]}}`, 16)},
		{"W of shape [2] is not in the file", safetensors(`{}`, 0)},
	} {
		kind := ".safetensors"
		if c.file[0] == 'P' || c.file[0] == 0x93 {
			kind = ".npz"
		}
		file := filepath.Join(t.TempDir(), "m"+kind)
		os.WriteFile(file, c.file, 0o600)
		m := struct{ W *ad.Tensor }{ad.Vec(7, 8)}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := nn.Load(file, &m)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<22 {
			t.Errorf("%q: %d bytes allocated", c.want, used)
		}
		switch {
		case c.want == "" && err != nil:
			t.Errorf("a good file: %v", err)
		case c.want != "":
			wants(t, kind, err, c.want)
			if m.W.At(0).Item() != 7 {
				t.Errorf("%s: the model is %v", c.want, m.W)
			}
		}
	}
}

// TestDamagedFiles: a byte changed anywhere in an archive, or in a header, is
// either harmless or refused; it never panics.
func TestDamagedFiles(t *testing.T) {
	type net struct {
		W *ad.Tensor
		B float64
	}
	m := net{ad.Randn(1, 2, 3), 2}
	for _, kind := range []string{".npz", ".safetensors"} {
		file := filepath.Join(t.TempDir(), "m"+kind)
		nn.Save(file, m)
		data, _ := os.ReadFile(file)
		for i := range data {
			for _, flip := range []byte{1, 0x80, 0xff} {
				bad := slices.Clone(data)
				bad[i] ^= flip
				os.WriteFile(file, bad, 0o600)
				back := net{ad.Zeros(2, 3), 0}
				if err := nn.Load(file, &back); err != nil && (back.B != 0 || back.W.Norm().Item() != 0) {
					t.Errorf("byte %d of %s: %v, and the model is %v", i, kind, err, back)
				} else if err == nil && kind == ".npz" && back.W.Sub(m.W).Norm().Item() != 0 {
					t.Errorf("byte %d of %s: other numbers were taken", i, kind)
				}
			}
		}
	}
}
