package nn_test

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

type tensors = []*ad.Tensor

// steady are models for a size: their weights, an input, and their loss.
var steady = map[string]func(n int) (m tensors, x *ad.Tensor, loss func(m tensors, x *ad.Tensor) *ad.Tensor){
	"MLP": func(n int) (tensors, *ad.Tensor, func(m tensors, x *ad.Tensor) *ad.Tensor) {
		m := tensors{ad.Randn(1, n, n), ad.Zeros(n), ad.Randn(2, n, 3), ad.Zeros(3)}
		return m, ad.Randn(3, n, n), func(m tensors, x *ad.Tensor) *ad.Tensor {
			labels := ad.Arange(0, float64(n), 1).Mod(ad.Scalar(3))
			return nn.SoftmaxCrossEntropy(x.MatMul(m[0]).Add(m[1]).ReLU().MatMul(m[2]).Add(m[3]), labels)
		}
	},
	"CNN": func(n int) (tensors, *ad.Tensor, func(m tensors, x *ad.Tensor) *ad.Tensor) {
		return ad.Tensors(newCNN(8, n, n)), ad.Randn(1, n, 3, 8, 8), func(m tensors, x *ad.Tensor) *ad.Tensor {
			labels := ad.Arange(0, float64(n), 1).Mod(ad.Scalar(3))
			return cnn{m[0], m[1], m[2], m[3], m[4], m[5]}.loss(x, labels)
		}
	},
	"LSTM": func(n int) (tensors, *ad.Tensor, func(m tensors, x *ad.Tensor) *ad.Tensor) {
		return ad.Tensors(nn.NewLSTM(1, n, n)), ad.Randn(1, 3, n, n), func(m tensors, x *ad.Tensor) *ad.Tensor {
			return nn.LSTM{Wx: m[0], Wh: m[1], Bx: m[2], Bh: m[3]}.Run(x).Square().Mean()
		}
	},
	"attention": func(n int) (tensors, *ad.Tensor, func(m tensors, x *ad.Tensor) *ad.Tensor) {
		a := nn.NewMultiHead(1, 2*n, 2)
		return tensors{a.Wq, a.Wk, a.Wv, a.Wo}, ad.Randn(1, n, 3, 2*n), func(m tensors, x *ad.Tensor) *ad.Tensor {
			b := a
			b.Wq, b.Wk, b.Wv, b.Wo = m[0], m[1], m[2], m[3]
			return nn.LayerNorm(b.Attend(x, x, x, nn.Causal(3)).Add(x), ad.Ones(2*n), ad.Zeros(2*n)).Square().Mean()
		}
	},
}

// TestSteadyState wants the replays of a training step to allocate nothing
// that grows with the tensors: the same program on larger ones takes the same
// memory.
func TestSteadyState(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // goroutines take memory of their own
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for name, model := range steady {
		for _, as := range []func(*ad.Tensor) *ad.Tensor{(*ad.Tensor).Float64, (*ad.Tensor).Float32} {
			of := func(n int) (bytes, objects uint64) {
				m, x, loss := model(n)
				x = as(x)
				for i := range m {
					m[i] = as(m[i])
				}
				grad := ad.ValueAndGrad(loss, ad.Wrt("x1")).(func(m tensors, x *ad.Tensor) (*ad.Tensor, tensors))
				step := ad.Compile(func(m tensors, x *ad.Tensor) (tensors, *ad.Tensor) {
					l, g := grad(m, x)
					next := make(tensors, len(m))
					for i := range m {
						next[i] = m[i].Sub(g[i].MulC(0.01))
					}
					return next, l
				}, ad.Donate("x1")).(func(m tensors, x *ad.Tensor) (tensors, *ad.Tensor))
				for range 3 {
					m, _ = step(m, x)
				}
				const steps = 20
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				for range steps {
					m, _ = step(m, x)
				}
				runtime.ReadMemStats(&after)
				return (after.TotalAlloc - before.TotalAlloc) / steps, (after.Mallocs - before.Mallocs) / steps
			}
			small, few := of(2)
			large, many := of(24)
			if large > small+64 || many > few {
				t.Errorf("%s of %v: %d bytes in %d objects a step, %d in %d when the tensors are larger", name, as(ad.Scalar(1)).DType(), small, few, large, many)
			}
		}
	}
}
