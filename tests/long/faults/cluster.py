"""A PostgreSQL primary with one synchronous standby, which takes over when the primary is killed, again and again."""

import time

from tests.postgresql import DURABLE, PostgreSQL

SECONDS = 60
FOLLOWED = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'"


class Cluster:
    """Two servers at two ports that stay: what is acknowledged by one has been written to the disk of both."""

    def __init__(self) -> None:
        self.primary = PostgreSQL(DURABLE)
        address = self.primary.database()
        self.standby = PostgreSQL(DURABLE, self.primary)
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        self.address = f"postgresql://tests@{hosts}/{address.rpartition('/')[2]}"
        self._follow()

    def kill_primary(self) -> None:
        """End the primary without a word; until `take_over` nobody takes writes."""
        self.primary.kill()

    def take_over(self) -> None:
        """Have the standby take writes."""
        self.standby.promote()

    def mend(self) -> None:
        """Make a new standby at the port of the one that was killed."""
        dead, self.primary = self.primary, self.standby
        dead.stop()
        self.standby = PostgreSQL(DURABLE, self.primary, dead.port)
        self._follow()

    def _follow(self) -> None:
        """Have the primary wait for its standby with each commit; the standby itself, once promoted, waits for none."""
        for server, waits_for in ((self.standby, ""), (self.primary, "*")):
            server.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{waits_for}'")
            server.execute("SELECT pg_reload_conf()")
        deadline = time.monotonic() + SECONDS
        while not self.primary.execute(FOLLOWED):
            assert time.monotonic() < deadline, "The standby does not follow."

    def stop(self) -> None:
        """Stop both."""
        self.standby.stop()
        self.primary.stop()
