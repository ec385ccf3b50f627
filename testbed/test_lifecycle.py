"""Starting, restarting and ending a kernel."""

import os
import signal
import time

import psutil
import pytest

from kernels import PATIENCE, Kernel


def gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=20)
    return not alive


def test_shutdown_leaves_no_process_and_no_socket_file(kernel_name, code, transport):
    k = Kernel(kernel_name, transport)
    try:
        k.ask(code.sum)
        processes = k.processes()
        k.manager.shutdown_kernel()
        assert gone(processes)
        sockets = [f for f in os.listdir(k.folder.name) if f != "k.json"]
        if kernel_name == "gojac":
            assert sockets == []
    finally:
        k.__exit__()


def test_shutdown_reply_comes_before_the_end(fresh, code):
    processes = fresh.processes()
    request = fresh.send("shutdown_request", {"restart": False}, channel="control")
    reply = fresh.until(lambda: fresh.replies.get(request), "shutdown_reply")["content"]
    assert reply["status"] == "ok" and reply["restart"] is False
    assert gone(processes)


def test_shutdown_while_a_cell_runs(fresh, code):
    request = fresh.execute(code.spin)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    processes = fresh.processes()
    fresh.manager.shutdown_kernel()
    assert gone(processes)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGHUP"])
def test_a_signal_ends_kernel_and_worker(fresh, kernel_name, code, name):
    if kernel_name == "python3":
        pytest.skip("ipykernel has no worker")
    request = fresh.execute(code.spin)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    processes = fresh.processes()
    os.kill(fresh.pid, getattr(signal, name))
    assert gone(processes), "a worker must not outlive its kernel"


def test_restart_gives_a_new_session_on_the_same_ports(kernel_name, code, transport):
    with Kernel(kernel_name, transport) as k:
        k.ask(code.keep)
        session = k.answer(k.execute(code.sum)).messages[0]["header"]["session"]
        processes = k.processes()
        k.manager.restart_kernel()
        assert gone(processes)
        k.client.wait_for_ready(timeout=PATIENCE)
        assert k.ask(code.kept).status == "error", "variables are gone"
        a = k.ask(code.sum)
        assert a.reply["execution_count"] <= 2
        assert a.messages[0]["header"]["session"] != session


def test_five_restarts(kernel_name, code, transport):
    with Kernel(kernel_name, transport) as k:
        for _ in range(5):
            k.manager.restart_kernel(now=True)
            k.client.wait_for_ready(timeout=PATIENCE)
            assert k.ask(code.sum).result == "2"


def test_a_stale_socket_file_is_no_obstacle(kernel_name, code):
    with Kernel(kernel_name, "ipc") as k:
        k.ask(code.sum)
        processes = k.processes()
        k.manager.provisioner.process.kill()
        assert gone(processes)
        k.manager.restart_kernel(now=True)
        k.client.wait_for_ready(timeout=PATIENCE)
        assert k.ask(code.sum).result == "2"


def test_two_kernels_do_not_meet(kernel_name, code):
    with Kernel(kernel_name) as a, Kernel(kernel_name, "ipc") as b:
        a.ask(code.keep)
        assert b.ask(code.kept).status == "error"
        assert a.ask(code.kept).result == "42"


def test_starting_is_announced_once(kernel_name, code):
    with Kernel(kernel_name) as k:
        k.ask(code.sum)
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            k.gather()
        states = [m["content"]["execution_state"] for ms in k.outputs.values() for m in ms if m["msg_type"] == "status"]
        assert states.count("starting") <= 1
