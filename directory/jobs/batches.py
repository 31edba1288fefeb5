"""One run of a recurring job over its rows: a row that fails is logged and left for the next run, the rest goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError, OperationalError

from directory.extensions import db
from directory.logs import logger

# The operational errors of one statement at a database that goes on answering: it took longer than it may, waited for
# a lock in vain, or was too complex. Source: PostgreSQL, appendix A, error codes. SQLite has none of its own: where its
# disk is full, it ends the whole transaction.
OF_A_STATEMENT = ("57014", "55P03", "40P01", "54000", "54001", "54011", "54023")


class RowsFailed(Exception):
    """A job is done but for some rows: the worker takes it for one that did not end well, and tells administrators."""


@dataclass
class BatchRun:
    """The rows that failed so far, by key, which are left out of what is due. A strict round lets failures go on."""

    is_strict: bool = False
    failed: set[int | str] = field(default_factory=set)

    def attempt(self, key: int | str, act: Callable[[], object]) -> None:
        """Do what a row is due, inside `committing`; where it fails, take back what it wrote and log it.

        A database that is away, full or busy is no fault of a row: its error goes on.
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


def _is_of_database(error: Exception) -> bool:
    """Return whether an error would meet the next row as well: the database is away, or does not work."""
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) not in OF_A_STATEMENT:
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


STRICT = BatchRun(is_strict=True)
