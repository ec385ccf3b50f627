package nn_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/adtest"
	"github.com/gojac/gojac/ad/nn"
)

// TestRefusals: what does not fit is refused in the name of the layer, before
// anything is stretched.
func TestRefusals(t *testing.T) {
	x, y := ad.Randn(1, 3, 4), ad.Vec(0, 1, 2)
	column, none := y.Reshape(3, 1), ad.Zeros(0, 4)
	images, steps := ad.Randn(2, 2, 3, 5, 5), ad.Zeros(2, 3, 4)
	var missing *ad.Tensor
	one := func(a, _, _ *ad.Tensor) *ad.Tensor { return a }
	for _, c := range []struct {
		want string
		f    func() any
	}{
		{"SoftmaxCrossEntropy: (3, 4) × (3, 1)", func() any { return nn.SoftmaxCrossEntropy(x, column) }},
		{"SoftmaxCrossEntropy: an operand is nil", func() any { return nn.SoftmaxCrossEntropy(missing, y) }},
		{"the label NaN is not the number of one of 4", func() any { return nn.SoftmaxCrossEntropy(x, ad.Vec(0, math.NaN(), 1)) }},
		{"the label 4 is not", func() any { return nn.CrossEntropy(x, ad.Vec(0, 4, 1), nn.Classes{Ignore: []int{-1}}) }},
		{"CrossEntropy: (0, 4) × (0)", func() any { return nn.CrossEntropy(none, ad.Zeros(0), nn.Classes{}) }},
		{"CrossEntropy: (3, 4) × (2)", func() any { return nn.CrossEntropy(x, ad.Vec(0, 1), nn.Classes{}) }},
		{"CrossEntropy: (3): there are 4 classes", func() any { return nn.CrossEntropy(x, y, nn.Classes{Weight: ad.Ones(3)}) }},
		{"LabelSmoothing is NaN", func() any { return nn.CrossEntropy(x, y, nn.Classes{LabelSmoothing: math.NaN()}) }},
		{`Reduction is "avg"; it is "mean"`, func() any { return nn.CrossEntropy(x, y, nn.Classes{Reduction: "avg"}) }},
		{"Ignore names labels", func() any { return nn.CrossEntropy(x, x.Softmax(), nn.Classes{Ignore: []int{0}}) }},
		{"Accuracy: (3, 4) × (3, 1)", func() any { return nn.Accuracy(x, column) }},
		{"Accuracy: (0, 4) × (0)", func() any { return nn.Accuracy(none, ad.Zeros(0)) }},
		{"MSE: (3, 1) × (3): what is predicted", func() any { return nn.MSE(column, y) }},
		{"MSE: (0, 4) × (0, 4)", func() any { return nn.MSE(none, none) }},
		{"MAE: (3, 4) × (5)", func() any { return nn.MAE(x, ad.Zeros(5)) }},
		{"Huber: it bends at NaN", func() any { return nn.Huber(x, x, math.NaN()) }},
		{"SmoothL1: it bends at -1", func() any { return nn.SmoothL1(x, x, -1) }},
		{"Logistic: (3, 1) × (3)", func() any { return nn.BCEWithLogits(column, y) }},
		{"BCE: (3, 1) × (3)", func() any { return nn.BCE(column, y) }},
		{"BCEWithPosWeight: (3) × (3, 1): the weight", func() any { return nn.BCEWithPosWeight(y, y, column) }},
		{"KL: (3, 4) × (1, 4)", func() any { return nn.KL(x, ad.Zeros(1, 4)) }},
		{"CosineSimilarity: () × ()", func() any { return nn.CosineSimilarity(ad.Scalar(1), ad.Scalar(1)) }},
		{"Linear: (3, 4) × (2, 5)", func() any { return nn.Linear(x, ad.Zeros(2, 5), ad.Zeros(2)) }},
		{"Linear: (3, 1): b does not belong to this input; its shape is (2)", func() any { return nn.Linear(x, ad.Zeros(2, 4), ad.Zeros(3, 1)) }},
		{"Linear: (7, 1, 1)", func() any { return nn.Linear(x, ad.Zeros(2, 4), ad.Zeros(7, 1, 1)) }},
		{"Conv2D: (4): b does not belong", func() any { return nn.Conv2D(images, ad.Zeros(1, 3, 3, 3), ad.Zeros(4), 1, 0) }},
		{"MaxPool: (3, 4)", func() any { return nn.MaxPool(x, nn.Pool{Size: 2}) }},
		{"size 0, stride 0", func() any { return nn.AvgPool(images, nn.Pool{}) }},
		{"size 3, stride 3, padding by 2", func() any { return nn.AvgPool(images, nn.Pool{Size: 3, Pad: 2}) }},
		{"a window of 9223372036854775807 does not fit axis 2", func() any { return nn.MaxPool(images, nn.Pool{Size: math.MaxInt, Pad: math.MaxInt / 2}) }},
		{"LayerNorm: (5, 1, 1): scale", func() any { return nn.LayerNorm(x, ad.Ones(5, 1, 1), ad.Zeros(4)) }},
		{"LayerNorm: (): a number has no rows", func() any { return nn.LayerNorm(ad.Scalar(1), ad.Ones(3), ad.Zeros(4)) }},
		{"RMSNorm: (3): scale", func() any { return nn.RMSNorm(ad.Ones(3, 1), ad.Ones(3)) }},
		{"BatchNorm: (3): scale", func() any { return one(nn.BatchNorm(x, ad.Ones(3), ad.Zeros(4))) }},
		{"BatchNorm: (4): mean", func() any { return nn.BatchNormWith(ad.Zeros(3, 1), ad.Ones(1), ad.Zeros(1), ad.Zeros(4), ad.Zeros(1)) }},
		{"GroupNorm: (2): scale", func() any { return nn.GroupNorm(images, 3, ad.Ones(2), ad.Zeros(3)) }},
		{"do not fall into 2 groups", func() any { return nn.GroupNorm(images, 2, ad.Ones(3), ad.Zeros(3)) }},
		{"the probability is 1; it is", func() any { return nn.Dropout(x, 1, 1) }},
		{"the word 3 is no row of the table; words count from 0 to 2", func() any { return nn.Embedding(x, ad.Vec(3)) }},
		{"the word NaN is no row", func() any { return nn.Embedding(x, ad.Vec(math.NaN())) }},
		{"Embedding: (): the table", func() any { return nn.Embedding(ad.Scalar(1), ad.Vec(0)) }},
		{"Attention: (3, 4) × (5, 3) × (5, 2)", func() any { return nn.Attention(x, ad.Zeros(5, 3), ad.Zeros(5, 2)) }},
		{"Attention: (3, 4) × (5, 4) × (6, 2)", func() any { return nn.Attention(x, ad.Zeros(5, 4), ad.Zeros(6, 2)) }},
		{"Attention: (3, 3) × (2, 3, 3): the mask", func() any { return nn.MaskedAttention(x, x, x, ad.Zeros(2, 3, 3)) }},
		{"MultiHead: Wq is nil; NewMultiHead", func() any { return nn.MultiHead{}.Attend(x, x, x, ad.Scalar(0)) }},
		{"MultiHead: (3, 4) × (6, 6)", func() any { return nn.NewMultiHead(1, 6, 2).Attend(x, x, x, ad.Scalar(0)) }},
		{"3 heads do not share vectors of 4", func() any { return nn.NewMultiHead(1, 4, 3).Wq }},
		{"RNN: Wx is nil; NewRNN makes", func() any { return nn.RNN{}.Run(steps) }},
		{"GRU: (3, 4): the sequence does not belong to these weights; the sequence is (steps, n, inputs), inputs = 4", func() any { return nn.NewGRU(1, 4, 5).Run(x) }},
		{"LSTM: (2, 3, 4): the sequence does not belong to these weights; the sequence is (steps, n, inputs), inputs = 3", func() any { return nn.NewLSTM(1, 3, 5).Run(steps) }},
		{"the sequence has no steps", func() any { return nn.NewRNN(1, 4, 5).Run(ad.Zeros(0, 3, 4)) }},
		{"the state is (n, hidden), n = 3, hidden = 5", func() any { return nn.NewRNN(1, 4, 5).RunFrom(steps, ad.Zeros(1, 5)) }},
		{"RNN: (5, 4) × (5, 5) × (5, 1) × (5): the weights", func() any {
			c := nn.NewRNN(1, 4, 5)
			c.Bx = c.Bx.Reshape(5, 1)
			return c.Run(ad.Zeros(2, 5, 4))
		}},
		{"the cell state is nil", func() any { return one(second(nn.NewLSTM(1, 4, 5).Step(x, ad.Zeros(3, 5), nil))) }},
		{"0 inputs and 5 hidden units", func() any { return nn.NewRNN(1, 0, 5).Wx }},
		{"too large", func() any { return nn.He(1, 1<<40, 1<<40) }},
		{"a dimension is negative", func() any { return nn.Causal(-1) }},
		{"Summary: the model is nil", func() any { return nn.Summary((*cnn)(nil)) }},
		{`module "" has no Forward`, func() any { return nn.Chain(&nn.Module{}).Forward(x) }},
		{`module "ReLU" has no Pull`, func() any {
			m := nn.ReLUModule()
			m.Pull = nil
			return nn.Chain(m).Pull(x, x)
		}},
		{"0 parameters for modules that have 2", func() any { return nn.Chain(nn.LinearModule(x, y)).With(nil) }},
	} {
		adtest.Refused(t, c.want, func() { t.Errorf("%v, want %q", c.f(), c.want) })
	}
	for _, m := range []*nn.Module{nil, {}, {Forward: (*ad.Tensor).ReLU, Push: nn.ReLUModule().Push}} {
		wants(t, "a module without rules", m.Check(x), "has Forward, Push and Pull")
	}
	linear := nn.LinearModule(ad.Zeros(2, 4), ad.Zeros(2))
	linear.With = nil
	wants(t, "no With", linear.Check(x), "has PullParams and With")
}

