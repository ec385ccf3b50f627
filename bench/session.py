"""A session that grows: what many cells leave behind, in memory and in the time of the next one."""

from cells import complete, idle, taking_turns
from wire import COMPLETE, KERNELS, Wire

# Four cells of round k: an expression, a new variable, a function redefined, and its call.
CELLS = {
    "gojac": ["1+1", "x{k} := {k}", "func f(a int) int {{ return a + {k} }}", "f(x{k})"],
    "ipykernel": ["1+1", "x{k} = {k}", "def f(a): return a + {k}", "f(x{k})"],
}
FEW, SOME, MANY = 100, 1_000, 10_000


def grow(w, kernel, first, last):
    """Runs cells number first up to, not including, last."""
    for n in range(first, last):
        w.execute(CELLS[kernel][n % 4].format(k=n // 4), remember=True)


def measure(samples, rounds):
    kernels = {kernel: Wire(kernel).ready() for kernel in KERNELS}
    try:
        for kernel, w in kernels.items():
            grow(w, kernel, 0, FEW)
            samples.add("memory after 100 cells", kernel, w.memory())
            grow(w, kernel, FEW, SOME)
            samples.add("memory after 1,000 cells", kernel, w.memory())
        taking_turns(samples, "completion after 1,000 cells", kernels, complete, rounds, burst=5)
        taking_turns(samples, "inspection after 1,000 cells", kernels, inspect, rounds, burst=5)
        measure_many(samples, kernels["gojac"], rounds)
    finally:
        for w in kernels.values():
            w.close()


def measure_many(samples, w, rounds):
    before = tidy(w)
    grow(w, "gojac", SOME, MANY)
    samples.add("kept for each of 10,000 cells", "gojac", (tidy(w) - before) * 1e3 / (MANY - SOME))
    taking_turns(samples, "1+1 to idle after 10,000 cells", {"gojac": w}, lambda w, _: w.execute("1+1"), rounds)


def tidy(w):
    """The memory of a gojac kernel, garbage collected, in MB."""
    for _ in range(3):
        w.execute("debug.FreeOSMemory()")
    return w.memory()


def inspect(w, kernel):
    code = COMPLETE[kernel].split(".")[0]
    w.request("inspect_request", code=code, cursor_pos=len(code), detail_level=0)
    idle(w)
