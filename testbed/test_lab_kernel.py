"""What a student does in JupyterLab and in Notebook besides running cells: interrupt, restart, complete, ask, be asked, read
an error, open a second tab, lose the connection."""

import nbformat
import pytest
from selenium.webdriver.common.keys import Keys

import lab
import lecture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CELLS = {
    "set": "x := 41",
    "spin": 'fmt.Println("on")\nfor {\n}',
    "value": "x + 1",
    "complete": "strings.HasPr",
    "wrong": "a := 1\nb := a + missing",
    "ask": 'var word string\nfmt.Print("a word: ")\nfmt.Scan(&word)\nfmt.Printf("[%s]\\n", word)',
    "slow": 'for i := range 40 {\n\tfmt.Println("tick", i)\n\ttime.Sleep(100 * time.Millisecond)\n\tif i == 3 {\n\t\ttime.Sleep(3 * time.Second)\n\t}\n}\nfmt.Println("over")',
    "help": "strings.Cut",
}
NAMES = list(CELLS)


class Student(lab.Page):
    """The notebook of CELLS, each cell known by its name."""

    def go(self, name):
        self.select(NAMES.index(name))

    def run(self, name):
        self.go(name)
        self.command("notebook:run-cell")
        return self.outputs(name)

    def begin(self, name):
        """Runs a cell that does not end by itself, or not soon."""
        self.go(name)
        self.start("notebook:run-cell")
        lab.until(lambda: self.status() == "busy", "busy kernel")

    def outputs(self, name):
        return self.cells()[NAMES.index(name)]["outputs"]

    def value(self, name):
        return self.outputs(name)[-1]["data"]["text/plain"]

    def printed(self, name):
        return "".join("".join(o["text"]) for o in self.outputs(name) if o["output_type"] == "stream")

    def edit(self, name):
        """Puts the cursor behind the last character of a cell."""
        n, text = NAMES.index(name), CELLS[name]
        self.go(name)
        self.script(
            f"const e = w.content.widgets[{n}].editor; w.content.mode = 'edit'; e.focus();"
            f"e.setCursorPosition({{line: 0, column: {len(text)}}})"
        )

    def quiet(self):
        lab.until(lambda: self.status() == "idle", "idle kernel")

    def shoot(self, what):
        lab.screenshot(self.driver, lecture.OUT / "screenshots" / f"{self.app}-{what}.png")


def show(server, driver, again=False):
    server.open(driver, "student.ipynb", again)
    page = Student(driver)
    page.app = server.app.name
    return page


@pytest.fixture(scope="module", params=[lab.LAB, lab.NOTEBOOK], ids=lambda app: app.name)
def server(request, gojac, tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS.values()], metadata=lecture.metadata())
    lecture.write(nb, folder / "student.ipynb")
    with lab.Lab(folder, app=request.param) as server:
        yield server


@pytest.fixture(scope="module")
def opened(server):
    with lab.chromium() as driver:
        page = show(server, driver)
        page.quiet()
        yield page


def test_interrupt_keeps_the_variables(opened):
    opened.run("set")
    opened.begin("spin")
    opened.command("notebook:interrupt-kernel")
    opened.quiet()
    assert opened.outputs("spin")[-1]["ename"] == "KeyboardInterrupt"
    opened.run("value")
    assert opened.value("value") == "42"


def test_an_error_shows_its_place(opened):
    opened.run("wrong")
    n = NAMES.index("wrong")
    shown = opened.script(f"return w.content.widgets[{n}].node.querySelector('.jp-OutputArea-output').innerText")
    assert "missing" in shown and ":2:10" in shown
    assert "\x1b" not in shown, "colour codes are to be rendered, not shown"
    opened.shoot("error")


def test_completion_offers_what_fits(opened):
    n = NAMES.index("complete")
    opened.edit("complete")
    opened.command("completer:invoke-notebook")
    lab.until(lambda: opened.source(n) == "strings.HasPrefix" or "HasPrefix" in opened.popup(), "completion of strings.HasPr")
    opened.shoot("completion")


def test_the_tooltip_explains(opened):
    opened.edit("help")
    opened.command("tooltip:launch-notebook")
    tip = "return [...document.querySelectorAll('.jp-Tooltip')].map(t => t.innerText).join('\\n')"
    lab.until(lambda: "slices s around the first" in opened.script(tip), "tooltip of strings.Cut")
    opened.shoot("tooltip")
    opened.command("tooltip:dismiss")


def test_input_is_asked_for_and_read(opened):
    opened.begin("ask")
    boxes = "return [...w.node.querySelectorAll('input.jp-Stdin-input')]"
    [box] = lab.until(lambda: opened.script(boxes), "input box")
    opened.shoot("input")
    box.send_keys("gopher", Keys.ENTER)
    opened.quiet()
    assert "[gopher]" in opened.printed("ask")


def test_an_interrupt_ends_the_question(opened):
    opened.begin("ask")
    lab.until(lambda: opened.script("return w.node.querySelector('input.jp-Stdin-input')"), "input box")
    opened.command("notebook:interrupt-kernel")
    opened.quiet()
    assert opened.outputs("ask")[-1]["output_type"] == "error"


def test_two_tabs_share_the_kernel(server, opened):
    opened.run("set")
    mine = opened.driver.current_window_handle
    opened.driver.switch_to.new_window("tab")
    try:
        other = show(server, opened.driver, again=True)
        other.quiet()
        other.run("value")
        assert other.value("value") == "42"
        other.begin("slow")
        opened.driver.switch_to.window(mine)
        lab.until(lambda: opened.status() == "busy", "busy kernel in the first tab")
        opened.quiet()
        opened.run("value")
        assert opened.value("value") == "42"
    finally:
        opened.driver.switch_to.window(next(h for h in opened.driver.window_handles if h != mine))
        opened.driver.close()
        opened.driver.switch_to.window(mine)


def test_a_dropped_connection_comes_back_with_the_rest(opened):
    """The server keeps what a kernel says while nobody listens; what was on its way when the connection broke is lost, so it breaks in a pause."""
    opened.begin("slow")
    lab.until(lambda: "tick 3" in opened.printed("slow"), "first ticks")
    opened.script("w.sessionContext.session.kernel._ws.close()")
    lab.until(lambda: "over" in opened.printed("slow"), "last line")
    opened.quiet()
    assert opened.printed("slow") == "".join(f"tick {i}\n" for i in range(40)) + "over\n"


def test_a_reloaded_page_finds_its_kernel(server, opened):
    opened.run("set")
    opened.begin("slow")
    page = show(server, opened.driver)
    page.quiet()
    page.run("value")
    assert page.value("value") == "42"


def test_run_all(opened):
    """From top to bottom, and no further than the first error."""
    n = NAMES.index("spin")
    opened.script(f"w.content.widgets[{n}].model.sharedModel.setSource('fmt.Println(\"through\")')")
    opened.command("notebook:clear-all-cell-outputs")
    opened.command("notebook:run-all-cells")
    opened.quiet()
    assert opened.printed("spin") == "through\n" and opened.value("value") == "42"
    assert opened.outputs("complete")[-1]["output_type"] == "error"
    assert opened.outputs("slow") == []


def test_restart_forgets(opened):
    opened.script("return w.sessionContext.session.kernel.restart()")
    # JupyterLab takes any restarted kernel for unknown until it runs a cell.
    lab.until(lambda: opened.status() in ("idle", "unknown"), "restarted kernel")
    opened.run("value")
    assert opened.outputs("value")[-1]["output_type"] == "error"
    opened.run("set")
    opened.run("value")
    assert opened.value("value") == "42"
    opened.shoot("restarted")
