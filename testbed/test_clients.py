"""Several clients of one kernel."""

import pytest

from kernels import Kernel


def test_the_second_client_sees_what_the_first_does(kernel, code):
    other = kernel.second()
    try:
        request = kernel.execute(code.hello)
        kernel.answer(request)
        other.until(lambda: other.saw(request, "hello, world"), "the first client's output")
        assert request not in other.replies, "a reply goes to the one who asked"
        assert other.ask(code.sum).result == "2"
    finally:
        other.client.stop_channels()


def test_variables_are_shared(kernel, code):
    other = kernel.second()
    try:
        kernel.ask(code.keep)
        assert other.ask(code.kept).result == "42"
    finally:
        other.client.stop_channels()


def test_a_client_that_goes_leaves_the_rest_alone(kernel, code):
    for _ in range(5):
        other = kernel.second()
        other.execute(code.lines)
        other.client.stop_channels()
    assert kernel.ask(code.sum).result == "2"


def test_interleaved_requests_reach_their_askers(kernel, code):
    other = kernel.second()
    try:
        mine, theirs = [], []
        for _ in range(25):
            mine.append(kernel.execute(code.sum))
            theirs.append(other.execute(code.sum))
        assert {kernel.answer(r).result for r in mine} == {"2"}
        assert {other.answer(r).result for r in theirs} == {"2"}
    finally:
        other.client.stop_channels()


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_both_transports(kernel_name, code, transport):
    with Kernel(kernel_name, transport) as k:
        other = k.second()
        assert k.ask(code.lines).text().endswith("9999\n")
        assert other.ask(code.sum).result == "2"
        other.client.stop_channels()
