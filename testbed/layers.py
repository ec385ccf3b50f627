"""Layers and losses of nn for test_oracle.py: each in Go, and its published formula (PyTorch's, where it documents one) in JAX.

Each takes tensors filled from sines, of the given shapes, and returns a tensor; the test differentiates the sum of its sines.
"""


def gates(np, x, h, wx, wh, bx, bh, n):
    return np.split(x @ wx.T + bx, n, -1), np.split(h @ wh.T + bh, n, -1)


def sigmoid(np, x):
    return 1 / (1 + np.exp(-x))


def rnn(np, xs, wx, wh, bx, bh):
    h, hs = np.zeros((xs.shape[1], wh.shape[1])), []
    for x in xs:
        h = np.tanh(x @ wx.T + bx + h @ wh.T + bh)
        hs.append(h)
    return np.stack(hs)


def gru(np, xs, wx, wh, bx, bh):
    h, hs = np.zeros((xs.shape[1], wh.shape[1])), []
    for x in xs:
        (ar, az, an), (br, bz, bn) = gates(np, x, h, wx, wh, bx, bh, 3)
        r, z = sigmoid(np, ar + br), sigmoid(np, az + bz)
        h = (1 - z) * np.tanh(an + r * bn) + z * h
        hs.append(h)
    return np.stack(hs)


def lstm(np, xs, wx, wh, bx, bh):
    h, hs = np.zeros((xs.shape[1], wh.shape[1])), []
    c = h
    for x in xs:
        a, b = gates(np, x, h, wx, wh, bx, bh, 4)
        i, f, g, o = (p + q for p, q in zip(a, b))
        c = sigmoid(np, f) * c + sigmoid(np, i) * np.tanh(g)
        h = sigmoid(np, o) * np.tanh(c)
        hs.append(h)
    return np.stack(hs)


def softmax(np, x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def attention(np, q, k, v, mask=0):
    return softmax(np, q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]) + mask) @ v


def multihead(np, q, kv, wq, wk, wv, wo, bq, bk, bv, bo):
    def apart(x, w, b):
        x = x @ w.T + b
        return np.swapaxes(x.reshape(*x.shape[:-1], 2, -1), -2, -3)

    mask = np.where(np.tril(np.ones((3, 3))) > 0, 0, -np.inf)
    y = np.swapaxes(attention(np, apart(q, wq, bq), apart(kv, wk, bk), apart(kv, wv, bv), mask), -2, -3)
    return y.reshape(q.shape) @ wo.T + bo


def normed(np, x, axes):
    return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + 1e-5)


def per(x):
    return x.reshape(-1, 1, 1)


def log_softmax(np, x):
    return x - x.max(-1, keepdims=True) - np.log(np.exp(x - x.max(-1, keepdims=True)).sum(-1, keepdims=True))


def hinge(np, s):
    right = s[np.arange(3), np.array([1, 0, 3])]
    over = np.maximum(0, s - right[:, None] + 1).sum(-1) - 1
    return over.mean()


def cross_entropy(np, s, w, smoothing):
    """PyTorch's formula with weights of classes, label smoothing, and the last of the labels 1, 0, 3 ignored."""
    logs, y = -log_softmax(np, s)[:2] * w, np.array([1, 0])
    each = (1 - smoothing) * logs[np.arange(2), y] + smoothing / s.shape[-1] * logs.sum(-1)
    return each.sum() / w[y].sum()


def padded_max(np, x):
    y = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    return np.stack([y[..., i : i + 5 : 2, j : j + 5 : 2] for i in range(3) for j in range(3)]).max(0)


def padded_mean(np, x):
    def sums(x):
        y = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        return sum(y[..., i : i + 5 : 2, j : j + 5 : 2] for i in range(3) for j in range(3))

    return sums(x) / sums(np.ones_like(x))


def huber(np, p, t):
    d = np.abs(p - t)
    return np.where(d <= 0.7, d * d / 2, 0.7 * (d - 0.35)).mean()


