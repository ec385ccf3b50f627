package nn_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

type tensorFn = func(*ad.Tensor) *ad.Tensor

// TestLayerGradients holds the gradient of each layer by each of its tensors
// against differences.
func TestLayerGradients(t *testing.T) {
	x, image := ad.Randn(1, 4, 3), ad.Randn(2, 2, 2, 4, 5)
	w := ad.Randn(3, 3, 2, 2, 3)
	for what, f := range map[string]any{
		"LayerNorm": func(x, g, b *ad.Tensor) *ad.Tensor {
			return nn.LayerNorm(x.Reshape(4, 3), g.Slice(0, 3), b.Slice(0, 3))
		},
		"BatchNorm": func(x, g, b *ad.Tensor) *ad.Tensor {
			y, _, _ := nn.BatchNorm(x.Reshape(4, 3), g.Slice(0, 3), b.Slice(0, 3))
			return y
		},
		"Dropout":   func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.Dropout(x, 0.5, 1) },
		"Embedding": func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.Embedding(x.Reshape(4, 3), ad.Vec(3, 0, 3)) },
		"GELU":      func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.GELU(x) },
		"Attention": func(q, k, v *ad.Tensor) *ad.Tensor {
			return nn.Attention(q.Reshape(4, 3), k.Reshape(4, 3), v.Reshape(4, 3))
		},
		"Conv2D, kernel": func(x, _, b *ad.Tensor) *ad.Tensor {
			return nn.Conv2D(image, w.Mul(x.Slice(0, 3).Reshape(3, 1, 1, 1)), b.Slice(0, 3), 1, 1)
		},
		"Conv2D, image": func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.Conv2D(x.Reshape(1, 2, 2, 3), w, ad.Zeros(3), 2, 1) },
		"MaxPool2D":     func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.MaxPool2D(x.Reshape(1, 2, 2, 3), 2, 1) },
		"AvgPool2D":     func(x, _, _ *ad.Tensor) *ad.Tensor { return nn.AvgPool2D(x.Reshape(1, 2, 2, 3), 2, 1) },
	} {
		check := ad.CheckGrad(f).(func(a, b, c *ad.Tensor) *ad.Verdict)
		if v := check(x.Reshape(12), ad.Randn(4, 12), ad.Randn(5, 12)); v.Cause != ad.Agree {
			t.Errorf("%s: %v", what, v)
		}
	}
}

// TestConv2D compares with the sum that defines it.
func TestConv2D(t *testing.T) {
	x, w, b := ad.Randn(1, 2, 3, 5, 6), ad.Randn(2, 4, 3, 3, 2), ad.Randn(3, 4)
	for _, c := range []struct{ stride, pad int }{{1, 0}, {2, 1}, {1, 2}} {
		y := nn.Conv2D(x, w, b, c.stride, c.pad)
		s := y.Shape()
		for n := range s[0] {
			for o := range s[1] {
				for i := range s[2] {
					for j := range s[3] {
						want := b.At(o).Item()
						for ch := range 3 {
							for di := range 3 {
								for dj := range 2 {
									r, q := i*c.stride+di-c.pad, j*c.stride+dj-c.pad
									if r >= 0 && r < 5 && q >= 0 && q < 6 {
										want += x.At(n, ch, r, q).Item() * w.At(o, ch, di, dj).Item()
									}
								}
							}
						}
						if got := y.At(n, o, i, j).Item(); math.Abs(got-want) > 1e-12 {
							t.Fatalf("stride %d, padding %d: %v at %d %d %d %d, want %v", c.stride, c.pad, got, n, o, i, j, want)
						}
					}
				}
			}
		}
	}
	p := nn.MaxPool2D(ad.Arange(0, 16, 1).Reshape(1, 1, 4, 4), 2, 2).Data()
	if p[0] != 5 || p[1] != 7 || p[2] != 13 || p[3] != 15 {
		t.Errorf("the largest of each quarter are %v", p)
	}
}

func TestNormsAndDropout(t *testing.T) {
	x := ad.Randn(1, 50, 4).MulC(3).AddC(7)
	y, mean, variance := nn.BatchNorm(x, ad.Ones(4), ad.Zeros(4))
	if m := y.MeanAxis(0).Abs().Max().Item(); m > 1e-12 {
		t.Errorf("the columns have means up to %g", m)
	}
	same := nn.BatchNormWith(x, ad.Ones(4), ad.Zeros(4), mean, variance).Sub(y).Abs().Max().Item()
	rows := nn.LayerNorm(x, ad.Ones(4), ad.Zeros(4)).Square().MeanAxis(1).AddC(-1).Abs().Max().Item()
	if same != 0 || rows > 1e-4 {
		t.Errorf("off by %g with known statistics; row variances off by %g", same, rows)
	}
	d := nn.Dropout(ad.Ones(10000), 0.3, 5)
	if m := d.Mean().Item(); math.Abs(m-1) > 0.03 || d.Max().Item() != 1/0.7 || d.Min().Item() != 0 {
		t.Errorf("dropout: mean %v, from %v to %v", m, d.Min(), d.Max())
	}
}

