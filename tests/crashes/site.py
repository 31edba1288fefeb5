"""A whole site in processes of its own: a server whose workers can be killed, commands, answers."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests import forked
from tests.conftest import Server

COMMAND_SECONDS = 240
ANSWER_SECONDS = 40


class Site(Server):
    """A server whose workers are known, with its commands and answers."""

    def worker_ids(self) -> list[int]:
        """Return the process ids of the workers that live now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def ask(self, resource: str, text: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer of `search` or `suggest`, without the times at desks; any status but 200 raises."""
        address = f"{self.address}/api/v1/{resource}?{urlencode({'q': text} | parameters)}"
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as answer:
            return dict(without_times(json.load(answer)))

    def found(self, text: str) -> set[str]:
        """Return the ids of the entries, at most 100, that a search for `text` finds."""
        return {item["id"] for item in self.ask("search", text, per_page=100)["items"]}

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command of `flask --app wsgi`; its output is one stream, without a buffer."""
        return self.python("-m", "flask", "--app", "wsgi", *arguments)

    def python(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Python in the project over the data folder, with pipes in and out."""
        return forked.Popen(
            [sys.executable, *arguments],
            cwd=self.project,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command of `flask --app wsgi` and return its status with what it said."""
        return finished(self.command(*arguments))


def without_times(value: Any) -> Any:
    """Return an answer of the API without the time at each desk, which changes from one minute to the next."""
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if key != "local_time"}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the status of a process with what it said, when it has ended."""
    try:
        said, _ = process.communicate(timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        raise AssertionError(f"A process did not end: {said}") from None
    return process.returncode, said


@contextlib.contextmanager
def running(*sites: Site) -> Iterator[None]:
    """Run servers for the length of the block."""
    try:
        for site in sites:
            site.start()
        yield
    finally:
        for site in sites:
            if hasattr(site, "process") and site.process.poll() is None:
                site.stop()


def restart(site: Site) -> None:
    """Stop a server and start it again over the same data."""
    site.stop()
    site.start()


def verified(site: Site) -> str:
    """Return what `index verify` says where it ends with 0, else raise."""
    status, said = site.run("index", "verify")
    assert status == 0, said
    return said
