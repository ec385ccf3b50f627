"""Training beside PyTorch and JAX, on one core. `python bench/train.py [ROUNDS [ROW …]]`, each ROW a part of a row's name"""

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

import table
from peers import PEERS, flops

# Steps in a turn, and what is asked: shares of a peer's time, or of the time that a matrix product at full speed would take.
NETS = {
    "mlp-784-256-10-64": (20, {"torch": 1.0, "torch.compile": 1.0, "jax": 1.0, "peak": 1.3}),
    "mlp-64-32-10-32": (200, {"torch": 0.2}),
    "mlp-2-16-10-16": (500, {"torch": 0.2}),
    "cnn-32-32-100-50": (2, {"torch": 1.2}),
}
# The same programs with nothing in their tensors: what they allocate belongs to no tensor's elements.
EMPTY = {"mlp": "mlp-1-1-1-1", "cnn": "cnn-2-1-1-1"}
# What a cell measures, by the name of a row: the question, how many of the unit are in a second, and the bound.
CELLS = {
    "mlp-2-16-10-16 written in a cell, compiled": ("compiled", "µs", 1e6, 40),
    "mlp-2-16-10-16 written in a cell": ("plain", "µs", 1e6, None),
    "scalar operation, forward and backward, at its best": ("gradient", "ns", 1e9, 10),
}


class Gojac:
    """The program in train/, which answers questions."""

    def __init__(self):
        out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "out")
        argv = [os.path.join(out, "train"), os.path.join(out, "gojac")]
        self.p = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        print(*words, file=self.p.stdin, flush=True)
        return float(self.p.stdout.readline())


def clocked(run, steps):
    start = time.perf_counter()
    run(steps)
    return (time.perf_counter() - start) / steps


def made(net, dtype):
    """The peers that are installed, warm."""
    runs = {}
    for name, make in PEERS.items():
        try:
            runs[name] = make(net, getattr(np, dtype))
            runs[name](3)
        except ImportError:
            pass
        except Exception as e:  # torch.compile needs a C++ compiler
            print(f"bench: {name} {net} {dtype}: {type(e).__name__}", file=sys.stderr)
            runs.pop(name, None)
    return runs


def row(name, mine, theirs, unit, share, goal, form="≤ {:g}×"):
    verdict = "" if goal is None else "reached" if share <= goal else "MISSED"
    shown = f"{share:.2f}×" if theirs is not None else ""
    return name, table.number(mine), "" if theirs is None else table.number(theirs), unit, shown, "" if goal is None else form.format(goal), verdict


def steps(gojac, rounds, net, dtype):
    count, goals = NETS[net]
    runs = made(net, dtype)
    mine, theirs = [], {name: [] for name in runs}
    best, peak = [], []
    for _ in range(rounds):
        mine.append(gojac.ask("step", dtype, net, count))
        for name, run in runs.items():
            theirs[name].append(clocked(run, count))
        best.append(gojac.ask("best", dtype, net, count))
        peak.append(flops(net) / gojac.ask("peak", dtype))
    for name, times in theirs.items():
        share = statistics.median(m / t for m, t in zip(mine, times))
        yield row(f"{net} {dtype} / {name}", statistics.median(mine) * 1e6, statistics.median(times) * 1e6, "µs", share, goals.get(name))
    least, limit = min(best) * 1e6, min(peak) * 1e6
    yield row(f"{net} {dtype} / peak, each at its best", least, limit, "µs", least / limit, goals.get("peak"))
    bare = gojac.ask("bytes", dtype, EMPTY[net[:3]], 200)
    extra = max(0, round(gojac.ask("bytes", dtype, net, 50) - bare, -2))  # what the program allocates elsewhere comes and goes
    yield row(f"{net} {dtype}, tensor data allocated", extra, None, "B", extra, 0, "{:g} B")


def cells(gojac, rounds, name):
    question, unit, scale, goal = CELLS[name]
    mine = statistics.median(gojac.ask("cell", question) for _ in range(rounds)) * scale
    yield row(name, mine, None, unit, mine, goal, "≤ {:g} " + unit)
    if question == "gradient":
        value = statistics.median(gojac.ask("cell", "value") for _ in range(rounds)) * scale
        yield row(f"{name} / the value alone", mine, value, unit, mine / value, 4)


def rows(rounds, only):
    gojac = Gojac()
    wanted = lambda name: not only or any(part in name for part in only)
    yield "", "gojac", "peer", "unit", "share", "asked", ""
    for net in NETS:
        for dtype in ("float64", "float32"):
            if wanted(f"{net} {dtype}"):
                yield from steps(gojac, rounds, net, dtype)
    for name in CELLS:
        if wanted(name):
            yield from cells(gojac, rounds, name)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"medians of {rounds} rounds; load at the beginning {os.getloadavg()[0]:.1f}", file=sys.stderr)
    table.align(rows(rounds, sys.argv[2:]), left=(0, 3, 5, 6))


main()
