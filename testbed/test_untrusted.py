"""A notebook from somebody else is untrusted: JupyterLab strips its outputs. What matters must be left."""

import json
import re
import subprocess

import nbformat
import pytest

import lab
import lecture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def executed_lecture(gojac, path):
    done = subprocess.run([gojac, "run", lecture.LECTURE, "-o", path], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def gallery(gojac, path):
    """A notebook with every kind of picture there is, each as an output."""
    folder = path.parent / "gallery"
    subprocess.run(["go", "run", "./display/gallery", folder], check=True, cwd=lecture.ROOT, timeout=300)
    bundles = json.loads((folder / "bundles.json").read_text())
    cells = [nbformat.v4.new_code_cell(f"// {name}", outputs=[nbformat.v4.new_output("display_data", data)]) for name, data in bundles.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=lecture.metadata()), path)


@pytest.fixture(scope="module", params=[executed_lecture, gallery], ids=lambda make: make.__name__)
def opened(request, gojac, tmp_path_factory):
    """A notebook with outputs, as a stranger sent it."""
    folder = tmp_path_factory.mktemp("untrusted")
    request.param(gojac, folder / "stranger.ipynb")
    with lab.Lab(folder) as server, lab.chromium() as driver:
        page = server.open(driver, "stranger.ipynb")
        page.saved = lecture.read(folder / "stranger.ipynb")
        assert page.script("return w.content.widgets.some(c => c.model.type === 'code' && c.model.trusted)") is False
        page.name = request.param.__name__
        yield page


def test_all_pictures_survive(opened):
    expected = sum(len(re.findall("<img", html)) for html in lecture.data(opened.saved, "text/html"))
    pictures = opened.pictures()
    assert expected > 5
    assert len(pictures) >= expected
    for p in pictures:
        assert p["natural"] > 0 and p["alt"].strip()


def test_no_code_leaks_into_the_text(opened):
    """The sanitiser drops <style> and <script> as tags and leaves what stands in them."""
    for text in opened.text():
        for sign in ("function(", "addEventListener", "{fill:", "stroke-width", "querySelector", "@media", '"nodes":'):
            assert sign not in text, text[:400]


def test_tables_survive(opened):
    tables = sum(len(re.findall("<table", html)) for html in lecture.data(opened.saved, "text/html"))
    assert opened.script("return w.node.querySelectorAll('.jp-OutputArea-output table').length") >= tables


def test_trusting_it_changes_no_picture_for_the_worse(opened):
    before = opened.pictures()
    opened.script("for (const c of w.content.widgets) if (c.model.type === 'code') c.model.trusted = true")
    after = opened.pictures()
    assert len(after) >= len(before)
    assert all(p["natural"] > 0 for p in after)


def test_screenshots_for_the_eye(opened):
    for old in (lecture.OUT / "screenshots").glob(f"untrusted-{opened.name}-*.png"):
        old.unlink()
    files = opened.screenshots(lecture.OUT / "screenshots", f"untrusted-{opened.name}")
    assert all(f.stat().st_size > 10_000 for f in files)
