"""What a kernel says of its own appetite, in the words of ipykernel, which the extension jupyter-resource-usage reads."""

import os
import socket

import psutil


def usage(kernel):
    return kernel.request("usage_request", channel="control").reply


def test_usage_is_told_while_a_cell_runs(kernel, code):
    usage(kernel)  # from which on it is measured
    request = kernel.execute(code.spin)
    kernel.until(lambda: kernel.saw(request, "on"), "first line")
    before = sum(sum(p.cpu_times()[:2]) for p in kernel.processes())
    while sum(sum(p.cpu_times()[:2]) for p in kernel.processes()) < before + 0.1:
        pass
    reply = usage(kernel)
    assert request not in kernel.replies
    kernel.manager.interrupt_kernel()
    assert kernel.answer(request).status == "error"
    assert reply["hostname"] == socket.gethostname() and reply["cpu_count"] == os.cpu_count()
    assert reply["pid"] in [p.pid for p in kernel.processes()]
    assert reply["kernel_cpu"] > 0 and 0 < reply["host_cpu_percent"] <= 100


def test_usage_counts_all_processes(kernel, code):
    kernel.ask(code.sum)
    reply, whole = usage(kernel), sum(p.memory_full_info().pss for p in kernel.processes())
    assert 0.7 * whole < reply["kernel_memory"] < 1.4 * whole
    host, told = psutil.virtual_memory(), reply["host_virtual_memory"]
    assert told.keys() == host._asdict().keys()
    assert told["total"] == host.total and 0 < told["percent"] < 100
    assert 0.5 * host.available < told["available"] < 2 * host.available
