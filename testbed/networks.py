"""Makes ad/nn/testdata/published.txt: what PyTorch's losses, pools and recurrent networks give, and their gradients.

    pip install torch
    python testbed/networks.py > ad/nn/testdata/published.txt

A line is a name, the numbers of the result y, and after "|" those of the gradient of Σ sin(i)·yᵢ, i = 1, 2, …, by each input.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

LABELS = torch.tensor([1, 0, 3, 3, 2])
WEIGHT = torch.tensor([0.5, 2, 1, 0.25])
GRID = torch.tensor([[1, 0, 2], [2, 2, 0]])


def entropy(scores, labels=LABELS, **how):
    return F.cross_entropy(scores, labels, **how)


def entropy_of(scores, probabilities, **how):
    return F.cross_entropy(scores, probabilities.softmax(1), **how)


def recurrent(make, states):
    def run(x, wx, wh, bx, bh, *state):
        net = make(x.shape[2], wh.shape[1])
        weights = dict(weight_ih_l0=wx, weight_hh_l0=wh, bias_ih_l0=bx, bias_hh_l0=bh)
        start = tuple(h[None] for h in state)
        hs, last = torch.func.functional_call(net, weights, (x, start if states == 2 else start[0]))
        return torch.cat([hs.reshape(-1), last[1].reshape(-1)]) if states == 2 else hs

    return run


def cell(gates, states):
    return [(3, 2, 4), (gates * 5, 4), (gates * 5, 5), (gates * 5,), (gates * 5,)] + [(2, 5)] * states


SCORES, IMAGES, SEQUENCES = [(5, 4)], [(2, 2, 5, 6)], [(2, 3, 7)]

CASES = {
    "CrossEntropy": (entropy, SCORES),
    "CrossEntropy, weights": (lambda s: entropy(s, weight=WEIGHT), SCORES),
    "CrossEntropy, smoothing": (lambda s: entropy(s, label_smoothing=0.1), SCORES),
    "CrossEntropy, ignore": (lambda s: entropy(s, ignore_index=3), SCORES),
    "CrossEntropy, all": (lambda s: entropy(s, weight=WEIGHT, label_smoothing=0.2, ignore_index=3), SCORES),
    "CrossEntropy, all, sum": (lambda s: entropy(s, weight=WEIGHT, label_smoothing=0.2, ignore_index=3, reduction="sum"), SCORES),
    "CrossEntropy, all, none": (lambda s: entropy(s, weight=WEIGHT, label_smoothing=0.2, ignore_index=3, reduction="none"), SCORES),
    "CrossEntropy, images": (lambda s: entropy(s, GRID, weight=WEIGHT, label_smoothing=0.2, ignore_index=2), [(2, 4, 3)]),
    "CrossEntropy, images, none": (lambda s: entropy(s, GRID, weight=WEIGHT, label_smoothing=0.2, reduction="none"), [(2, 4, 3)]),
    "CrossEntropy, probabilities": (lambda s, p: entropy_of(s, p, weight=WEIGHT, label_smoothing=0.2), SCORES * 2),
    "CrossEntropy, probabilities, none": (lambda s, p: entropy_of(s, p, weight=WEIGHT, reduction="none"), [(2, 4, 3)] * 2),
    "NLL by CrossEntropy": (lambda s: F.nll_loss(s.log_softmax(1), LABELS, weight=WEIGHT, ignore_index=3), SCORES),
    "BCEWithPosWeight": (lambda s, y: F.binary_cross_entropy_with_logits(s, y.sigmoid(), pos_weight=WEIGHT), SCORES * 2),
    "SmoothL1": (lambda p, t: F.smooth_l1_loss(p, t, beta=0.7), SCORES * 2),
    "SmoothL1, 0": (lambda p, t: F.smooth_l1_loss(p, t, beta=0), SCORES * 2),
    "Huber": (lambda p, t: F.huber_loss(p, t, delta=0.7), SCORES * 2),
    "KL": (lambda q, p: F.kl_div(q.log_softmax(1), p.softmax(1), reduction="batchmean"), SCORES * 2),
    "CosineSimilarity": (lambda x, y: F.cosine_similarity(x, y, -1), SCORES * 2),
    "MaxPool": (lambda x: F.max_pool2d(x, 3, 2, 1), IMAGES),
    "MaxPool, no stride": (lambda x: F.max_pool2d(x, 2), IMAGES),
    "MaxPool, sequences": (lambda x: F.max_pool1d(x, 4, 1, 2), SEQUENCES),
    "AvgPool": (lambda x: F.avg_pool2d(x, 3, 2, 1), IMAGES),
    "AvgPool, inside": (lambda x: F.avg_pool2d(x, 3, 1, 1, count_include_pad=False), IMAGES),
    "AvgPool, sequences": (lambda x: F.avg_pool1d(x, 3, 2, 1), SEQUENCES),
    "AvgPool, sequences, inside": (lambda x: F.avg_pool1d(x, 3, 2, 1, count_include_pad=False), SEQUENCES),
    "RNN": (recurrent(torch.nn.RNN, 1), cell(1, 1)),
    "GRU": (recurrent(torch.nn.GRU, 1), cell(3, 1)),
    "LSTM": (recurrent(torch.nn.LSTM, 2), cell(4, 2)),
    "Embedding": (lambda t: F.embedding(GRID, t), [(3, 4)]),
}


def waves(start, shape):
    count = torch.Size(shape).numel()
    return torch.sin(torch.arange(start, start + count).double()).reshape(shape)


for name, (f, shapes) in CASES.items():
    inputs = [waves(1 + 100 * k, shape).requires_grad_() for k, shape in enumerate(shapes)]
    y = f(*inputs)
    (y.reshape(-1) * waves(1, (y.numel(),))).sum().backward()
    print(name + ":", *(" ".join(repr(v) for v in t.detach().reshape(-1).tolist()) for t in [y, *(x.grad for x in inputs)]), sep=" | ")
