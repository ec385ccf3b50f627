package nn_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
)

// TestInitialisers wants the moments that the papers give: mean, variance and
// fourth moment over the variance squared, which is 3 of a normal and 1.8 of a
// uniform distribution. Uniform ones keep to their bounds. A seed gives the
// same numbers again, another one others.
func TestInitialisers(t *testing.T) {
	const outputs, inputs = 200, 300
	const normal, uniform = 3, 1.8
	for _, c := range []struct {
		name           string
		make           func(seed int) *ad.Tensor
		mean, variance float64
		kurtosis       float64
	}{
		{"He", func(s int) *ad.Tensor { return nn.He(s, outputs, inputs) }, 0, 2.0 / inputs, normal},
		{"HeUniform", func(s int) *ad.Tensor { return nn.HeUniform(s, outputs, inputs) }, 0, 2.0 / inputs, uniform},
		{"Xavier", func(s int) *ad.Tensor { return nn.Xavier(s, outputs, inputs) }, 0, 2.0 / (inputs + outputs), uniform},
		{"XavierNormal", func(s int) *ad.Tensor { return nn.XavierNormal(s, outputs, inputs) }, 0, 2.0 / (inputs + outputs), normal},
		{"Normal", func(s int) *ad.Tensor { return nn.Normal(s, 2, 0.5, outputs, inputs) }, 2, 0.25, normal},
		{"Uniform", func(s int) *ad.Tensor { return nn.Uniform(s, -1, 3, outputs, inputs) }, 1, 16.0 / 12, uniform},
	} {
		w := c.make(1)
		if !slices.Equal(w.Shape(), []int{outputs, inputs}) {
			t.Errorf("%s has shape %v", c.name, w.Shape())
		}
		n := float64(w.Size())
		d := w.AddC(-c.mean)
		variance := d.Square().Mean().Item()
		kurtosis := d.Square().Square().Mean().Item() / (variance * variance)
		mean := d.Mean().Item()
		if s := math.Sqrt(c.variance / n); math.Abs(mean) > 5*s {
			t.Errorf("%s: the mean is %g off, its standard error is %g", c.name, mean, s)
		}
		if s := math.Sqrt((c.kurtosis - 1) / n); math.Abs(variance/c.variance-1) > 5*s {
			t.Errorf("%s: variance %g, want %g", c.name, variance, c.variance)
		}
		if math.Abs(kurtosis-c.kurtosis) > 0.1 {
			t.Errorf("%s: kurtosis %.3g, want %.3g", c.name, kurtosis, c.kurtosis)
		}
		if limit := math.Sqrt(3 * c.variance); c.kurtosis == uniform && d.Abs().Max().Item() > limit {
			t.Errorf("%s: %g is beyond ±%g", c.name, d.Abs().Max().Item(), limit)
		}
		if !slices.Equal(c.make(1).Data(), w.Data()) || slices.Equal(c.make(2).Data(), w.Data()) {
			t.Errorf("%s does not follow its seed", c.name)
		}
	}
	for _, shape := range [][2]int{{4, 7}, {7, 4}, {5, 5}} {
		w := nn.Orthogonal(3, shape[0], shape[1])
		gram := w.MatMul(w.T())
		if shape[0] > shape[1] {
			gram = w.T().MatMul(w)
		}
		if e := gram.Sub(ad.Eye(min(shape[0], shape[1]))).Abs().Max().Item(); e > 1e-14 {
			t.Errorf("Orthogonal %v: %g off", shape, e)
		}
	}
}

// TestSummary lists what a model holds, in its order.
func TestSummary(t *testing.T) {
	type layer struct {
		W *ad.Tensor
		B []float64
	}
	m := struct {
		Name   string
		Layers []layer
		Scale  float64
		Steps  int
	}{"m", []layer{{ad.Zeros(3, 4), []float64{1, 2, 3}}, {ad.Zeros(2, 3), nil}}, 1, 7}
	for _, model := range []any{m, &m} {
		o := nn.Summary(model)
		var got []string
		for _, r := range o.Rows {
			got = append(got, r.Path)
		}
		if want := "Layers[0].W Layers[0].B Layers[1].W Layers[1].B Scale"; strings.Join(got, " ") != want || o.Total != 12+3+6+1 {
			t.Errorf("%v, %d numbers in all; want %s, 22", got, o.Total, want)
		}
	}
	want := `parameters   shape   numbers
Layers[0].W  [3 4]        12
Layers[0].B  [3]           3
Layers[1].W  [2 3]         6
Layers[1].B  [0]           0
Scale        []            1
total                     22`
	if got := nn.Summary(m).String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	func() {
		defer func() {
			if _, ok := recover().(*ad.Error); !ok {
				t.Error("a model without tensors is summed up")
			}
		}()
		nn.Summary(struct{ N string }{})
	}()
}
