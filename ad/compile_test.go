package ad

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

type net struct{ W1, B1, W2, B2 *Tensor }

func newNet(in, hidden, out int) net {
	return net{Randn(1, in, hidden).MulC(0.1), Zeros(hidden), Randn(2, hidden, out).MulC(0.1), Zeros(out)}
}

func (m net) as(to func(*Tensor) *Tensor) net { return net{to(m.W1), to(m.B1), to(m.W2), to(m.B2)} }

func netLoss(m net, x, y *Tensor) *Tensor {
	h := x.MatMul(m.W1).Add(m.B1).ReLU()
	s := h.MatMul(m.W2).Add(m.B2)
	return s.LogSumExp().Sub(s.Mul(y).SumAxis(1)).Mean()
}

var netGrad = ValueAndGrad(netLoss, Wrt("x1")).(func(m net, x, y *Tensor) (*Tensor, net))

func netStep(m net, x, y *Tensor) (net, *Tensor) {
	l, g := netGrad(m, x, y)
	Update(&m, g, func(_ string, v, g *Tensor) *Tensor { return v.Sub(g.MulC(0.1)) })
	return m, l
}

func netData(batch, in, out int) (x, y *Tensor) {
	x, y = Randn(3, batch, in), Zeros(batch, out)
	for i := range batch {
		y.data[i*out+i%out] = 1
	}
	return x, y
}

// TestCompiledStep trains a network with a compiled step, donated and not,
// beside a plain one.
func TestCompiledStep(t *testing.T) {
	for _, c := range []struct {
		as      func(*Tensor) *Tensor
		opts    []Option
		allowed float64
	}{
		{(*Tensor).Float64, nil, 1e-14}, {(*Tensor).Float64, []Option{Donate("x1")}, 1e-14},
		{(*Tensor).Float32, nil, 1e-5}, {(*Tensor).Float32, []Option{Donate("x1")}, 1e-5},
	} {
		step := Compile(netStep, c.opts...).(func(net, *Tensor, *Tensor) (net, *Tensor))
		x, y := netData(6, 5, 3)
		x, y = c.as(x), c.as(y)
		m, want := newNet(5, 7, 3).as(c.as), newNet(5, 7, 3).as(c.as)
		for i := range 5 {
			var l, wl *Tensor
			m, l = step(m, x, y)
			want, wl = netStep(want, x, y)
			if e := largestError(l, wl); e > c.allowed || l.DType() != x.DType() {
				t.Fatalf("step %d: loss %v, want %v", i, l, wl)
			}
		}
		for i, w := range Tensors(want) {
			if e := largestError(Tensors(m)[i], w); e > c.allowed || Tensors(m)[i].DType() != x.DType() {
				t.Errorf("tensor %d is off by %g", i, e)
			}
		}
	}
}

// TestDonated wants no tensor data allocated from the second replay on, and
// a refusal of what was given away.
func TestDonated(t *testing.T) {
	for _, as := range []func(*Tensor) *Tensor{(*Tensor).Float64, (*Tensor).Float32} {
		testDonated(t, as)
	}
}

