"""JupyterLab and Notebook as a reader meets them: a server in a folder of its own, and Chromium looking at it."""

import base64
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from selenium import webdriver

WIDTH, HEIGHT = 1200, 1500

# No request may leave the machine: what a page shows must be in the page.
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    f"--window-size={WIDTH},{HEIGHT}",
]


@contextlib.contextmanager
def chromium(dark=False):
    """A headless browser that prefers this colour scheme."""
    options = webdriver.ChromeOptions()
    for flag in QUIET + ["--blink-settings=preferredColorScheme=0"] * dark:
        options.add_argument(flag)
    with tempfile.TemporaryDirectory(prefix="chromium", ignore_cleanup_errors=True) as profile:
        options.add_argument(f"--user-data-dir={profile}")
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            driver.set_script_timeout(300)
            scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
            yield driver
        finally:
            driver.quit()


def screenshot(driver, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    path.write_bytes(base64.b64decode(shot["data"]))


def until(condition, what, patience=120):
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"no {what} after {patience} s"
        time.sleep(0.1)


@dataclasses.dataclass(frozen=True)
class App:
    """What `jupyter NAME` starts, and where it shows a notebook alone, and once more."""

    name: str
    trait: str
    path: str
    again: str


LAB = App("lab", "LabApp", "doc/tree/", "doc/workspaces/again/tree/")
NOTEBOOK = App("notebook", "JupyterNotebookApp", "notebooks/", "notebooks/")


class Lab:
    """A JupyterLab server on a folder, with settings of its own, or one of Notebook, which is built of the same parts."""

    def __init__(self, folder, theme="JupyterLab Light", app=LAB):
        self.folder = pathlib.Path(folder)
        self.app = app
        self.state = tempfile.TemporaryDirectory(prefix="lab", ignore_cleanup_errors=True)
        state = pathlib.Path(self.state.name)
        settings = {
            "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
            "apputils-extension/themes": {"theme": theme},
            # Every output is in the page, also below the fold, so that all of them can be looked at.
            "notebook-extension/tracker": {"windowingMode": "none"},
        }
        for name, value in settings.items():
            file = state / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value))
        self.log = open(state / "log", "w+")
        command = [
            sys.executable, "-m", "jupyter", app.name, "--no-browser", "--allow-root", "--port=0",
            f"--ServerApp.root_dir={self.folder}", "--ServerApp.port_retries=50", "--IdentityProvider.token=gojac",
            f"--{app.trait}.expose_app_in_browser=True", f"--{app.trait}.user_settings_dir={state / 'settings'}",
            f"--{app.trait}.workspaces_dir={state / 'workspaces'}",
        ]  # fmt: skip
        runtime = state / "runtime"
        runtime.mkdir()
        env = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)}
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, env=env, cwd=self.folder)
        [info] = until(lambda: list(runtime.glob("jpserver-*.json")) or self._died(), "JupyterLab server")
        self.url = until(lambda: self._read(info), "address of the server")["url"]

    def _died(self):
        assert self.process.poll() is None, self.said()

    @staticmethod
    def _read(info):
        with contextlib.suppress(ValueError):
            return json.loads(info.read_text())

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def open(self, driver, name, again=False):
        """Shows a notebook, with nothing beside it; again beside one that is open in another tab."""
        path = self.app.again if again else self.app.path
        driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})  # a second tab has no focus
        driver.get(f"{self.url.removesuffix('tree')}{path}{name}?token=gojac&reset")
        until(
            lambda: driver.execute_script(
                "const w = window.jupyterapp?.shell?.currentWidget;"
                "return !!(w?.content?.model && w.context.isReady && w.content.widgets.length)"
            ),
            f"notebook {name} in JupyterLab",
        )
        return Page(driver)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.state.cleanup()


class Page:
    """The notebook that is open in JupyterLab."""

    def __init__(self, driver):
        self.driver = driver

    def script(self, body):
        return self.driver.execute_script("const w = window.jupyterapp.shell.currentWidget;" + body)

    def command(self, name):
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "window.jupyterapp.commands.execute(arguments[0]).then(v => done({ok: v ?? null}), e => done({error: String(e)}))",
            name,
        )

    def start(self, name):
        """Starts a command and does not wait for it."""
        self.driver.execute_script("window.jupyterapp.commands.execute(arguments[0])", name)

    def status(self):
        """What JupyterLab takes the kernel for: starting, idle, busy, …"""
        return self.script("return w.sessionContext.session?.kernel?.status")

    def run_all(self):
        until(lambda: self.status() == "idle", "idle kernel")
        outcome = self.command("notebook:run-all-cells")
        assert "error" not in outcome, outcome
        until(lambda: self.status() == "idle", "idle kernel")

    def select(self, n):
        """Makes the n-th cell the active one."""
        self.script(f"w.content.activeCellIndex = {n}")

    def source(self, n):
        return self.script(f"return w.content.widgets[{n}].model.sharedModel.getSource()")

    def popup(self):
        """The text of the completer's box."""
        return self.script("return [...document.querySelectorAll('.jp-Completer')].map(c => c.innerText).join('\\n')")

    def cells(self):
        """The code cells as they now stand: source, execution count and outputs."""
        return self.script(
            "return w.content.widgets.filter(c => c.model.type === 'code').map(c => c.model.sharedModel.toJSON())"
        )

    def pictures(self):
        """Every picture in an output: its own width, the width it is shown with, its alt text, and its source."""
        self.settle()
        return self.script(
            "return [...w.node.querySelectorAll('.jp-OutputArea-output img')].map(i =>"
            "({natural: i.naturalWidth, shown: i.getBoundingClientRect().width, alt: i.alt, src: i.src}))"
        )

    def settle(self):
        """Waits until every picture has been decoded and MathJax, if it is there, has drawn."""
        self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "const all = [...document.querySelectorAll('img')].map(i => i.decode().catch(() => null));"
            "Promise.all(all).then(() => setTimeout(() => done(), 500))"
        )

    def text(self):
        return self.script("return [...w.node.querySelectorAll('.jp-OutputArea-output')].map(o => o.innerText)")

    def screenshots(self, folder, stem):
        """The whole notebook, a screenful at a time. Gives the files."""
        self.script("w.node.querySelectorAll('.jp-WindowedPanel-outer').forEach(n => n.scrollTop = 0)")
        files = []
        while True:
            time.sleep(0.2)
            files.append(folder / f"{stem}-{len(files) + 1:02}.png")
            screenshot(self.driver, files[-1])
            more = self.script(
                "const n = w.node.querySelector('.jp-WindowedPanel-outer'); const was = n.scrollTop;"
                "n.scrollTop += n.clientHeight - 40; return n.scrollTop > was"
            )
            if not more or len(files) > 60:
                return files


def svg_text(source):
    """The SVG document inside an <img src="data:image/svg+xml;…">, or "" for any other picture."""
    head, _, body = source.partition(",")
    if not head.startswith("data:image/svg+xml"):
        return ""
    if head.endswith(";base64"):
        return base64.b64decode(body).decode()
    from urllib.parse import unquote

    return unquote(body)
