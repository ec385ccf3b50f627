"""Reading standard input asks the client."""

import pytest


def answer_inputs(kernel, request, *values):
    prompts = []
    for value in values:
        message = kernel.until(lambda: not kernel.inputs.empty() and kernel.inputs.get(), "input_request")
        assert message["msg_type"] == "input_request"
        assert message["parent_header"]["msg_id"] == request
        prompts.append(message["content"]["prompt"])
        kernel.client.input(value)
    return kernel.answer(request), prompts


def test_a_word_is_asked_for_and_read(kernel, code):
    a, _ = answer_inputs(kernel, kernel.execute(code.read, allow_stdin=True), "gradient")
    assert a.status == "ok"
    assert "[gradient]" in a.text()


def test_twice(kernel, code):
    for word in ("primal", "tangent"):
        a, _ = answer_inputs(kernel, kernel.execute(code.read, allow_stdin=True), word)
        assert f"[{word}]" in a.text()


def test_what_was_printed_comes_before_the_question(kernel, kernel_name, code):
    if kernel_name == "python3":
        pytest.skip("input() of Python carries its prompt in the request")
    request = kernel.execute(code.read, allow_stdin=True)
    kernel.until(lambda: not kernel.inputs.empty(), "input_request")
    prompt = kernel.inputs.queue[0]["content"]["prompt"]
    assert "a word: " in prompt or kernel.saw(request, "a word: ")
    answer_inputs(kernel, request, "x")


def test_a_client_that_does_not_allow_it_is_not_asked(kernel, code):
    a = kernel.ask(code.read, allow_stdin=False)
    assert kernel.inputs.empty()
    assert a.messages[-1]["content"]["execution_state"] == "idle"
    assert kernel.ask(code.sum).result == "2"


def test_a_question_is_interrupted(kernel, code):
    kernel.ask(code.keep)
    request = kernel.execute(code.read, allow_stdin=True)
    kernel.until(lambda: not kernel.inputs.empty() and kernel.inputs.get(), "input_request")
    kernel.manager.interrupt_kernel()
    assert kernel.answer(request).status == "error"
    assert kernel.ask(code.kept).result == "42"
