"""Child processes for long work. A crash of a child does not end the worker. A child ends with its parent."""

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
POLL_SECONDS = 2.0
RENEW_SECONDS = 30.0
# The time that a child has to end after it was told to end, or after its lease was released or lost.
SHUTDOWN_SECONDS = 10.0
BYTES_AT_ONCE = 4096


class Terminated(BaseException):
    """The process was told to end.

    The class does not extend Exception, so that a job that catches Exception does not catch it.
    """


def run_in_child(lease: Lease | None, is_ending: Callable[[], bool], meanwhile: Callable[[], object]) -> int:
    """Run a task in a child process, and return the exit status. `meanwhile` is called again and again while the child
    runs.

    The task is the job of `lease`. If `lease` is None, the task is an update of the index. The child is ended if the
    lease is lost, or if `is_ending` returns True.
    """
    child = subprocess.Popen(COMMAND, cwd=PROJECT, stdin=subprocess.PIPE)  # noqa: S603 (a constant)
    try:
        _tell(child, lease)
        renewed_at = time.monotonic()
        while (status := _wait(child, POLL_SECONDS)) is None:
            if is_ending():
                child.terminate()
                break
            meanwhile()
            if lease and time.monotonic() > renewed_at + RENEW_SECONDS:
                if not _is_kept(lease):
                    break
                renewed_at = time.monotonic()
        if status is None and (status := _wait(child, SHUTDOWN_SECONDS)) is None:
            child.kill()
            status = child.wait()
        return status
    finally:
        child.kill()
        child.wait()
        with suppress(BrokenPipeError):
            child.stdin.close()  # type: ignore[union-attr]


def begin_child() -> Lease | None:
    """Return the lease that the parent hands over, or None if it hands over no lease. Raises Terminated if the parent
    has ended.

    From now on, SIGTERM and SIGINT raise Terminated. If the parent ends later, this process exits at once with status
    1.
    """
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
    # If the child has ended already, the caller reads its exit status.
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(asdict(lease) if lease else None).encode() + b"\n")  # type: ignore[union-attr]
        child.stdin.flush()  # type: ignore[union-attr]


def _wait(child: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    with suppress(subprocess.TimeoutExpired):
        return child.wait(seconds)
    return None


def _is_kept(lease: Lease) -> bool:
    """Renew the lease. Return whether this process still holds the lease.

    A locked row counts as held, since the child is writing the row.
    """
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
    # `sys.stdin` has a lock, which a thread may not hold while the interpreter ends.
    os.read(0, 1)
    os._exit(1)
