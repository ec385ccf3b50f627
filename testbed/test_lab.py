"""The lecture in JupyterLab, as a student meets it: opened, run from top to bottom, looked at in both themes."""

import shutil

import pytest

import lab
import lecture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@pytest.fixture(scope="module", params=THEMES)
def opened(request, gojac, tmp_path_factory):
    """JupyterLab with the lecture run, in one theme."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(lecture.LECTURE, folder / "lecture.ipynb")
    dark = request.param == "dark"
    with lab.Lab(folder, THEMES[request.param]) as server, lab.chromium(dark) as driver:
        page = server.open(driver, "lecture.ipynb")
        page.run_all()
        page.theme = request.param
        yield page


def test_every_cell_ran_without_error(opened):
    cells = opened.cells()
    assert len(cells) == len(lecture.code_cells(lecture.read()))
    for cell in cells:
        assert not [o for o in cell["outputs"] if o["output_type"] == "error"], cell["source"]
        assert cell["execution_count"] or not "".join(cell["source"]).strip(), cell["source"]


def test_the_pictures_are_there(opened):
    pictures = opened.pictures()
    assert len(pictures) > 5
    for p in pictures:
        assert p["natural"] > 0 and p["shown"] > 0, p["alt"]
        assert p["alt"].strip(), p["src"][:100]


def test_the_pictures_hold_what_ad_computed(opened):
    """∂f/∂x1 of x1·x2 + sin x1 at (2, 5) is 5 + cos 2 = 4.58385…"""
    texts = [lab.svg_text(p["src"]) for p in opened.pictures()]
    assert any("4.58" in t for t in texts), "no picture shows the derivative"


def test_formulas_are_set(opened):
    assert opened.script("return w.node.querySelectorAll('mjx-container').length") > 5
    assert opened.script("return w.node.querySelectorAll('mjx-merror, [data-mjx-error]').length") == 0
    for text in opened.text():
        assert "\\frac" not in text and "$$" not in text, text


def test_nothing_is_wider_than_the_notebook(opened):
    wide = opened.script(
        "return [...w.node.querySelectorAll('.jp-OutputArea-output')].filter(o => o.scrollWidth > o.clientWidth + 1).map(o => o.innerText.slice(0, 80))"
    )
    assert wide == []


def test_screenshots_for_the_eye(opened):
    for old in (lecture.OUT / "screenshots").glob(f"lab-{opened.theme}-*.png"):
        old.unlink()
    files = opened.screenshots(lecture.OUT / "screenshots", f"lab-{opened.theme}")
    assert len(files) > 3
    assert all(f.stat().st_size > 10_000 for f in files)
