"""An interrupt ends the running cell with an error and keeps the variables."""

import time

import pytest


def interrupt(kernel, request):
    kernel.until(lambda: kernel.saw(request, "on"), "first line")
    kernel.manager.interrupt_kernel()
    return kernel.answer(request)


@pytest.mark.parametrize("kind", ["spin", "nap"])
def test_a_cell_is_interrupted_and_variables_stay(kernel, code, kind):
    kernel.ask(code.keep)
    a = interrupt(kernel, kernel.execute(getattr(code, kind)))
    assert a.status == "error"
    assert a.error["ename"] == "KeyboardInterrupt"
    assert kernel.ask(code.kept).result == "42"


def test_again_and_again(kernel, code):
    kernel.ask(code.keep)
    for _ in range(5):
        assert interrupt(kernel, kernel.execute(code.spin)).status == "error"
    assert kernel.ask(code.kept).result == "42"


def test_an_interrupt_while_idle_is_harmless(kernel, code):
    kernel.ask(code.keep)
    for _ in range(3):
        kernel.manager.interrupt_kernel()
    time.sleep(0.5)  # the manager does not wait for answers: an interrupt still under way would hit the next cell
    assert kernel.ask(code.kept).result == "42"


def test_control_answers_while_a_cell_runs(kernel, code):
    request = kernel.execute(code.spin)
    kernel.until(lambda: kernel.saw(request, "on"), "first line")
    a = kernel.request("kernel_info_request", channel="control")
    assert a.status == "ok" and a.kinds == ["busy", "idle"]
    assert request not in kernel.replies
    assert interrupt(kernel, request).status == "error"


def test_interrupt_request_has_a_status(kernel, kernel_name):
    if kernel_name == "python3":
        pytest.skip("ipykernel is interrupted by a signal")
    assert kernel.request("interrupt_request", channel="control").reply["status"] == "ok"


def test_a_flood_is_interrupted(kernel, kernel_name, code):
    flood = 'for i := 0; ; i++ {\n\tfmt.Println("on", i)\n}'
    if kernel_name == "python3":
        flood = 'i = 0\nwhile True:\n    print("on", i)\n    i += 1'
    kernel.ask(code.keep)
    assert interrupt(kernel, kernel.execute(flood)).status == "error"
    assert kernel.ask(code.kept).result == "42"
