package ad

import "testing"

func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		name                string
		batch, in, hid, out int
	}{{"64x784-256-10", 64, 784, 256, 10}, {"32x64-32-10", 32, 64, 32, 10}, {"16x2-16-10", 16, 2, 16, 10}} {
		x, y := netData(c.batch, c.in, c.out)
		b.Run(c.name+"/eager", func(b *testing.B) {
			m := newNet(c.in, c.hid, c.out)
			for b.Loop() {
				m, _ = netStep(m, x, y)
			}
		})
		for _, as := range []func(*Tensor) *Tensor{(*Tensor).Float64, (*Tensor).Float32} {
			x, y := as(x), as(y)
			b.Run(c.name+"/compiled "+x.DType().String(), func(b *testing.B) {
				m := newNet(c.in, c.hid, c.out).as(as)
				step := Compile(netStep, Donate("x1")).(func(net, *Tensor, *Tensor) (net, *Tensor))
				b.ReportAllocs()
				for b.Loop() {
					m, _ = step(m, x, y)
				}
			})
		}
	}
}

func BenchmarkChain(b *testing.B) {
	x, y := Randn(1, 100_000), Randn(2, 100_000)
	f := func(x, y *Tensor) *Tensor { return x.Mul(y).Add(x).ReLU().Sub(y).Square().Sum() }
	b.Run("eager", func(b *testing.B) {
		for b.Loop() {
			f(x, y)
		}
	})
	b.Run("compiled", func(b *testing.B) {
		c := Compile(f).(func(x, y *Tensor) *Tensor)
		for b.Loop() {
			c(x, y)
		}
	})
}
