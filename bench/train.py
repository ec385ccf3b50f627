"""Training steps of a two-layer network beside PyTorch and JAX, one thread each. `python bench/train.py [ROUNDS]`"""

import os

# Before the libraries start their threads.
os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", JAX_PLATFORMS="cpu", GOMAXPROCS="1")
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import statistics
import subprocess
import sys
import time

import numpy as np

# inputs, hidden, outputs, batch; steps a turn; the goals, as shares of a peer's time or of the time at the FMA peak
SIZES = {
    (784, 256, 10, 64): (20, {"torch": 1.0, "jax": 1.0, "peak": 1.3}),
    (64, 32, 10, 32): (200, {"torch": 0.2}),
    (2, 16, 10, 16): (500, {"torch": 0.2}),
}
RATE = 0.01


def gojac():
    binary = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "out", "train")
    p = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        print(line, file=p.stdin, flush=True)
        return float(p.stdout.readline())

    return ask


def data(inputs, hidden, outputs, batch, dtype):
    r = np.random.default_rng(1)
    normal = lambda *s: r.standard_normal(s).astype(dtype)
    weights = [normal(inputs, hidden) * 0.05, np.zeros(hidden, dtype), normal(hidden, outputs) * 0.05, np.zeros(outputs, dtype)]
    return [w.astype(dtype) for w in weights], normal(batch, inputs), np.arange(batch) % outputs


def torch_eager(size, dtype):
    import torch

    torch.set_num_threads(1)
    weights, x, y = data(*size, dtype)
    W1, b1, W2, b2 = (torch.tensor(w, requires_grad=True) for w in weights)
    x, y = torch.tensor(x), torch.tensor(y)
    opt = torch.optim.SGD([W1, b1, W2, b2], lr=RATE)

    def run(steps):
        for _ in range(steps):
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(torch.relu(x @ W1 + b1) @ W2 + b2, y)
            loss.backward()
            opt.step()

    return run


def jax_jitted(size, dtype):
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    weights, x, y = data(*size, dtype)

    def loss(m, x, y):
        s = jax.nn.relu(x @ m[0] + m[1]) @ m[2] + m[3]
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


def clocked(run, steps):
    start = time.perf_counter()
    run(steps)
    return (time.perf_counter() - start) / steps


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    ask = gojac()
    say = lambda *row: print("{:>16} {:>8} {:>10} {:>10} {:>8} {:>6}".format(*row))
    say("network", "peer", "gojac µs", "peer µs", "share", "asked")
    for size, (steps, goals) in SIZES.items():
        peers = {}
        for name, make in {"torch": torch_eager, "jax": jax_jitted}.items():
            try:
                peers[name] = make(size, np.float64)
                peers[name](3)
            except ImportError:
                pass
        shares, times = {}, {"gojac": []}
        for _ in range(rounds):
            mine = ask(" ".join(map(str, size)) + f" {steps}")
            times["gojac"].append(mine)
            for name, run in peers.items():
                theirs = clocked(run, steps)
                times.setdefault(name, []).append(theirs)
                shares.setdefault(name, []).append(mine / theirs)
            inputs, hidden, outputs, batch = size
            flops = batch * (4 * inputs * hidden + 6 * hidden * outputs)  # the input has no gradient
            best = flops / ask("peak")
            times.setdefault("peak", []).append(best)
            shares.setdefault("peak", []).append(mine / best)
        micro = lambda name: f"{statistics.median(times[name]) * 1e6:.1f}"
        for name, s in shares.items():
            share, goal = statistics.median(s), goals.get(name)
            say("-".join(map(str, size)), name, micro("gojac"), micro(name), f"{share:.2f}×", f"≤ {goal}" if goal else "")


main()
