"""stop_on_error: a failed cell aborts the cells queued behind it, and nothing else."""


def test_queued_cells_are_aborted(kernel, code):
    kernel.ask(code.count)
    failing = kernel.execute(code.brief + "\n" + code.fail)
    queued = [kernel.execute(code.add) for _ in range(3)]
    info = kernel.send("kernel_info_request")
    assert kernel.answer(failing).status == "error"
    for request in queued:
        a = kernel.answer(request)
        assert a.status == "aborted"
        assert a.kinds == ["busy", "idle"]
    assert kernel.answer(info).status == "ok"
    assert kernel.ask(code.counted).result == "0"


def test_without_stop_on_error_the_queue_goes_on(kernel, code):
    kernel.ask(code.count)
    failing = kernel.execute(code.brief + "\n" + code.fail, stop_on_error=False)
    queued = [kernel.execute(code.add) for _ in range(3)]
    assert kernel.answer(failing).status == "error"
    assert [kernel.answer(r).status for r in queued] == ["ok"] * 3
    assert kernel.ask(code.counted).result == "3"


def test_what_is_sent_after_the_error_runs(kernel, code):
    for _ in range(20):
        assert kernel.ask(code.fail).status == "error"
        assert kernel.ask(code.sum).status == "ok"


def test_a_failed_silent_cell_aborts_nothing(kernel, code):
    failing = kernel.execute(code.brief + "\n" + code.fail, silent=True)
    queued = kernel.execute(code.sum)
    assert kernel.answer(failing).status == "error"
    assert kernel.answer(queued).status == "ok"


def test_an_interrupt_aborts_the_queue(kernel, code):
    kernel.ask(code.count)
    spinning = kernel.execute(code.spin)
    queued = kernel.execute(code.add)
    kernel.until(lambda: kernel.saw(spinning, "on"), "first line")
    kernel.manager.interrupt_kernel()
    assert kernel.answer(spinning).status == "error"
    assert kernel.answer(queued).status == "aborted"
    assert kernel.ask(code.counted).result == "0"
