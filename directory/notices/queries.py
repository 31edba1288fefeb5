"""Reads the notices that a viewer may read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from directory.access.gate import Reading, if_open_per_row, is_open_per_row, read, read_all
from directory.access.policy import Action, may, may_read, readable
from directory.access.viewer import Viewer
from directory.access.wording import contains_words
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network, Notice, Place
from directory.models.network import place_of_state
from directory.paging import Paged, page_in, page_of
from directory.vocabulary import Audience

READ_IN = ("title", "text", "host", "who", "how")


def get(viewer: Viewer, key: str) -> Notice:
    """Return a notice. Raises NotFound alike for one that is not there and one that the viewer may not read."""
    notice = db.session.get(Notice, key)
    if notice is None or not read(viewer, notice).details:
        raise NotFound
    return notice


def list_notices(
    viewer: Viewer, on: date, page: int, narrowed: Mapping[str, str], words: str = "", *, is_archive: bool = False
) -> Paged[Notice]:
    """Return one page of the notices that stand on a day, the next to end first; or of the archive, newest first.

    `narrowed` is by the names of details; what is empty narrows nothing. `words` are all in what a notice says.
    """
    conditions = (getattr(Notice, name) == value for name, value in narrowed.items() if value)
    query = _notices(viewer, _is_down(on) if is_archive else _stands(on), *conditions)
    query = query.order_by(*_by_end(is_archive=is_archive))
    if not words:
        return page_of(query, page)
    rows = db.session.scalars(query).all()
    found = page_in(
        [pair for pair in zip(rows, read_all(viewer, rows), strict=True) if contains_words(pair[1], READ_IN, words)],
        page,
    )
    for _row, reading in found.rows:
        _show(reading)
    return Paged([row for row, _reading in found.rows], found.total, found.page)


def _show(reading: Reading) -> None:
    """Take all that words are looked for in: who is told that a notice has them has been shown it."""
    for name in READ_IN:
        reading.value(name)


def list_standing(viewer: Viewer, network: str, on: date) -> list[Notice]:
    """Return the notices of a network that stand on a day, the next to end first; without one, of all networks."""
    conditions = [Notice.network_key == network] if network else []
    return list(db.session.scalars(_notices(viewer, _stands(on), *conditions).order_by(*_by_end())))


def list_states(viewer: Viewer) -> list[str]:
    """Return the codes of the States of the notices that the viewer may read, standing or not."""
    column = Notice.jurisdiction_key
    found = select(column).where(_readable(viewer), if_open_per_row(column.is_not(None))).distinct()
    return [code for code in db.session.scalars(found.order_by(column)) if code]


def list_networks() -> list[Network]:
    """Return all networks by code; each has a board."""
    return list(db.session.scalars(select(Network).order_by(Network.key)))


def list_boards(viewer: Viewer) -> list[Network]:
    """Return the networks on whose board the viewer may write, by code: those of their State, or in their scope."""
    own = viewer.networks or (place_of_state(viewer.jurisdiction).networks if viewer.jurisdiction else None)
    return [
        one
        for one in list_networks()
        if (own is None or one.key in own)
        and may(viewer, Action.ANNOUNCE, Place(viewer.jurisdiction, frozenset({one.key})))
    ]


def reads_inside(viewer: Viewer, network: str) -> bool:
    """Return whether the viewer reads what is for the network alone."""
    return may_read(viewer, Audience.NETWORK, lambda: Place(networks=frozenset({network})))


def _notices(viewer: Viewer, *conditions: ColumnElement[bool]) -> Select[Notice]:
    return select(Notice).where(_readable(viewer), *map(if_open_per_row, conditions))


def _stands(on: date) -> ColumnElement[bool]:
    return and_(Notice.ends_on >= on, Notice.withdrawn_at.is_(None))


def _is_down(on: date) -> ColumnElement[bool]:
    return or_(if_open_per_row(Notice.ends_on < on), Notice.withdrawn_at.is_not(None))


def _by_end(*, is_archive: bool = False) -> list[ColumnElement[Any]]:
    """Return the order of a list. An order tells of what it is by, as a condition does."""
    end = [Notice.ends_on.desc() if is_archive else Notice.ends_on.asc()]
    return [*(end if is_open_per_row(Notice.ends_on.is_not(None)) else []), Notice.key.asc()]


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    return readable(viewer, Notice.audience, Notice.jurisdiction_key, Notice.network_key)