func testDonated(t *testing.T, as func(*Tensor) *Tensor) {
	step := Compile(netStep, Donate("x1")).(func(net, *Tensor, *Tensor) (net, *Tensor))
	x, y := netData(16, 64, 10)
	x, y = as(x), as(y)
	m := newNet(64, 128, 10).as(as) // 9.6k numbers, 77 kB or 38 kB
	old := m
	for range 3 {
		m, _ = step(m, x, y)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 50 {
		m, _ = step(m, x, y)
	}
	runtime.ReadMemStats(&after)
	if per := (after.TotalAlloc - before.TotalAlloc) / 50; per > 8000 {
		t.Errorf("%d bytes allocated in a step; the model is larger", per)
	}
	view := m.W1.Reshape(-1)
	was := view.Data()[0]
	m, _ = step(m, x, y)
	if view.Data()[0] != was {
		t.Error("a view of a donated tensor has changed")
	}
	for _, f := range []func(){
		func() { old.W1.Sum() }, func() { old.W1.Data() }, func() { step(old, x, y) }, func() { netLoss(old, x, y) }, func() { _ = old.W1.String() },
	} {
		func() {
			defer func() {
				if err, ok := recover().(*Error); !ok || !strings.Contains(err.Error(), "this tensor was donated to") {
					t.Errorf("got %v", err)
				}
			}()
			f()
		}()
	}
}

// TestGuards wants the right branch whatever was traced first, plain numbers
// and shapes seen, and a bound on what is kept.
func TestGuards(t *testing.T) {
	runs := 0
	f := func(x *Tensor, scale float64) *Tensor {
		runs++
		if x.Sum().Item() > 0 {
			return x.MulC(scale).Exp()
		}
		return x.Neg()
	}
	c := Compile(f).(func(*Tensor, float64) *Tensor)
	for _, x := range []*Tensor{Vec(1, 2), Vec(-1, -2), Vec(1, 2), Vec(-1, -2), Vec(1, 2, 3)} {
		for _, scale := range []float64{0.5, 2} {
			if got, want := c(x, scale), f(x, scale); largestError(got, want) > 1e-15 {
				t.Errorf("at %v: %v, want %v", x, got, want)
			}
		}
	}
	runs = 0
	c(Vec(1, 2), 0.5)
	c(Vec(-1, -2), 2)
	if runs != 0 {
		t.Errorf("f ran %d times for arguments seen before", runs)
	}
	for i := range 200 {
		x := Vec(float64(i), 1)
		if got, want := c(x, 2), f(x, 2); largestError(got, want) > 1e-15 {
			t.Errorf("at %v: %v, want %v", x, got, want)
		}
	}
	if _, err := recovered(func() { Compile(func(x *Tensor, r *rand.Rand) *Tensor { return x.MulC(r.Float64()) }) }); err == nil || !strings.Contains(err.Error(), "rand.Rand") {
		t.Errorf("random numbers as an argument: %v", err)
	}
}

func recovered(f func()) (ok bool, err *Error) {
	defer func() { err, _ = recover().(*Error) }()
	f()
	return true, nil
}

// TestCompiledNests differentiates compiled functions and compiles verbs.
func TestCompiledNests(t *testing.T) {
	f := func(x *Tensor) *Tensor { return x.Sin().Mul(x).Sum() }
	c := Compile(f).(func(*Tensor) *Tensor)
	x := Randn(1, 4)
	c(x)
	for name, pair := range map[string][2]any{
		"grad of compiled":      {Grad(c), Grad(f)},
		"compiled grad":         {Compile(Grad(f)), Grad(f)},
		"compiled hessian":      {Compile(hessianOf(f)), hessianOf(f)},
		"compiled compiled":     {Compile(Grad(c)), Grad(f)},
		"compiled vmap of grad": {Compile(VMap(Grad(f))), VMap(Grad(f))},
	} {
		x := x
		if strings.Contains(name, "vmap") {
			x = Randn(2, 3, 4)
		}
		got, want := pair[0].(func(*Tensor) *Tensor), pair[1].(func(*Tensor) *Tensor)
		for range 2 {
			if e := largestError(got(x), want(x)); e > 1e-14 {
				t.Errorf("%s is off by %g", name, e)
			}
		}
	}
}

func hessianOf(f func(*Tensor) *Tensor) func(*Tensor) *Tensor {
	g := Grad(f).(func(*Tensor) *Tensor)
	return func(x *Tensor) *Tensor {
		return Grad(func(x *Tensor) *Tensor { return g(x).Square().Sum() }).(func(*Tensor) *Tensor)(x)
	}
}

// TestPrimsCompiled compiles every primitive with its gradient.
func TestPrimsCompiled(t *testing.T) {
	for _, p := range prims {
		for _, e := range examplesOf(p) {
			active := make([]bool, len(e.In))
			for i := range active {
				active[i] = p.carries(i)
			}
			f := func(in []*Tensor) []*Tensor {
				r := record(func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&e.Attr, in...)} }, in, active, nil, recordDerivative)
				return append(r.pull([]*Tensor{Randn(7, r.y[0].shape...)}), r.y[0])
			}
			if err := compiledEqual(f, e.In, e.In); err != nil {
				t.Errorf("%s at %v: %v", p.Name, e.In, err)
			}
			if single := singles(e.In); p != toFloat64 {
				if err := compiledEqual(f, single, single); err != nil {
					t.Errorf("%s of float32 at %v: %v", p.Name, e.In, err)
				}
			}
		}
	}
}

// singles returns tensors as float32.
func singles(ts []*Tensor) []*Tensor {
	out := make([]*Tensor, len(ts))
	for i, t := range ts {
		out[i] = t.Float32()
	}
	return out
}

// compiledEqual traces f at one point and compares replays at another.
func compiledEqual(f func([]*Tensor) []*Tensor, first, then []*Tensor) error {
	c := Compile(f).(func([]*Tensor) []*Tensor)
	c(first)
	for range 2 {
		got, want := c(then), f(then)
		for i, w := range want {
			allowed := 1e-12
			if w.DType() == Float32 {
				allowed = 1e-4
			}
			if got[i].DType() != w.DType() || !slices.Equal(got[i].shape, w.shape) {
				return fmt.Errorf("result %d is of type %v and shape %v, want %v and %v", i, got[i].DType(), got[i].shape, w.DType(), w.shape)
			}
			if e := largestError(got[i], w); !(e <= allowed) && fmt.Sprint(got[i]) != fmt.Sprint(w) {
				return fmt.Errorf("result %d is %v, want %v", i, got[i], w)
			}
		}
	}
	return nil
}

