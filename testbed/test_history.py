"""What was run is remembered from session to session."""

import pytest
from kernels import Kernel


@pytest.fixture(autouse=True)
def file(kernel_name, tmp_path, monkeypatch):
    if kernel_name != "gojac":
        pytest.skip("ipykernel keeps another file")
    monkeypatch.setenv("GOJAC_HISTORY", str(tmp_path / "history.jsonl"))
    return tmp_path / "history.jsonl"


def history(kernel, **query):
    return kernel.request("history_request", {"output": False, "raw": True, **query}).reply["history"]


def test_across_sessions(kernel_name, file):
    with Kernel(kernel_name) as k:
        k.ask("6 * 7")
        k.ask("x := 1\nx")
        [[first, _, _], _] = history(k, hist_access_type="range", session=0)
    with Kernel(kernel_name) as k, Kernel(kernel_name) as other:
        k.ask("now := 2")
        other.ask("elsewhere := 3")
        mine = history(k, hist_access_type="range", session=0)
        theirs = history(other, hist_access_type="range", session=0)
        assert mine[0][1:] == [1, "now := 2"] and theirs[0][1:] == [1, "elsewhere := 3"] and mine[0][0] != theirs[0][0]
        assert history(k, hist_access_type="range", session=first, start=1, stop=2) == [[first, 1, "6 * 7"]]
        assert history(k, hist_access_type="range", session=first, output=True)[1] == [first, 2, ["x := 1\nx", "1"]]
        tail = history(k, hist_access_type="tail", n=3)
        assert [e[2] for e in tail] == ["x := 1\nx", "elsewhere := 3", "now := 2"]
        assert history(other, hist_access_type="search", pattern="6*", n=5)[0][2] == "6 * 7"
        k.manager.restart_kernel()
        k.client.wait_for_ready(timeout=60)
        assert [e[2] for e in history(k, hist_access_type="tail", n=2)] == ["now := 2", "elsewhere := 3"], "after a restart"


def test_off(kernel_name, file, monkeypatch):
    monkeypatch.setenv("GOJAC_HISTORY", "off")
    with Kernel(kernel_name) as k:
        k.ask("6 * 7")
        assert history(k, hist_access_type="tail", n=9) == [[1, 1, "6 * 7"]]
    assert not file.exists()