func second(a, b *ad.Tensor) (x, y, z *ad.Tensor) { return b, a, nil }

// TestHidden: a class whose score is −Inf does no harm where it is not the
// right one, and an example that does not count may hold whatever it likes.
func TestHidden(t *testing.T) {
	hidden := ad.Mat([][]float64{{0, 0, math.Inf(-1)}})
	logs := hidden.LogSoftmax()
	for what, loss := range map[string]*ad.Tensor{
		"SoftmaxCrossEntropy": nn.SoftmaxCrossEntropy(hidden, ad.Vec(1)),
		"CrossEntropy":        nn.CrossEntropy(hidden, ad.Vec(1), nn.Classes{}),
		"NLL":                 nn.NLL(logs, ad.Vec(1)),
	} {
		if math.Abs(loss.Item()-math.Ln2) > 1e-15 {
			t.Errorf("%s: %v, want ln 2", what, loss)
		}
	}
	bad := ad.Mat([][]float64{{0, 0}, {math.NaN(), math.Inf(1)}})
	loss := func(s *ad.Tensor) *ad.Tensor {
		return nn.CrossEntropy(s, ad.Vec(0, -100), nn.Classes{Ignore: []int{-100}})
	}
	if v := loss(bad); math.Abs(v.Item()-math.Ln2) > 1e-15 {
		t.Errorf("an ignored example makes the loss %v", v)
	}
	if v := nn.CrossEntropy(bad, ad.Vec(-100, -100), nn.Classes{Ignore: []int{-100}}); !math.IsNaN(v.Item()) {
		t.Errorf("no example counts: %v", v)
	}
}

// TestKernels: with the sides of a kernel, each number of it counts.
func TestKernels(t *testing.T) {
	for what, w := range map[string]*ad.Tensor{
		"He": nn.He(1, 40, 30, 3, 3), "HeUniform": nn.HeUniform(1, 40, 30, 3, 3),
		"Xavier": nn.Xavier(1, 40, 30, 3, 3), "XavierNormal": nn.XavierNormal(1, 40, 30, 3, 3),
	} {
		want := 2. / (30 * 9)
		if strings.HasPrefix(what, "X") {
			want = 2. / (70 * 9)
		}
		if v := w.Square().Mean().Item(); math.Abs(v/want-1) > 0.1 || w.Dims() != 4 {
			t.Errorf("%s: variance %g of shape %v, want %g", what, v, w.Shape(), want)
		}
	}
}
