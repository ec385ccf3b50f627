"""Garbage from the network: it is refused, and the kernel goes on."""

import json
import socket
import struct

import pytest
import zmq
from jupyter_client.session import Session

GREETING = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
READY = b"\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06DEALER"


def port(kernel, channel="shell"):
    return kernel.manager.get_connection_info()[f"{channel}_port"]


def dealer(kernel, channel="shell"):
    s = zmq.Context.instance().socket(zmq.DEALER)
    s.linger = 0
    s.connect(f"tcp://127.0.0.1:{port(kernel, channel)}")
    return s


def signed(kernel, kind="execute_request", key=None, **content):
    session = Session(key=key if key is not None else kernel.client.session.key)
    return session.serialize(session.msg(kind, content))


GARBLED = {
    "nothing": [b""],
    "no delimiter": [b"hello"],
    "delimiter alone": [b"<IDS|MSG>"],
    "too few frames": [b"<IDS|MSG>", b"", b"{}", b"{}"],
    "no signature": [b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}"],
    "signature that is no hex": [b"<IDS|MSG>", b"zz" * 32, b"{}", b"{}", b"{}", b"{}"],
    "not JSON": [b"<IDS|MSG>", b"0" * 64, b"{", b"\xff\xfe", b"nul", b"]"],
    "many frames": [b""] * 500,
}


@pytest.mark.parametrize("name", GARBLED)
@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_garbled_messages(kernel, code, name, channel):
    with dealer(kernel, channel) as s:
        s.send_multipart(GARBLED[name])
        assert not s.poll(100), s.recv_multipart()
    assert kernel.ask(code.sum).result == "2"


def test_a_wrong_signature_runs_nothing(kernel, code):
    kernel.ask(code.count)
    with dealer(kernel) as s:
        s.send_multipart(signed(kernel, key=b"some other key", code=code.add, silent=False))
        assert not s.poll(500), "a message with a wrong signature was answered"
    assert kernel.ask(code.counted).result == "0"


def test_the_same_message_well_signed_does_run(kernel, code):
    """Keeps the test above honest: it must be the signature that is refused."""
    kernel.ask(code.count)
    with dealer(kernel) as s:
        s.send_multipart(signed(kernel, code=code.add, silent=False, store_history=True, allow_stdin=False))
        assert s.poll(20000)
    assert kernel.ask(code.counted).result == "1"


@pytest.mark.parametrize("content", [{}, {"code": 7}, {"code": None}, {"code": "1 + 1", "silent": "perhaps"}, {"user_expressions": 1}])
def test_well_signed_nonsense_gets_an_answer_or_none_but_no_harm(kernel, code, content):
    with dealer(kernel) as s:
        s.send_multipart(signed(kernel, **content))
        s.poll(200)
    assert kernel.ask(code.sum).result == "2"


def test_well_signed_json_that_is_no_object(kernel, code):
    session = Session(key=kernel.client.session.key)
    for frames in ([b"[]"] * 4, [b"1"] * 4, [b"null"] * 4, [b"{}"] * 4, [json.dumps({"msg_type": []}).encode(), b"{}", b"{}", b"{}"]):
        with dealer(kernel) as s:
            s.send_multipart([b"<IDS|MSG>", session.sign(frames), *frames])
            s.poll(100)
    assert kernel.ask(code.sum).result == "2"


BYTES = {
    "silence": b"",
    "HTTP": b"GET / HTTP/1.1\r\nHost: here\r\n\r\n",
    "half a greeting": GREETING[:20],
    "greeting without READY": GREETING,
    "half a READY": GREETING + READY[:9],
    "READY of 2^62 bytes": GREETING + b"\x06" + struct.pack(">Q", 1 << 62),
    "READY of a terabyte": GREETING + b"\x06" + struct.pack(">Q", 1 << 40),
    "READY with a short property": GREETING + b"\x04\x09\x05READY\xff\0\0",
    "unknown socket type": GREETING + READY.replace(b"DEALER", b"KETTLE"),
    "wrong socket type": GREETING + READY.replace(b"DEALER", b"PULL\0\0"),
    "frame of 2^62 bytes": GREETING + READY + b"\x02" + struct.pack(">Q", 1 << 62),
    "frame with unknown flags": GREETING + READY + b"\xf8\x05hello",
    "curve": GREETING.replace(b"NULL\0", b"CURVE"),
}


@pytest.mark.parametrize("name", BYTES)
def test_hostile_bytes(kernel, code, name):
    """The connection that says them is held open while others go on being served, new ones included."""
    if kernel.manager.kernel_name == "python3" and "READY" in name:
        pytest.skip("libzmq's matter")
    held = []
    for channel in ("shell", "control", "stdin", "iopub", "hb"):
        s = socket.create_connection(("127.0.0.1", port(kernel, channel)), timeout=5)
        s.sendall(BYTES[name])
        held.append(s)
    other = kernel.second()
    try:
        assert other.ask(code.sum).result == "2"
        assert kernel.ask(code.sum).result == "2"
        assert other.client.is_alive()
    finally:
        other.client.stop_channels()
        for s in held:
            s.close()


def test_a_stalled_reader_does_not_hold_up_the_rest(kernel, code):
    """A subscriber that never reads must not cost the others a line."""
    stalled = socket.create_connection(("127.0.0.1", port(kernel, "iopub")), timeout=5)
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stalled.sendall(GREETING + READY.replace(b"\x19", b"\x16").replace(b"\x06DEALER", b"\x03SUB") + b"\x00\x01\x01")
    try:
        for _ in range(20):
            assert kernel.ask(code.lines).text().endswith("9999\n")
    finally:
        stalled.close()
