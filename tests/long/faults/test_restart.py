"""A site is started anew, again and again, while readers go on asking: none of them is refused."""

import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from pathlib import Path

from tests.conftest import PROJECT, Server, copy_of
from tests.long.faults.load import BROKEN, Answer, Load, ask
from tests.long.faults.proxy import BEHIND_IT, Proxy

RESTARTS, CLIENTS, ANSWERS_BETWEEN, FORM_EACH = 6, 4, 20, 7
QUESTIONS = ("/en/", "/api/v1/search?q=extradition", "/en/jurisdictions/KG", "/healthz")
# As systemd hands over a socket: file descriptor 3, for the process of this number. Source: sd_listen_fds(3).
HANDED = """
import os, sys
os.dup2(int(sys.argv[1]), 3, inheritable=True)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", *sys.argv[2:]])
"""


class Activated(Server):
    """A server whose port another process holds, as systemd does with counterpart.socket."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        super().__init__(folder, workers)
        self.socket = socket.create_server(("127.0.0.1", self.port), backlog=4096)

    def start(self) -> None:
        """Start the command of the unit; return once it says that it is ready."""
        [command] = [line for line in unit_lines() if line.startswith("ExecStart=")]
        _program, *arguments = shlex.split(command.partition("=")[2])
        descriptor = self.socket.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-c", HANDED, str(descriptor), "gunicorn", *arguments],
            cwd=self.project,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            pass_fds=(descriptor,),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith(b"Counterpart answers at")

    def stop(self) -> None:
        super().stop()
        assert self.process.stdout is not None
        self.process.stdout.close()


def unit_lines() -> list[str]:
    return (PROJECT / "docs/deployment/counterpart.service").read_text().splitlines()


def asked_of(port: int) -> Callable[[int], Answer]:
    """Return how a reader puts a question to a server, and a form that it refuses; each is known by a number."""

    def put(number: int) -> Answer:
        if number % FORM_EACH == 0:
            return ask(port, "POST", "/en/account/sign-in", {}, {"email": "a@example.org"})
        return ask(port, "GET", QUESTIONS[number % len(QUESTIONS)], {}, None)

    return put


def asked_through(proxy: Proxy) -> Callable[[int], Answer]:
    """Return how a reader, each time from another address, puts a question to a proxy."""

    def put(number: int) -> Answer:
        asked_at = time.monotonic()
        source = f"127.1.{number // 250 % 250}.{number % 250 + 1}"
        try:
            status = proxy.ask(QUESTIONS[number % len(QUESTIONS)], source).status
        except (OSError, HTTPException):
            status = BROKEN
        return Answer(asked_at, time.monotonic(), status)

    return put


@contextmanager
def readers(put: Callable[[int], Answer]) -> Iterator[Load]:
    """Have readers ask for the length of the block."""
    load, numbers = Load(), count(1)
    for _ in range(CLIENTS):
        load.add(lambda: put(next(numbers)), lambda _answer: None)
    with load:
        yield load


def go_on(load: Load) -> None:
    """Return when there have been some more answers."""
    wanted = load.statuses.total() + ANSWERS_BETWEEN
    load.wait_until(lambda: load.statuses.total() >= wanted)


def report(what: str, load: Load) -> None:
    ordered, busy = sorted(load.milliseconds), os.getloadavg()[0]
    print(
        f"{what}: {RESTARTS} restarts, {len(ordered)} answers {dict(load.statuses)}, p50"
        f" {ordered[len(ordered) // 2]:.0f} ms, longest {ordered[-1]:.0f} ms, load {busy:.1f}"
    )


def test_a_restart_on_one_machine_refuses_nobody(seeded_folder: Path, tmp_path: Path) -> None:
    site = Activated(copy_of(seeded_folder, tmp_path / "data"))
    site.start()

    with readers(asked_of(site.port)) as load:
        for _ in range(RESTARTS):
            go_on(load)
            site.stop()
            site.start()
        go_on(load)
    site.stop()
    site.socket.close()

    report("One machine", load)
    assert set(load.statuses) == {200, 400}


def test_two_nodes_behind_a_proxy_restarted_one_after_the_other_refuse_no_reader(
    seeded_folder: Path, tmp_path: Path
) -> None:
    folder = copy_of(seeded_folder, tmp_path / "data")
    nodes = [Server(folder, workers=1), Server(folder, workers=1)]
    for node in nodes:
        node.environment |= BEHIND_IT
        node.start()

    with Proxy(*(node.port for node in nodes)) as proxy, readers(asked_through(proxy)) as load:
        for restart in range(RESTARTS):
            go_on(load)
            nodes[restart % 2].stop()
            go_on(load)
            nodes[restart % 2].start()
        go_on(load)
    for node in nodes:
        node.stop()

    report("Two nodes", load)
    assert set(load.statuses) == {200}
