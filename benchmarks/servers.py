"""Servers that are requested over HTTP, each on a free port and in its own processes."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ENCRYPTION_KEY, PROJECT, SECRET

START_SECONDS = 60
BETWEEN_TRIES_SECONDS = 0.1


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A command that starts a server; the server answers at `address` once it is ready."""

    def __init__(self, command: Sequence[str], port: int, ready: str = "/", **environment: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._command, self._ready = command, self.address + ready
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers. Raises RuntimeError if it ends or takes more than
        START_SECONDS."""
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, cwd=PROJECT, env=self._environment, stdout=quiet, stderr=quiet)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Did not start: {' '.join(self._command)}")
            time.sleep(BETWEEN_TRIES_SECONDS)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self._ready, timeout=START_SECONDS) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def memory(self) -> tuple[float, float]:
        """Return two numbers of megabytes: the unshared memory of the largest worker, and the memory of all processes.

        Memory that several processes share counts once in the second number. Source: proc_pid_smaps(5).
        """
        assert self._process is not None
        first = self._process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        in_all = sum(_kilobytes(process, "Pss") for process in (str(first), *children))
        own = max(_kilobytes(child, "Private_Clean") + _kilobytes(child, "Private_Dirty") for child in children)
        return own / 1024, in_all / 1024

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self._process:
            self._process.terminate()
            self._process.wait()


def _kilobytes(process: str, what: str) -> int:
    figures = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return int(figures.partition(f"{what}:")[2].split()[0])


def gunicorn(app: str, data: Path, ready: str = "/", **environment: str) -> Server:
    """Return a server of `app` with two workers, with the site's own settings."""
    port = free_port()
    settings = {"DATA_DIR": str(data), "SECRET_KEY": SECRET, "ENCRYPTION_KEYS": ENCRYPTION_KEY, "WORKERS": "2"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", app]
    return Server(command, port, ready, **settings, PORT=str(port), **environment)


def datasette(file: Path, ready: str) -> Server:
    """Return a server of a SQLite file. It does not look for facets in every column at every request."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", str(file), "--port", str(port)]
    return Server([*command, "--setting", "suggest_facets", "off"], port, ready)
