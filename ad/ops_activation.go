package ad

import "math"

// The activations of networks, composed of other operations.

// Clip bounds t to lo ≤ t ≤ hi. At a bound the derivative is ½.
func (t *Tensor) Clip(lo, hi float64) *Tensor { return t.Maximum(Scalar(lo)).Minimum(Scalar(hi)) }

// ReLU6 returns min(max(t, 0), 6).
func (t *Tensor) ReLU6() *Tensor { return t.Clip(0, 6) }

// LeakyReLU returns t where it is positive and slope·t elsewhere; its
// derivative at 0 is slope.
func (t *Tensor) LeakyReLU(slope float64) *Tensor { return Where(t.Gt(Scalar(0)), t, t.MulC(slope)) }

// ELU returns t where it is positive and alpha·(eᵗ − 1) elsewhere (Clevert et
// al. 2016).
func (t *Tensor) ELU(alpha float64) *Tensor {
	return Where(t.Gt(Scalar(0)), t, t.Expm1().MulC(alpha))
}

// CELU returns t where it is positive and alpha·(eᵗ⸍ᵅ − 1) elsewhere (Barron
// 2017).
func (t *Tensor) CELU(alpha float64) *Tensor {
	return Where(t.Gt(Scalar(0)), t, t.MulC(1/alpha).Expm1().MulC(alpha))
}

// SELU is ELU scaled so that activations normalise themselves (Klambauer et
// al. 2017).
func (t *Tensor) SELU() *Tensor {
	return t.ELU(1.6732632423543772848170429916717).MulC(1.0507009873554804934193349852946)
}

// SiLU returns t·σ(t), also known as swish.
func (t *Tensor) SiLU() *Tensor { return t.Mul(t.Sigmoid()) }

// Mish returns t·tanh(softplus t) (Misra 2019).
func (t *Tensor) Mish() *Tensor { return t.Mul(t.Softplus().Tanh()) }

// GELU returns t·Φ(t), the Gaussian error linear unit (Hendrycks and Gimpel
// 2016).
func (t *Tensor) GELU() *Tensor { return t.Mul(t.NormCDF()) }

// GELUTanh is the approximation of GELU by tanh that GPT-2 uses:
// ½t(1 + tanh(√(2/π)·(t + 0.044715·t³))).
func (t *Tensor) GELUTanh() *Tensor {
	inner := t.Mul(t.Square().MulC(0.044715).AddC(1)).MulC(math.Sqrt(2 / math.Pi))
	return t.Mul(inner.Tanh().AddC(1)).MulC(0.5)
}

// Softsign returns t/(1+|t|).
func (t *Tensor) Softsign() *Tensor { return t.Div(t.Abs().AddC(1)) }

// HardTanh bounds t to ±1.
func (t *Tensor) HardTanh() *Tensor { return t.Clip(-1, 1) }

// HardSigmoid returns min(max(t+3, 0), 6)/6.
func (t *Tensor) HardSigmoid() *Tensor { return t.AddC(3).ReLU6().MulC(1. / 6) }

// HardSwish returns t·min(max(t+3, 0), 6)/6 (Howard et al. 2019).
func (t *Tensor) HardSwish() *Tensor { return t.Mul(t.HardSigmoid()) }
