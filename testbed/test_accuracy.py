"""Every primitive of ad, and every function composed of them, beside JAX (or mpmath, where accuracy.py says so): values, first and
second derivatives at random points, to a relative error of 1e-12. GOJAC_SEED draws other points."""

import json
import math
import os
import subprocess

import pytest

from conftest import ROOT

jax = pytest.importorskip("jax", reason="JAX is not installed: testbed/setup oracle")
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_disable_most_optimizations", True)  # most of the time is compiling
mp = pytest.importorskip("mpmath", reason="mpmath is not installed: testbed/setup oracle")
mp.mp.dps = 40

import numpy  # noqa: E402

import accuracy  # noqa: E402

# What no counterpart can be held against, and why. Everything else must have a row in accuracy.py.
EXCLUDED = {}

TOLERANCE = 1e-12


def measured():
    seed = os.environ.get("GOJAC_SEED", "1")
    out = subprocess.run(["go", "run", "./testbed/derivatives", "-seed", seed], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    rows = json.loads(out.stdout)
    assert len(rows) > 200
    return rows


ROWS = measured()


def array(a):
    return numpy.array(a["Data"], float).reshape(a["Shape"] or ())


def worst(got, want, elementwise):
    """The largest relative error: of each number, or against the largest where numbers are sums of others, which may cancel to
    nothing but their rounding errors, as the second derivative of the norm of one number does."""
    got, want = numpy.asarray(got, float), numpy.asarray(want, float)
    assert got.shape == want.shape
    if got.size == 0:
        return 0.0
    scale = numpy.abs(want) if elementwise else max(numpy.max(numpy.abs(want)), 1e-3)
    error = numpy.abs(got - want)
    return float(numpy.max(numpy.where(error == 0, 0, error / numpy.where(scale == 0, 1, scale))))


def by_jax(f, row):
    """Value, gradients and second gradients as the row has them."""
    x = [array(a) for a in row["In"]]
    w = array(row["W"])
    active = [i for i, on in enumerate(row["Active"]) if on]

    def first(*x):
        return jax.grad(lambda *x: (f(*x) * w).sum(), active)(*x) if active else ()

    def everything(*x):
        second = [
            jax.grad(lambda *x, k=k, j=j: (first(*x)[k] * array(row["U"][j])).sum(), active)(*x) for k, j in enumerate(active)
        ]
        return f(*x), first(*x), second

    y, g, h = jax.jit(everything)(*x)
    return y, dict(zip(active, g)), {j: dict(zip(active, h[k])) for k, j in enumerate(active)}


def by_mpmath(f, row):
    x = [array(a) for a in row["In"]]
    w = array(row["W"])
    active = [i for i, on in enumerate(row["Active"]) if on]

    def partial(order):
        def one(*at):
            value = mp.diff(f, tuple(map(mp.mpf, at)), tuple(order)) if sum(order) else f(*map(mp.mpf, at))
            return float(mp.re(value))

        return numpy.array([one(*at) for at in zip(*x)])

    def orders(*which):
        return [which.count(i) for i in range(len(x))]

    g = {i: w * partial(orders(i)) for i in active}
    h = {j: {i: w * array(row["U"][j]) * partial(orders(i, j)) for i in active} for j in active}
    return partial(orders()), g, h


@pytest.mark.parametrize("row", ROWS, ids=[f"{i}-{r['Name']}" for i, r in enumerate(ROWS)])
def test_derivatives(row):
    name = row["Name"]
    if name in EXCLUDED:
        return
    if name in accuracy.MPMATH:
        y, g, h = by_mpmath(accuracy.MPMATH[name][1], row)
    elif row["Primitive"]:
        assert name in accuracy.JAX, f"{name} has no counterpart in accuracy.py"
        y, g, h = by_jax(lambda *x: accuracy.JAX[name](row["Attr"], *x), row)
    else:
        assert name in accuracy.JAX_COMPOSED, f"{name} has no counterpart in accuracy.py"
        y, g, h = by_jax(accuracy.JAX_COMPOSED[name], row)
    exact = row["Elementwise"]
    errors = {"value": worst(array(row["Y"]), y, exact)}
    for i, want in g.items():
        errors[f"∂/∂x{i}"] = worst(array(row["G"][i]), want, exact)
        for j in g:
            errors[f"∂²/∂x{i}∂x{j}"] = worst(array(row["H"][j][i]), h[j][i], exact)
    assert not {k: e for k, e in errors.items() if not e <= TOLERANCE}, row["In"]


def test_no_row_is_idle():
    """A row for what is not there any more would hide a renamed function."""
    names = {r["Name"] for r in ROWS}
    primitives = {r["Name"] for r in ROWS if r["Primitive"]}
    assert set(accuracy.MPMATH) <= names
    assert set(accuracy.JAX) <= primitives
    assert set(accuracy.JAX_COMPOSED) <= {r["Name"] for r in ROWS if not r["Primitive"]}
    assert set(EXCLUDED) <= names


def test_an_error_is_seen():
    row = next(r for r in ROWS if r["Name"] == "Sin")
    y, g, _ = by_jax(lambda x: jax.numpy.sin(x) * (1 + 3e-12), row)
    assert worst(array(row["Y"]), y, True) > TOLERANCE and worst(array(row["G"][0]), g[0], True) > TOLERANCE
    assert math.isnan(worst([math.nan], [1.0], True)) or worst([math.nan], [1.0], True) > TOLERANCE
