"""Matrix products beside OpenBLAS and elementwise functions beside numpy. `python bench/kernels.py THREADS [ROUNDS [NAME…]]`

Three processes take turns: gojac (kernels/main.go), OpenBLAS called from C (blas.c), since a call from Python takes
longer than a small product, and numpy in this one. Each is the faster of its own: numpy writes into memory that it is given.
"""

import os
import sys

# The library is to choose its kernels for this machine, whatever the environment says, before it is loaded.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_MAIN_FREE", "NPY_DISABLE_CPU_FEATURES", "OMP_NUM_THREADS", "GOTO_NUM_THREADS"):
    os.environ.pop(name, None)
THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
os.environ.update(OPENBLAS_NUM_THREADS=str(THREADS), GOMAXPROCS=str(THREADS))
os.environ["OPENBLAS_THREAD_TIMEOUT"] = "18"  # after a turn its threads wait, busy, 2¹⁸ cycles for more and not 2²⁶: the others' turns
# No process is tied to a core: Go's runtime watches each program from a thread of its own, which would interrupt the products there.

import glob
import statistics
import subprocess
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
TURN = 1.5e-3  # seconds that one takes
REST = 0.01 if THREADS > 1 else 0  # until they have ended

# m × k by k × n, whether A and B are transposes of what is stored, and what is asked.
SQUARE = [(n, n, n, "NN", 0.95 if n <= 384 else 0.90) for n in (32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)]
# Forward, the gradient of the weights and that of the input of layers whose batch is 64; then thin ones.
LAYERS = [
    *[(64, 784, 256, "NN", 0.9), (784, 64, 256, "TN", 0.9), (64, 256, 784, "NT", 0.9)],
    *[(64, 784, 256, "NT", 0.9), (256, 64, 784, "TN", 0.9), (64, 256, 784, "NN", 0.9)],  # weights stored outputs × inputs
    *[(64, 256, 10, "NN", 0.8), (256, 64, 10, "TN", 0.8), (64, 10, 256, "NT", 0.8), (64, 256, 10, "NT", 0.8)],
    *[(1, 784, 256, "NN", 0.8), (1, 784, 256, "NT", 0.8), (256, 784, 1, "NN", 0.8), (784, 256, 1, "TN", 0.8)],
]
COUNT, COLUMNS = 100_000, 1000
FUNCTIONS = {
    **{"exp": 1.2, "tanh": 1.2, "sigmoid": 1.2, "softmax": 1.0},
    **dict.fromkeys(("log", "add", "mul", "div", "scale", "relu", "sqrt", "greater", "sum", "max")),
}


class Process:
    """A program that answers lines."""

    def __init__(self, *argv):
        self.p = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        print(*words, file=self.p.stdin, flush=True)
        line = self.p.stdout.readline().strip()
        if not line:
            sys.exit(f"{self.p.args[0]} does not answer {words}")
        return line


def numpy_function(name, x):
    y, dst, one = x.copy(), np.empty_like(x), x.dtype.type(1)
    positive, half = np.exp(x), x.dtype.type(0.5)
    rows, out = x.reshape(-1, COLUMNS), dst.reshape(-1, COLUMNS)
    truth = np.empty(x.shape, bool)

    def sigmoid():
        np.negative(x, out=dst)
        np.exp(dst, out=dst)
        np.add(dst, one, out=dst)
        np.divide(one, dst, out=dst)

    def softmax():
        np.subtract(rows, rows.max(1, keepdims=True), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(1, keepdims=True), out=out)

    return {
        "exp": lambda: np.exp(x, out=dst),
        "tanh": lambda: np.tanh(x, out=dst),
        "sigmoid": sigmoid,
        "softmax": softmax,
        "log": lambda: np.log(positive, out=dst),
        "add": lambda: np.add(x, y, out=dst),
        "mul": lambda: np.multiply(x, y, out=dst),
        "div": lambda: np.divide(x, positive, out=dst),
        "scale": lambda: np.multiply(x, half, out=dst),
        "relu": lambda: np.maximum(x, 0, out=dst),
        "sqrt": lambda: np.sqrt(positive, out=dst),
        "greater": lambda: np.greater(x, y, out=truth),
        "sum": lambda: x.sum(),
        "max": lambda: x.max(),
    }[name]


def timed(f, calls):
    for _ in range(calls):
        f()
    start = time.perf_counter()
    for _ in range(calls):
        f()
    return (time.perf_counter() - start) / calls


def compare(rounds, mine, theirs):
    """Medians of both and of their ratio, over turns of about TURN seconds each; which goes first alternates."""
    turns = [mine, theirs]
    calls = []
    for f in turns:
        once = min(f(3) for _ in range(3))
        calls.append(max(1, int(TURN / once)))
        time.sleep(REST)
    took = [[], []]
    for r in range(rounds):
        for i in (0, 1) if r % 2 else (1, 0):
            took[i].append(turns[i](calls[i]))
            time.sleep(REST)
    return [*map(statistics.median, took), statistics.median(t / m for m, t in zip(*took))]


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 31
    wanted = sys.argv[3:]
    root = os.path.join(HERE, "..", "out")
    library = glob.glob(os.path.join(os.path.dirname(np.__file__), "..", "numpy.libs", "libscipy_openblas64_*"))[0]
    gojac, blas = Process(os.path.join(root, "kernels")), Process(os.path.join(root, "blas"), library)
    core, engine = blas.ask("threads", THREADS), gojac.ask("threads", THREADS)
    print(f"threads: {THREADS}; numpy {np.__version__}, OpenBLAS for {core}; gojac for {engine}; load {os.getloadavg()[0]:.1f}; medians of {rounds}")
    row = "{:34} {:>9} {:>9} {:>7}  {:8} {}"
    print(row.format("", "gojac", "peer", "ratio", "asked", ""))
    missed = 0

    def show(name, mine, theirs, ratio, asked):
        nonlocal missed
        verdict = "" if not asked else "reached" if ratio >= asked else "MISSED"
        missed += verdict == "MISSED"
        print(row.format(name, f"{mine:.3g}", f"{theirs:.3g}", f"{ratio:.2f}×", f"≥ {asked:.2f}×" if asked else "", verdict).rstrip(), flush=True)

    for bits in (64, 32):
        for m, k, n, views, asked in SQUARE + LAYERS:
            name = f"gemm f{bits} {m}×{k}×{n} {views}, GFLOP/s"
            if wanted and not any(w in name for w in wanted):
                continue
            mine, theirs, ratio = compare(
                rounds,
                lambda calls: float(gojac.ask("gemm", bits, views, m, k, n, calls)),
                lambda calls: float(blas.ask(bits, views, m, k, n, calls)),
            )
            gflop = 2e-9 * m * k * n
            show(name, gflop / mine, gflop / theirs, ratio, asked)
    x = (np.arange(COUNT) * 7919 % 1000) / 500 - 1
    for bits in (64, 32):
        for function, asked in FUNCTIONS.items():
            name = f"{function} f{bits}, ns/element"
            if wanted and not any(w in name for w in wanted):
                continue
            f = numpy_function(function, x.astype(f"float{bits}"))
            mine, theirs, ratio = compare(
                rounds, lambda calls: float(gojac.ask("vec", bits, function, COUNT, calls)), lambda calls: timed(f, calls)
            )
            show(name, mine / COUNT * 1e9, theirs / COUNT * 1e9, ratio, asked)
    print(f"missed: {missed}; load {os.getloadavg()[0]:.1f}")


main()
