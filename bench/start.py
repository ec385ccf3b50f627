"""A kernel from nothing."""

import time

from jupyter_client.manager import KernelManager
from wire import KERNELS, SPECS, Wire


def with_stock_client(kernel):
    """From start_kernel to the first kernel_info_reply, as any Jupyter client waits for it."""
    began = time.perf_counter()
    manager = KernelManager(kernel_name=SPECS[kernel])
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.kernel_info()
        client.get_shell_msg(timeout=60)
        return (time.perf_counter() - began) * 1e3
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def with_eager_client(kernel, transport):
    """From exec to the first kernel_info_reply, with a client that retries every ms."""
    with Wire(kernel, transport, retry=1) as w:
        w.request("kernel_info_request")
        return (time.perf_counter() - w.began) * 1e3


def first_cell(kernel, transport):
    """From exec until the first cell is answered and idle, the request being sent at once."""
    with Wire(kernel, transport, retry=1) as w:
        w.execute("1+1")
        return (time.perf_counter() - w.began) * 1e3


def measure(samples, rounds):
    for _ in range(rounds):
        for kernel in KERNELS:
            samples.add("start to kernel_info_reply, stock client", kernel, with_stock_client(kernel))
            for transport in ("tcp", "ipc"):
                samples.add(f"exec to kernel_info_reply, {transport}, eager client", kernel, with_eager_client(kernel, transport))
            samples.add("exec to first cell done, tcp, eager client", kernel, first_cell(kernel, "tcp"))
