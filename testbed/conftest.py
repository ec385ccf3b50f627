"""Fixtures: the kernel as `gojac install` leaves it, one running kernel for each module, and a fresh one on demand.

`pytest testbed --kernel python3` runs the protocol suites against ipykernel: what the reference kernel fails too is a
mistake of the suite, not of gojac.
"""

import os
import pathlib
import subprocess

import pytest

from kernels import Kernel
from snippets import GO, PYTHON

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEER = "python3"


def pytest_addoption(parser):
    parser.addoption("--kernel", default="gojac", help="the kernelspec that the protocol suites talk to")


def pytest_collection_modifyitems(config, items):
    """Leaves to the peer only the suites that speak its language."""
    if config.getoption("--kernel") != "gojac":
        theirs = [i for i in items if "kernel_name" in i.fixturenames]
        config.hook.pytest_deselected(items=[i for i in items if i not in theirs])
        items[:] = theirs


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and item.get_closest_marker("noskip") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where every test must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def jupyter_home(tmp_path_factory):
    """Keeps everything that Jupyter writes away from the user's own files."""
    home = tmp_path_factory.mktemp("jupyter")
    places = {
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTER_PATH": home / "prefix" / "share" / "jupyter",
        "IPYTHONDIR": home / "ipython",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    os.environ.update({name: str(place) for name, place in places.items()})
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    return home


@pytest.fixture(scope="session")
def gojac(jupyter_home):
    """The path of the binary, whose kernelspec is installed where this session's Jupyter looks."""
    binary = ROOT / "gojac"
    if not binary.exists():
        pytest.fail(f"{binary} is not there: run make build")
    subprocess.run([binary, "install", "--prefix", jupyter_home / "prefix"], check=True, timeout=60)
    return binary


@pytest.fixture(scope="session")
def kernel_name(request):
    name = request.config.getoption("--kernel")
    if name == "gojac":
        request.getfixturevalue("gojac")
    return name


@pytest.fixture(scope="session")
def code(kernel_name):
    """What the suites have a kernel do, in its own language."""
    return PYTHON if kernel_name == PEER else GO


@pytest.fixture(scope="module")
def kernel(kernel_name):
    """One kernel for all the tests of a module, which must leave it answering."""
    with Kernel(kernel_name) as k:
        yield k


@pytest.fixture
def fresh(kernel_name):
    """A kernel of the test's own."""
    with Kernel(kernel_name) as k:
        yield k


@pytest.fixture(params=["tcp", "ipc"])
def transport(request):
    return request.param
