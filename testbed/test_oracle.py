"""Gradients, Jacobian products and Hessians beside JAX: two programs that share nothing but the mathematics.

Each row is a function in Go and the same function in JAX. Values are compared to 12 digits.
"""

import json
import math
import subprocess

import pytest

from layers import LAYERS


def special(x):
    from jax.scipy.special import digamma, erfc, erfinv, gammaln

    return gammaln(x) + digamma(x) + erfinv(x * 0.1) + erfc(x)


TENSOR_ROWS = {
    "mlp": (
        "func mlp(W1, b1, W2, x *ad.Tensor) *ad.Tensor {\n\th := W1.MatMul(x).Add(b1).ReLU()\n\treturn W2.MatMul(h).Square().Sum()\n}",
        lambda np: lambda W1, b1, W2, x: np.sum((W2 @ np.maximum(W1 @ x + b1, 0)) ** 2),
        [[[0.5, -1.2, 0.3], [0.7, 0.9, -0.4]], [0.1, -0.2], [[1.5, -0.5], [0.25, 2.0]], [1.0, -2.0, 0.5]],
    ),
    "softmax": (
        "func softmax(x, y *ad.Tensor) *ad.Tensor { return x.LogSumExp().Sub(x.Dot(y)) }",
        lambda np: lambda x, y: np.log(np.sum(np.exp(x))) - np.dot(x, y),
        [[0.3, -1.5, 2.0, 0.1], [0.1, 0.2, 0.3, 0.4]],
    ),
    "broadcast": (
        "func broadcast(a, b *ad.Tensor) *ad.Tensor { return a.Mul(b).Tanh().SumAxis(0).Exp().Mean() }",
        lambda np: lambda a, b: np.mean(np.exp(np.sum(np.tanh(a * b), axis=0))),
        [[[0.1, 0.2, 0.3], [-0.4, 0.5, -0.6]], [0.7, -0.8, 0.9]],
    ),
    "quadratic": (
        "func quadratic(A, x *ad.Tensor) *ad.Tensor { return x.Dot(A.MatMul(x)).Add(A.T().MatMul(x).Norm()) }",
        lambda np: lambda A, x: x @ (A @ x) + np.linalg.norm(A.T @ x),
        [[[2.0, 1.0], [0.5, 3.0]], [1.0, -2.0]],
    ),
    "arrays": (
        "func arrays(x, y *ad.Tensor) *ad.Tensor {\n\ts := x.Sort(1).CumSum(0).Gather(1, 2, 0, 2)\n"
        "\treturn ad.ConcatAxis(1, s, y.Permute(1, 0)).Square().Sum().Add(x.ProdAxis(1).Sum())\n}",
        lambda np: lambda x, y: (
            np.sum(np.concatenate([np.cumsum(np.sort(x, 1), 0)[:, np.array([2, 0, 2])], y.T], 1) ** 2) + np.sum(np.prod(x, 1))
        ),
        [[[0.3, -1.2, 0.0], [0.7, 0.1, -0.4]], [[1.5, -0.5], [0.25, 2.0]]],
    ),
    "einsum": (
        'func einsum(a, b, c *ad.Tensor) *ad.Tensor { return ad.Einsum("ij,kj,k->ik", a, b, c).Sin().Sum() }',
        lambda np: lambda a, b, c: np.sum(np.sin(np.einsum("ij,kj,k->ik", a, b, c))),
        [[[0.3, -1.2], [0.7, 0.1]], [[1.5, -0.5], [0.25, 2.0], [0.1, 0.9]], [0.3, -0.6, 1.1]],
    ),
    "solve": (
        "func solve(A, b *ad.Tensor) *ad.Tensor { return A.Solve(b).Square().Sum().Add(A.Inverse().Sum()).Add(A.Det()) }",
        lambda np: lambda A, b: np.sum(np.linalg.solve(A, b) ** 2) + np.sum(np.linalg.inv(A)) + np.linalg.det(A),
        [[[4.0, 1.0, 0.5], [1.0, 3.0, -0.7], [0.5, -0.9, 2.0]], [1.0, -2.0, 0.5]],
    ),
    "cholesky": (
        "func cholesky(A *ad.Tensor) *ad.Tensor { return A.Cholesky().Sin().Sum().Add(A.LogDet()) }",
        lambda np: lambda A: np.sum(np.sin(np.linalg.cholesky(A))) + np.linalg.slogdet(A)[1],
        [[[4.0, 1.0, 0.5], [1.0, 3.0, -0.7], [0.5, -0.7, 2.0]]],
    ),
    "special": (
        "func special(x *ad.Tensor) *ad.Tensor { return x.Lgamma().Add(x.Digamma()).Add(x.MulC(0.1).Erfinv()).Add(x.Erfc()).Sum() }",
        lambda np: lambda x: np.sum(special(x)),
        [[0.4, 1.3, 2.7, 6.5]],
    ),
}

