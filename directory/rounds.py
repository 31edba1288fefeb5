"""One run of a recurring job over its rows: a row that fails is logged and left for the next run, the rest goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError

from directory.extensions import db
from directory.logs import logger


class RowsFailed(Exception):
    """A job is done but for some rows: the worker takes it for one that did not end well, and tells administrators."""


@dataclass
class Round:
    """The rows that failed so far, by key, which are left out of what is due. A strict round lets failures go on."""

    is_strict: bool = False
    failed: set[int | str] = field(default_factory=set)

    def attempt(self, key: int | str, act: Callable[[], object]) -> None:
        """Do what a row is due, inside `committing`; where it fails, take back what it wrote and log it.

        A database that does not answer is no fault of a row: its error goes on.
        """
        if self.is_strict:
            act()
            return
        try:
            with db.session.begin_nested():
                act()
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, the other rows must go on)
            logger.error("fault", exc_info=error, row=str(key))
            self.failed.add(key)

    def end(self) -> None:
        """Raise RowsFailed if any row failed."""
        if self.failed:
            raise RowsFailed(f"{len(self.failed)} rows")


STRICT = Round(is_strict=True)
