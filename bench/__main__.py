"""Measures gojac beside ipykernel. See README.md."""

import os
import platform
import subprocess
import sys
import tempfile

import cells
import ipykernel
import jupyter_client
import session
import speed
import start
import table
import wire
import zmq


def main():
    rounds = int(os.environ.get("ROUNDS") or 20)
    with tempfile.TemporaryDirectory(prefix="bench", ignore_cleanup_errors=True) as home:
        for name in ("DATA", "CONFIG", "RUNTIME"):
            os.environ[f"JUPYTER_{name}_DIR"] = os.path.join(home, name.lower())
        os.environ["IPYTHONDIR"] = os.path.join(home, "ipython")
        os.environ["JUPYTER_PATH"] = os.path.join(home, "prefix", "share", "jupyter")
        subprocess.run([wire.ARGV["gojac"][0], "install", "--prefix", os.path.join(home, "prefix")], check=True, stdout=sys.stderr)
        say(f"{rounds} rounds; load at the beginning {os.getloadavg()[0]:.1f}")
        samples = table.Samples()
        say("starting kernels …")
        start.measure(samples, rounds)
        say("running cells …")
        cells.measure(samples, rounds)
        say("computing …")
        speed.measure(samples, rounds)
        say("running 10,000 cells …")
        session.measure(samples, rounds)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ipykernel {ipykernel.__version__}, "
        f"jupyter_client {jupyter_client.__version__}, pyzmq {zmq.__version__}; load {os.getloadavg()[0]:.1f}\n"
    )
    table.show(samples)


def say(what):
    print("bench:", what, file=sys.stderr, flush=True)


main()
