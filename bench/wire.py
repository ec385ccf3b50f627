"""Kernels started by hand, and the barest client there is: pyzmq and the signing of jupyter_client, nothing else."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

import psutil
import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KEY = b"bench"
ARGV = {
    "gojac": [os.path.join(ROOT, "gojac"), "kernel", "{connection_file}"],
    "ipykernel": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
}
KERNELS = list(ARGV)
SPECS = {"gojac": "gojac", "ipykernel": "python3"}
# Prints of a for loop, in the kernel's own language; 1+1 is the same in both.
LINES = {
    "gojac": "for i := range 100000 {\n\tfmt.Println(i)\n}",
    "ipykernel": "for i in range(100000):\n    print(i)",
}
LINES_BYTES = sum(len(f"{i}\\n") for i in range(100000))  # as JSON has them
DISPLAY = {
    "gojac": "display.HTML(strings.Repeat(\"x\", 50_000_000))",
    "ipykernel": "from IPython.display import display, HTML\ndisplay(HTML('x' * 50_000_000))",
}
DISPLAY_BYTES = 50_000_000
COMPLETE = {"gojac": "strings.Has", "ipykernel": "str.start"}

context = zmq.Context.instance()


class Wire:
    """A kernel's process with shell and IOPub connected; retry is how soon a refused connection is tried again, in ms."""

    def __init__(self, kernel, transport="tcp", retry=100):
        self.folder = tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True)
        ip = "127.0.0.1" if transport == "tcp" else os.path.join(self.folder.name, "s")
        file, info = write_connection_file(os.path.join(self.folder.name, "c.json"), transport=transport, ip=ip, key=KEY)
        self.session = Session(key=KEY)
        self.shell = self._connect(zmq.DEALER, info, "shell_port", retry)
        self.iopub = self._connect(zmq.SUB, info, "iopub_port", retry)
        argv = [a.format(connection_file=file) for a in ARGV[kernel]]
        self.began = time.perf_counter()
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder.name)

    def _connect(self, kind, info, port, retry):
        socket = context.socket(kind)
        socket.linger = 0
        socket.reconnect_ivl = retry
        if kind == zmq.SUB:
            socket.subscribe(b"")
        join = ":" if info["transport"] == "tcp" else "-"
        socket.connect(f"{info['transport']}://{info['ip']}{join}{info[port]}")
        return socket

    def request(self, kind, **content):
        """Sends a request and waits for its reply."""
        self.session.send(self.shell, kind, content)
        assert self.shell.poll(60_000), f"no reply to {kind}"
        return self.shell.recv_multipart()

    def execute(self, code, patience=60_000, remember=False):
        """Sends a cell and waits for reply and idle. Gives the bytes of content that came with it."""
        content = {"code": code, "silent": False, "store_history": remember, "user_expressions": {}, "allow_stdin": False}
        sent = self.session.send(self.shell, "execute_request", content)
        mine = sent["header"]["msg_id"].encode()
        assert self.shell.poll(patience), f"no reply to {code!r}"
        reply = self.shell.recv_multipart()[-1]
        assert b'"ok"' in reply, f"{code!r} failed: {reply}"
        came = 0
        while True:
            assert self.iopub.poll(patience), f"no idle after {code!r}"
            frames = self.iopub.recv_multipart()
            came += len(frames[-1])
            if len(frames[-1]) < 100 and mine in frames[-3] and b'"execution_state"' in frames[-1] and b"idle" in frames[-1]:
                return came

    def whole(self, code, least):
        """Executes code whose output has at least so many bytes."""
        came = self.execute(code)
        assert came >= least, f"{code!r}: {came} bytes came, of {least}"

    def ready(self):
        """Waits until the kernel answers and its IOPub is heard."""
        while True:
            self.request("kernel_info_request")
            if self.iopub.poll(200):
                break
        time.sleep(0.3)
        while self.iopub.poll(50):
            self.iopub.recv_multipart()
        return self

    def memory(self):
        """What the kernel's processes have to themselves and share with others, proportionally, in MB."""
        kernel = psutil.Process(self.process.pid)
        return sum(p.memory_full_info().pss for p in [kernel, *kernel.children(recursive=True)]) / 1e6

    def close(self):
        for socket in (self.shell, self.iopub):
            socket.close()
        with contextlib.suppress(psutil.NoSuchProcess):
            for p in psutil.Process(self.process.pid).children(recursive=True):
                p.kill()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def clock(call, *args):
    """How long a call takes, in ms."""
    began = time.perf_counter()
    call(*args)
    return (time.perf_counter() - began) * 1e3
