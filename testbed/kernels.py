"""A running kernel and its first client, as the stock jupyter_client sees them."""

import dataclasses
import os
import queue
import tempfile
import time

import psutil
from jupyter_client.manager import KernelManager

# How long an answer may take on a busy machine. Nothing here measures speed: bench does.
PATIENCE = 60


@dataclasses.dataclass
class Answer:
    """All that one request brought: the reply's content, and the IOPub messages that are its own, in order."""

    reply: dict
    messages: list
    channel: str = "shell"

    def of(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    @property
    def kinds(self):
        """The types of its messages, in order, runs of stream messages taken as one."""
        kinds = []
        for m in self.messages:
            kind = m["msg_type"] if m["msg_type"] != "status" else m["content"]["execution_state"]
            if kind != "stream" or kinds[-1:] != ["stream"]:
                kinds.append(kind)
        return kinds

    @property
    def status(self):
        return self.reply["status"]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def result(self):
        """The text/plain of the execute_result, or None."""
        results = self.of("execute_result")
        assert len(results) <= 1, results
        return results[0]["data"]["text/plain"] if results else None

    @property
    def error(self):
        errors = self.of("error")
        assert len(errors) <= 1, errors
        return errors[0] if errors else None


class Conversation:
    """One client's talk with a kernel: answers are gathered by request, so any number may be under way."""

    def __init__(self, client):
        self.client = client
        self.replies = {}
        self.outputs = {}
        self.inputs = queue.Queue()

    def send(self, kind, content=None, channel="shell", **header):
        """Sends any request, also one that jupyter_client has no method for. Gives its id."""
        message = self.client.session.msg(kind, content or {})
        message["header"].update(header)
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def execute(self, code, **options):
        return self.client.execute(code, **options)

    def gather(self, wait=0.02):
        """Takes in whatever came on any channel."""
        for name in ("shell", "control", "stdin", "iopub"):
            channel = getattr(self.client, f"{name}_channel")
            while True:
                try:
                    message = channel.get_msg(timeout=wait if name == "iopub" else 0)
                except queue.Empty:
                    break
                wait = 0
                parent = message["parent_header"].get("msg_id")
                if name == "iopub":
                    self.outputs.setdefault(parent, []).append(message)
                elif name == "stdin":
                    self.inputs.put(message)
                else:
                    self.replies[parent] = message

    def until(self, condition, what, patience=PATIENCE):
        """Gathers until condition() holds, and gives its value."""
        end = time.monotonic() + patience
        while True:
            value = condition()
            if value:
                return value
            assert time.monotonic() < end, f"no {what} after {patience} s"
            self.gather()

    def answer(self, request, patience=PATIENCE):
        """Waits for the reply and for idle, which ends the messages of a request."""

        def whole():
            messages = self.outputs.get(request, [])
            idle = messages and messages[-1]["content"].get("execution_state") == "idle"
            return idle and request in self.replies

        self.until(whole, f"reply and idle (reply: {self.replies.get(request)}, messages: {self.outputs.get(request)})", patience)
        return Answer(self.replies[request]["content"], self.outputs[request])

    def ask(self, code, patience=PATIENCE, **options):
        """Executes code and waits for all of it."""
        return self.answer(self.execute(code, **options), patience)

    def request(self, kind, content=None, channel="shell", **header):
        return self.answer(self.send(kind, content, channel, **header))

    def saw(self, request, text):
        """Whether this text was printed for the request so far."""
        return text in "".join(
            m["content"]["text"] for m in self.outputs.get(request, []) if m["msg_type"] == "stream"
        )


class Kernel(Conversation):
    """Starts a kernel in a folder of its own, and ends it."""

    def __init__(self, name="gojac", transport="tcp", cwd=None, stderr=None):
        self.folder = tempfile.TemporaryDirectory(prefix="k", ignore_cleanup_errors=True)
        self.manager = KernelManager(
            kernel_name=name, transport=transport, connection_file=os.path.join(self.folder.name, "k.json")
        )
        self.manager.start_kernel(cwd=cwd or self.folder.name, stderr=stderr)
        super().__init__(self.connect())

    def connect(self):
        """A client of its own sockets and session."""
        client = self.manager.client()
        client.session.session = f"{client.session.session}-{id(client)}"
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        return client

    def second(self):
        return Conversation(self.connect())

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def processes(self):
        """The kernel's process and all its descendants, that run."""
        try:
            kernel = psutil.Process(self.pid)
            return [p for p in [kernel, *kernel.children(recursive=True)] if p.status() != psutil.STATUS_ZOMBIE]
        except psutil.NoSuchProcess:
            return []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.folder.cleanup()
