package nn_test

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// published is what PyTorch gives: see testbed/networks.py.
//
//go:embed testdata/published.txt
var published string

// entropy is CrossEntropy of scores in x[0] for labels.
func entropy(c nn.Classes) func(x tensors) *ad.Tensor {
	return func(x tensors) *ad.Tensor { return nn.CrossEntropy(x[0], ad.Vec(1, 0, 3, 3, 2), c) }
}

// onGrid is CrossEntropy of images of scores, entropyOf that of probabilities.
func onGrid(c nn.Classes) func(x tensors) *ad.Tensor {
	return func(x tensors) *ad.Tensor { return nn.CrossEntropy(x[0], grid, c) }
}

func entropyOf(c nn.Classes) func(x tensors) *ad.Tensor {
	return func(x tensors) *ad.Tensor { return nn.CrossEntropy(x[0], x[1].SoftmaxAxis(1), c) }
}

func maxPool(p nn.Pool) func(x tensors) *ad.Tensor {
	return func(x tensors) *ad.Tensor { return nn.MaxPool(x[0], p) }
}

func avgPool(p nn.Pool) func(x tensors) *ad.Tensor {
	return func(x tensors) *ad.Tensor { return nn.AvgPool(x[0], p) }
}

var (
	grid  = ad.Mat([][]float64{{1, 0, 2}, {2, 2, 0}})
	heavy = ad.Vec(0.5, 2, 1, 0.25)
	three = []int{3}
)

var layers = map[string]func(x tensors) *ad.Tensor{
	"CrossEntropy":                      entropy(nn.Classes{}),
	"CrossEntropy, weights":             entropy(nn.Classes{Weight: heavy}),
	"CrossEntropy, smoothing":           entropy(nn.Classes{LabelSmoothing: 0.1}),
	"CrossEntropy, ignore":              entropy(nn.Classes{Ignore: three}),
	"CrossEntropy, all":                 entropy(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Ignore: three}),
	"CrossEntropy, all, sum":            entropy(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Ignore: three, Reduction: "sum"}),
	"CrossEntropy, all, none":           entropy(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Ignore: three, Reduction: "none"}),
	"CrossEntropy, images":              onGrid(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Ignore: []int{2}}),
	"CrossEntropy, images, none":        onGrid(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Reduction: "none"}),
	"CrossEntropy, probabilities":       entropyOf(nn.Classes{Weight: heavy, LabelSmoothing: 0.2, Reduction: "mean"}),
	"CrossEntropy, probabilities, none": entropyOf(nn.Classes{Weight: heavy, Reduction: "none"}),
	"NLL by CrossEntropy": func(x tensors) *ad.Tensor {
		return nn.CrossEntropy(x[0].LogSoftmax(), ad.Vec(1, 0, 3, 3, 2), nn.Classes{Weight: heavy, Ignore: three})
	},
	"BCEWithPosWeight":           func(x tensors) *ad.Tensor { return nn.BCEWithPosWeight(x[0], x[1].Sigmoid(), heavy) },
	"SmoothL1":                   func(x tensors) *ad.Tensor { return nn.SmoothL1(x[0], x[1], 0.7) },
	"SmoothL1, 0":                func(x tensors) *ad.Tensor { return nn.SmoothL1(x[0], x[1], 0) },
	"Huber":                      func(x tensors) *ad.Tensor { return nn.Huber(x[0], x[1], 0.7) },
	"KL":                         func(x tensors) *ad.Tensor { return nn.KL(x[0].LogSoftmax(), x[1].Softmax()) },
	"CosineSimilarity":           func(x tensors) *ad.Tensor { return nn.CosineSimilarity(x[0], x[1]) },
	"MaxPool":                    maxPool(nn.Pool{Size: 3, Stride: 2, Pad: 1}),
	"MaxPool, no stride":         maxPool(nn.Pool{Size: 2}),
	"MaxPool, sequences":         maxPool(nn.Pool{Size: 4, Stride: 1, Pad: 2}),
	"AvgPool":                    avgPool(nn.Pool{Size: 3, Stride: 2, Pad: 1}),
	"AvgPool, inside":            avgPool(nn.Pool{Size: 3, Stride: 1, Pad: 1, OnlyInside: true}),
	"AvgPool, sequences":         avgPool(nn.Pool{Size: 3, Stride: 2, Pad: 1}),
	"AvgPool, sequences, inside": avgPool(nn.Pool{Size: 3, Stride: 2, Pad: 1, OnlyInside: true}),
	"RNN":                        func(x tensors) *ad.Tensor { return nn.RNN{x[1], x[2], x[3], x[4]}.RunFrom(x[0], x[5]) },
	"GRU":                        func(x tensors) *ad.Tensor { return nn.GRU{x[1], x[2], x[3], x[4]}.RunFrom(x[0], x[5]) },
	"LSTM": func(x tensors) *ad.Tensor {
		hs, cell := nn.LSTM{x[1], x[2], x[3], x[4]}.RunFrom(x[0], x[5], x[6])
		return ad.ConcatAxis(0, hs.Reshape(-1), cell.Reshape(-1))
	},
	"Embedding": func(x tensors) *ad.Tensor { return nn.Embedding(x[0], grid) },
}

