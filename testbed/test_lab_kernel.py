"""What a student does in JupyterLab besides running cells: interrupt, restart, complete, read an error."""

import nbformat
import pytest

import lab
import lecture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CELLS = ["x := 41", "for {\n}", "x + 1", "strings.HasPr", "a := 1\nb := a + missing"]


@pytest.fixture(scope="module")
def opened(gojac, tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS], metadata=lecture.metadata())
    lecture.write(nb, folder / "student.ipynb")
    with lab.Lab(folder) as server, lab.chromium() as driver:
        page = server.open(driver, "student.ipynb")
        lab.until(lambda: page.status() == "idle", "idle kernel")
        yield page


def run(page, n):
    page.select(n)
    page.command("notebook:run-cell")


def output(page, n):
    return page.cells()[n]["outputs"]


def test_interrupt_keeps_the_variables(opened):
    run(opened, 0)
    opened.select(1)
    opened.start("notebook:run-cell")
    lab.until(lambda: opened.status() == "busy", "busy kernel")
    opened.command("notebook:interrupt-kernel")
    lab.until(lambda: opened.status() == "idle", "idle kernel after the interrupt")
    assert output(opened, 1)[-1]["ename"] == "KeyboardInterrupt"
    run(opened, 2)
    assert output(opened, 2)[-1]["data"]["text/plain"] == "42"


def test_an_error_shows_its_place(opened):
    run(opened, 4)
    shown = opened.script("return w.content.widgets[4].node.querySelector('.jp-OutputArea-output').innerText")
    assert "missing" in shown and ":2:10" in shown
    assert "\x1b" not in shown, "colour codes are to be rendered, not shown"


def test_completion_offers_what_fits(opened):
    opened.select(3)
    opened.script(
        "const e = w.content.widgets[3].editor; w.content.mode = 'edit'; e.focus(); e.setCursorPosition({line: 0, column: 13})"
    )
    opened.command("completer:invoke-notebook")
    lab.until(lambda: opened.source(3) == "strings.HasPrefix" or "HasPrefix" in opened.popup(), "completion of strings.HasPr")


def test_restart_forgets(opened):
    opened.script("return w.sessionContext.session.kernel.restart()")
    # JupyterLab takes any restarted kernel for unknown until it runs a cell.
    lab.until(lambda: opened.status() in ("idle", "unknown"), "restarted kernel")
    run(opened, 2)
    assert output(opened, 2)[-1]["output_type"] == "error"
    run(opened, 0)
    run(opened, 2)
    assert output(opened, 2)[-1]["data"]["text/plain"] == "42"
