"""A PostgreSQL server of the tests' own: on a free port, with its data in a folder that goes with it."""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

# The server refuses to run as root.
OTHER_USER = "nobody"
OLDEST_VERSION = 15
START_SECONDS = 60
# What the tests write need not outlive the machine.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
# Of the log of changes a test of what is kept reads each file, of 16 MB if nothing else is said.
MADE = ("--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--wal-segsize=1")
# For a server that a test ends: what it acknowledged is there when it comes back. What its processes wrote outlives
# them without `fsync`, which only a machine that ends needs, and which takes seven seconds of each start.
DURABLE = ("fsync=off", "max_connections=100")
# A file of the log that is used again holds what was in it before, which a test would take for its own.
FRESH = ("wal_recycle=off",)


def binaries() -> Path | None:
    """Return the folder of the newest server that is new enough, or None."""
    on_path = shutil.which("initdb")
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    known = {int(path.parts[-3]): path.parent for path in packaged if path.parts[-3].isdigit()}
    if newest := max(known, default=0):
        return known[newest] if newest >= OLDEST_VERSION else None
    return Path(on_path).parent if on_path else None


class PostgreSQL:
    """A running server whose databases order text by code point, as the guide for operators has it."""

    def __init__(
        self,
        settings: Iterable[str] = HASTE,
        primary: "PostgreSQL | None" = None,
        port: int = 0,
        base: Path | None = None,
    ) -> None:
        """Start a server of its own or, beside a primary, one that follows it, or one that recovers from a base backup;
        on a free port, or that of another."""
        self.binaries = binaries()
        if self.binaries is None:
            raise RuntimeError("The tests need PostgreSQL 15 or newer: `python -m tests.parts` says how to get it.")
        self.user = OTHER_USER if os.geteuid() == 0 else getpass.getuser()
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        shutil.chown(self.folder, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = port or free.getsockname()[1]
        self.settings = [f"--{setting}" for setting in (*settings, *FRESH)]
        self._numbers = count(1)
        if base is not None:
            self._run("cp", "-a", base, "data").wait()
            self._run("touch", "data/recovery.signal").wait()
        elif primary is not None:
            primary.back_up(self.folder / "data", "--write-recovery-conf")
        else:
            self._run(self.binaries / "initdb", "--pgdata=data", "--no-sync", *MADE).wait()
        self.start()

    @property
    def conninfo(self) -> str:
        """The way to the server for its own tools."""
        return f"host=127.0.0.1 port={self.port} user=tests"

    def start(self) -> None:
        """Start the server, after `kill` too, and wait until it answers."""
        place = ["-D", "data", "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        self.process = self._run(self.binaries / "postgres", *place, *self.settings)
        self._wait()

    def kill(self) -> None:
        """End the server as a machine ends that loses its power: all of its processes, at once.

        None of them may outlive it: a server does not start beside one that holds the memory which they share.
        """
        self.process.send_signal(signal.SIGSTOP)
        # Only once it has stopped does it begin no other.
        os.waitpid(self.process.pid, os.WUNTRACED)
        while living := list(self._living_children()):
            for number in living:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _living_children(self) -> Iterator[int]:
        """Yield its processes that have not ended; one that has stays in the list, as a zombie."""
        for number in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                yield int(number)

    def stop_at_once(self) -> None:
        """Stop the server as `pg_ctl stop -m immediate` does: it recovers from its log when it is started again."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(START_SECONDS)

    def back_up(self, folder: Path, *how: str) -> None:
        """Write a base backup into a folder that is not there yet."""
        into = (f"--pgdata={folder}", "--no-sync", "--checkpoint=fast", f"--dbname={self.conninfo}")
        self._run(self.binaries / "pg_basebackup", *into, *how).wait()

    def promote(self) -> None:
        """Have a server that follows another take writes itself, and wait until it does."""
        self.execute("SELECT pg_promote()")

    def _run(self, *command: str | Path) -> "subprocess.Popen[bytes]":
        is_root = {"user": self.user, "group": self.user_group()} if os.geteuid() == 0 else {}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(list(map(str, command)), cwd=self.folder, stdout=log, stderr=log, **is_root)  # type: ignore[call-overload, no-any-return]

    def user_group(self) -> int:
        """Return the group of the folder's owner."""
        return self.folder.stat().st_gid

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
            time.sleep(0.05)

    def execute(self, statement: str) -> Any:
        """Run a statement of an administrator; return the first value of its answer, if it has one."""
        with psycopg.connect(f"{self.conninfo} dbname=postgres", autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            row = answer.fetchone() if answer.description else None
            return row[0] if row else None

    def database(self, template: str = "template1") -> str:
        """Make a database, as a copy of another that no one is connected to, and return its address."""
        name = f"test_{next(self._numbers)}"
        # Copied as files: page by page through the log of changes takes a quarter longer, and fills the log.
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"

    def mark(self) -> str:
        """Begin a new file of the server's log of changes, and return its name."""
        self.execute("SELECT pg_switch_wal()")
        # Between two files the server names the one that is over.
        return str(self.execute("SELECT pg_walfile_name(pg_current_wal_lsn() + 1)"))

    def files_of(self, address: str, since: str) -> list[Path]:
        """Return the files in which a database lies, those of the log of changes since a mark, and the server's log."""
        name, data = address.rpartition("/")[2], self.folder / "data"
        number = self.execute(f"SELECT oid FROM pg_database WHERE datname = '{name}'")
        self.execute("CHECKPOINT")
        changes = [file for file in (data / "pg_wal").iterdir() if file.is_file() and file.name >= since]
        return [*(data / "base" / str(number)).iterdir(), *changes, self.folder / "log"]

    def dump(self, address: str) -> bytes:
        """Return a database as the server's own tool for backups writes it."""
        command = [str(self.binaries / "pg_dump"), f"--dbname={address}"]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def stop(self) -> None:
        """Stop the server and have its data removed, which it therefore need not write first.

        Hundreds of databases take many seconds to remove, in which a run of the tests would wait for one worker.
        """
        if self.process.poll() is None:
            self.stop_at_once()
        remover = shutil.which("rm") or "/bin/rm"
        os.posix_spawn(remover, ["rm", "-rf", str(self.folder)], os.environ)
