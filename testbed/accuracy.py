"""What each function of ad is held against: by name, its counterpart in JAX, or in mpmath where JAX has none or is less exact.

A counterpart in JAX takes the attributes of the operation and its operands. One in mpmath takes numbers; its derivatives are
those of mpmath.diff in 40 digits.
"""

import jax
import jax.numpy as np
import jax.scipy.linalg
import jax.scipy.special as special
import mpmath as mp
from jax import lax, nn


def plain(f):
    """A counterpart that needs no attributes."""
    return lambda a, *x: f(*x)


def facing(v, *others):
    """The columns of v, and those of the others with them, turned so that the largest entry of each in v is positive."""
    at = np.argmax(np.abs(v), axis=-2, keepdims=True)
    sign = lax.stop_gradient(np.sign(np.take_along_axis(v, at, -2)))
    return [m * sign for m in (v, *others)]


def below(*parts):
    return np.concatenate(parts, -2)


def qr(x):
    return below(*np.linalg.qr(x))


def eigh(x):
    w, v = np.linalg.eigh(x, symmetrize_input=True)
    return below(w[..., None, :], *facing(v))


def svd(x):
    u, s, vt = np.linalg.svd(x, full_matrices=False)
    u, v = facing(u, np.swapaxes(vt, -1, -2))
    return below(u, s[..., None, :], v)


def cholesky(x):
    return np.linalg.cholesky((x + np.swapaxes(x, -1, -2)) / 2)


def lstsq(a, b):
    return np.linalg.solve(a.T @ a, a.T @ b)


def pinv(a):
    return np.linalg.solve(a.T @ a, a.T)


def cumsum(a, x):
    return np.flip(np.cumsum(np.flip(x, a["Axis"]), a["Axis"]), a["Axis"]) if a["Lo"] else np.cumsum(x, a["Axis"])


def scatter(a, x):
    index = (slice(None),) * a["Axis"] + (np.array(a["Index"]),)
    return np.zeros(x.shape[: a["Axis"]] + (a["Hi"],) + x.shape[a["Axis"] + 1 :]).at[index].add(x)


def pad(a, x):
    after = a["Hi"] - a["Lo"] - x.shape[a["Axis"]]
    return np.pad(x, [(a["Lo"], after) if k == a["Axis"] else (0, 0) for k in range(x.ndim)])


def unbroadcast(a, x):
    shape = tuple(a["Shape"] or ())
    x = x.sum(tuple(range(x.ndim - len(shape))))
    return x.sum(tuple(k for k, n in enumerate(shape) if n != x.shape[k]), keepdims=True)


def conv(a, x, w):
    if x.ndim == 5:
        return jax.vmap(lambda x, w: conv(a, x, w))(x, w)
    return lax.conv_general_dilated(x, w, (a["Lo"],) * 2, [(a["Hi"],) * 2] * 2)


def conv_input(a, g, w):
    return jax.vjp(lambda x: conv(a, x, w), np.zeros(a["Shape"]))[1](g)[0]


def conv_kernel(a, x, g):
    return jax.vjp(lambda w: conv(a, x, w), np.zeros(a["Shape"]))[1](g)[0]


