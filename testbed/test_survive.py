"""Whatever a cell does to its process, it gets an error and the next cell runs."""

import psutil
import pytest


@pytest.fixture(autouse=True)
def gojac_only(kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the peer dies of these")


TROUBLE = {
    "infinite recursion": "func deep(n int) int { return deep(n+1) + 1 }\ndeep(0)",
    "mutual recursion": "func ping(n int) int { return pong(n) + 1 }\nfunc pong(n int) int { return ping(n) + 1 }\nping(0)",
    "exit": "os.Exit(1)",
    "exit with 0": "os.Exit(0)",
    "fatal log": 'log.Fatal("that was it")',
    "panic in a goroutine": 'go func() { panic("in a goroutine") }()\ntime.Sleep(300 * time.Millisecond)',
    "nil map": "var m map[string]int\nm[\"a\"] = 1",
    "nil pointer": "var p *struct{ n int }\np.n",
    "index": "s := []int{1}\ni := 5\ns[i]",
    "division": "zero := 0\n1 / zero",
    "all goroutines asleep": "<-make(chan int)" ,
}


@pytest.mark.parametrize("name", [n for n in TROUBLE if n != "all goroutines asleep"])
def test_an_error_and_the_next_cell_runs(kernel, code, name):
    a = kernel.ask(TROUBLE[name])
    assert a.status == "error", a
    assert a.error["evalue"] or a.error["ename"]
    assert "".join(a.error["traceback"]).strip()
    assert kernel.ask(code.sum).result == "2"
    assert kernel.ask("func three() int { return 3 }\nthree()").result == "3"


def test_a_blocked_cell_can_be_interrupted(kernel, code):
    kernel.ask(code.keep)
    request = kernel.execute('fmt.Println("on")\n' + TROUBLE["all goroutines asleep"])
    kernel.until(lambda: kernel.saw(request, "on"), "first line")
    kernel.manager.interrupt_kernel()
    assert kernel.answer(request).status == "error"
    assert kernel.ask(code.sum).result == "2"


@pytest.mark.parametrize("name", ["infinite recursion", "panic in a goroutine", "nil map"])
def test_trouble_caught_in_time_keeps_the_variables(kernel, code, name):
    kernel.ask(code.keep)
    kernel.ask(TROUBLE[name])
    assert kernel.ask(code.kept).result == "42"


def kill_workers(kernel):
    workers = [p for p in kernel.processes() if p.pid != kernel.pid]
    assert workers, "cells are to run in a process of their own"
    for p in workers:
        p.kill()


def test_exit_loses_nothing_that_is_not_named(fresh):
    fresh.ask("precious := 41")
    a = fresh.ask("os.Exit(1)")
    told = "".join(a.error["traceback"]) + a.text() + a.text("stderr")
    assert fresh.ask("precious").result == "41" or "precious" in told


def test_a_new_worker_has_the_declarations_and_lost_variables_are_named(fresh, code):
    fresh.ask("func double(v int) int { return 2 * v }")
    fresh.ask("type pair struct{ a, b int }\nconst limit = 7")
    fresh.ask("func (p pair) sum() int { return p.a + p.b }")
    fresh.ask("precious := 41")
    request = fresh.execute(code.spin)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    kill_workers(fresh)
    a = fresh.answer(request)
    assert a.status == "error"
    assert "precious" in "".join(a.error["traceback"]) + a.text() + a.text("stderr")
    assert fresh.ask("double(limit)").result == "14"
    assert fresh.ask("pair{1, 2}.sum()").result == "3"
    assert fresh.ask("precious").result == "0"


def test_the_worker_killed_from_outside(fresh, code):
    """The system may end the worker at any time, for want of memory for one."""
    request = fresh.execute(code.spin)
    fresh.until(lambda: fresh.saw(request, "on"), "first line")
    kill_workers(fresh)
    assert fresh.answer(request).status == "error"
    assert fresh.ask(code.sum).result == "2"


def test_a_worker_killed_between_cells(fresh, code):
    fresh.ask(code.keep)
    kill_workers(fresh)
    assert fresh.ask(code.sum, stop_on_error=False).status in ("ok", "error")
    assert fresh.ask(code.sum).result == "2"


def test_too_much_memory(fresh, code):
    """The worker may have 3 GiB here: the machine itself must not be put at risk."""
    if not hasattr(psutil.Process, "rlimit"):
        pytest.skip("only Linux limits another process")
    fresh.ask(code.sum)
    for p in fresh.processes():
        if p.pid != fresh.pid:
            p.rlimit(psutil.RLIMIT_AS, (3 << 30, 3 << 30))
    a = fresh.ask('var heap []string\nfor {\n\theap = append(heap, strings.Repeat("gradient", 1<<24))\n}')
    assert a.status == "error"
    assert "memory" in (a.error["evalue"] + "".join(a.error["traceback"])).lower()
    assert fresh.ask(code.sum).result == "2"
    a = fresh.ask("hoard := 1 << 46\nlen(make([]byte, hoard))")
    assert a.status == "error"
    assert fresh.ask(code.sum).result == "2"
