"""Training steps in PyTorch and JAX: each maker returns a function that takes so many steps, or fails with ImportError."""

import numpy as np

RATE = 0.01


def normal(dtype):
    r = np.random.default_rng(1)
    return lambda *s: r.standard_normal(s).astype(dtype)


def parameters(net, dtype):
    """Weights, inputs and labels of a network as train/nets.go has it."""
    kind, a, b, c, batch = net.split("-")
    a, b, c, batch = int(a), int(b), int(c), int(batch)
    n = normal(dtype)
    small = lambda *s: n(*s) * dtype(0.05)
    if kind == "mlp":
        weights = [small(a, b), np.zeros(b, dtype), small(b, c), np.zeros(c, dtype)]
        return weights, n(batch, a), np.arange(batch) % c
    weights = [
        small(b, 3, 7, 7), np.zeros(b, dtype), small(b * (a // 2) ** 2, c), np.zeros(c, dtype), small(c, 10), np.zeros(10, dtype),
    ]
    return weights, n(batch, 3, a, a), np.arange(batch) % 10


def flops(net):
    """Of one step, in matrix products alone."""
    kind, a, b, c, batch = net.split("-")
    a, b, c, batch = int(a), int(b), int(c), int(batch)
    if kind == "mlp":
        return batch * (4 * a * b + 6 * b * c)  # the input has no gradient
    return batch * (4 * a * a * b * 3 * 49 + 6 * b * (a // 2) ** 2 * c + 6 * c * 10)


def torch_loss(net):
    from torch.nn import functional as F

    if net.startswith("mlp"):
        return lambda m, x, y: F.cross_entropy(F.relu(x @ m[0] + m[1]) @ m[2] + m[3], y)

    def cnn(m, x, y):
        h = F.max_pool2d(F.relu(F.conv2d(x, m[0], m[1], padding=3)), 2).flatten(1)
        return F.cross_entropy(F.relu(h @ m[2] + m[3]) @ m[4] + m[5], y)

    return cnn


def torch_eager(net, dtype, prepare=lambda loss: loss):
    import torch

    torch.set_num_threads(1)
    weights, x, y = parameters(net, dtype)
    m = [torch.tensor(w, requires_grad=True) for w in weights]
    x, y = torch.tensor(x), torch.tensor(y)
    opt = torch.optim.SGD(m, lr=RATE)
    loss = prepare(torch_loss(net))

    def run(steps):
        for _ in range(steps):
            opt.zero_grad()
            loss(m, x, y).backward()
            opt.step()

    return run


def torch_compiled(net, dtype):
    import torch

    return torch_eager(net, dtype, torch.compile)


def jax_jitted(net, dtype):
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    from jax import lax

    weights, x, y = parameters(net, dtype)

    def scores(m, x):
        if net.startswith("mlp"):
            return jax.nn.relu(x @ m[0] + m[1]) @ m[2] + m[3]
        h = jax.nn.relu(lax.conv_general_dilated(x, m[0], (1, 1), [(3, 3), (3, 3)]) + m[1][:, None, None])
        h = lax.reduce_window(h, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID").reshape(x.shape[0], -1)
        return jax.nn.relu(h @ m[2] + m[3]) @ m[4] + m[5]

    def loss(m, x, y):
        s = scores(m, x)
        return jnp.mean(jax.scipy.special.logsumexp(s, axis=1) - jnp.take_along_axis(s, y[:, None], 1)[:, 0])

    def step(m, x, y):
        l, g = jax.value_and_grad(loss)(m, x, y)
        return [w - jnp.asarray(RATE, dtype) * d for w, d in zip(m, g)], l

    step = jax.jit(step, donate_argnums=0)
    state = {"m": [jnp.asarray(w) for w in weights]}
    x, y = jnp.asarray(x), jnp.asarray(y)

    def run(steps):
        m = state["m"]
        for _ in range(steps):
            m, l = step(m, x, y)
        l.block_until_ready()
        state["m"] = m

    return run


PEERS = {"torch": torch_eager, "torch.compile": torch_compiled, "jax": jax_jitted}
