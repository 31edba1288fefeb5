"""Reads the notices of networks that a viewer may read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from directory.access.gate import Reading, if_open_per_row, is_open_per_row, read, read_all
from directory.access.policy import Action, may, may_read, readable
from directory.access.viewer import Viewer
from directory.access.word_filter import contains_words
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network, Notice, Place
from directory.models.jurisdiction import place_of_state
from directory.paging import Paged, paginate, paginate_rows
from directory.vocabulary import Audience

READ_IN = ("title", "text", "host", "who", "how")


def get(viewer: Viewer, key: str) -> Notice:
    """Return a notice. Raises NotFound if there is no such notice or the viewer may not read it."""
    notice = db.session.get(Notice, key)
    if notice is None or not read(viewer, notice).details:
        raise NotFound
    return notice


def list_notices(
    viewer: Viewer, on: date, page: int, narrowed: Mapping[str, str], words: str = "", *, is_archive: bool = False
) -> Paged[Notice]:
    """Return one page of the current notices that contain all `words`, sorted by last day. Notices that the viewer may
    not read are left out.

    `narrowed` maps names of details to the values that notices must have. An empty value does not filter. If
    `is_archive` is true, return the notices that are over or withdrawn instead of the current ones, latest first.
    """
    conditions = (getattr(Notice, name) == value for name, value in narrowed.items() if value)
    query = _notices(viewer, _is_down(on) if is_archive else _stands(on), *conditions)
    query = query.order_by(*_by_end(is_archive=is_archive))
    if not words:
        return paginate(query, page)
    rows = db.session.scalars(query).all()
    found = paginate_rows(
        [pair for pair in zip(rows, read_all(viewer, rows), strict=True) if contains_words(pair[1], READ_IN, words)],
        page,
    )
    for _row, reading in found.rows:
        _mark_as_shown(reading)
    return Paged([row for row, _reading in found.rows], found.total, found.page)


def _mark_as_shown(reading: Reading) -> None:
    """Note the details in `READ_IN` as disclosed, since a match reveals that they contain the words of the query."""
    for name in READ_IN:
        reading.value(name)


def list_standing(viewer: Viewer, network: str, on: date) -> list[Notice]:
    """Return the current notices of `network`, sorted by last day. An empty `network` means all networks.

    Notices that the viewer may not read are left out.
    """
    conditions = [Notice.network_key == network] if network else []
    return list(db.session.scalars(_notices(viewer, _stands(on), *conditions).order_by(*_by_end())))


def list_states(viewer: Viewer) -> list[str]:
    """Return the sorted codes of the States with a notice that the viewer may read. The notice need not be current."""
    column = Notice.jurisdiction_key
    found = select(column).where(_readable(viewer), if_open_per_row(column.is_not(None))).distinct()
    return [code for code in db.session.scalars(found.order_by(column)) if code]


def list_networks() -> list[Network]:
    """Return all networks, sorted by key. Each network has a board."""
    return list(db.session.scalars(select(Network).order_by(Network.key)))


def list_boards(viewer: Viewer) -> list[Network]:
    """Return the networks on whose boards the viewer may post, sorted by key.

    Only the viewer's own networks are considered. For a viewer without networks, these are the networks of the viewer's
    State; for a viewer without either, all networks.
    """
    own = viewer.networks or (place_of_state(viewer.jurisdiction).networks if viewer.jurisdiction else None)
    return [
        one
        for one in list_networks()
        if (own is None or one.key in own)
        and may(viewer, Action.ANNOUNCE, Place(viewer.jurisdiction, frozenset({one.key})))
    ]


def may_read_internal(viewer: Viewer, network: str) -> bool:
    """Return whether the viewer may read notices that are only for members of this network."""
    return may_read(viewer, Audience.NETWORK, lambda: Place(networks=frozenset({network})))


def _notices(viewer: Viewer, *conditions: ColumnElement[bool]) -> Select[Notice]:
    return select(Notice).where(_readable(viewer), *map(if_open_per_row, conditions))


def _stands(on: date) -> ColumnElement[bool]:
    return and_(Notice.ends_on >= on, Notice.withdrawn_at.is_(None))


def _is_down(on: date) -> ColumnElement[bool]:
    return or_(if_open_per_row(Notice.ends_on < on), Notice.withdrawn_at.is_not(None))


def _by_end(*, is_archive: bool = False) -> list[ColumnElement[Any]]:
    """Return the columns to sort by: the last day and the key.

    If some readers of a notice may not read its last day, return the key alone, since an order by last day would reveal
    the day.
    """
    end = [Notice.ends_on.desc() if is_archive else Notice.ends_on.asc()]
    return [*(end if is_open_per_row(Notice.ends_on.is_not(None)) else []), Notice.key.asc()]


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    return readable(viewer, Notice.audience, Notice.jurisdiction_key, Notice.network_key)
