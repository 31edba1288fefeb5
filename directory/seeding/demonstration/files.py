"""Reads the files of `seed_data/demonstration/`, and finds the accounts and entries that are named in their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from directory.access.viewer import Viewer
from directory.accounts.queries import get_by_address, viewer_of
from directory.extensions import db
from directory.models import Account, Entry, FocalPoint
from directory.seeding.load import FOLDER as SEED_FOLDER
from directory.seeding.rows import SeedRow, read_rows
from directory.vocabulary import DEMONSTRATION_HOST

FOLDER = SEED_FOLDER / "demonstration"
HOST = DEMONSTRATION_HOST
Named = TypeVar("Named", bound=Entry)


@dataclass(frozen=True)
class DemonstrationFiles:
    """The files of demonstration data. Times in the files are relative to `now`."""

    now: datetime
    folder: Path = FOLDER

    def rows(self, name: str) -> Iterator[SeedRow]:
        """Yield the rows of the file `name`."""
        return read_rows(self.folder / name)

    def ago(self, row: SeedRow, name: str = "hours_ago") -> datetime:
        """Return `now` minus the hours in the field `name`."""
        return self.now - timedelta(hours=number(row, name))

    def ahead(self, row: SeedRow, name: str) -> timedelta:
        """Return the hours in the field `name` as a duration."""
        return timedelta(hours=number(row, name))


def number(row: SeedRow, name: str) -> float:
    """Return a field as a number. Raises BadSeed for any other value."""
    value = row.values.get(name)
    try:
        return float(value if value is not None else "")
    except (TypeError, ValueError):
        row.refuse(f"{name} {value!r} is not a number")


def account_of(row: SeedRow, name: str) -> Account:
    """Return the demonstration account whose mail address has the text of the field `name` before the @.

    Raises BadSeed if there is no such account.
    """
    found = get_by_address(f"{row.text(name, required=True)}@{HOST}")
    if found is None:
        row.refuse(f"{name} {row.text(name)!r} is nobody in people.csv")
    return found


def viewer_in(row: SeedRow, name: str = "by") -> Viewer:
    """Return the person named in the field `name` as a viewer. Raises BadSeed if there is no such person."""
    return viewer_of(account_of(row, name))


def desk_of(row: SeedRow, name: str = "desk") -> FocalPoint:
    """Return the desk named in the field `name`. Raises BadSeed if there is no such desk."""
    return entry_of(row, FocalPoint, name)


def entry_of(row: SeedRow, model: type[Named], name: str) -> Named:
    """Return the entry of `model` named in the field `name`. Raises BadSeed if there is no such entry."""
    found = db.session.get(model, row.text(name, required=True))
    if found is None:
        row.refuse(f"{name} {row.text(name)!r} is not there")
    return found
