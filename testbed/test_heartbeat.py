"""The heartbeat comes back, whatever the kernel does."""

import contextlib

import pytest
import zmq

SOON = 2000  # ms: a client that hears nothing for a few seconds takes the kernel for dead


@contextlib.contextmanager
def heart(kernel):
    with zmq.Context.instance().socket(zmq.REQ) as s:
        s.linger = 0
        s.connect(f"tcp://127.0.0.1:{kernel.manager.get_connection_info()['hb_port']}")
        yield s


def beat(s, what, patience=SOON):
    s.send(what)
    assert s.poll(patience), f"no echo within {patience} ms"
    assert s.recv() == what


def test_it_echoes_any_bytes(kernel):
    with heart(kernel) as s:
        for what in (b"ping", b"\x00\xff" * 1000):
            beat(s, what, 10_000)


def test_it_echoes_while_every_core_computes(fresh, kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the cell is Go")
    request = fresh.execute("for range 2 * runtime.NumCPU() {\n\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n}\nfmt.Println(\"on\")\nfor {\n}")
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    with heart(fresh) as s:
        for n in range(50):
            beat(s, b"%d" % n)
    assert request not in fresh.replies, "the cell ended"
