"""The lecture notebook, and how to run it in each of the ways a reader does."""

import pathlib

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = pathlib.Path(__file__).resolve().parent.parent
LECTURE = ROOT / "notebooks" / "01-automatic-differentiation.ipynb"
OUT = ROOT / "out"


def read(path=LECTURE):
    return nbformat.read(path, as_version=4)


def metadata():
    """What the notebook of a gojac user says of its kernel."""
    return {"kernelspec": {"name": "gojac", "display_name": "Go (gojac)", "language": "go"}}


def execute(nb, folder, transport="tcp"):
    """Runs a notebook through the installed kernelspec. An error in a cell raises."""
    manager = AsyncKernelManager(kernel_name="gojac", transport=transport, connection_file=str(folder / "k.json"))
    NotebookClient(nb, km=manager, kernel_name="gojac", timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return nb


def code_cells(nb):
    return [c for c in nb.cells if c.cell_type == "code"]


def outputs(nb):
    return [o for c in code_cells(nb) for o in c.outputs]


def errors(nb):
    """The errors in a notebook, each with the source of its cell."""
    return [(c.source, o.ename, o.evalue) for c in code_cells(nb) for o in c.outputs if o.output_type == "error"]


def data(nb, mime):
    """Everything of one MIME type that the outputs hold."""
    return ["".join(o.data[mime]) for o in outputs(nb) if mime in o.get("data", {})]


def plain(nb):
    """All the text a terminal would show."""
    streams = ["".join(o.text) for o in outputs(nb) if o.output_type == "stream"]
    return "\n".join(streams + data(nb, "text/plain"))


def write(nb, path):
    nbformat.write(nb, path)


def texts(cell):
    """The text of a cell's outputs, as a terminal shows it."""
    for o in cell.outputs:
        if o.output_type == "stream":
            yield "".join(o.text)
        elif "text/plain" in o.get("data", {}):
            yield "".join(o.data["text/plain"])


def html(cell):
    return ["".join(o.data["text/html"]) for o in cell.outputs if "text/html" in o.get("data", {})]


def seen(cell):
    """Everything of a cell's outputs."""
    return [*texts(cell), *html(cell)]