# Two scalars in, one out: body in Go's syntax, and in JAX with np for math.
SCALAR_ROWS = {
    "lecture": ("x1*x2 + math.Sin(x1)", lambda np: lambda x1, x2: x1 * x2 + np.sin(x1)),
    "quotient": ("math.Exp(x1) / (1 + x2*x2)", lambda np: lambda x1, x2: np.exp(x1) / (1 + x2 * x2)),
    "logarithm": ("math.Log(x1*x1 + 1) * math.Sqrt(x2)", lambda np: lambda x1, x2: np.log(x1 * x1 + 1) * np.sqrt(x2)),
    "trigonometry": ("math.Tan(x1) - math.Cos(x1*x2)", lambda np: lambda x1, x2: np.tan(x1) - np.cos(x1 * x2)),
    "hyperbolic": ("math.Tanh(x1*x2) + math.Cosh(x1)", lambda np: lambda x1, x2: np.tanh(x1 * x2) + np.cosh(x1)),
    "power": ("math.Pow(x2, x1)", lambda np: lambda x1, x2: x2**x1),
    "inverse": ("math.Atan2(x1, x2) + math.Atan(x1)", lambda np: lambda x1, x2: np.arctan2(x1, x2) + np.arctan(x1)),
    "small": ("math.Log1p(x1*x1) + math.Expm1(x2/9)", lambda np: lambda x1, x2: np.log1p(x1 * x1) + np.expm1(x2 / 9)),
    "hypotenuse": ("math.Hypot(x1, x2)", lambda np: lambda x1, x2: np.sqrt(x1 * x1 + x2 * x2)),
    "shared": (
        "func() float64 { a := x1 * x2; b := math.Sin(a); return a*b + b*b }()",
        lambda np: lambda x1, x2: x1 * x2 * np.sin(x1 * x2) + np.sin(x1 * x2) ** 2,
    ),
}
POINTS = [(2.0, 5.0), (0.7, 1.3), (-1.1, 0.4)]


@pytest.fixture(scope="module")
def np():
    jax = pytest.importorskip("jax", reason="JAX is not installed: testbed/setup oracle")
    jax.config.update("jax_enable_x64", True)
    return jax.numpy


