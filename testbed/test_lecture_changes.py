"""Nothing in the lecture is typed in that gojac could compute: with another function at another point, everything follows."""

import math
import re
import subprocess

import pytest

import lab
import lecture

# Stands in for the cell that declares f and its point.
OTHER = """func f(x1, x2 float64) float64 {
	u := math.Exp(x1 * x2)
	v := math.Cos(x2)
	d := u - v
	return d * x1
}

a1, a2 := 0.75, -1.25

f(a1, a2)"""
A1, A2 = 0.75, -1.25
VALUE = A1 * (math.exp(A1 * A2) - math.cos(A2))
GRADIENT = [
    math.exp(A1 * A2) - math.cos(A2) + A1 * A2 * math.exp(A1 * A2),
    A1 * (A1 * math.exp(A1 * A2) + math.sin(A2)),
]
# What the lecture's own function gives at its own point: in the changed lecture these may be nowhere.
BEFORE = {"f": 2 * 5 + math.sin(2), "∂f/∂x1": 5 + math.cos(2), "cos 2": math.cos(2), "sin 2": math.sin(2)}

# A cell that mentions one of these depends on the function or on the point.
DEPENDS = re.compile(r"\b(f|f3|f12|a1|a2|G)\b")


@pytest.fixture(scope="module")
def both(gojac, tmp_path_factory):
    """The lecture as it is and with the other function, both run."""
    folder = tmp_path_factory.mktemp("changed")
    ran = []
    for name in ("before", "after"):
        nb = lecture.read()
        if name == "after":
            [cell] = [c for c in lecture.code_cells(nb) if re.search(r"^func f\(", c.source, re.M)]
            assert re.search(r"^a1, a2 :=", cell.source, re.M), "the function and its point stand in one cell"
            cell.source = OTHER
        source, out = folder / f"{name}.ipynb", folder / f"{name}-out.ipynb"
        lecture.write(nb, source)
        done = subprocess.run([gojac, "run", source, "-o", out], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        ran.append(lecture.code_cells(lecture.read(out)))
    return ran


@pytest.fixture(scope="module")
def changed(both):
    return both[1]


def texts(cells):
    """Every text that a reader sees, pictures included."""
    for cell in cells:
        yield from lecture.texts(cell)
        for html in lecture.html(cell):
            yield from (lab.svg_text(src) for src in re.findall(r'<img[^>]*src="(data:image/svg[^"]*)"', html))


def numbers(text):
    return [float(n.replace("−", "-")) for n in re.findall(r"(?<![\w.])[-−]?\d+\.\d+(?:e[-+]?\d+)?", text)]


def shows(cells, value, digits=4):
    """Whether this number is shown somewhere, to so many digits."""
    return any(math.isclose(n, value, rel_tol=10.0**-digits) for text in texts(cells) for n in numbers(text))


def test_the_new_values_are_shown(changed):
    for value in [VALUE, *GRADIENT]:
        assert shows(changed, value, 12), f"{value} is nowhere to full precision"


def test_the_new_values_are_in_the_pictures(changed):
    pictures = [
        lab.svg_text(src)
        for cell in changed
        for html in lecture.html(cell)
        for src in re.findall(r'<img[^>]*src="(data:image/svg[^"]*)"', html)
    ]
    for value in (VALUE, math.exp(A1 * A2), math.cos(A2)):
        assert any(math.isclose(n, value, rel_tol=1e-3) for p in pictures for n in numbers(p)), f"{value} is in no picture"


@pytest.mark.parametrize("name", BEFORE)
def test_the_old_values_are_gone(both, name):
    before, after = both
    assert shows(before, BEFORE[name], 3)
    assert not shows(after, BEFORE[name], 3), f"{name} of the lecture's own function is still there"


def test_every_output_that_depends_on_them_changes(both):
    same = []
    for before, after in zip(*both):
        depends = DEPENDS.search(re.sub(r"//.*", "", before.source))
        if depends and before.outputs and list(lecture.seen(before)) == list(lecture.seen(after)):
            same.append(before.source)
    assert same == []


def test_training_reaches_its_goal(changed):
    [text] = [t for cell in changed for t in lecture.texts(cell) if "never seen" in t]
    assert numbers(text)[0] >= 97


def test_gradients_equal_hand_multiplied_jacobians(changed):
    differences = [float(n) for cell in changed for t in lecture.texts(cell) for n in re.findall(r"largest difference: *(\S+)", t)]
    assert len(differences) >= 5
    assert max(differences) <= 1e-12