def windows(a, x):
    """The entries of every window of a pooling, along a first axis."""
    n, m = ((s - a["Hi"]) // a["Lo"] + 1 for s in x.shape[2:])
    ends = lambda i, k: i + a["Lo"] * (k - 1) + 1
    return np.stack([x[:, :, i : ends(i, n) : a["Lo"], j : ends(j, m) : a["Lo"]] for i in range(a["Hi"]) for j in range(a["Hi"])])


def max_pick(a, x, v):
    top = windows(a, lax.stop_gradient(x))
    top = (top == top.max(0)) * 1.0
    return (top * windows(a, v)).sum(0) / top.sum(0)


def max_spread(a, x, g):
    return jax.vjp(lambda v: max_pick(a, x, v), np.zeros(x.shape))[1](g)[0]


def avg_pool(a, x):
    return windows(a, x).mean(0)


def avg_spread(a, g):
    return jax.vjp(lambda x: avg_pool(a, x), np.zeros(a["Shape"]))[1](g)[0]


# Each primitive, and the attributes it takes.
JAX = {
    "Add": plain(np.add), "Sub": plain(np.subtract), "Mul": plain(np.multiply), "StrongMul": plain(np.multiply), "ZeroMul": plain(np.multiply),
    "Div": plain(np.divide), "Neg": plain(np.negative), "Square": plain(np.square), "Pow": plain(np.power),
    "Maximum": plain(np.maximum), "Minimum": plain(np.minimum), "Abs": plain(np.abs), "Sign": plain(np.sign),
    "ReLU": plain(nn.relu), "Ahead": plain(lambda x, y: (x > y) * 1.0), "Gt": plain(lambda x, y: (x > y) * 1.0),
    "Ge": plain(lambda x, y: (x >= y) * 1.0), "Eq": plain(lambda x, y: (x == y) * 1.0), "Same": plain(lambda x, y: (x == y) * 1.0),
    "Floor": plain(np.floor), "Ceil": plain(np.ceil), "Trunc": plain(np.trunc), "RoundToEven": plain(np.round),
    "Round": plain(lambda x: np.sign(x) * np.floor(np.abs(x) + 0.5)),
    "Exp": plain(np.exp), "Exp2": plain(np.exp2), "Expm1": plain(np.expm1), "Log": plain(np.log), "Log2": plain(np.log2),
    "Log10": plain(np.log10), "Log1p": plain(np.log1p), "Sqrt": plain(np.sqrt), "Cbrt": plain(np.cbrt),
    "Erf": plain(special.erf), "Erfc": plain(special.erfc), "Erfinv": plain(special.erfinv),
    "Sigmoid": plain(nn.sigmoid), "Softplus": plain(nn.softplus), "Logit": plain(special.logit),
    "XLogY": plain(special.xlogy), "XLog1pY": plain(special.xlog1py), "LogAddExp": plain(np.logaddexp),
    "LogNormCDF": plain(special.log_ndtr),
    "Sin": plain(np.sin), "Cos": plain(np.cos), "Tan": plain(np.tan), "Asin": plain(np.arcsin), "Acos": plain(np.arccos),
    "Atan": plain(np.arctan), "Sinh": plain(np.sinh), "Cosh": plain(np.cosh), "Tanh": plain(np.tanh), "Asinh": plain(np.arcsinh),
    "Acosh": plain(np.arccosh), "Atanh": plain(np.arctanh), "Atan2": plain(np.arctan2), "Hypot": plain(np.hypot),
    "Mod": plain(np.fmod), "Remainder": plain(lambda x, y: x - y * np.round(x / y)),
    "Dim": plain(lambda x, y: np.maximum(x - y, 0)), "Copysign": plain(np.copysign),
    "ExpIntEi": plain(special.expi), "ExpIntE1": plain(special.exp1), "Lgamma": plain(special.gammaln), "GammaInc": plain(special.gammainc), "GammaIncC": plain(special.gammaincc),
    # arrays
    "Permute": lambda a, x: np.transpose(x, a["Index"]), "Concat": lambda a, *x: np.concatenate(x, a["Axis"]),
    "Gather": lambda a, x: np.take(x, np.array(a["Index"]), a["Axis"]), "ScatterAdd": scatter, "CumSum": cumsum,
    "Sort": lambda a, x: np.sort(x, a["Axis"]),
    "Reorder": lambda a, by, x: np.take_along_axis(x, np.argsort(by, a["Axis"]), a["Axis"]),
    "SumAxis": lambda a, x: x.sum(a["Axis"]), "Max": lambda a, x: x.max(a["Axis"]),
    "LogSumExp": lambda a, x: special.logsumexp(x, a["Axis"]), "Softmax": lambda a, x: nn.softmax(x, a["Axis"]), "Norm": lambda a, x: np.sqrt(np.sum(x * x, axis=tuple(range(a["Lo"], x.ndim)))),
    "Float32": plain(lambda x: x.astype(np.float32)), "Float64": plain(lambda x: x.astype(np.float64)),
    "OneHot": lambda a, x: nn.one_hot(x.astype(int), a["Hi"], dtype=np.float64),
    "Where": plain(lambda c, x, y: np.where(c != 0, x, y)), "Reshape": lambda a, x: x.reshape(a["Shape"]),
    "Broadcast": lambda a, x: np.broadcast_to(x, a["Shape"]), "Sum": unbroadcast, "Stack": plain(lambda *x: np.stack(x)),
    "Row": lambda a, x: x[a["Lo"]], "Slice": lambda a, x: lax.slice_in_dim(x, a["Lo"], a["Hi"], axis=a["Axis"]), "Pad": pad,
    "StopGradient": plain(lax.stop_gradient),
    "Conv2D": conv, "ConvInput": conv_input, "ConvKernel": conv_kernel,
    "MaxPool2D": lambda a, x: windows(a, x).max(0), "MaxPoolPick": max_pick, "MaxPoolSpread": max_spread,
    "AvgPool2D": avg_pool, "AvgPoolSpread": avg_spread,
    # linear algebra
    "MatMul": plain(np.matmul), "MatVec": plain(np.matmul), "BatchMatMul": plain(np.matmul), "T": plain(np.transpose),
    "Solve": plain(np.linalg.solve), "Det": plain(np.linalg.det), "Cofactor": plain(lambda x: np.linalg.det(x)[..., None, None] * np.swapaxes(np.linalg.inv(x), -1, -2)), "LogDet": plain(lambda x: np.linalg.slogdet(x)[1]),
    "DetSign": plain(lambda x: np.linalg.slogdet(x)[0]), "Cholesky": plain(cholesky), "QR": plain(qr), "Eigh": plain(eigh),
    "SVD": plain(svd),
    "SolveTriangular": lambda a, x, b: np.vectorize(
        lambda x, b: jax.scipy.linalg.solve_triangular(x, b, lower=a["Lo"] == 1), signature="(n,n),(n,k)->(n,k)")(x, b),
}

# Functions composed of primitives.
JAX_COMPOSED = {
    "Float32": lambda x: x.astype(np.float32), "Float64": lambda x: x.astype(np.float64),
    "Acot": lambda x: np.arctan(1 / x), "Acoth": lambda x: np.arctanh(1 / x), "Acsc": lambda x: np.arcsin(1 / x),
    "Acsch": lambda x: np.arcsinh(1 / x), "Asec": lambda x: np.arccos(1 / x), "Asech": lambda x: np.arccosh(1 / x),
    "Sec": lambda x: 1 / np.cos(x), "Csc": lambda x: 1 / np.sin(x), "Cot": lambda x: 1 / np.tan(x),
    "Sech": lambda x: 1 / np.cosh(x), "Csch": lambda x: 1 / np.sinh(x), "Coth": lambda x: 1 / np.tanh(x),
    "SinDeg": lambda x: np.sin(np.deg2rad(x)), "CosDeg": lambda x: np.cos(np.deg2rad(x)), "TanDeg": lambda x: np.tan(np.deg2rad(x)),
    "Deg2Rad": np.deg2rad, "Rad2Deg": np.rad2deg, "Exp10": lambda x: 10.0**x, "PowC": lambda x: x**3,
    "Entr": special.entr, "RelEntr": special.rel_entr, "Log2mExp": lambda x: np.log1p(-np.expm1(x)),
    "LogExpm1": lambda x: x + np.log(-np.expm1(-x)), "LogSigmoid": nn.log_sigmoid, "FMA": lambda x, y, z: x * y + z,
    "NormCDF": special.ndtr, "NormPDF": lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi),
    "GELU": lambda x: nn.gelu(x, approximate=False), "GELUTanh": nn.gelu, "HardSigmoid": nn.hard_sigmoid, "HardSwish": nn.hard_swish,
    "HardTanh": nn.hard_tanh, "ReLU6": nn.relu6, "SELU": nn.selu, "SiLU": nn.silu, "Mish": nn.mish, "Softsign": nn.soft_sign,
    "CELU": lambda x: nn.celu(x, 1.5), "ELU": lambda x: nn.elu(x, 1.5), "LeakyReLU": lambda x: nn.leaky_relu(x, 0.1),
    "Clip": lambda x: np.clip(x, -1, 2), "Le": lambda x, y: (x <= y) * 1.0, "Lt": lambda x, y: (x < y) * 1.0,
    "Concat": lambda x, y: np.concatenate([x, y]), "Cross": np.cross, "Diag": np.diag, "Dot": lambda x, y: np.sum(x * y),
    "Kron": np.kron, "Outer": np.outer, "MatMul": np.matmul, "T": lambda x: x.reshape(1, -1), "Squeeze": np.squeeze,
    "Det": np.linalg.det, "LogDet": lambda x: np.linalg.slogdet(x)[1], "Inverse": np.linalg.inv, "Solve": np.linalg.solve,
    "Trace": np.trace, "Expm": jax.scipy.linalg.expm, "LstSq": lstsq, "PInv": pinv,
    "LogSoftmax": nn.log_softmax, "Softmax": nn.softmax, "LogSumExp": special.logsumexp, "Max": np.max, "Min": np.min,
    "Mean": np.mean, "Sum": np.sum, "Prod": np.prod, "Norm": lambda x: np.sqrt(np.sum(x * x)), "Std": np.std, "Var": np.var,
    "CumMax": lax.cummax, "CumProd": np.cumprod, "ProdAxis": np.prod, "NormAxes3": lambda x: np.sum(np.abs(x) ** 3) ** (1 / 3),
    "StdAxes": lambda x: np.std(x, ddof=1), "VarAxes": lambda x: np.var(x, ddof=1),
}

