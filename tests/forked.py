"""Starts Python programs of the project as real processes without their imports, which take two seconds each.

`Popen` and `run` are those of `subprocess`. A program of this project is forked by a process that has imported the
product's modules but not run any of them: it has its own arguments, environment, files and exit status, is a child of
this process, and can be killed. Everything else is started as always: other commands, another copy of the project,
options of Python. That the site starts from nothing is what `tests/operation/test_deployment.py` tries.
"""

import atexit
import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

PROJECT = Path(__file__).resolve().parent.parent
PR_SET_CHILD_SUBREAPER = 36
# Python, or the loader of its libraries, reads these before a program runs: where they differ, it has to start anew.
READ_AT_START = "PYTHON", "LD_"
READ_LATER = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


class Popen(subprocess.Popen[Any]):
    """A process, forked where that gives the same as to start it."""

    def _execute_child(self, *given: Any) -> None:
        args, executable, preexec_fn, _close_fds, pass_fds, cwd, env, _startup, _flags, shell, *rest = given
        pipes, others = rest[:6], rest[7:]
        words = [] if isinstance(args, str | bytes) else list(map(os.fspath, args))
        plain = not (executable or preexec_fn or pass_fds or shell) and others == [None, None, None, -1, False, -1]
        if not (plain and can_be_forked(words, cwd, os.environ if env is None else env)):
            super()._execute_child(*given)  # type: ignore[misc]
            return
        sys.audit("subprocess.Popen", words[0], words, cwd, env)
        files = [own if pipe == -1 else pipe for own, pipe in enumerate((pipes[0], pipes[3], pipes[5]))]
        self.pid = server().fork(words[1:], dict(os.environ if env is None else env), files)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


def run(*arguments: Any, capture_output: bool = False, check: bool = False, **named: Any) -> Any:
    """Do what `subprocess.run` does."""
    said = named.pop("input", None)
    if capture_output:
        named |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if said is not None:
        named["stdin"] = subprocess.PIPE
    with Popen(*arguments, **named) as process:
        stdout, stderr = process.communicate(said)
    done = subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)
    if check:
        done.check_returncode()
    return done


def can_be_forked(words: list[str], cwd: Any, env: Mapping[str, str]) -> bool:
    """Return whether a command is a program of this project that Python runs without options."""
    return (
        sys.platform == "linux"
        and words[:1] == [sys.executable]
        and words[1:2] in (["-m"], ["-c"])
        and cwd is not None
        and Path(cwd) == PROJECT
        and read_at_start(env) == read_at_start(os.environ)
    )


def read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(READ_AT_START) and name not in READ_LATER}


class Server:
    """The process that forks (`tests/forking.py`), started with the first that is asked for."""

    running: ClassVar["Server | None"] = None

    def __init__(self) -> None:
        here, there = socket.socketpair()
        command = [sys.executable, "-m", "tests.forking", str(there.fileno())]
        self.process = subprocess.Popen(
            command, cwd=PROJECT, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        there.close()
        self.socket, self.lock = here, threading.Lock()

    def fork(self, arguments: list[str], env: dict[str, str], files: list[int]) -> int:
        """Return the number of a new process, a child of this one."""
        asked = json.dumps([arguments, env]).encode()
        with self.lock, adopting():
            socket.send_fds(self.socket, [len(asked).to_bytes(8, "big")], files)
            self.socket.sendall(asked)
            answer = self.socket.recv(8)
        if not answer:
            raise RuntimeError("The process that forks has ended.")
        return int.from_bytes(answer, "big")

    def stop(self) -> None:
        self.socket.close()
        self.process.wait()


def server() -> Server:
    if Server.running is None:
        Server.running = Server()
        atexit.register(Server.running.stop)
    return Server.running


@contextmanager
def adopting() -> Iterator[None]:
    """Make processes that lose their parent inside the block children of this one, if they descend from it."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
