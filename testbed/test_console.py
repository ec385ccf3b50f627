"""jupyter console, as somebody at a terminal types into it."""

import re
import sys

import pexpect
import psutil
import pytest

from kernels import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]")


class Terminal:
    """A console whose screen is read as it is written, without colours and the movements of the cursor."""

    def __init__(self, folder):
        command = ["-m", "jupyter", "console", "--kernel", "gojac"]
        self.child = pexpect.spawn(
            sys.executable, command, cwd=str(folder), encoding="utf-8", timeout=PATIENCE, dimensions=(40, 120)
        )
        self.prompt(1)

    def prompt(self, n):
        self.see(rf"In \[.*?{n}.*?\]: ")

    def see(self, pattern):
        self.child.expect(pattern)
        return self.child.after

    def type(self, text):
        self.child.send(text)

    def line(self, text):
        self.child.send(text + "\r")

    def close(self):
        self.child.close(force=True)


@pytest.fixture
def terminal(gojac, tmp_path):
    t = Terminal(tmp_path)
    yield t
    t.close()


def test_cells_share_variables(terminal):
    terminal.line("x := 41")
    terminal.prompt(2)
    terminal.line("x + 1")
    terminal.see(r"Out\[.*?2.*?\]: (\x1b\[[0-9;?]*[a-zA-Z])*42")
    terminal.prompt(3)
    terminal.line('fmt.Println("hello,", "world")')
    terminal.see("hello, world\r?\n")


def test_a_cell_of_several_lines(terminal):
    """The console asks the kernel whether the cell is whole, and how to indent."""
    terminal.line("for i := range 3 {")
    terminal.see(r"\.\.\.")
    terminal.line("fmt.Println(i * 100)")
    terminal.see(r"\.\.\.")
    terminal.line("}")
    terminal.see(r"0\r?\n.*100\r?\n.*200\r?\n")
    terminal.prompt(2)


def test_an_error_has_its_place(terminal):
    terminal.line("missing + 1")
    terminal.see("missing")
    terminal.see(r"1:1")
    terminal.prompt(2)


def test_tab_completes(terminal):
    terminal.type("strings.HasPre\t")
    terminal.see("HasPrefix")
    terminal.line('("gopher", "go")')
    terminal.see(r"Out\[.*?1.*?\]: (\x1b\[[0-9;?]*[a-zA-Z])*true")


def test_control_c_interrupts_and_keeps_the_variables(terminal):
    terminal.line("x := 41")
    terminal.prompt(2)
    terminal.line('for { fmt.Println("on"); time.Sleep(time.Second) }')
    terminal.see("on\r?\n")
    terminal.child.sendintr()
    terminal.see("Interrupt")
    terminal.prompt(3)
    terminal.line("x + 1")
    terminal.see(r"Out\[.*?3.*?\]: (\x1b\[[0-9;?]*[a-zA-Z])*42")


def test_input_is_asked_for(terminal):
    terminal.line('var word string; fmt.Print("a" + " word: "); fmt.Scan(&word); fmt.Printf("[%s]\\n", word)')
    terminal.see("a word: ")
    terminal.line("gopher")
    terminal.see(r"\[gopher\]")
    terminal.prompt(2)


def test_help_is_shown(terminal):
    terminal.line("strings.Cut?")
    terminal.see("slices s around the first instance")


def test_leaving_ends_the_kernel(terminal):
    kernels = psutil.Process(terminal.child.pid).children(recursive=True)
    assert any("kernel" in p.cmdline() for p in kernels)
    terminal.child.sendeof()
    terminal.see("really want to exit")
    terminal.line("y")
    terminal.see(pexpect.EOF)
    _, alive = psutil.wait_procs(kernels, timeout=PATIENCE)
    assert not alive
