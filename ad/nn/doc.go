// Package nn holds what a network is made of: layers as functions of tensors,
// recurrent cells, attention, losses, initialisers, model files, and some
// layers as modules that hand derivatives on by hand, to be plugged together
// and checked against the engine.
//
// A model is a plain struct of tensors; nothing here has to be implemented by
// it. In a batch the rows are examples, and a linear layer keeps W as outputs
// × inputs. The activations are methods of a tensor:
//
//	type Net struct{ W1, B1, W2, B2 *ad.Tensor }
//
//	m := Net{nn.He(1, 64, 2), ad.Zeros(64), nn.Xavier(2, 3, 64), ad.Zeros(3)}
//	scores := func(m Net, x *ad.Tensor) *ad.Tensor {
//		return nn.Linear(nn.Linear(x, m.W1, m.B1).ReLU(), m.W2, m.B2)
//	}
//	loss := func(m Net, x, y *ad.Tensor) *ad.Tensor {
//		return nn.SoftmaxCrossEntropy(scores(m, x), y)
//	}
//	L, g := ad.ValueAndGrad(loss, ad.Wrt("m"))(m, x, y)
//
// Conventions and names are PyTorch's where it has them; in testdata is what
// it gives. A layer does the same whether it learns or is used: Dropout is
// left out, and BatchNormWith takes the place of BatchNorm. What does not fit
// panics with an *ad.Error that names the layer, the shapes and what would. A
// tensor in two fields is two parameters, which learn apart: what is used in
// two places stands in one field.
//
//	layers      Linear Conv2D Convolve ConvTranspose2D Embedding Dropout GELU
//	pools       MaxPool AvgPool MaxPool2D AvgPool2D
//	norms       LayerNorm BatchNorm BatchNormWith GroupNorm RMSNorm
//	sequences   RNN GRU LSTM Attention MaskedAttention MultiHead Causal Positions
//	classes     SoftmaxCrossEntropy CrossEntropy NLL Hinge KL Accuracy
//	yes or no   Logistic BCE BCEWithLogits BCEWithPosWeight
//	numbers     MSE MAE Huber SmoothL1 CosineSimilarity
//	weights     He HeUniform Xavier XavierNormal Normal Uniform Orthogonal
//	models      Save Load Summary
//	by hand     Module Chain LinearModule ReLUModule TanhModule CrossEntropyModule
//
// Start with layer.go, then module.go. Package nn imports package ad only.
package nn