def convolution(x, w, b, stride=1, pad=0, dilation=1, groups=1, lhs=1):
    from jax import lax

    axes = x.ndim - 2
    y = lax.conv_general_dilated(
        x, w, (stride,) * axes, [(pad, pad)] * axes, lhs_dilation=(lhs,) * axes, rhs_dilation=(dilation,) * axes, feature_group_count=groups
    )
    return y + b.reshape(-1, *(1,) * axes)


def transposed(np, x, w, b, stride, pad):
    """The convolution of images spread by the stride with kernels turned round."""
    return convolution(x, np.swapaxes(w, 0, 1)[:, :, ::-1, ::-1], b, pad=w.shape[-1] - 1 - pad, lhs=stride)


SEQUENCE = [(3, 2, 4)]


def cell(n):
    return SEQUENCE + [(n * 5, 4), (n * 5, 5), (n * 5,), (n * 5,)]


LABELS = "ad.Vec(1, 0, 3)"

# The result in Go of x0, x1, …; the same in JAX; the shapes of x0, x1, ….
LAYERS = {
    "Linear": ("nn.Linear(x0, x1, x2)", lambda np, x, w, b: x @ w.T + b, [(3, 4), (2, 4), (2,)]),
    "RNN": ("nn.RNN{x1, x2, x3, x4}.Run(x0)", rnn, cell(1)),
    "GRU": ("nn.GRU{x1, x2, x3, x4}.Run(x0)", gru, cell(3)),
    "LSTM": ("nn.LSTM{x1, x2, x3, x4}.Run(x0)", lstm, cell(4)),
    "Attention": ("nn.Attention(x0, x1, x2)", attention, [(2, 3, 4), (2, 5, 4), (2, 5, 2)]),
    "MultiHead": (
        "nn.MultiHead{x2, x3, x4, x5, x6, x7, x8, x9, 2}.Attend(x0, x1, x1, nn.Causal(3))",
        multihead,
        [(2, 3, 4), (2, 3, 4)] + [(4, 4)] * 4 + [(4,)] * 4,
    ),
    "Conv2D": ("nn.Conv2D(x0, x1, x2, 2, 1)", lambda np, x, w, b: convolution(x, w, b, 2, 1), [(2, 3, 5, 6), (4, 3, 3, 2), (4,)]),
    "Convolve, groups": (
        "nn.Convolve(x0, x1, x2, ad.Conv{Groups: 2, Stride: 2, Pad: 1})",
        lambda np, x, w, b: convolution(x, w, b, 2, 1, groups=2),
        [(2, 4, 5, 6), (6, 2, 3, 2), (6,)],
    ),
    "Convolve, dilation": (
        "nn.Convolve(x0, x1, x2, ad.Conv{Dilation: 2, Stride: 2, Pad: 3})",
        lambda np, x, w, b: convolution(x, w, b, 2, 3, 2),
        [(2, 2, 5, 6), (3, 2, 3, 2), (3,)],
    ),
    "Convolve, sequences": (
        "nn.Convolve(x0, x1, x2, ad.Conv{Dilation: 3, Pad: 2, Groups: 3})",
        lambda np, x, w, b: convolution(x, w, b, 1, 2, 3, 3),
        [(2, 3, 9), (3, 1, 3), (3,)],
    ),
    "ConvTranspose2D": (
        "nn.ConvTranspose2D(x0, x1, x2, 2, 1)",
        lambda np, x, w, b: transposed(np, x, w, b, 2, 1),
        [(2, 3, 3, 4), (3, 2, 3, 3), (2,)],
    ),
    "LayerNorm": ("nn.LayerNorm(x0, x1, x2)", lambda np, x, g, b: normed(np, x, -1) * g + b, [(3, 4), (4,), (4,)]),
    "RMSNorm": ("nn.RMSNorm(x0, x1)", lambda np, x, g: x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * g, [(3, 4), (4,)]),
    "BatchNorm": (
        "func() *ad.Tensor { y, _, _ := nn.BatchNorm(x0, x1, x2); return y }()",
        lambda np, x, g, b: normed(np, x, 0) * g + b,
        [(5, 3), (3,), (3,)],
    ),
    "BatchNorm of images": (
        "func() *ad.Tensor { y, _, _ := nn.BatchNorm(x0, x1, x2); return y }()",
        lambda np, x, g, b: normed(np, x, (0, 2, 3)) * per(g) + per(b),
        [(2, 3, 2, 2), (3,), (3,)],
    ),
    "BatchNormWith": (
        "nn.BatchNormWith(x0, x1, x2, ad.Vec(0.5, 1, 2), ad.Vec(1, 2, 3))",
        lambda np, x, g, b: (x - np.array([0.5, 1, 2])) / np.sqrt(np.array([1, 2, 3]) + 1e-5) * g + b,
        [(5, 3), (3,), (3,)],
    ),
    "GroupNorm": (
        "nn.GroupNorm(x0, 2, x1, x2)",
        lambda np, x, g, b: normed(np, x.reshape(2, 2, -1), -1).reshape(x.shape) * per(g) + per(b),
        [(2, 4, 2, 2), (4,), (4,)],
    ),
    "Embedding": ("nn.Embedding(x0, ad.Vec(2, 0, 2))", lambda np, t: t[np.array([2, 0, 2])], [(4, 3)]),
    "GELU": ("nn.GELU(x0)", lambda np, x: __import__("jax").nn.gelu(x, approximate=False), [(6,)]),
    "SoftmaxCrossEntropy": (
        f"nn.SoftmaxCrossEntropy(x0, {LABELS})",
        lambda np, s: -log_softmax(np, s)[np.arange(3), np.array([1, 0, 3])].mean(),
        [(3, 4)],
    ),
    "CrossEntropy": (
        f"nn.CrossEntropy(x0, {LABELS}, nn.Classes{{Weight: x1, LabelSmoothing: 0.2, Ignore: []int{{3}}}})",
        lambda np, s, w: cross_entropy(np, s, w, 0.2),
        [(3, 4), (4,)],
    ),
    "BCEWithPosWeight": (
        "nn.BCEWithPosWeight(x0, x1.Sigmoid(), ad.Scalar(3))",
        lambda np, s, y: -(3 * sigmoid(np, y) * np.log(sigmoid(np, s)) + (1 - sigmoid(np, y)) * np.log1p(-sigmoid(np, s))).mean(),
        [(6,), (6,)],
    ),
    "MaxPool": ("nn.MaxPool(x0, nn.Pool{Size: 3, Stride: 2, Pad: 1})", padded_max, [(2, 2, 5, 5)]),
    "AvgPool": ("nn.AvgPool(x0, nn.Pool{Size: 3, Stride: 2, Pad: 1, OnlyInside: true})", padded_mean, [(2, 2, 5, 5)]),
    "NLL": (f"nn.NLL(x0, {LABELS})", lambda np, p: -p[np.arange(3), np.array([1, 0, 3])].mean(), [(3, 4)]),
    "Hinge": (f"nn.Hinge(x0, {LABELS}, 1)", hinge, [(3, 4)]),
    "KL": (
        "nn.KL(x0.LogSoftmax(), x1.Softmax())",
        lambda np, q, p: (softmax(np, p) * (log_softmax(np, p) - log_softmax(np, q))).sum() / 3,
        [(3, 4), (3, 4)],
    ),
    "MSE": ("nn.MSE(x0, x1)", lambda np, p, t: ((p - t) ** 2).mean(), [(3, 4), (3, 4)]),
    "MAE": ("nn.MAE(x0, x1)", lambda np, p, t: np.abs(p - t).mean(), [(3, 4), (3, 4)]),
    "Huber": ("nn.Huber(x0, x1, 0.7)", huber, [(3, 4), (3, 4)]),
    "BCE": (
        "nn.BCE(x0.Sigmoid(), x1.Sigmoid())",
        lambda np, p, y: -(sigmoid(np, y) * np.log(sigmoid(np, p)) + (1 - sigmoid(np, y)) * np.log1p(-sigmoid(np, p))).mean(),
        [(6,), (6,)],
    ),
    "BCEWithLogits": (
        "nn.BCEWithLogits(x0, x1.Sigmoid())",
        lambda np, s, y: -(sigmoid(np, y) * np.log(sigmoid(np, s)) + (1 - sigmoid(np, y)) * np.log1p(-sigmoid(np, s))).mean(),
        [(6,), (6,)],
    ),
}