// shapes of the inputs, as in testbed/networks.py.
func shapesOf(name string) [][]int {
	cell := func(gates, states int) [][]int {
		s := [][]int{{3, 2, 4}, {gates * 5, 4}, {gates * 5, 5}, {gates * 5}, {gates * 5}, {2, 5}, {2, 5}}
		return s[:5+states]
	}
	switch {
	case name == "RNN":
		return cell(1, 1)
	case name == "GRU":
		return cell(3, 1)
	case name == "LSTM":
		return cell(4, 2)
	case name == "Embedding":
		return [][]int{{3, 4}}
	case strings.Contains(name, "sequences"):
		return [][]int{{2, 3, 7}}
	case strings.Contains(name, "Pool"):
		return [][]int{{2, 2, 5, 6}}
	case strings.Contains(name, "images"), name == "CrossEntropy, probabilities, none":
		return [][]int{{2, 4, 3}, {2, 4, 3}}
	}
	return [][]int{{5, 4}, {5, 4}}
}

func waves(start float64, shape ...int) *ad.Tensor {
	n := ad.Zeros(shape...).Size()
	return ad.Arange(start, start+float64(n), 1).Sin().Reshape(shape...)
}

// TestPublished wants the results and gradients of PyTorch, to 1e-12 of their
// size, and in float32 to 2e-5.
func TestPublished(t *testing.T) {
	seen := 0
	for line := range strings.Lines(published) {
		name, numbers, _ := strings.Cut(strings.TrimSpace(line), ": | ")
		f := layers[name]
		if f == nil {
			t.Errorf("%s is not compared", name)
			continue
		}
		seen++
		lists := strings.Split(numbers, " | ")
		var x, single tensors
		for k, shape := range shapesOf(name)[:len(lists)-1] {
			x = append(x, waves(float64(1+100*k), shape...))
			single = append(single, x[k].Float32())
		}
		compare := func(x tensors, allowed float64) {
			y, back := ad.VJP(f).(func(tensors) (*ad.Tensor, func(any) tensors))(x)
			got := append(tensors{y}, back(waves(1, y.Shape()...))...)
			for k, list := range lists {
				if got[k].DType() != x[0].DType() {
					t.Errorf("%s: list %d is of %v", name, k, got[k].DType())
				}
				for i, text := range strings.Fields(list) {
					want, err := strconv.ParseFloat(text, 64)
					if v := got[k].Data()[i]; err != nil || !(math.Abs(v-want) <= allowed*max(1, math.Abs(want))) {
						t.Fatalf("%s: number %d of list %d is %v, want %s", name, i, k, v, text)
					}
				}
			}
		}
		compare(x, 1e-12)
		compare(single, 2e-5)
	}
	if seen != len(layers) {
		t.Errorf("%d of %d are compared", seen, len(layers))
	}
}
