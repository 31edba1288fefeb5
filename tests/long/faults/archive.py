"""A PostgreSQL server that archives its log of changes, and servers that recover from a base backup to a moment."""

import shutil
import tempfile
import time
from pathlib import Path

from tests.postgresql import DURABLE, PostgreSQL

SECONDS = 60
ARCHIVED = "SELECT last_archived_wal >= '{name}' FROM pg_stat_archiver"


class Archive:
    """The server, with the folder in which its base backup and its files of the log are."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="archive-"))
        archiving = f"archive_command=test ! -f {self.folder}/%f && cp %p {self.folder}/%f"
        # The folder is the server's before it starts: what it runs as is known then alone.
        self.folder.chmod(0o777)
        self.server = PostgreSQL((*DURABLE, "archive_mode=on", archiving))
        self.recovered: list[PostgreSQL] = []

    def back_up(self) -> None:
        """Make the base backup."""
        self.server.back_up(self.folder / "base")

    def lose(self) -> None:
        """End the server like a machine that loses its power, once all that it wrote is archived."""
        name = self.server.execute("SELECT pg_walfile_name(pg_switch_wal())")
        deadline = time.monotonic() + SECONDS
        while not self.server.execute(ARCHIVED.format(name=name)):
            assert time.monotonic() < deadline, "The log is not archived."
        self.server.kill()

    def recover_to(self, moment: str) -> PostgreSQL:
        """Return a server that holds what was committed up to a moment, and takes writes."""
        found = f"restore_command=cp {self.folder}/%f %p"
        to = (f"recovery_target_time={moment}", "recovery_target_action=promote")
        self.recovered.append(PostgreSQL((*DURABLE, found, *to), base=self.folder / "base"))
        deadline = time.monotonic() + SECONDS
        while self.recovered[-1].execute("SELECT pg_is_in_recovery()"):
            assert time.monotonic() < deadline, "It does not come to the moment."
        return self.recovered[-1]

    def stop(self) -> None:
        """Stop all servers, and remove what they wrote."""
        for server in (self.server, *self.recovered):
            server.stop()
        shutil.rmtree(self.folder)
