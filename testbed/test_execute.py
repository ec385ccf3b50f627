"""What one execute_request brings, and in which order."""

import datetime

import pytest


def test_order_of_a_cell_that_prints_and_has_a_value(kernel, code):
    a = kernel.ask(code.hello + "\n" + code.sum)
    assert a.kinds == ["busy", "execute_input", "stream", "execute_result", "idle"]
    assert a.text() == "hello, world\n"
    assert a.result == "2"


def test_streams_keep_their_order(kernel, kernel_name, code):
    if kernel_name != "gojac":
        pytest.skip("ipykernel gathers what each stream prints")
    a = kernel.ask(code.both)
    assert [(c["name"], c["text"]) for c in a.of("stream")] == [("stdout", "1\n"), ("stderr", "2\n"), ("stdout", "3\n")]


def test_many_lines_come_whole_and_before_the_reply(kernel, code):
    a = kernel.ask(code.lines)
    assert a.text() == "".join(f"{i}\n" for i in range(10000))
    assert len(a.of("stream")) < 1000, "stream output is sent in too many pieces: Jupyter limits messages a second"


def test_display_comes_where_it_stands(kernel, code):
    a = kernel.ask(code.show)
    assert a.kinds == ["busy", "execute_input", "display_data", "stream", "idle"]
    shown = a.of("display_data")[0]
    assert shown["data"]["text/html"] == "<b>bold</b>"
    assert shown["data"]["text/plain"]
    assert shown["metadata"] == {}


def test_a_rich_value_is_the_result(kernel, code):
    [result] = kernel.ask(code.html).of("execute_result")
    assert result["data"]["text/html"] == "<b>bold</b>"
    assert result["data"]["text/plain"]


def test_a_display_is_updated_in_place(kernel, code):
    first = kernel.ask(code.show_as).of("display_data")[0]
    assert first["transient"]["display_id"] == "place"
    again = kernel.ask(code.update).of("update_display_data")[0]
    assert again["transient"]["display_id"] == "place"
    assert again["data"]["text/html"] == "second"


def test_clear_output_waits(kernel, code):
    [clear] = kernel.ask(code.clear).of("clear_output")
    assert clear["wait"] is True


def test_variables_stay(kernel, code):
    assert kernel.ask(code.keep).status == "ok"
    assert kernel.ask(code.kept).result == "42"


def test_a_statement_has_no_value(kernel, code):
    assert kernel.ask(code.mute).kinds == ["busy", "execute_input", "idle"]


def test_an_empty_cell_is_fine(kernel):
    for empty in ("", "  \n"):
        assert kernel.ask(empty).status == "ok"


def test_an_error_is_told_twice_and_once_only(kernel, code):
    a = kernel.ask(code.fail)
    assert a.kinds == ["busy", "execute_input", "stream", "error", "idle"]
    assert a.text() == "before\n"
    assert a.text("stderr") == ""
    for key in ("ename", "evalue", "traceback"):
        assert a.error[key] == a.reply[key]
    assert isinstance(a.error["traceback"], list)
    assert "no further" in a.error["evalue"]
    assert isinstance(a.reply["execution_count"], int)


def test_what_does_not_compile_is_an_error_without_effect(kernel, code):
    kernel.ask(code.count)
    a = kernel.ask(code.add + "\n" + code.misspelt)
    assert a.status == "error"
    assert "".join(a.error["traceback"])
    assert kernel.ask(code.counted).result == "0"


def test_execution_count_goes_up_by_one(kernel, code):
    first = kernel.ask(code.sum)
    second = kernel.ask(code.fail)
    third = kernel.ask(code.sum)
    counts = [a.reply["execution_count"] for a in (first, second, third)]
    assert counts == list(range(counts[0], counts[0] + 3))
    assert first.of("execute_input")[0]["execution_count"] == counts[0]
    assert first.of("execute_result")[0]["execution_count"] == counts[0]


def test_silence(kernel, code):
    before = kernel.ask(code.sum).reply["execution_count"]
    silent = kernel.ask(code.sum, silent=True)
    assert silent.kinds == ["busy", "idle"]
    unstored = kernel.ask(code.sum, store_history=False)
    assert unstored.result == "2"
    assert kernel.ask(code.sum).reply["execution_count"] == before + 1


def test_user_expressions(kernel, code):
    kernel.ask(code.keep)
    reply = kernel.ask(code.mute, user_expressions={"good": code.kept, "bad": "no_such_name"}).reply
    assert reply["user_expressions"]["good"]["status"] == "ok"
    assert reply["user_expressions"]["good"]["data"]["text/plain"] == "42"
    assert reply["user_expressions"]["bad"]["status"] == "error"


def test_headers(kernel, code):
    """The session is the kernel's own, ids are unique, dates have a time zone, IOPub has one topic frame."""
    request = kernel.execute(code.hello)
    a = kernel.answer(request)
    headers = [m["header"] for m in [*a.messages, kernel.replies[request]]]
    assert len({h["session"] for h in headers}) == 1
    assert headers[0]["session"] != kernel.client.session.session
    assert len({h["msg_id"] for h in headers}) == len(headers)
    for h in headers:
        date = h["date"] if isinstance(h["date"], datetime.datetime) else datetime.datetime.fromisoformat(h["date"])
        assert date.tzinfo is not None
        assert h["version"].startswith("5.")
    dates = [h["date"] for h in headers[:-1]]
    assert dates == sorted(dates)


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info_on_both_channels(kernel, channel):
    a = kernel.request("kernel_info_request", channel=channel)
    assert a.kinds == ["busy", "idle"]
    assert a.status == "ok"
    assert {"name", "version", "mimetype", "file_extension"} <= a.reply["language_info"].keys()
    assert a.reply["protocol_version"].startswith("5.")


def test_completion_counts_code_points(kernel, kernel_name):
    """The cursor is counted in code points, also behind characters that take two UTF-16 units."""
    prefix = '"𝛁é"; ' if kernel_name == "python3" else '_ = "𝛁é"; '
    text = prefix + ("prin" if kernel_name == "python3" else "strings.HasPr")
    reply = kernel.request("complete_request", {"code": text, "cursor_pos": len(text)}).reply
    assert reply["status"] == "ok"
    assert reply["metadata"] is not None
    start, end = reply["cursor_start"], reply["cursor_end"]
    assert end == len(text)
    whole = {text[:start] + m for m in reply["matches"]}
    assert text + ("t" if kernel_name == "python3" else "efix") in whole


def test_an_unknown_request_does_no_harm(kernel, code):
    kernel.send("no_such_request")
    kernel.send("comm_msg", {"comm_id": "nobody", "data": {}})
    assert kernel.ask(code.sum).result == "2"


def test_a_comm_nobody_knows_is_closed_at_once(kernel, code):
    request = kernel.send("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    closed = kernel.until(
        lambda: [m for m in kernel.outputs.get(request, []) if m["msg_type"] == "comm_close"], "comm_close"
    )
    assert closed[0]["content"]["comm_id"] == "c1"
    assert closed[0]["content"]["data"] == {}
    assert kernel.request("comm_info_request").reply["comms"] == {}


def test_requests_sent_at_once_are_answered_in_order(kernel, code):
    requests = [kernel.execute(code.sum) for _ in range(50)]
    counts = [kernel.answer(r).reply["execution_count"] for r in requests]
    assert counts == list(range(counts[0], counts[0] + 50))