@pytest.fixture(scope="module")
def go(gojac, tmp_path_factory):
    """Runs a script and gives what it printed, a JSON value a line."""

    def call(source):
        done = subprocess.run(
            [gojac, "run", "-"], input=source, text=True, capture_output=True, timeout=120, cwd=tmp_path_factory.getbasetemp()
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return call


def literal(x):
    """An array as a Go expression of type *ad.Tensor."""
    if isinstance(x[0], list):
        return "ad.Mat([][]float64{" + ", ".join("{" + ", ".join(map(repr, row)) + "}" for row in x) + "})"
    return f"ad.Vec({', '.join(map(repr, x))})"


def same(got, want):
    assert got == pytest.approx(want, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", SCALAR_ROWS)
def test_functions_of_two_numbers(go, np, name):
    import jax

    body, make = SCALAR_ROWS[name]
    if body.startswith("func() float64 { "):
        body = body.removeprefix("func() float64 { ").removesuffix(" }()").replace("; ", "\n\t")
    else:
        body = f"return {body}"
    f = make(np)
    cells = [f"func f(x1, x2 float64) float64 {{\n\t{body}\n}}"]
    for x1, x2 in POINTS:
        cells.append(
            "{\n"
            f"\tx1, x2 := {x1!r}, {x2!r}\n"
            "\tg1, g2 := ad.Grad(f)(x1, x2)\n"
            "\td := ad.JVP(f)(x1, x2)(0.3, -0.7)\n"
            "\tH := ad.Hessian(f)(x1, x2)\n"
            '\tfmt.Printf("[%.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g]\\n", f(x1, x2), g1, g2, d, H.At(0, 0), H.At(0, 1), H.At(1, 1))\n'
            "}"
        )
    for (x1, x2), got in zip(POINTS, go("\n// %%\n".join(cells))):
        g = [float(v) for v in jax.grad(f, (0, 1))(x1, x2)]
        h = jax.hessian(f, (0, 1))(x1, x2)
        same(got, [float(f(x1, x2)), *g, 0.3 * g[0] - 0.7 * g[1], float(h[0][0]), float(h[0][1]), float(h[1][1])])


@pytest.mark.parametrize("name", TENSOR_ROWS)
def test_functions_of_tensors(go, np, name):
    import jax

    source, make, inputs = TENSOR_ROWS[name]
    arrays = [np.array(x) for x in inputs]
    want = jax.grad(make(np), tuple(range(len(arrays))))(*arrays)
    arguments = ", ".join(map(literal, inputs))
    names = [f"g{i}" for i in range(len(arrays))]
    report = "\n".join(f"fmt.Println(string(must(json.Marshal({n}.Data()))))" for n in names)
    got = go(
        "\n// %%\n".join(
            [
                "func must(b []byte, err error) []byte {\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn b\n}",
                source,
                f"{', '.join(names)} := ad.Grad({name})({arguments})\n{report}",
            ]
        )
    )
    for g, w in zip(got, want):
        same(g, [float(v) for v in w.ravel()])


@pytest.mark.parametrize("name", LAYERS)
def test_layers(go, np, name):
    """The sum of the sines of what a layer returns, and its gradient by each of the layer's tensors."""
    import jax

    body, formula, shapes = LAYERS[name]
    # The numbers of operand k are sin(k+1), sin(2(k+1)), …; both sides work them out.
    arrays = [np.sin((k + 1) * np.arange(1.0, 1 + math.prod(s))).reshape(s) for k, s in enumerate(shapes)]

    def total(*x):
        return np.sum(np.sin(formula(np, *x)))

    names = [f"x{k}" for k in range(len(shapes))]
    operands = [f"ad.Arange(1, {1 + math.prod(s)}, 1).MulC({k + 1}).Sin().Reshape({', '.join(map(str, s))})" for k, s in enumerate(shapes)]
    lines = [
        f"func f({', '.join(names)} *ad.Tensor) *ad.Tensor {{\n\treturn {body}.Sin().Sum()\n}}",
        "func show(ts ...*ad.Tensor) {\n\tfor _, t := range ts {\n\t\tb, err := json.Marshal(t.Data())\n\t\tif err != nil {\n"
        "\t\t\tpanic(err)\n\t\t}\n\t\tfmt.Println(string(b))\n\t}\n}",
        f"v, {', '.join('g' + n for n in names)} := ad.ValueAndGrad(f)({', '.join(operands)})\n"
        f"show(v, {', '.join('g' + n for n in names)})",
    ]
    got = go("\n// %%\n".join(lines))
    value, gradient = jax.jit(jax.value_and_grad(total, tuple(range(len(arrays)))))(*arrays)
    want = [value, *gradient]
    assert len(got) == len(want)
    for g, w in zip(got, want):
        same(g, [float(v) for v in w.ravel()])
