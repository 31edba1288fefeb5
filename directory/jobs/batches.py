"""Batch runs: a recurring job processes its rows in batches, each batch in a transaction of its own.

A row that fails is logged and left for the next run.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import DBAPIError, OperationalError

from directory import clock
from directory.extensions import db
from directory.logs import logger
from directory.transaction import committing

# A function that reports progress of long work, called with the number of processed rows and the total. Work calls it
# outside `committing`.
ReportProgress = Callable[[int, int], None]

# Operational errors of a single statement: a timeout, a lock that was not free, too much complexity. The database goes
# on answering after such an error. Source: PostgreSQL, appendix A, error codes. SQLite has no such errors: on a full
# disk SQLite ends the whole transaction.
OF_A_STATEMENT = ("57014", "55P03", "40P01", "54000", "54001", "54011", "54023")


class RowsFailed(Exception):
    """A job has processed all its rows, and some rows failed. The run does not count as a success."""


@dataclass
class BatchRun:
    """One run of a recurring job over its rows. A strict run raises the first error and logs nothing.

    The job must not select the rows in `failed` again in this run.
    """

    is_strict: bool = False
    failed: set[int | str] = field(default_factory=set)

    def attempt(self, key: int | str, act: Callable[[], object]) -> None:
        """Process the row `key` by calling `act`. Call this inside `committing`.

        If `act` fails, its writes are undone, the error is logged, and the row is added to `failed`. An error of the
        whole database is raised.
        """
        if self.is_strict:
            act()
            return
        try:
            with db.session.begin_nested():
                act()
        except Exception as error:
            if _is_of_database(error):
                raise
            logger.error("fault", exc_info=error, row=str(key))
            self.failed.add(key)

    def end(self) -> None:
        """Raise RowsFailed if any row failed."""
        if self.failed:
            raise RowsFailed(f"{len(self.failed)} rows")


def in_batches(act: Callable[[datetime, BatchRun], object]) -> None:
    """Call `act` again and again, each time in its own write transaction, until it returns 0 or False.

    Raises RowsFailed at the end if any row failed.
    """
    run, is_more = BatchRun(), True
    while is_more:
        with committing():
            is_more = bool(act(clock.now(), run))
    run.end()


def _is_of_database(error: Exception) -> bool:
    """Return whether the error concerns the database as a whole, so that the next row would fail too."""
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) not in OF_A_STATEMENT:
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


STRICT = BatchRun(is_strict=True)
