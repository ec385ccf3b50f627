"""Notebooks run from the command line: nbconvert and papermill. (nbclient runs the lecture in test_lecture.py.)"""

import subprocess
import sys

import nbformat

import lecture

PARAMETERS = 'name := "nobody"\nn := 1\nrate := 0.1\nloud := false'
SHOW = 'fmt.Printf("%s %d %.2f %t\\n", name, n*2, rate, loud)'


def run(*command, cwd):
    return subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, timeout=150)


def notebook(folder, *sources):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources], metadata=lecture.metadata())
    nb.cells[0].metadata["tags"] = ["parameters"]
    lecture.write(nb, folder / "in.ipynb")


def said(path):
    nb = lecture.read(path)
    nbformat.validate(nb)
    return lecture.plain(nb)


def test_nbconvert_executes(gojac, tmp_path):
    notebook(tmp_path, PARAMETERS, SHOW, "n + 41")
    done = run("nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "in.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert said(tmp_path / "out.ipynb") == "nobody 2 0.10 false\n\n42"


def test_nbconvert_stops_at_an_error(gojac, tmp_path):
    notebook(tmp_path, 'panic("no further")', 'fmt.Println("after")')
    done = run("nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "in.ipynb", cwd=tmp_path)
    assert done.returncode != 0 and "no further" in done.stderr
    assert not (tmp_path / "out.ipynb").exists()


def test_papermill_executes(gojac, tmp_path):
    notebook(tmp_path, PARAMETERS, SHOW)
    done = run("papermill", "--log-output", "in.ipynb", "out.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "nobody 2 0.10 false" in said(tmp_path / "out.ipynb")


def test_papermill_keeps_what_ran_before_an_error(gojac, tmp_path):
    notebook(tmp_path, 'fmt.Println("before")', 'panic("no further")')
    done = run("papermill", "in.ipynb", "out.ipynb", cwd=tmp_path)
    assert done.returncode != 0 and "no further" in done.stderr
    assert "before" in said(tmp_path / "out.ipynb")


def test_papermill_sets_parameters(gojac, tmp_path):
    """Papermill writes parameters in a dozen languages, and nobody can add to them from outside. What it writes for C#,
    var n = 21; under a // comment, is Go."""
    notebook(tmp_path, PARAMETERS, SHOW)
    given = ["-p", "n", "21", "-p", "rate", "0.25", "-p", "loud", "True", "-r", "name", 'a "word" \\ and\ttab']
    done = run("papermill", "--language", ".net-csharp", "in.ipynb", "out.ipynb", *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'a "word" \\ and\ttab 42 0.25 true' in said(tmp_path / "out.ipynb")


def test_papermill_has_no_go(gojac, tmp_path):
    """Should this fail, papermill has learned Go: the README can say so."""
    notebook(tmp_path, PARAMETERS, SHOW)
    done = run("papermill", "in.ipynb", "out.ipynb", "-p", "n", "21", cwd=tmp_path)
    assert done.returncode != 0 and "No parameter translator functions specified" in done.stderr
