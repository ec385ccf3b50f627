package nn_test

import (
	"math"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// TestCompiledLosses: which labels count is no part of a compiled step, which
// serves other labels as they are.
func TestCompiledLosses(t *testing.T) {
	for what, loss := range map[string]func(s, y *ad.Tensor) *ad.Tensor{
		"SoftmaxCrossEntropy": nn.SoftmaxCrossEntropy,
		"CrossEntropy": func(s, y *ad.Tensor) *ad.Tensor {
			return nn.CrossEntropy(s, y, nn.Classes{Weight: heavy, LabelSmoothing: 0.1, Ignore: three})
		},
		"pools": func(s, y *ad.Tensor) *ad.Tensor {
			p := nn.Pool{Size: 2, Stride: 1, Pad: 1, OnlyInside: true}
			return nn.MaxPool(s.Reshape(1, 5, 4), p).Add(nn.AvgPool(s.Reshape(1, 5, 4), p)).Sum().Mul(y.Sum())
		},
	} {
		runs := 0
		grad := ad.Grad(loss, ad.Wrt("x1")).(func(s, y *ad.Tensor) *ad.Tensor)
		step := ad.Compile(func(s, y *ad.Tensor) *ad.Tensor { runs++; return grad(s, y) }).(func(s, y *ad.Tensor) *ad.Tensor)
		for k := range 4 {
			s, y := ad.Randn(k, 5, 4), ad.Vec(float64(k), 0, 1, 2, 3)
			if e := step(s, y).Sub(grad(s, y)).Norm().Item(); !(e < 1e-14) || math.IsNaN(e) {
				t.Errorf("%s: off by %g for labels %v", what, e, y)
			}
		}
		if runs != 1 {
			t.Errorf("%s ran %d times", what, runs)
		}
	}
}

// TestLossOfEach: under VMap each example has a gradient of its own, which
// together are that of the batch.
func TestLossOfEach(t *testing.T) {
	s, y := ad.Randn(1, 5, 4), ad.Vec(1, 0, 3, 3, 2)
	loss := func(s, y *ad.Tensor) *ad.Tensor {
		return nn.CrossEntropy(s.Reshape(1, 4), y.Reshape(1), nn.Classes{LabelSmoothing: 0.1, Ignore: []int{0}, Reduction: "sum"})
	}
	each := ad.VMap(loss).(func(s, y *ad.Tensor) *ad.Tensor)(s, y)
	want := nn.CrossEntropy(s, y, nn.Classes{LabelSmoothing: 0.1, Ignore: []int{0}, Reduction: "none"})
	if e := far(each, want); e > 1e-14 {
		t.Errorf("%v, want %v", each, want)
	}
}

// TestEmbeddingOfEach: as a product with one-hot rows an embedding is compiled
// once, and taken of each example by VMap.
func TestEmbeddingOfEach(t *testing.T) {
	table, words := ad.Randn(1, 4, 3), ad.Mat([][]float64{{0, 3}, {2, 2}})
	runs := 0
	product := func(words *ad.Tensor) *ad.Tensor { runs++; return nn.OneHot(words, 4).MatMul(table) }
	want := nn.Embedding(table, words)
	if e := far(ad.VMap(product).(func(*ad.Tensor) *ad.Tensor)(words), want); e != 0 {
		t.Errorf("of each example: %g off", e)
	}
	runs = 0
	compiled := ad.Compile(product).(func(*ad.Tensor) *ad.Tensor)
	for k := range 2 {
		if e := far(compiled(words.Row(k)), want.Row(k)); e != 0 {
			t.Errorf("compiled: %g off", e)
		}
	}
	if runs != 1 {
		t.Errorf("it ran %d times", runs)
	}
}
