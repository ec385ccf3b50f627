"""Faults of processes, ports and workers: no lost reply, no orphan, no hang."""

import os
import signal
import socket
import subprocess
import time

import psutil
import pytest


@pytest.fixture(autouse=True)
def gojac_only(kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the cells are Go")


def workers(kernel):
    return [p for p in kernel.processes() if p.pid != kernel.pid]


def gone(processes):
    return not psutil.wait_procs(processes, timeout=20)[1]


CHILD = 'child := exec.Command("sleep", "1000")\nchild.Stdout, child.Stderr = os.Stdout, os.Stderr\nchild.Start()\n'
SPIN = 'fmt.Println("on")\nfor {\n}'


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGHUP"])
def test_what_cells_started_ends_with_the_kernel(fresh, name):
    request = fresh.execute(CHILD + SPIN)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    processes = fresh.processes()
    assert len(processes) == 3
    os.kill(fresh.pid, getattr(signal, name))
    assert gone(processes)


def test_a_child_of_a_lost_worker_holds_up_nothing(fresh):
    request = fresh.execute(CHILD + SPIN)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    lost = [p for p in workers(fresh)]
    next(p for p in lost if p.name() != "sleep").kill()
    assert fresh.answer(request, patience=10).status == "error"
    assert gone(lost)
    assert fresh.ask("1 + 1").result == "2"


def test_killed_amid_output(fresh):
    """What came before is shown, then the error: nothing is lost but what was never written."""
    request = fresh.execute('for i := 0; ; i++ {\n\tfmt.Println(i)\n\tif i%1000 == 0 {\n\t\tdisplay.Show(display.Text(fmt.Sprint(i)))\n\t}\n}')
    fresh.until(lambda: fresh.saw(request, "5000\n"), "5000 lines")
    for p in workers(fresh):
        p.kill()
    a = fresh.answer(request)
    assert a.status == "error" and a.error["ename"] == "WorkerLost"
    lines = a.text().split("\n")
    assert lines[:-1] == [str(i) for i in range(len(lines) - 1)]
    assert a.kinds[-2:] == ["error", "idle"]
    assert fresh.ask("1 + 1").result == "2"


def test_sigterm_answers_the_running_cell(fresh):
    request = fresh.execute(SPIN)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    processes = fresh.processes()
    os.kill(fresh.pid, signal.SIGTERM)
    assert fresh.answer(request, patience=10).status == "error"
    assert gone(processes)


def test_sigint_interrupts_the_cell_alone(fresh):
    fresh.ask("x := 41")
    os.kill(fresh.pid, signal.SIGINT)
    time.sleep(0.5)  # a signal still under way would hit the cell before it says anything
    request = fresh.execute(SPIN)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    os.kill(fresh.pid, signal.SIGINT)
    assert fresh.answer(request).status == "error"
    assert fresh.ask("x + 1").result == "42"


def test_a_worker_that_hangs_holds_up_no_completion(fresh):
    fresh.ask("gradient := 1")
    for p in workers(fresh):
        p.suspend()
    start = time.monotonic()
    reply = fresh.request("complete_request", {"code": "grad", "cursor_pos": 4}).reply
    assert reply["status"] == "ok" and reply["matches"] == [] and reply["metadata"] == {}
    assert fresh.request("inspect_request", {"code": "gradient", "cursor_pos": 4}).reply["found"] is False
    assert time.monotonic() - start < 10
    for p in workers(fresh):
        p.resume()
    assert fresh.request("complete_request", {"code": "grad", "cursor_pos": 4}).reply["matches"] == ["gradient"]


def connection_file(folder, **changes):
    from jupyter_client.connect import write_connection_file

    name, _ = write_connection_file(str(folder / "c.json"), key=b"key", **changes)
    os.chmod(name, 0o600)
    return name


def test_a_port_that_is_taken(gojac, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as s:
        file = connection_file(tmp_path, iopub_port=s.getsockname()[1])
        done = subprocess.run([gojac, "kernel", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "iopub" in done.stderr and "in use" in done.stderr and len(done.stderr.splitlines()) == 1


def test_each_message_is_a_line_of_the_debug_log(gojac, tmp_path):
    from jupyter_client import BlockingKernelClient

    file = connection_file(tmp_path)
    with open(tmp_path / "log", "w+") as log:
        process = subprocess.Popen([gojac, "kernel", "--log-level", "debug", file], stderr=log)
        client = BlockingKernelClient()
        client.load_connection_file(file)
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            request = client.execute("fmt.Println(1)\n2")
            client.get_shell_msg(timeout=60)
            client.shutdown()
            assert process.wait(timeout=20) == 0
        finally:
            client.stop_channels()
            process.kill()
        log.seek(0)
        lines = log.read().splitlines()
    assert all("msg=" in line for line in lines)
    assert sum(request in line for line in lines) == 1
    for kind in ("execute_input", "stream", "execute_result", "execute_reply", "shutdown_reply"):
        assert sum(f"type={kind} " in line for line in lines) >= 1, kind
