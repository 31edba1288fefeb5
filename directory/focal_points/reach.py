"""Which desks can be reached at an instant, as far as the viewer may know.

For a visitor the published cover alone says it, and no table of rotas is read. For who may read a
desk's rota the rota says it: somebody on duty, or nobody, whatever the cover promises. A desk
without a rota, or with one that is not laid out that far, is never on duty.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, null, or_, select, true

from directory.access.gate import if_open, is_open, open_column
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.duty import staffs
from directory.focal_points.queries import ENDED
from directory.focal_points.reachability import silent_desks
from directory.focal_points.readers import rota_is_readable
from directory.focal_points.rota import DAY, Stretch
from directory.models import Authority, DeskRota, FocalPoint, Jurisdiction, Shift
from directory.vocabulary import Role

ROUND_THE_CLOCK = "round_the_clock"
LOOKED_AHEAD = timedelta(days=14)
# Nobody is on duty by the shift of a person who has left.
MANNED = staffs(Shift.account_id, Shift.focal_point_key)


@dataclass(frozen=True)
class DeskState:
    """What a board orders and narrows by. `until` is when the duty that holds now ends, None where nobody is on duty;
    `has_rota` says that the viewer may read one, `is_silent` that it did not answer its last test, as far as they may
    know. `state` and `network` are empty where they are not for everyone."""

    key: str
    state: str
    network: str
    languages: tuple[str, ...]
    is_round_the_clock: bool
    has_rota: bool
    until: datetime | None
    is_silent: bool

    @property
    def is_reachable(self) -> bool:
        """Whether somebody can be reached, by the rota or else by the published cover."""
        return self.until is not None if self.has_rota else self.is_round_the_clock


def get_state(viewer: Viewer, key: str, at: datetime) -> DeskState | None:
    """Return the state of one desk, None for one that has ended."""
    return next(iter(list_states(viewer, at, FocalPoint.key == key)), None)


def list_states(viewer: Viewer, at: datetime, *narrowed: ColumnElement[bool]) -> list[DeskState]:
    """Return all desks that have not ended, by key; one SQL statement."""
    official = open_column(Jurisdiction.official_languages, FocalPoint.authority_key, Authority.jurisdiction_key)
    query = select(
        FocalPoint.key,
        open_column(Authority.jurisdiction_key, FocalPoint.authority_key).label("state"),
        open_column(FocalPoint.network_key).label("network"),
        open_column(Authority.languages_spoken, FocalPoint.authority_key).label("spoken"),
        official.label("official"),
        if_open(FocalPoint.cover == ROUND_THE_CLOCK).label("is_always"),
    )
    query = query.join(FocalPoint.authority).outerjoin(Authority.jurisdiction).where(is_standing(), *narrowed)
    rows = db.session.execute(_with_rotas(query, viewer, at).order_by(FocalPoint.key))
    return [_state(row) for row in rows]


def _state(row: Row[*tuple[Any, ...]]) -> DeskState:
    """Return a row as it is worked with; where an authority names no languages, its State's official ones count."""
    where, languages = (row.state or "", row.network or ""), row.spoken or row.official or ()
    return DeskState(
        row.key, *where, languages, bool(row.is_always), bool(row.has_rota), row.until, bool(row.is_silent)
    )


def is_reachable(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Return the condition of `DeskState.is_reachable` for rows of desks."""
    published = and_(FocalPoint.cover == ROUND_THE_CLOCK, is_standing())
    if viewer.role is Role.VISITOR:
        return published
    rotas, duties = _readable_rotas(viewer, at), _duties(at).subquery()
    on_duty = rotas.where(DeskRota.focal_point_key.in_(select(duties.c.focal_point_key)))
    return or_(
        and_(published, FocalPoint.key.not_in(rotas)),
        and_(is_standing(), FocalPoint.key.in_(on_duty)),
    )


def list_reachable(viewer: Viewer, at: datetime) -> frozenset[str]:
    """Return the keys of the desks that can be reached; one SQL statement."""
    return frozenset(db.session.scalars(select(FocalPoint.key).where(if_open(is_reachable(viewer, at)))))


def is_standing() -> ColumnElement[bool]:
    """Return the condition that nothing says a desk has ended."""
    standing = FocalPoint.status.not_in(ENDED)
    return standing if is_open(standing) else true()


def list_stretches(desks: Collection[str], at: datetime, until: datetime) -> Mapping[str, Sequence[Stretch]]:
    """Return by desk the stretches of duty between two instants, by their start. For desks whose rota may be read."""
    inside = (Shift.starts_at >= at - DAY, Shift.starts_at < until, Shift.ends_at > at)
    query = select(Shift.focal_point_key, Shift.starts_at, Shift.ends_at).where(
        Shift.focal_point_key.in_(sorted(desks)), *inside, MANNED
    )
    found: dict[str, list[Stretch]] = {}
    for desk, begin, end in db.session.execute(query.order_by(Shift.starts_at)) if desks else ():
        found.setdefault(desk, []).append((begin, end))
    return found


def list_next(desks: Collection[str], at: datetime) -> Mapping[str, datetime]:
    """Return by desk when the next duty after an instant begins. For desks whose rota may be read."""
    query = select(Shift.focal_point_key, func.min(Shift.starts_at)).group_by(Shift.focal_point_key)
    later = (Shift.starts_at > at, Shift.starts_at <= at + LOOKED_AHEAD)
    own = query.where(Shift.focal_point_key.in_(sorted(desks)), *later, MANNED)
    rows = db.session.execute(own).all() if desks else ()
    return {row[0]: row[1] for row in rows}


def _with_rotas(query: Select[*tuple[Any, ...]], viewer: Viewer, at: datetime) -> Select[*tuple[Any, ...]]:
    """Add three columns: whether there is a rota that the viewer may read, until when somebody is on duty, and whether
    the desk is silent."""
    if viewer.role is Role.VISITOR:
        return query.add_columns(false().label("has_rota"), null().label("until"), false().label("is_silent"))
    duties = _duties(at).subquery()
    rotas = _readable_rotas(viewer, at).subquery()
    has_rota = rotas.c.focal_point_key.is_not(None)
    with_rotas = query.outerjoin(rotas, rotas.c.focal_point_key == FocalPoint.key)
    return with_rotas.outerjoin(duties, and_(duties.c.focal_point_key == FocalPoint.key, has_rota)).add_columns(
        has_rota.label("has_rota"), duties.c.until, FocalPoint.key.in_(silent_desks(viewer)).label("is_silent")
    )


def _readable_rotas(viewer: Viewer, at: datetime) -> Select[*tuple[Any, ...]]:
    query = select(DeskRota.focal_point_key).join(FocalPoint, FocalPoint.key == DeskRota.focal_point_key)
    return query.join(FocalPoint.authority).where(DeskRota.laid_out_until > at, rota_is_readable(viewer))


def _duties(at: datetime) -> Select[*tuple[Any, ...]]:
    holds = (Shift.starts_at >= at - DAY, Shift.starts_at <= at, Shift.ends_at > at)
    query = select(Shift.focal_point_key, func.max(Shift.ends_at).label("until"))
    return query.where(*holds, MANNED).group_by(Shift.focal_point_key)
