"""Reads the docket.

The people of an office read and keep the entries that their office holds. Those who oversee the docket of a State read
all its entries, without links and file numbers. Nobody reads the entry of another State: a State that takes part has an
entry of its own.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import selectinload

from directory import clock
from directory.access.policy import Action, may_somewhere, permitted
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Consultation, DocketEntry, DocketRule, Draft
from directory.paging import ListFilter, Paged, paginate
from directory.vocabulary import CLOSED_STATES, STRUCK, RequestDirection, RequestEvent

# Until figures tell how long requests take.
RECEIPT_DAYS, ANSWER_DAYS = 30, 90
LATE, PENDING, CLOSED = "late", "pending", "closed"
WAITING, NUMBER = "waiting", "number"


@dataclass(frozen=True)
class RequestFilter(ListFilter):
    """The filter and order of the list. `state` is a code of REQUEST_STATES, or LATE, PENDING or CLOSED; `with_state`
    the key of the other State; `office` that of the office that holds the entries. `sort` is WAITING or NUMBER."""

    with_state: str = ""
    state: str = ""
    measure: str = ""
    direction: str = ""
    office: str = ""
    sort: str = WAITING


@dataclass(frozen=True)
class UsualTimes:
    """After how many days without a receipt, and without an answer, a request has waited for longer than usual."""

    receipt_days: int = RECEIPT_DAYS
    answer_days: int = ANSWER_DAYS

    def days_in(self, state: str) -> int:
        """Return how many days after its beginning a request in a state (a code of REQUEST_STATES) waits at most."""
        return min(self.receipt_days, self.answer_days) if state == RequestEvent.SENT else self.answer_days


@dataclass(frozen=True)
class RequestKey:
    """By what two requests look the same. `since` is the first day that its State states."""

    direction: str
    other_state: str
    measure: str
    offence: str
    since: date


def get_held(viewer: Viewer, public_id: str) -> DocketEntry:
    """Return an entry that the viewer's office holds, else raise NotFound."""
    return _one(DocketEntry.public_id == public_id, is_held_by(viewer))


def get_readable(viewer: Viewer, public_id: str) -> DocketEntry:
    """Return an entry that the viewer's office holds or that the viewer oversees, else raise NotFound."""
    return _one(DocketEntry.public_id == public_id, is_readable_by(viewer))


def get_invitation(viewer: Viewer, public_id: str) -> DocketEntry:
    """Return a pending entry of another State to which the viewer's office is invited, else raise NotFound. Callers
    show only what an invitation tells."""
    return _one(DocketEntry.public_id == public_id, is_invitation_to(viewer))


def list_invitations(viewer: Viewer) -> Sequence[DocketEntry]:
    """Return the entries of other States to which the viewer's office is invited, the oldest invitation first."""
    query = select(DocketEntry).where(is_invitation_to(viewer)).order_by(DocketEntry.invited_at, DocketEntry.id)
    return db.session.scalars(query.options(selectinload(DocketEntry.acts))).all()


def list_entries(viewer: Viewer, asked: RequestFilter) -> Paged[DocketEntry]:
    """Return one page of the entries that the viewer may read and that the filter lets through."""
    return paginate(entries_query(viewer, asked), asked.page)


def entries_query(viewer: Viewer, asked: RequestFilter) -> Select[Any]:
    """Return the query of the entries that the viewer may read and that the filter lets through, in its order. Pending
    ones stand first, the longest wait first; or, for NUMBER, the newest number first."""
    conditions = [is_readable_by(viewer)]
    if asked.with_state:
        conditions.append(DocketEntry.other_jurisdiction_key == asked.with_state)
    if asked.measure:
        conditions.append(DocketEntry.measure == asked.measure)
    if asked.direction:
        conditions.append(DocketEntry.direction == asked.direction)
    if asked.office:
        conditions.append(DocketEntry.authority_key == asked.office)
    if asked.state:
        conditions.append(_in_state(asked.state))
    order = (
        (DocketEntry.year.desc(), DocketEntry.number.desc(), DocketEntry.id.desc())
        if asked.sort == NUMBER
        else (is_pending().desc(), DocketEntry.since, DocketEntry.id)
    )
    query = select(DocketEntry).where(*conditions).order_by(*order)
    return query.options(selectinload(DocketEntry.acts))


def find_held(viewer: Viewer, public_id: str) -> DocketEntry | None:
    """Return an entry that the viewer's office holds, or None."""
    return db.session.scalar(select(DocketEntry).where(DocketEntry.public_id == public_id, is_held_by(viewer)))


def is_taken(public_id: str) -> bool:
    """Return whether any entry has this name."""
    return db.session.scalar(select(DocketEntry.id).where(DocketEntry.public_id == public_id)) is not None


def find_joined(viewer: Viewer, public_id: str) -> DocketEntry | None:
    """Return the entry with which the viewer's office has joined the other State's entry `public_id`, or None."""
    theirs = select(DocketEntry.id).where(DocketEntry.public_id == public_id).scalar_subquery()
    return db.session.scalar(select(DocketEntry).where(DocketEntry.partner_id == theirs, is_held_by(viewer)))


def find_of_draft(viewer: Viewer, draft: Draft) -> DocketEntry | None:
    """Return the entry of the viewer's State that was made of a draft, or None. Its office may be another one."""
    return _of_own_state(viewer, DocketEntry.draft_id == draft.id)


