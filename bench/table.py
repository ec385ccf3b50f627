"""What was measured, what was asked, and whether it was reached."""

import collections
import statistics

# Name of a measurement → what is asked of gojac, each a kind and a bound: its median or its 99th percentile as a share of
# ipykernel's, or its median in the unit that the kind names.
GOALS = {
    "start to kernel_info_reply, stock client": [("p50", 0.45)],
    "exec to kernel_info_reply, tcp, eager client": [("ms", 40)],
    "exec to kernel_info_reply, ipc, eager client": [("ms", 40)],
    "exec to first cell done, tcp, eager client": [("ms", 250)],
    "1+1 to idle, jupyter_client, tcp": [("p50", 0.3), ("p99", 0.5)],
    "1+1 to idle, jupyter_client, ipc": [("p50", 0.3), ("p99", 0.5)],
    "1+1 to idle, pyzmq, tcp": [("p50", 0.2)],
    "1+1 to idle, pyzmq, ipc": [("p50", 0.2)],
    "of which in interp, warm": [("ms", 0.25)],
    "100,000 lines printed": [("p50", 0.5)],
    "50 MB displayed": [("p50", 1.2)],
    "memory at rest": [("p50", 0.8)],
    "fib(30)": [("p50", 1)],
    "1,000,000 method calls": [("p50", 1)],
    "1,000,000 closure calls": [("p50", 1)],
    "1,000,000 map updates": [("p50", 1)],
    "a compiled function called from a function body": [("ns", 80)],
    "a cell's function called back from compiled code": [("ns", 60)],
    "memory after 100 cells": [("p50", 0.8)],
    "completion after 1,000 cells": [("ms", 20)],
    "inspection after 1,000 cells": [("ms", 20)],
    "kept for each of 10,000 cells": [("KB", 20)],
    "1+1 to idle after 10,000 cells": [("ms", 2)],
}
TAIL = 100  # samples from which on a tail is shown
UNITS = {
    "memory at rest": "MB",
    "memory after 100 cells": "MB",
    "memory after 1,000 cells": "MB",
    "kept for each of 10,000 cells": "KB",
    "a compiled function called from a function body": "ns",
    "a cell's function called back from compiled code": "ns",
}


class Samples:
    """Measurements by name and kernel, in the order in which they were first made."""

    def __init__(self):
        self.values = collections.defaultdict(lambda: collections.defaultdict(list))

    def add(self, name, kernel, value):
        self.values[name][kernel].append(value)

    def share(self, name, p=0.5):
        """A percentile of gojac's as a share of ipykernel's, or None where one was not measured."""
        kernels = self.values[name]
        if len(kernels) == 2:
            return percentile(kernels["gojac"], p) / percentile(kernels["ipykernel"], p)


def percentile(values, p):
    ordered = sorted(values)
    return statistics.median(ordered) if p == 0.5 else ordered[min(len(ordered) - 1, int(p * len(ordered)))]


def number(x):
    return f"{x:.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def spread(values):
    if len(values) < TAIL:
        return number(statistics.median(values))
    return " / ".join(number(percentile(values, p)) for p in (0.5, 0.95, 0.99))


def verdict(samples, name):
    asked, missed = [], False
    for kind, goal in GOALS.get(name, []):
        if kind in ("p50", "p99"):
            asked.append(f"≤ {goal:.2f}×" if kind == "p50" else f"{kind} ≤ {goal:.2f}×")
            missed |= samples.share(name, 0.5 if kind == "p50" else 0.99) > goal
        else:
            asked.append(f"≤ {goal:g} {kind}")
            missed |= percentile(samples.values[name]["gojac"], 0.5) > goal
    return ", ".join(asked), asked and ("MISSED" if missed else "reached") or ""


def rows(samples):
    yield "", "gojac p50 / p95 / p99", "ipykernel p50 / p95 / p99", "unit", "share p50 / p99", "asked", ""
    for name, kernels in samples.values.items():
        share = ""
        if len(kernels) == 2:
            share = f"{samples.share(name):.2f}×"
            if len(kernels["gojac"]) >= TAIL:
                share += f" / {samples.share(name, 0.99):.2f}×"
        cells = [spread(kernels[k]) if k in kernels else "–" for k in ("gojac", "ipykernel")]
        yield (name, *cells, UNITS.get(name, "ms"), share, *verdict(samples, name))


def show(samples):
    align(rows(samples), left=(0, 3, 5, 6))


def align(table, left):
    """Prints rows in columns, those in left flush left, with a line under the first row."""
    table = list(table)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    for n, row in enumerate(table):
        print("  ".join(c.ljust(w) if i in left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip())
        if n == 0:
            print("  ".join("─" * w for w in widths))
