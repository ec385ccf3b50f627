"""The command line: `gojac run`, and what each command says when it is given nonsense."""

import json
import os
import signal
import subprocess
import time

import nbformat
import pytest

import lecture


@pytest.fixture
def run(gojac, tmp_path):
    """Runs gojac with these arguments and this standard input."""

    def call(*args, stdin="", **kwargs):
        return subprocess.run(
            [gojac, *args], input=stdin, text=True, capture_output=True, timeout=120, cwd=kwargs.pop("cwd", tmp_path), **kwargs
        )

    return call


def script(*cells):
    return "\n// %%\n".join(cells)


def notebook(path, *sources):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    nb.metadata.update(lecture.metadata())
    nbformat.write(nb, path)
    return path


def test_standard_input_prints_what_a_cell_prints(run):
    done = run("run", "-", stdin='fmt.Println("hello, world")\n6 * 7\n')
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello, world\n42\n", "")


def test_cells_of_a_script_share_their_variables(run):
    done = run("run", "-", stdin=script("x := 41", "x + 1"))
    assert (done.returncode, done.stdout) == (0, "42\n")


def test_a_gradient(run):
    done = run("run", "-", stdin="func f(x1, x2 float64) float64 { return x1*x2 + math.Sin(x1) }\nad.Grad(f)(2, 5)")
    assert done.returncode == 0, done.stderr
    assert "4.58" in done.stdout and "∂f/∂x1" in done.stdout and "∂f/∂x2" in done.stdout


@pytest.mark.parametrize(
    "cells, place",
    [
        (["a := 1\nb := a + \"one\"\n_ = b"], "cell 1:2:6"),
        (["x := 1", "\ty := x\n\tx = nothing + y"], "cell 2:2:6"),
        (['s := "𝛁é" + 1'], "cell 1:1:"),
        (["func f(x float64) float64 {\n\treturn x +\n}"], "cell 1:3:1"),
        (["return strings.NoSuch"], "cell 1:1:"),
    ],
)
def test_an_error_has_line_and_column_of_the_users_text(run, cells, place):
    done = run("run", "-", stdin=script(*cells))
    assert done.returncode == 1
    assert place in done.stderr, done.stderr


def test_several_errors_are_reported_at_once(run):
    done = run("run", "-", stdin='var a int = "one"\nvar b string = 2\n_, _ = a, b')
    assert "cell 1:1:" in done.stderr and "cell 1:2:" in done.stderr


def test_a_runtime_error_names_its_line(run):
    done = run("run", "-", stdin=script("s := []int{1, 2}", "i := 1\ni += 4\ns[i]"))
    assert done.returncode == 1
    assert "cell 2:3" in done.stderr and "index out of range" in done.stderr


def test_allow_errors_goes_on(run):
    done = run("run", "-", "--allow-errors", stdin=script("1 / zero", 'fmt.Println("on")'))
    assert done.returncode == 0
    assert "on\n" in done.stdout


def test_a_failed_cell_stops_the_run_and_is_named(run):
    done = run("run", "-", stdin=script("x := 1", 'panic("no further")', 'fmt.Println("never")'))
    assert done.returncode == 1
    assert "cell 2:" in done.stderr and "no further" in done.stderr
    assert "never" not in done.stdout


@pytest.mark.parametrize(
    "cell",
    ["func deep(n int) int { return deep(n+1) + 1 }\ndeep(0)", "os.Exit(1)", 'go func() { panic("astray") }()\ntime.Sleep(time.Second)'],
)
def test_trouble_in_one_cell_leaves_the_next(run, cell):
    done = run("run", "-", "--allow-errors", stdin=script(cell, 'fmt.Println("next")'))
    assert "next\n" in done.stdout, done
    assert "cell 1" in done.stderr, "the error belongs on stderr"


def test_a_notebook_is_written_and_valid(run, tmp_path):
    path = notebook(tmp_path / "in.ipynb", "x := 6", "display.HTML(\"<b>bold</b>\")", "x * 7")
    done = run("run", path, "-o", "out.ipynb", "-o", "sub/page.html")
    assert done.returncode == 0, done.stderr
    nb = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    nbformat.validate(nb)
    assert nb.cells[2].outputs[0].data["text/plain"] == "42"
    assert "<b>bold</b>" in nb.cells[1].outputs[0].data["text/html"]
    assert [c.execution_count for c in nb.cells] == [1, 2, 3]
    assert "<b>bold</b>" in (tmp_path / "sub/page.html").read_text()


