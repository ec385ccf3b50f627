"""A notebook from somebody else is untrusted: JupyterLab strips its outputs. What matters must be left."""

import re
import subprocess

import pytest

import lab
import lecture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def opened(gojac, tmp_path_factory):
    """The executed lecture, as a stranger sent it."""
    folder = tmp_path_factory.mktemp("untrusted")
    done = subprocess.run([gojac, "run", lecture.LECTURE, "-o", folder / "lecture.ipynb"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with lab.Lab(folder) as server, lab.chromium() as driver:
        page = server.open(driver, "lecture.ipynb")
        page.saved = lecture.read(folder / "lecture.ipynb")
        assert page.script("return w.content.widgets.some(c => c.model.type === 'code' && c.model.trusted)") is False
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
    opened.script("w.content.model.cells; for (const c of w.content.widgets) if (c.model.type === 'code') c.model.trusted = true")
    after = opened.pictures()
    assert len(after) >= len(before)
    assert all(p["natural"] > 0 for p in after)
