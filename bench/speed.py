"""Loops and calls in a cell, beside CPython; and calls between cells and compiled code."""

from cells import taking_turns
from wire import KERNELS, Wire

MILLION = 1_000_000

SETUP = {
    "gojac": """
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

type counter struct{ n int }

func (c *counter) add(k int) { c.n += k }

func methods(n int) int {
	c := &counter{}
	for i := range n {
		c.add(i)
	}
	return c.n
}

func closures(n int) int {
	sum := 0
	add := func(k int) { sum += k }
	for i := range n {
		add(i)
	}
	return sum
}

func updates(n int) int {
	m := map[int]int{}
	for i := range n {
		m[i%1000] += i
	}
	return len(m)
}

func calls(n int) (sum int) {
	for i := range n {
		sum += utf8.RuneLen(rune(i))
	}
	return sum
}

func isY(r rune) bool { return r == 'y' }

var text = strings.Repeat("x", 1_000_000)
""",
    "ipykernel": """
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

class Counter:
    def __init__(self):
        self.n = 0
    def add(self, k):
        self.n += k

def methods(n):
    c = Counter()
    for i in range(n):
        c.add(i)
    return c.n

def closures(n):
    sum = 0
    def add(k):
        nonlocal sum
        sum += k
    for i in range(n):
        add(i)
    return sum

def updates(n):
    m = {}
    for i in range(n):
        m[i % 1000] = m.get(i % 1000, 0) + i
    return len(m)
""",
}
# Cells, the same in both languages.
BESIDE_CPYTHON = {
    "fib(30)": "fib(30)",
    "1,000,000 method calls": f"methods({MILLION})",
    "1,000,000 closure calls": f"closures({MILLION})",
    "1,000,000 map updates": f"updates({MILLION})",
}
# Cells that make a million calls, the cell's own millisecond not deducted.
CALLS = {
    "a compiled function called from a function body": f"calls({MILLION})",
    "a cell's function called back from compiled code": "strings.IndexFunc(text, isY)",
}


def measure(samples, rounds):
    kernels = {kernel: Wire(kernel).ready() for kernel in KERNELS}
    try:
        for kernel, w in kernels.items():
            w.execute(SETUP[kernel])
        for name, cell in BESIDE_CPYTHON.items():
            taking_turns(samples, name, kernels, lambda w, _: w.execute(cell), rounds, burst=1)
        gojac = {"gojac": kernels["gojac"]}
        for name, cell in CALLS.items():
            taking_turns(samples, name, gojac, lambda w, _: w.execute(cell), rounds, burst=1, unit=MILLION * 1e-6)
    finally:
        for w in kernels.values():
            w.close()
