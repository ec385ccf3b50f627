"""What was measured, what was asked, and whether it was reached."""

import collections
import statistics

# Name of a measurement → what is asked of gojac: a share of ipykernel's median, or milliseconds.
GOALS = {
    "start to kernel_info_reply, stock client": ("share", 0.5),
    "exec to kernel_info_reply, tcp, eager client": ("ms", 40),
    "exec to kernel_info_reply, ipc, eager client": ("ms", 40),
    "exec to first cell done, tcp, eager client": ("ms", 250),
    "1+1 to idle, jupyter_client": ("share", 0.35),
    "1+1 to idle, pyzmq, tcp": ("share", 0.35),
    "1+1 to idle, pyzmq, ipc": ("share", 0.35),
    "of which in interp, warm": ("ms", 0.4),
}
UNITS = {"memory at rest": "MB"}


class Samples:
    """Measurements by name and kernel, in the order in which they were first made."""

    def __init__(self):
        self.values = collections.defaultdict(lambda: collections.defaultdict(list))

    def add(self, name, kernel, value):
        self.values[name][kernel].append(value)

    def median(self, name, kernel):
        return statistics.median(self.values[name][kernel])


def percentile(values, p):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(p * len(ordered)))]


def number(x):
    return f"{x:.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def spread(values):
    if len(values) < 20:  # too few for a tail
        return number(statistics.median(values))
    return " / ".join(number(percentile(values, p)) for p in (0.5, 0.95, 0.99))


def verdict(samples, name):
    if name not in GOALS:
        return "", ""
    kind, goal = GOALS[name]
    got = samples.median(name, "gojac")
    if kind == "share":
        got /= samples.median(name, "ipykernel")
    asked = f"≤ {goal:.2f}×" if kind == "share" else f"≤ {goal:g} ms"
    return asked, "reached" if got <= goal else "MISSED"


def rows(samples):
    yield "", "gojac p50 / p95 / p99", "ipykernel p50 / p95 / p99", "unit", "share", "asked", ""
    for name, kernels in samples.values.items():
        share = ""
        if len(kernels) == 2:
            share = f"{samples.median(name, 'gojac') / samples.median(name, 'ipykernel'):.2f}×"
        cells = [spread(kernels[k]) if k in kernels else "–" for k in ("gojac", "ipykernel")]
        yield (name, *cells, UNITS.get(name, "ms"), share, *verdict(samples, name))


def show(samples):
    table = list(rows(samples))
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    for n, row in enumerate(table):
        print("  ".join(c.ljust(w) if i in (0, 3, 5, 6) else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip())
        if n == 0:
            print("  ".join("─" * w for w in widths))