func TestSaveAndLoad(t *testing.T) {
	type layer struct{ W, B *ad.Tensor }
	type net struct {
		Layers []layer
		Scale  float64
	}
	m := net{[]layer{{ad.Randn(1, 3, 2), ad.Randn(2, 3)}, {ad.Randn(3, 1, 3), ad.Scalar(4)}}, 2.5}
	for _, name := range []string{"net.npz", "net.safetensors"} {
		file := filepath.Join(t.TempDir(), name)
		if err := nn.Save(file, &m); err != nil {
			t.Fatal(err)
		}
		blank := net{[]layer{{ad.Zeros(3, 2), ad.Zeros(3)}, {ad.Zeros(1, 3), ad.Scalar(0)}}, 0}
		if err := nn.Load(file, &blank); err != nil {
			t.Fatal(err)
		}
		want, got := ad.Tensors(m), ad.Tensors(blank)
		for i := range want {
			if got[i].String() != want[i].String() {
				t.Errorf("%s: tensor %d is %v, want %v", name, i, got[i], want[i])
			}
		}
		other := net{[]layer{{ad.Zeros(2, 2), ad.Zeros(3)}, {ad.Zeros(1, 3), ad.Scalar(0)}, {ad.Zeros(1), ad.Zeros(1)}}, 1}
		err := nn.Load(file, &other)
		for _, text := range []string{"Layers[0].W has shape [2 2] in the model and [3 2] in the file", "Layers[2].B of shape [1] is not in the file"} {
			if err == nil || !strings.Contains(err.Error(), text) || other.Scale != 1 {
				t.Errorf("%s: another model: %v, want %s", name, err, text)
			}
		}
		less := struct{ Scale float64 }{}
		if err := nn.Load(file, &less); err == nil || !strings.Contains(err.Error(), "the file's Layers[0].B of shape [3] is not in the model") {
			t.Errorf("%s: a smaller model: %v", name, err)
		}
		data, _ := os.ReadFile(file)
		for n := range len(data) { // whatever is cut off, no panic and no model
			if err := os.WriteFile(file, data[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			if nn.Load(file, &blank) == nil {
				t.Errorf("%s: %d of %d bytes were taken for a model", name, n, len(data))
			}
		}
	}
	if err := nn.Save("net.bin", &m); err == nil || !strings.Contains(err.Error(), ".safetensors") {
		t.Errorf("an unknown format: %v", err)
	}
}

// TestSaveMap keeps models that are maps: their arrays have the names of the
// keys.
func TestSaveMap(t *testing.T) {
	m := map[string]*ad.Tensor{"w": ad.Vec(1, 2), "b": ad.Scalar(3)}
	for _, name := range []string{"net.npz", "net.safetensors"} {
		file := filepath.Join(t.TempDir(), name)
		if err := nn.Save(file, m); err != nil {
			t.Fatal(err)
		}
		same := struct{ Net map[string]*ad.Tensor }{map[string]*ad.Tensor{"w": ad.Vec(0, 0)}}
		if err := nn.Load(file, &same.Net); err == nil || !strings.Contains(err.Error(), "the file's b of shape [] is not in the model") {
			t.Errorf("%s: a smaller map: %v", name, err)
		}
		blank := map[string]*ad.Tensor{"w": ad.Zeros(2), "b": ad.Scalar(0)}
		if err := nn.Load(file, &blank); err != nil || blank["w"].String() != "[1 2]" || blank["b"].Item() != 3 {
			t.Errorf("%s: %v, %v", name, blank, err)
		}
		nested := map[string]map[string]*ad.Tensor{"conv1": {"W": ad.Vec(4, 5)}}
		if err := nn.Save(file, nested); err != nil {
			t.Fatal(err)
		}
		exported := struct{ Conv1 struct{ W *ad.Tensor } }{}
		exported.Conv1.W = ad.Zeros(2)
		if err := nn.Load(file, &exported); err == nil || !strings.Contains(err.Error(), "conv1.W of shape [2] is not in the model") {
			t.Errorf("%s: another name: %v", name, err)
		}
	}
	if got := nn.Summary(map[string]map[string]*ad.Tensor{"conv1": {"W": ad.Zeros(2, 3)}}).Rows[0].Path; got != "conv1.W" {
		t.Errorf("summary: %s", got)
	}
}