def find_of_consultation(viewer: Viewer, consultation: Consultation) -> DocketEntry | None:
    """Return the entry of the viewer's State that was made of a consultation or of a draft of it, or None. Its office
    may be another one."""
    return _of_own_state(viewer, DocketEntry.consultation_id == consultation.id)


def partner_of(entry: DocketEntry) -> DocketEntry | None:
    """Return the entry of the other State for the same request, or None if it takes no part. Callers show only its
    dates."""
    return db.session.get(DocketEntry, entry.partner_id) if entry.partner_id else None


def with_partners(entries: Iterable[DocketEntry]) -> dict[int, DocketEntry]:
    """Return entries and those of the other States that take part in them, by id. Callers show only the dates of the
    latter."""
    known = {one.id: one for one in entries}
    missing = sorted({one.partner_id for one in known.values() if one.partner_id} - known.keys())
    others = select(DocketEntry).where(DocketEntry.id.in_(missing)).options(selectinload(DocketEntry.acts))
    return known | {one.id: one for one in db.session.scalars(others)}


def list_that_match(viewer: Viewer, invitation: DocketEntry) -> Sequence[DocketEntry]:
    """Return the pending incoming entries of the viewer's office that may be the request of an invitation: from that
    State, without a partner, the longest wait first."""
    own = (
        is_held_by(viewer),
        is_pending(),
        DocketEntry.direction == RequestDirection.INCOMING,
        DocketEntry.other_jurisdiction_key == invitation.jurisdiction_key,
        DocketEntry.partner_id.is_(None),
    )
    return db.session.scalars(select(DocketEntry).where(*own).order_by(DocketEntry.since, DocketEntry.id)).all()


def list_staffed(authorities: Collection[str]) -> frozenset[str]:
    """Return those of these authorities in which somebody has an active account."""
    query = select(Account.authority_key).where(Account.active, Account.authority_key.in_(authorities))
    return frozenset(one for one in db.session.scalars(query) if one)


def count_known(viewer: Viewer, asked: Collection[RequestKey]) -> int:
    """Return how many of these requests stand in the list of the viewer's office already."""
    days = sorted({one.since for one in asked})
    entry = DocketEntry
    columns = entry.direction, entry.other_jurisdiction_key, entry.measure, entry.offence, entry.since
    query = select(*columns).where(is_held_by(viewer), entry.since.between(days[0], days[-1]), entry.state != STRUCK)
    known = {RequestKey(*row) for row in db.session.execute(query)}
    return sum(one in known for one in asked)


def usual_times(jurisdiction: str) -> UsualTimes:
    """Return the usual times of a State."""
    rule = db.session.get(DocketRule, jurisdiction)
    return UsualTimes(rule.receipt_days, rule.answer_days) if rule else UsualTimes()


def is_held_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer's office holds an entry of the viewer's State."""
    if viewer.account_id is None or not viewer.authority or not may_somewhere(viewer, Action.KEEP_DOCKET):
        return false()
    own = (DocketEntry.authority_key == viewer.authority, DocketEntry.jurisdiction_key == viewer.jurisdiction)
    return and_(*own)


def is_overseen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer oversees the docket of the entry's State."""
    return permitted(viewer, Action.OVERSEE_DOCKET, DocketEntry.jurisdiction_key, false())


def is_readable_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition of the entries that `get_readable` returns to the viewer."""
    return or_(is_held_by(viewer), is_overseen_by(viewer))


def is_invitation_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer's office is invited to take part in a pending entry of another State."""
    if viewer.account_id is None or not viewer.authority or not may_somewhere(viewer, Action.KEEP_DOCKET):
        return false()
    return and_(
        DocketEntry.other_authority_key == viewer.authority,
        DocketEntry.other_jurisdiction_key == viewer.jurisdiction,
        DocketEntry.invited_at.is_not(None),
        DocketEntry.partner_id.is_(None),
        is_pending(),
    )


def is_pending() -> ColumnElement[bool]:
    """Return the SQL condition that an entry is not closed (see `statements.is_closed`)."""
    is_returned = and_(DocketEntry.direction == RequestDirection.INCOMING, DocketEntry.state == RequestEvent.RETURNED)
    return ~or_(DocketEntry.state.in_(sorted(CLOSED_STATES)), is_returned)


def is_overdue(today: date) -> ColumnElement[bool]:
    """Return the SQL condition that an entry is pending for longer than is usual for its State."""
    return DocketEntry.late_on <= today


def is_late_for(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Return the SQL condition that an entry that the viewer's office holds is pending for longer than usual."""
    return and_(is_held_by(viewer), is_overdue(today))


def _in_state(state: str) -> ColumnElement[bool]:
    if state == LATE:
        return is_overdue(clock.today())
    if state in (PENDING, CLOSED):
        return is_pending() if state == PENDING else ~is_pending()
    return DocketEntry.state == state


def _of_own_state(viewer: Viewer, condition: ColumnElement[bool]) -> DocketEntry | None:
    of_state = (DocketEntry.jurisdiction_key == viewer.jurisdiction, DocketEntry.state != STRUCK)
    return db.session.scalar(select(DocketEntry).where(*of_state, condition).order_by(DocketEntry.id).limit(1))


def _one(*conditions: ColumnElement[bool]) -> DocketEntry:
    found = db.session.scalar(select(DocketEntry).where(*conditions).options(selectinload(DocketEntry.acts)))
    if found is None:
        raise NotFound
    return found