def test_a_failed_notebook_is_written_with_its_error(run, tmp_path):
    path = notebook(tmp_path / "in.ipynb", 'panic("no further")', "1 + 1")
    done = run("run", path, "-o", "out.ipynb")
    assert done.returncode == 1
    nb = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    nbformat.validate(nb)
    assert nb.cells[0].outputs[-1].output_type == "error"


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("not.ipynb", b"this is no JSON", "not.ipynb"),
        ("empty.ipynb", b"", "empty.ipynb"),
        ("bytes.ipynb", b"\xff\xfe\x00", "bytes.ipynb"),
        ("list.ipynb", b"[1, 2]", "list.ipynb"),
        ("old.ipynb", json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}).encode(), "old.ipynb"),
        ("half.ipynb", b'{"cells": [{"cell_type": "code", "source": ', "half.ipynb"),
    ],
)
def test_what_is_no_notebook_is_named(run, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    done = run("run", name)
    assert done.returncode == 1
    assert told in done.stderr
    assert "goroutine" not in done.stderr and len(done.stderr.splitlines()) < 6, done.stderr


@pytest.mark.parametrize(
    "args, told",
    [
        (["run", "absent.ipynb"], "absent.ipynb"),
        (["run", "-", "-o", "x.pdf"], "x.pdf"),
        (["run", "-", "--memory", "much"], "8GiB"),
        (["kernel", "absent.json"], "absent.json"),
        (["kernel", "garbage.json"], "garbage.json"),
        (["kernel", "wanting.json"], "wanting.json"),
        (["kernel"], "CONNECTION_FILE"),
        (["no-such-command"], "no-such-command"),
        (["install", "--prefix", "a-file"], "a-file"),
    ],
)
def test_nonsense_is_answered_in_a_few_words(run, tmp_path, args, told):
    (tmp_path / "garbage.json").write_text("{{{")
    (tmp_path / "wanting.json").write_text('{"ip": "127.0.0.1", "transport": "tcp"}')
    (tmp_path / "a-file").write_text("")
    done = run(*args)
    assert done.returncode not in (0, -signal.SIGABRT)
    assert told in done.stderr
    assert "goroutine" not in done.stderr, done.stderr


@pytest.mark.parametrize("flags, environment", [(["--memory", "300MiB"], {}), ([], {"GOJAC_MEMORY": "300MiB"}), (["--memory=300MiB"], {"GOJAC_MEMORY": "off"})])
def test_cells_have_so_much_memory(run, tmp_path, monkeypatch, flags, environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "hoard.go").write_text("kept := 7\n// %%\nlen(make([]byte, 400<<20))\n// %%\nkept")
    done = run("run", *flags, "--allow-errors", "hoard.go")
    assert "the limit is 300 MiB" in done.stderr and "--memory" in done.stderr
    assert done.stdout == "7\n"


def test_version(run):
    done = run("version")
    assert done.returncode == 0
    assert "gojac" in done.stdout and "go1." in done.stdout


def test_control_c_ends_a_run(gojac, tmp_path):
    p = subprocess.Popen(
        [gojac, "run", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    p.stdin.write('fmt.Println("on")\nfor {\n}\n')
    p.stdin.close()
    assert p.stdout.readline() == "on\n"
    time.sleep(0.1)
    p.send_signal(signal.SIGINT)
    assert p.wait(timeout=30) == 130
    assert "panic" not in p.stderr.read()
    p.stdout.close(), p.stderr.close()


def test_install_and_uninstall(run, tmp_path):
    done = run("install", "--prefix", "place", "--name", "other")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "place/share/jupyter/kernels/other"
    spec = json.loads((folder / "kernel.json").read_text())
    assert os.path.isabs(spec["argv"][0]) and "{connection_file}" in spec["argv"]
    assert spec["language"] == "go" and spec["interrupt_mode"] == "message"
    assert {"logo-64x64.png", "logo-32x32.png", "logo-svg.svg"} <= set(os.listdir(folder))
    assert run("uninstall", "--prefix", "place", "--name", "other").returncode == 0
    assert not folder.exists()


def test_install_for_a_user_without_anything(run, tmp_path):
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = run("install", "--user", env=env)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".local/share/jupyter/kernels/gojac/kernel.json").exists()
