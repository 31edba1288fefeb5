"""Makes the edits that end an entry."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select

from directory.extensions import db
from directory.models import (
    Authority,
    Designation,
    Entry,
    FocalPoint,
    Legislation,
    Network,
    RequirementSheet,
    Treaty,
)
from directory.proposals.editable_columns import current_value, flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.entry_parts import PARTS, list_rows
from directory.vocabulary import AUTHORITY_STATUSES

CLOSED, REPLACED, MERGED, RETIRED = "closed", "replaced", "merged", "retired"
# An ended entry of a model in LASTING keeps its page. An ended entry of a model in RETIRING is removed.
LASTING: tuple[type[Authority] | type[FocalPoint], ...] = (Authority, FocalPoint)
RETIRING: tuple[type[Entry], ...] = (Network, RequirementSheet, Legislation, Treaty)


def ending(entry: Entry, how: str, successor: str, given: StatedProvenance) -> list[Edit]:
    """Return the edits that end an authority or desk. The edits of the entry itself come first.

    If an authority is merged, its desks and designations pass to its successor. If it is closed or replaced, its desks
    are closed.
    """
    status = CLOSED if how == CLOSED else REPLACED
    wanted = {"status": status, "successor_key": successor or None}
    edits = [
        Edit(EditAction.CHANGE, *entry.entry_key, detail, current_value(entry, detail), value, given, ending=how)
        for detail, value in wanted.items()
        if current_value(entry, detail) != value
    ]
    if isinstance(entry, Authority):
        edits += _passing(entry, successor, given) if how == MERGED else _closing(entry, given)
    return edits


def retiring(entry: Entry) -> list[Edit]:
    """Return the edits that remove an entry with its parts, the parts first."""
    parts = [row for part in PARTS[type(entry)] for row in list_rows(part, entry.key)]
    return [Edit(EditAction.REMOVE, *row.entry_key, "", flat(row), None) for row in (*parts, entry)]


def successors_of(entry: Entry) -> list[Entry]:
    """Return the possible successors of an entry: the active entries of its kind and State."""
    model = type(entry)
    standing = [one for one in db.session.scalars(select(model).where(model.key != entry.key)) if _stands(one)]
    return [one for one in standing if one.place().jurisdiction == entry.place().jurisdiction]


def _stands(entry: Entry) -> bool:
    return current_value(entry, "status") in (None, next(iter(AUTHORITY_STATUSES)))


def _closing(authority: Authority, given: StatedProvenance) -> Iterator[Edit]:
    for desk in _desks_of(authority):
        if _stands(desk):
            yield Edit(EditAction.CHANGE, *desk.entry_key, "status", current_value(desk, "status"), CLOSED, given)


def _desks_of(authority: Authority) -> Sequence[FocalPoint]:
    return db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == authority.key)).all()


def _passing(authority: Authority, successor: str, given: StatedProvenance) -> Iterator[Edit]:
    desks = _desks_of(authority)
    networks = {desk.network_key for desk in desks}
    lines = [line for line in authority.contacts if line.network_key in networks]
    yield from (moved(row, successor, given) for row in (*desks, *lines))
    theirs = db.session.scalars(select(Designation).where(Designation.authority_key == successor))
    known = {_basis(one) for one in theirs}
    for designation in authority.designations:
        if _basis(designation) in known:
            yield Edit(EditAction.REMOVE, *designation.entry_key, "", flat(designation), None, given)
        else:
            yield moved(designation, successor, given)


def moved(row: Entry, successor: str, given: StatedProvenance) -> Edit:
    """Return the edit that moves a row to another authority (`successor`)."""
    return Edit(
        EditAction.CHANGE, *row.entry_key, "authority_key", current_value(row, "authority_key"), successor, given
    )


def _basis(designation: Designation) -> Iterable[str | None]:
    return designation.treaty_key, designation.legislation_key, str(flat(designation).get("words.en"))
