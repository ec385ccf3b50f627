"""Makes ad/testdata/special.txt: what NumPy and SciPy give for the elementwise primitives of ad at signed zeros, infinities, NaN, the
least subnormal and the largest number, and what JAX gives for their derivatives there. ad's TestSpecial reads it.

    python testbed/special.py > ad/testdata/special.txt
"""

import itertools
import math
import warnings

import jax
import numpy as np
import scipy.special as sp

jax.config.update("jax_enable_x64", True)

import accuracy  # noqa: E402

warnings.filterwarnings("ignore")
np.seterr(all="ignore")

INF, NAN = math.inf, math.nan
ONE = [0.0, -0.0, INF, -INF, NAN, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308]
PAIR = [0.0, -0.0, 1.5, -2.0, INF, -INF, NAN]

ieee = np.frompyfunc(lambda x, y: math.remainder(x, y) if y != 0 and not math.isinf(x) else NAN, 2, 1)

# The value of each, by NumPy or SciPy.
VALUES = {
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Neg": np.negative, "Square": np.square, "Pow": np.power,
    "Maximum": np.maximum, "Minimum": np.minimum, "Abs": np.abs, "Sign": np.sign, "ReLU": lambda x: np.maximum(x, 0),
    "Exp": np.exp, "Exp2": np.exp2, "Expm1": np.expm1, "Log": np.log, "Log2": np.log2, "Log10": np.log10, "Log1p": np.log1p,
    "Sqrt": np.sqrt, "Cbrt": np.cbrt, "Erf": sp.erf, "Erfc": sp.erfc, "Erfinv": sp.erfinv, "Erfcinv": sp.erfcinv, "Erfcx": sp.erfcx,
    "Erfi": sp.erfi, "Dawson": sp.dawsn, "Sigmoid": sp.expit, "Softplus": lambda x: np.logaddexp(0, x), "Logit": sp.logit,
    "XLogY": sp.xlogy, "XLog1pY": sp.xlog1py, "LogAddExp": np.logaddexp, "LogNormCDF": sp.log_ndtr,
    "Sin": np.sin, "Cos": np.cos, "Tan": np.tan, "Asin": np.arcsin, "Acos": np.arccos, "Atan": np.arctan, "Sinh": np.sinh,
    "Cosh": np.cosh, "Tanh": np.tanh, "Asinh": np.arcsinh, "Acosh": np.arccosh, "Atanh": np.arctanh, "Atan2": np.arctan2,
    "Hypot": np.hypot, "Mod": np.fmod, "Remainder": ieee, "Copysign": np.copysign, "Floor": np.floor, "Ceil": np.ceil,
    "Trunc": np.trunc, "RoundToEven": np.rint, "Gamma": sp.gamma, "Lgamma": sp.gammaln, "Digamma": sp.digamma, "ExpIntEi": sp.expi, "ExpIntE1": sp.exp1, "Zeta": sp.zeta,
    "GammaInc": sp.gammainc, "GammaIncC": sp.gammaincc, "J0": sp.j0, "J1": sp.j1, "Y0": sp.y0, "Y1": sp.y1,
    "BesselJ": sp.jn, "BesselY": sp.yn, "BesselI": sp.iv, "BesselIe": sp.ive, "BesselK": sp.kv,
    "AiryAi": lambda x: sp.airy(x)[0], "AiryAiPrime": lambda x: sp.airy(x)[1], "AiryBi": lambda x: sp.airy(x)[2],
    "AiryBiPrime": lambda x: sp.airy(x)[3], "Gt": np.greater, "Ge": np.greater_equal, "Eq": np.equal,
}

# The derivative by the first operand is not JAX's, or is none.
FAMILIES = {"GammaInc", "GammaIncC", "Zeta", "BesselJ", "BesselY", "BesselI", "BesselIe", "BesselK"}


def arity(name):
    two = "Add Sub Mul Div Pow Maximum Minimum XLogY XLog1pY LogAddExp Atan2 Hypot Mod Remainder Copysign Gt Ge Eq Dim"
    return 2 if name in two.split() or name in FAMILIES else 1


def text(x):
    x = float(x)
    return "NaN" if x != x else "+Inf" if x == INF else "-Inf" if x == -INF else repr(x)


def main():
    for name in sorted(set(VALUES) | {"Dim", "Round"}):
        points = [(x,) for x in ONE]
        if name in FAMILIES:
            points = list(itertools.product([1.0, 2.0] if name != "Zeta" else [2.0, 3.0], ONE))
        elif arity(name) == 2:
            points = list(itertools.product(PAIR, PAIR))
        columns = [np.array(c) for c in zip(*points)]
        rows = [["-"] * len(points)]
        if name in VALUES:
            rows = [[text(v) for v in VALUES[name](*columns)]]
        for i in range(len(columns)):
            if name in FAMILIES and i == 0 or name not in accuracy.JAX:
                rows.append(["-"] * len(points))
                continue
            slope = jax.jit(jax.vmap(jax.grad(lambda *x: accuracy.JAX[name]({}, *x), i)))
            rows.append([text(v) for v in slope(*columns)])
        for point, *found in zip(points, *rows):
            print(name, *map(text, point), "|", *found)


if __name__ == "__main__":
    main()
