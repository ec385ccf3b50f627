"""Comms between the page and functions of cells, and what cells ask of the front end by the way."""

import pytest


@pytest.fixture(autouse=True)
def gojac_only(kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the cells are Go")


ECHO = """display.OnComm("echo", func(c *display.Comm) {
	c.Send(c.Opening().Data)
	c.OnMessage(func(m display.CommMessage) { c.Send(m.Data, m.Buffers...) })
})"""


def comm(kernel, kind, buffers=None, subshell=None, **content):
    message = kernel.client.session.msg(f"comm_{kind}", {"data": {}, **content})
    if subshell:
        message["header"]["subshell_id"] = subshell
    kernel.client.session.send(kernel.client.shell_channel.socket, message, buffers=buffers)
    return message["header"]["msg_id"]


def idle(kernel, request):
    """Comms have no replies: idle is their end."""
    kernel.until(
        lambda: any(m["content"].get("execution_state") == "idle" for m in kernel.outputs.get(request, [])), "idle of a comm"
    )


def sent(kernel, kind):
    """What came over comms on IOPub, whatever its parent."""
    return [m for ms in kernel.outputs.values() for m in ms if m["msg_type"] == f"comm_{kind}"]


def test_a_page_talks_to_a_cell(fresh):
    assert fresh.ask(ECHO).status == "ok"
    idle(fresh, comm(fresh, "open", comm_id="a", target_name="echo", data={"x": 1}))
    idle(fresh, comm(fresh, "open", comm_id="b", target_name="nobody"))
    assert [m["content"]["data"] for m in sent(fresh, "msg")] == [{"x": 1}]
    assert [m["content"]["comm_id"] for m in sent(fresh, "close")] == ["b"]
    assert fresh.request("comm_info_request").reply["comms"] == {"a": {"target_name": "echo"}}
    binary = bytes(range(256)) * 10_000
    idle(fresh, comm(fresh, "msg", comm_id="a", data={"y": [2, None, "é"]}, buffers=[binary, b""]))
    message = sent(fresh, "msg")[-1]
    assert message["content"]["data"] == {"y": [2, None, "é"]}
    assert [bytes(b) for b in message["buffers"]] == [binary, b""]
    idle(fresh, comm(fresh, "close", comm_id="a"))
    assert fresh.request("comm_info_request").reply["comms"] == {}


def test_while_a_cell_runs(fresh):
    fresh.ask(ECHO)
    subshell = fresh.request("create_subshell_request", channel="control").reply["subshell_id"]
    idle(fresh, comm(fresh, "open", subshell=subshell, comm_id="a", target_name="echo"))
    running = fresh.execute('fmt.Println("on")\nfor {\n}')
    fresh.until(lambda: fresh.saw(running, "on"), "first line")
    idle(fresh, comm(fresh, "msg", subshell=subshell, comm_id="a", data={"while": True}))
    assert sent(fresh, "msg")[-1]["content"]["data"] == {"while": True}
    fresh.manager.interrupt_kernel()
    assert fresh.answer(running).status == "error"


def test_a_cell_opens_one(fresh):
    a = fresh.ask('c := display.OpenComm("plot", map[string]any{"w": 3}, []byte("png"))\nc.Send(map[string]any{"n": 1})\nc.Close()')
    kinds = [k for k in a.kinds if k.startswith("comm")]
    assert kinds == ["comm_open", "comm_msg", "comm_close"]
    assert a.of("comm_open")[0]["target_name"] == "plot" and a.of("comm_open")[0]["data"] == {"w": 3}


def test_a_lost_worker_closes_them(fresh):
    fresh.ask(ECHO)
    idle(fresh, comm(fresh, "open", comm_id="a", target_name="echo"))
    running = fresh.execute('fmt.Println("on")\nfor {\n}')
    fresh.until(lambda: fresh.saw(running, "on"), "first line")
    for p in fresh.processes():
        if p.pid != fresh.pid:
            p.kill()
    assert [c["comm_id"] for c in fresh.answer(running).of("comm_close")] == ["a"]
    assert fresh.request("comm_info_request").reply["comms"] == {}


def test_page_and_next_cell(fresh):
    a = fresh.ask('display.Page(display.HTML("<b>help</b>"))\ndisplay.NextCell("x := 1")')
    page, following = a.reply["payload"]
    assert page["source"] == "page" and page["data"]["text/html"] == "<b>help</b>" and page["start"] == 0
    assert following["source"] == "set_next_input" and following["text"] == "x := 1" and following["replace"] is False


def test_a_password_is_asked_for(fresh):
    request = fresh.execute('display.Input("name? ") + display.Password("word? ")', allow_stdin=True)
    asked = []
    for value in ("Ann", "secret"):
        asked.append(fresh.until(lambda: not fresh.inputs.empty() and fresh.inputs.get(), "input_request")["content"])
        fresh.client.input(value)
    assert asked == [{"prompt": "name? ", "password": False}, {"prompt": "word? ", "password": True}]
    assert fresh.answer(request).result == '"Annsecret"'
    a = fresh.ask('display.Input("name? ")', allow_stdin=False)
    assert "does not take questions" in a.error["evalue"]


def test_user_expressions(fresh):
    a = fresh.ask("x := 20", user_expressions={"double": "2 * x", "html": 'display.HTML("<b>")', "bad": "y", "quiet": 'fmt.Sprint(x)'})
    assert a.result is None
    e = a.reply["user_expressions"]
    assert e["double"]["status"] == "ok" and e["double"]["data"]["text/plain"] == "40" and e["double"]["metadata"] == {}
    assert e["html"]["data"]["text/html"] == "<b>"
    assert e["bad"]["status"] == "error" and "undefined: y" in e["bad"]["evalue"] and isinstance(e["bad"]["traceback"], list)
    assert e["quiet"]["data"]["text/plain"] == '"20"'
    assert fresh.ask("nothing()", user_expressions={"a": "1"}).reply["user_expressions"] == {}


def test_silent_and_uncounted(fresh):
    assert fresh.ask("x := 1").reply["execution_count"] == 1
    a = fresh.ask('fmt.Println("hidden")\ndisplay.Show(1)\nx', silent=True, user_expressions={"x": "x + 1"})
    assert a.kinds == ["busy", "idle"] and a.reply["execution_count"] == 1
    assert a.reply["user_expressions"]["x"]["data"]["text/plain"] == "2"
    a = fresh.ask("x", store_history=False)
    assert a.result == "1" and a.reply["execution_count"] == 1
    assert fresh.ask("x + 1").reply["execution_count"] == 2
    tail = fresh.request("history_request", {"hist_access_type": "range", "session": 0, "start": 1}).reply["history"]
    assert [entry[1:] for entry in tail] == [[1, "x := 1"], [2, "x + 1"]]


def test_completions_have_types_and_help_has_levels(fresh):
    fresh.ask("func gradient(x float64) float64 {\n\treturn 2 * x\n}\ngrade := 3")
    reply = fresh.request("complete_request", {"code": "é := grad", "cursor_pos": 9}).reply
    assert set(reply["matches"]) == {"gradient", "grade"} and (reply["cursor_start"], reply["cursor_end"]) == (5, 9)
    typed = {m["text"]: m for m in reply["metadata"]["_jupyter_types_experimental"]}
    assert typed["gradient"]["type"] == "function" and "float64" in typed["gradient"]["signature"]
    assert (typed["grade"]["start"], typed["grade"]["end"]) == (5, 9)
    brief, full = (
        fresh.request("inspect_request", {"code": "gradient", "cursor_pos": 8, "detail_level": d}).reply["data"]["text/plain"]
        for d in (0, 1)
    )
    assert "return 2 * x" not in brief and "return 2 * x" in full
