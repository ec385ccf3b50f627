"""Much output arrives whole and in order."""

import pathlib
import re
import socket

import psutil
import pytest
import zmq
from kernels import Kernel


@pytest.fixture(autouse=True)
def gojac_only(kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the cells are Go")


def test_small_prints(kernel):
    a = kernel.ask("for i := range 100000 {\n\tfmt.Println(i)\n}")
    assert a.text() == "".join(f"{i}\n" for i in range(100000))
    assert len(a.of("stream")) < 2000, "streams are coalesced"


def test_a_long_print(kernel):
    a = kernel.ask('fmt.Print(strings.Repeat("0123456789", 5_000_000))')
    assert a.text() == "0123456789" * 5_000_000


def test_a_long_display(kernel):
    a = kernel.ask('display.Show(display.HTML(strings.Repeat("<i>é</i>\\n", 5_000_000)))\nfmt.Println("after")')
    assert a.of("display_data")[0]["data"]["text/html"] == "<i>é</i>\n" * 5_000_000
    assert a.kinds == ["busy", "execute_input", "display_data", "stream", "idle"]


def test_a_long_cell(kernel):
    a = kernel.ask("long := `" + "0123456789" * 500_000 + "`\nn := len(long)\nn")
    assert a.result == "5000000"


def subscriber(k):
    """Subscribes to all, and reads nothing."""
    s = zmq.Context.instance().socket(zmq.SUB)
    s.linger, s.rcvhwm, s.rcvbuf = 0, 1, 4096
    s.connect(f"tcp://127.0.0.1:{k.manager.get_connection_info()['iopub_port']}")
    s.subscribe(b"")
    assert s.poll(10_000), "no welcome"
    return s


def rest_and_peak(pid):
    """Gives the memory of a process that rests, and what tells the most it has had since; that takes Linux."""
    resident = psutil.Process(pid).memory_info().rss
    folder = pathlib.Path(f"/proc/{pid}")
    if not folder.exists():
        return resident, lambda: psutil.Process(pid).memory_info().rss
    (folder / "clear_refs").write_text("5")
    return resident, lambda: 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", (folder / "status").read_text())[1])


def test_whole_beside_clients_that_misbehave(kernel_name, tmp_path):
    """One subscriber never reads, one connection never speaks, one client vanishes amid the output."""
    with open(tmp_path / "log", "w") as log, Kernel(kernel_name, stderr=log) as k:
        k.ask("1 + 1")
        rest, peak = rest_and_peak(k.pid)
        host = ("127.0.0.1", k.manager.get_connection_info()["iopub_port"])
        with socket.create_connection(host), subscriber(k), subscriber(k) as vanishing:
            request = k.execute("for i := range 100000 {\n\tfmt.Println(i)\n}")
            k.until(lambda: k.saw(request, "10000\n"), "10000 lines")
            vanishing.close()
            assert k.answer(request).text() == "".join(f"{i}\n" for i in range(100000))
            for _ in range(3):
                a = k.ask('display.Show(display.HTML(strings.Repeat("0123456789", 5_000_000)))')
                assert len(a.of("display_data")[0]["data"]["text/html"]) == 50_000_000
                above = peak() - rest
                assert above < 64 * 2**20 + 50_000_000, f"{above >> 20} MiB above rest"
            assert k.ask("1 + 1").result == "2"
    assert "does not read" in (tmp_path / "log").read_text(), "the stalled subscriber is cut, with a line in the log"
