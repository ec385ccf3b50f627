"""A kernel that runs."""

import subprocess

from jupyter_client.manager import KernelManager
from wire import ARGV, COMPLETE, DISPLAY, DISPLAY_BYTES, KERNELS, LINES, LINES_BYTES, ROOT, SPECS, Wire, clock

BURST = 50  # requests to one kernel before it is the other's turn
WARM = 100


class Stock:
    """The stock blocking client on a kernel of its own."""

    def __init__(self, kernel, transport="tcp"):
        self.manager = KernelManager(kernel_name=SPECS[kernel], transport=transport)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def execute(self, code):
        request = self.client.execute(code, store_history=False)
        self.client.get_shell_msg(timeout=60)
        while True:
            m = self.client.get_iopub_msg(timeout=60)
            if m["content"].get("execution_state") == "idle" and m["parent_header"].get("msg_id") == request:
                return

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


def taking_turns(samples, name, clients, call, rounds, burst=BURST, unit=1):
    """Times calls, in the number of milliseconds that unit says."""
    for _ in range(rounds):
        for kernel, client in clients.items():
            for _ in range(burst):
                samples.add(name, kernel, clock(call, client, kernel) / unit)


def measure_stock(samples, rounds, transport):
    stock = {}
    try:
        for kernel in KERNELS:
            stock[kernel] = Stock(kernel, transport)
        for client in stock.values():
            for _ in range(WARM):
                client.execute("1+1")
        taking_turns(samples, f"1+1 to idle, jupyter_client, {transport}", stock, lambda c, _: c.execute("1+1"), rounds)
    finally:
        for client in stock.values():
            client.close()


def measure(samples, rounds):
    for transport in ("tcp", "ipc"):
        measure_stock(samples, rounds, transport)
    for transport in ("tcp", "ipc"):
        bare = {kernel: Wire(kernel, transport).ready() for kernel in KERNELS}
        try:
            if transport == "tcp":
                for kernel, w in bare.items():
                    samples.add("memory at rest", kernel, w.memory())
            for w in bare.values():
                for _ in range(WARM):
                    w.execute("1+1")
            taking_turns(samples, f"1+1 to idle, pyzmq, {transport}", bare, lambda w, _: w.execute("1+1"), rounds)
            if transport == "tcp":
                measure_interp(samples, rounds)
                measure_more(samples, bare, rounds)
        finally:
            for w in bare.values():
                w.close()


def measure_interp(samples, rounds):
    """interp alone, as its client sees it: what is left of the above is the kernel, the sockets and pyzmq."""
    command = ["go", "run", "./bench/cell", ARGV["gojac"][0], str(rounds * BURST)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        samples.add("of which in interp, warm", "gojac", float(line))


def measure_more(samples, bare, rounds):
    taking_turns(samples, "kernel_info round trip, pyzmq, tcp", bare, lambda w, _: info(w), rounds)
    taking_turns(samples, "completion, pyzmq, tcp", bare, complete, rounds, burst=10)
    few = min(rounds, 5)
    taking_turns(samples, "100,000 lines printed", bare, lambda w, k: w.whole(LINES[k], LINES_BYTES), few, burst=1)
    taking_turns(samples, "50 MB displayed", bare, lambda w, k: w.whole(DISPLAY[k], DISPLAY_BYTES), few, burst=1)


def info(w):
    w.request("kernel_info_request")
    idle(w)


def complete(w, kernel):
    w.request("complete_request", code=COMPLETE[kernel], cursor_pos=len(COMPLETE[kernel]))
    idle(w)


def idle(w):
    while b"idle" not in w.iopub.recv_multipart()[-1]:
        pass
