"""Work in a process of its own that ends: what it needed of memory is free afterwards, and the worker outlives its end.

The child reads what it is to do from its standard input, and ends when that closes: its parent has ended then.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from threading import Thread
from types import FrameType

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from directory.config import PROJECT
from directory.errors import Busy
from directory.jobs.leases import Lease, LeaseLost
from directory.transaction import separate_transaction

COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--child")
LOOKS_SECONDS = 2.0
RENEWS_SECONDS = 30.0
# A child that was told to end, or is at its end, has so long.
ENDS_SECONDS = 10.0
BYTES_AT_ONCE = 4096


class Terminated(BaseException):
    """The process was told to end. Not an Exception, so that no part of a job goes on after it."""


def run_in_child(lease: Lease | None, is_ending: Callable[[], bool], meanwhile: Callable[[], object]) -> int:
    """Have a child do what is held under a lease, or bring the index up to date; return its exit status.

    The lease is renewed while the child lives, and the child ended where the lease was lost or this process must end.
    A child that was killed has the signal's number below 0 for its status.
    `meanwhile` is called every LOOKS_SECONDS.
    """
    child = subprocess.Popen(COMMAND, cwd=PROJECT, stdin=subprocess.PIPE)  # noqa: S603 (a constant)
    try:
        _tell(child, lease)
        renewed_at = time.monotonic()
        while (status := _wait(child, LOOKS_SECONDS)) is None:
            if is_ending():
                child.terminate()
                break
            meanwhile()
            if lease and time.monotonic() > renewed_at + RENEWS_SECONDS:
                if not _is_kept(lease):
                    break
                renewed_at = time.monotonic()
        if status is None and (status := _wait(child, ENDS_SECONDS)) is None:
            child.kill()
            status = child.wait()
        return status
    finally:
        child.kill()
        child.wait()
        with suppress(BrokenPipeError):
            child.stdin.close()  # type: ignore[union-attr]


def begin_child() -> Lease | None:
    """Return what the parent told this process to hold; from now on it ends with its parent, and SIGTERM and SIGINT
    raise Terminated."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    told = b""
    while not told.endswith(b"\n"):
        some = os.read(sys.stdin.fileno(), BYTES_AT_ONCE)
        if not some:
            raise Terminated
        told += some
    Thread(target=_end_with_parent, daemon=True).start()
    held = json.loads(told)
    return Lease(**held) if held else None


def _tell(child: "subprocess.Popen[bytes]", lease: Lease | None) -> None:
    # One that has ended already is seen by its status.
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(asdict(lease) if lease else None).encode() + b"\n")  # type: ignore[union-attr]
        child.stdin.flush()  # type: ignore[union-attr]


def _wait(child: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    with suppress(subprocess.TimeoutExpired):
        return child.wait(seconds)
    return None


def _is_kept(lease: Lease) -> bool:
    """Renew a lease and return whether it is held still; a lock that is not free says that the child writes."""
    try:
        with separate_transaction() as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                # A transaction of the child locks the row from its start to its end; SQLite gives up waiting by itself.
                connection.execute(text("SET LOCAL lock_timeout = '1s'"))
            lease.renew(connection)
    except LeaseLost:
        return False
    except (Busy, OperationalError):
        return True
    return True


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def _end_with_parent() -> None:
    # Not by sys.stdin, whose lock a thread may not hold while the interpreter ends.
    os.read(0, 1)
    os._exit(1)
