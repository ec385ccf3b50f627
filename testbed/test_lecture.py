"""The lecture runs, by `gojac run` and through Jupyter, and everything in it is computed."""

import ast
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

import lecture


@pytest.fixture(scope="module")
def ran(gojac, tmp_path_factory):
    """The lecture as `gojac run` leaves it: the notebook and the page."""
    folder = tmp_path_factory.mktemp("run")
    done = subprocess.run(
        [gojac, "run", lecture.LECTURE, "-o", folder / "l.ipynb", "-o", folder / "l.html"],
        capture_output=True, text=True, timeout=300, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_gojac_run_leaves_a_valid_notebook_without_errors(ran):
    nb = lecture.read(ran / "l.ipynb")
    nbformat.validate(nb)
    assert lecture.errors(nb) == []
    assert all(c.execution_count for c in lecture.code_cells(nb) if c.source.strip())
    assert len(lecture.data(nb, "text/html")) > 10


@pytest.mark.timeout(400)
def test_nbclient_executes_it(gojac, tmp_path, transport):
    nb = lecture.execute(lecture.read(), tmp_path, transport)
    assert lecture.errors(nb) == []
    nbformat.validate(nb)
    for output in lecture.outputs(nb):
        if output.output_type in ("execute_result", "display_data"):
            assert output.data.get("text/plain"), "an output without text is nothing in a terminal, a diff or a screen reader"
            html = "".join(output.data.get("text/html", ""))
            assert len(html) < 1_000_000, "GitHub and Colab give up on outputs of this size"
            if "<img" in html:
                assert output.data.keys() & {"image/png", "text/latex"}, "a picture that is lost in a PDF, where HTML is dropped"


def test_both_ways_give_the_same(gojac, ran, tmp_path):
    through_jupyter = lecture.execute(lecture.read(), tmp_path)
    by_command = lecture.read(ran / "l.ipynb")
    assert timeless(lecture.plain(through_jupyter)) == timeless(lecture.plain(by_command))


def timeless(text):
    """Text without what is measured as it runs: durations, what was allocated meanwhile, and the blanks that align them."""
    text = re.sub(r"\d+(\.\d+)?\s?(ns|µs|us|ms|s|min)\b", "TIME", text)
    text = re.sub(r"TIME(\s+)\d+(\.\d+)? [kM]?B\b", r"TIME\1SIZE", text)
    return re.sub(r"[ ─-]+", " ", text)


def test_the_notebook_is_committed_clean(gojac):
    nb = lecture.read()
    nbformat.validate(nb)
    assert nb.metadata.kernelspec.name == "gojac"
    assert nb.metadata.kernelspec.language == "go"
    assert lecture.outputs(nb) == [], "outputs are made by running it, not kept in the repository"


def test_the_first_cell_is_python_too(ran, tmp_path):
    """Colab starts there, in Python; under gojac it does nothing."""
    first = lecture.code_cells(lecture.read())[0]
    ast.parse(first.source)
    done = subprocess.run([sys.executable, "-c", first.source], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "gojac" in done.stdout
    assert lecture.code_cells(lecture.read(ran / "l.ipynb"))[0].outputs == []


def test_the_page_needs_no_network(ran):
    page = (ran / "l.html").read_text()
    assert re.findall(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']?https?:""", page) == []
    assert page.count("<img") >= len(lecture.data(lecture.read(ran / "l.ipynb"), "text/html")) // 3


@pytest.mark.parametrize("exporter", ["html", "markdown"])
def test_nbconvert_takes_it(ran, exporter, tmp_path):
    shutil.copy(ran / "l.ipynb", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", exporter, "l.ipynb"],
        capture_output=True, text=True, timeout=170, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