// TestRandomPrograms compares compiled programs drawn by seed with the same
// run plainly, gradients included.
func TestRandomPrograms(t *testing.T) {
	for seed := range uint64(400) {
		f := randomProgram(seed)
		in := func(k int) []*Tensor {
			return []*Tensor{Randn(k, 3, 4), Randn(k+1, 4), Randn(k+2, 3, 1), Randn(k+3, 4, 3), Randn(k + 4)}
		}
		both := func(in []*Tensor) []*Tensor {
			r := record(f, in, []bool{true, true, true, true, true}, nil, recordDerivative)
			g := make([]*Tensor, len(r.y))
			for i, y := range r.y {
				g[i] = onesLike(y)
			}
			return append(r.pull(g), r.y...)
		}
		if err := compiledEqual(both, in(1), in(10)); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if err := compiledEqual(both, singles(in(1)), singles(in(10))); err != nil {
			t.Errorf("seed %d, float32: %v", seed, err)
		}
		mixed := func(k int) []*Tensor { return append(singles(in(k)[:2]), in(k)[2:]...) }
		if err := compiledEqual(both, mixed(1), mixed(10)); err != nil {
			t.Errorf("seed %d, of both types: %v", seed, err)
		}
	}
}

func randomProgram(seed uint64) func([]*Tensor) []*Tensor {
	return func(in []*Tensor) []*Tensor {
		r := rand.New(rand.NewPCG(seed, 1))
		have := append([]*Tensor(nil), in...)
		for range 5 + r.IntN(20) {
			x, y := have[r.IntN(len(have))], have[r.IntN(len(have))]
			_, fits := broadcastShape(x.shape, y.shape)
			var z *Tensor
			switch k := r.IntN(14); {
			case k == 0:
				z = x.Tanh()
			case k == 1:
				z = x.Sigmoid()
			case k == 2 && fits:
				z = x.Mul(y)
			case k == 3 && fits:
				z = x.Add(y)
			case k == 4 && fits:
				z = x.Sub(y)
			case k == 5 && fits:
				z = Where(x.Gt(y), x, y)
			case k == 6 && len(x.shape) > 0:
				z = x.SumAxis(r.IntN(len(x.shape)))
			case k == 7:
				z = x.Sum()
			case k == 8:
				z = x.Reshape(-1)
			case k == 9 && len(x.shape) == 2:
				z = x.T()
			case k == 10 && len(x.shape) == 2 && len(y.shape) == 2 && x.shape[1] == y.shape[0]:
				z = x.MatMul(y).Tanh()
			case k == 11 && len(x.shape) > 0:
				z = x.Row(0)
			case k == 12:
				z = x.ReLU()
			case k == 13 && len(x.shape) > 0:
				z = x.LogSumExp()
			default:
				z = x.Cos()
			}
			have = append(have, z)
		}
		return []*Tensor{have[len(have)-1], have[len(have)-2].Sum(), have[5+r.IntN(len(have)-5)]}
	}
}

func TestBlocksLongerThanOne(t *testing.T) {
	for _, n := range []int{511, 513, 1500} {
		f := func(in []*Tensor) []*Tensor {
			a, b, c, s := in[0], in[1], in[2], in[3]
			h := a.Mul(b).Add(c).Sub(s).Tanh()
			return []*Tensor{h.Sum(), h.SumAxis(0), h.SumAxis(1), h.Mul(a), unbroadcast(h, []int{1, 1, n})}
		}
		in := []*Tensor{Randn(1, 2, 3, n), Randn(2, n), Randn(3, 3, 1), Randn(4, 2, 1, 1)}
		if err := compiledEqual(f, in, in); err != nil {
			t.Errorf("n = %d: %v", n, err)
		}
	}
}

// TestDonatedConstant gives a compiled function a tensor that it has captured
// too.
func TestDonatedConstant(t *testing.T) {
	make := Compile(func(x *Tensor) *Tensor { return x.MulC(2) }).(func(*Tensor) *Tensor)
	make(Vec(1, 2, 3))
	w := make(Vec(1, 2, 3))
	f := func(x *Tensor) (*Tensor, *Tensor) { y := x.Neg(); return y, y.Mul(w).Sum() }
	c := Compile(f, Donate("x")).(func(*Tensor) (*Tensor, *Tensor))
	c(make(Vec(4, 5, 6)))
	if got, sum := c(w); largestError(got, Vec(-2, -4, -6)) != 0 || sum.Item() != -56 {
		t.Errorf("got %v and %v", got, sum)
	}
	if _, err := recovered(func() { c(Vec(1, 2, 3)) }); err == nil {
		t.Error("a captured tensor that was donated can still be used")
	}
}

// TestPrimsFill wants every primitive that is not elementwise to write into
// memory it is given, but for those listed.
func TestPrimsFill(t *testing.T) {
	const gonum, scalar = "gonum allocates its factors", "the result is one number"
	without := map[*Prim]string{
		reshape: "a plan makes it a view", toFloat32: "convert does", toFloat64: "convert does", matmul: "productInto does", matvec: "productInto does",
		solve: gonum, det: gonum, logDet: gonum, cholesky: gonum, qr: gonum, eigh: gonum, svd: gonum, solveTri: gonum,
		detSign: gonum, cofactor: gonum, norm: scalar,
	}
	for _, p := range prims {
		if p.Arity() > 0 || p == where {
			continue
		}
		if reason, listed := without[p]; listed == (p.filler != nil) {
			t.Errorf("%s: fills %v, listed %q", p.Name, p.filler != nil, reason)
		}
	}
}