NONE = "JAX has none"
LESS = "JAX is less exact"

# Functions that mpmath decides, and why.
MPMATH = {
    "BesselI": (NONE, mp.besseli), "BesselIe": (NONE, lambda n, x: mp.exp(-abs(x)) * mp.besseli(n, x)), "BesselK": (NONE, mp.besselk),
    "BesselJ": (NONE, mp.besselj), "BesselY": (NONE, mp.bessely), "J0": (NONE, mp.j0), "J1": (NONE, mp.j1),
    "Y0": (NONE, lambda x: mp.bessely(0, x)), "Y1": (NONE, lambda x: mp.bessely(1, x)),
    "AiryAi": (NONE, mp.airyai), "AiryAiPrime": (NONE, lambda x: mp.airyai(x, derivative=1)),
    "AiryBi": (NONE, mp.airybi), "AiryBiPrime": (NONE, lambda x: mp.airybi(x, derivative=1)),
    "Erfcinv": (NONE, lambda x: mp.erfinv(1 - x)), "Erfcx": (NONE, lambda x: mp.exp(x * x) * mp.erfc(x)), "Erfi": (NONE, mp.erfi),
    "Dawson": (NONE, lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)),
    "InvDigamma": (NONE, lambda y: mp.findroot(lambda x: mp.digamma(x) - y, mp.exp(y) + 0.5 if y > -2.22 else -1 / (y - mp.digamma(1)))),
    "Log1mExp": (NONE, lambda x: mp.log(-mp.expm1(x))), "SinPi": (NONE, mp.sinpi), "CosPi": (NONE, mp.cospi),
    "ExpIntEi": (LESS, mp.ei), "ExpIntE1": (LESS, mp.e1), "Gamma": (LESS, mp.gamma), "Digamma": (LESS, mp.digamma), "Zeta": (LESS, mp.zeta), "Trigamma": (LESS, lambda x: mp.psi(1, x)),
    "Beta": (LESS, mp.beta), "BetaInc": (LESS, lambda x: mp.betainc(2.5, 1.5, 0, x, regularized=True)), "LogBeta": (LESS, lambda x, y: mp.log(mp.beta(x, y))),
    "NormPPF": (LESS, lambda p: mp.sqrt(2) * mp.erfinv(2 * p - 1)),
    "Sinc": (LESS, lambda n, x: mp.diff(lambda x: mp.sincpi(x), x, int(n))),
}
