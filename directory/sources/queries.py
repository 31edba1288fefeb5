"""Reads the changes of source pages in a coordinator's scope, and the official tables.

A change is in a coordinator's scope if the coordinator may verify the change's entry at the entry's present place. If
the entry was removed, the change is in nobody's scope.
"""

from sqlalchemy import ColumnElement, and_, func, select

from directory.access.entries_in_scope import names_entry_in_scope
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Entry, SourceChange, SourceTable
from directory.models.change import MODELS_BY_KIND
from directory.paging import Paged, paginate
from directory.vocabulary import Role


def get(viewer: Viewer, public_id: str) -> SourceChange:
    """Return a change. Raises NotFound if there is no such change in the viewer's scope."""
    change = db.session.scalar(select(SourceChange).where(SourceChange.public_id == public_id, _in_scope(viewer)))
    if change is None:
        raise NotFound
    return change


def list_open(viewer: Viewer, page: int) -> Paged[SourceChange]:
    """Return one page of the open changes in the viewer's scope, the newest first."""
    query = select(SourceChange).where(_in_scope(viewer), SourceChange.settled_at.is_(None))
    return paginate(query.order_by(SourceChange.found_at.desc(), SourceChange.id.desc()), page)


def list_open_of_state(viewer: Viewer, state: str) -> list[SourceChange]:
    """Return the open changes in the viewer's scope that concern entries of a State, the newest first."""
    of_state = names_entry_in_scope(
        Viewer(Role.COORDINATOR, jurisdiction=state), Action.VERIFY, SourceChange.kind, SourceChange.key
    )
    query = select(SourceChange).where(_in_scope(viewer), of_state, SourceChange.settled_at.is_(None))
    return list(db.session.scalars(query.order_by(SourceChange.found_at.desc(), SourceChange.id.desc())))


def count_open(viewer: Viewer) -> int:
    """Return the number of open changes in the viewer's scope."""
    return db.session.scalar(select(func.count(SourceChange.id)).where(is_open_in_scope(viewer))) or 0


def is_open_in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a change is open and in the viewer's scope."""
    return and_(_in_scope(viewer), SourceChange.settled_at.is_(None))


def list_told_states(address: str, *conditions: ColumnElement[bool]) -> set[str]:
    """Return the codes of the States with a task (SourceChange) about the page at `address`. Only tasks that meet
    `conditions` count.

    A task counts for the State to which its entry belongs now. If the entry was removed, a settled task counts for the
    State that is stored in the task, and an open task does not count.
    """
    told = set()
    for change in db.session.scalars(select(SourceChange).where(SourceChange.address == address, *conditions)).all():
        entry = entry_of(change)
        if entry is not None or change.settled_at is not None:
            told.add(entry.place().jurisdiction if entry is not None else change.jurisdiction_key)
    return told


def list_tables() -> list[SourceTable]:
    """Return all official tables, sorted by name."""
    return list(db.session.scalars(select(SourceTable).order_by(SourceTable.name)))


def get_table(name: str) -> SourceTable:
    """Return the official table with this name. Raises NotFound for an unknown name."""
    table = db.session.scalar(select(SourceTable).where(SourceTable.name == name))
    if table is None:
        raise NotFound
    return table


def entry_of(change: SourceChange) -> Entry | None:
    """Return the row that `change` names: an entry, or a part of an entry, that rests on the source page. Return None
    if the row was removed."""
    return db.session.get(MODELS_BY_KIND[change.kind], change.key)


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    return names_entry_in_scope(viewer, Action.VERIFY, SourceChange.kind, SourceChange.key)
