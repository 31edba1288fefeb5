"""Reads the facts about consultations from which figures are made, but never the texts of consultations."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, not_, or_, select

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import is_real, oversees
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationSeat, FocalPoint, Place
from directory.statistics.queries.demonstration import counts_in_figures
from directory.vocabulary import ConsultationAct, ConsultationSide

ANSWERS = (ConsultationAct.ANSWERED, ConsultationAct.COMMENTED)
ROUNDS = (ConsultationAct.REOPENED, ConsultationAct.HANDED_OVER)
COUNTED = (ConsultationAct.ACKNOWLEDGED, *ANSWERS, *ROUNDS)


class CountedConsultation(NamedTuple):
    """The facts of one consultation for figures. `asking` and `asked` are the codes of the two States.

    `begun_at` is the latest time at which the question was asked, asked again or passed on. Times until an answer count
    from `begun_at`. `outcome` is empty until the first answer.
    """

    network: str
    asking: str
    asked: str
    measure: str
    offence: str
    outcome: str
    missing: tuple[str, ...]
    begun_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None


def list_in_scope(viewer: Viewer, since: datetime) -> Sequence[CountedConsultation]:
    """Return the consultations that the viewer oversees and that were opened after `since`, oldest first.

    Each has its present state.
    """
    one = Consultation
    times: Any = (one.round_started_at, one.acknowledged_at, one.answered_at)
    query: Any = select(one.network_key, *_ABOUT, one.outcome, one.missing_items, *times).join(*_DESK)
    query = query.where(oversees(viewer), one.opened_at > since, counts_in_figures(), is_real()).order_by(one.id)
    return [CountedConsultation(*row) for row in db.session.execute(query)]


def list_of_others(viewer: Viewer, since: datetime, until: datetime) -> Sequence[CountedConsultation]:
    """Return the consultations in the viewer's networks that were opened in [since, until), oldest first. Each
    consultation has its state at `until`.

    Consultations that the viewer oversees are left out, since the viewer could subtract them from a sum.
    """
    found = _as_they_stood(since, until, not_(oversees(viewer)))
    others = (one for one in found if not _is_overseen(viewer, one))
    return [one for one in others if may(viewer, Action.READ_FIGURES, _place(one, one.asked))]


def list_in_network(viewer: Viewer, network: str, since: datetime, until: datetime) -> Sequence[CountedConsultation]:
    """Return a network's consultations overseen by the viewer and opened in [since, until), oldest first.

    Each consultation has its state at `until`.
    """
    found = _as_they_stood(since, until)
    return [one for one in found if one.network == network and _is_overseen(viewer, one)]


_ABOUT = (
    Consultation.from_jurisdiction_key,
    Consultation.to_jurisdiction_key,
    Consultation.measure,
    Consultation.offence,
)
_DESK = (FocalPoint, FocalPoint.key == Consultation.focal_point_key)


def _is_overseen(viewer: Viewer, one: CountedConsultation) -> bool:
    return any(may(viewer, Action.OVERSEE, _place(one, state)) for state in (one.asked, one.asking))


def _place(one: CountedConsultation, state: str) -> Place:
    return Place(state, frozenset({one.network}))


def _as_they_stood(since: datetime, until: datetime, *conditions: ColumnElement[bool]) -> list[CountedConsultation]:
    one = Consultation
    wanted = (one.opened_at >= since, one.opened_at < until, is_real(), *conditions)
    query: Any = select(one.id, one.network_key, one.opened_at, *_ABOUT).join(*_DESK)
    rows = db.session.execute(query.where(*wanted, counts_in_figures()).order_by(one.id)).all()
    acts, networks = _acts(until, *wanted), _networks_before(until, *wanted)
    return [
        CountedConsultation(networks.get(number, network), *about, *_outcome(opened_at, acts.get(number, ())))
        for number, network, opened_at, *about in rows
    ]


def _acts(until: datetime, *wanted: ColumnElement[bool]) -> dict[int, list[Any]]:
    entry = ConsultationEntry
    query = select(entry.consultation_id, entry.act, entry.at, entry.outcome, entry.missing_items)
    query = query.join(Consultation, Consultation.id == entry.consultation_id)
    query = query.where(*wanted, entry.act.in_(COUNTED), entry.at < until).order_by(entry.consultation_id, entry.id)
    return {number: list(own) for number, own in groupby(db.session.execute(query), attrgetter("consultation_id"))}


def _networks_before(until: datetime, *wanted: ColumnElement[bool]) -> dict[int, str]:
    """Return a mapping from consultation id to the network of the desk that had to answer just before `until`.

    Only consultations that were handed over to another desk at `until` or later are included.
    """
    entry, seat = ConsultationEntry, ConsultationSeat
    is_handed = (entry.consultation_id == Consultation.id, entry.act == ConsultationAct.HANDED_OVER, entry.at >= until)
    sat = (
        seat.side == ConsultationSide.ASKED,
        seat.since < until,
        or_(seat.ended_at.is_(None), seat.ended_at >= until),
    )
    query = select(seat.consultation_id, FocalPoint.network_key)
    query = query.join(Consultation, Consultation.id == seat.consultation_id)
    query = query.join(FocalPoint, FocalPoint.key == seat.focal_point_key)
    rows = db.session.execute(query.where(*wanted, *sat, exists().where(*is_handed)).order_by(seat.id.desc()))
    # If several seats of a consultation match, the oldest is read last and remains.
    return {one.consultation_id: one.network_key for one in rows}


def _outcome(opened_at: datetime, acts: Iterable[Any]) -> tuple[Any, ...]:
    """Return (outcome, missing items, begun, acknowledged, answered), as the acts of a consultation show them.

    The last three are times of the last round. A round begins when the question is asked, asked again or passed on.
    """
    outcome, missing, begun_at, acknowledged_at, answered_at = "", (), opened_at, None, None
    for one in acts:
        if one.act in ROUNDS:
            begun_at, acknowledged_at, answered_at = one.at, None, None
            continue
        acknowledged_at = acknowledged_at or one.at
        answered_at = one.at if one.act in ANSWERS else answered_at
        if one.act == ConsultationAct.ANSWERED:
            outcome, missing = one.outcome, one.missing_items
    return outcome, missing, begun_at, acknowledged_at, answered_at
