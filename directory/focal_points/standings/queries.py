"""Reads the facts on which the standing of desks rests.

Restricted details are counted too, such as lines that only the network may read. The facts contain numbers and days,
never values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)

from directory import clock
from directory.cache.store import cached
from directory.extensions import db
from directory.focal_points.contacts import LINES, PHONE, dialled
from directory.focal_points.queries import is_not_ended, is_reported
from directory.focal_points.reachability_results import IS_CONCLUSIVE
from directory.focal_points.standings.rules import DeskStanding, StandingFacts, TestResult, VouchingDesk, standings_of
from directory.models import (
    Account,
    Authority,
    ContactDetail,
    DeskMember,
    ExerciseDesk,
    FocalPoint,
    Handover,
    Provenance,
    ReachabilityTest,
    Verification,
    Vouch,
)
from directory.models.types import Instant
from directory.verification_age import DEAD_AFTER_PERIODS
from directory.vocabulary import Mark, ReachabilityOutcome, StandingLevel

DEPUTY = "deputy"
HOURS_NOT_PUBLISHED = "not_published"
TEST, EXERCISE, CONFIRMATION = "test", "exercise", "confirmation"
DIALLED = (PHONE, "fax")
TRUE = true()


class Proof(NamedTuple):
    """A dated proof of a desk: a conclusive test, a passed exercise, or a confirmation by the desk's office.
    `is_passed` is false only for a test that was not passed."""

    kind: str
    on: date
    is_passed: bool


class KnownContact(NamedTuple):
    """A contact that is neither dead nor reported as wrong, and counts for the desk with the key `desk`. `is_own` is
    true for a contact of the desk, false for a general contact of its institution."""

    desk: str
    means: str
    value: str
    languages: tuple[str, ...]
    is_own: bool
    verified_on: date | None
    due_on: date | None


def list_standings() -> Mapping[str, DeskStanding]:
    """Return a mapping from the key of each desk that has not ended to the desk's standing today. If nothing has
    changed, the standings come from the cache."""
    return cached("standings of desks", lambda: standings_of(list_facts(), clock.today()))


def list_desks_with(level: StandingLevel) -> frozenset[str]:
    """Return the keys of the desks that have a level, or a higher one, today."""
    return frozenset(key for key, one in list_standings().items() if one.has(level))


def list_facts() -> dict[str, StandingFacts]:
    """Return a mapping from the key of each desk that has not ended to the facts of the desk. Runs five SQL
    statements."""
    contacts, deputies, proofs, vouching = _contacts(), _deputies(), _proofs(), _vouching()
    return {
        row.key: _facts(row, contacts[row.key], deputies[row.key], proofs[row.key], vouching[row.key])
        for row in _desks()
    }


def _facts(
    desk: Row[Any],
    contacts: list[KnownContact],
    deputies: list[date | None],
    proofs: list[Proof],
    vouching: Mapping[str, list[date]],
) -> StandingFacts:
    return StandingFacts(
        key=desk.key,
        state=desk.jurisdiction_key or "",
        network=desk.network_key or "",
        is_invented=desk.mark == Mark.DEMONSTRATION,
        is_named=bool(desk.name),
        has_hours=desk.cover not in ("", HOURS_NOT_PUBLISHED),
        has_languages=bool(desk.languages_spoken) or any(row.languages for row in contacts if row.is_own),
        addresses=tuple(_last_day(row) for row in contacts),
        lines=tuple(_own_lines(contacts).values()),
        deputies=tuple(deputies),
        tests=tuple(TestResult(one.on, one.is_passed) for one in proofs if one.kind == TEST),
        exercises=tuple(one.on for one in proofs if one.kind == EXERCISE),
        confirmations=tuple(one.on for one in proofs if one.kind == CONFIRMATION),
        vouching=tuple(VouchingDesk(key, tuple(days)) for key, days in vouching.items()),
    )


def _own_lines(contacts: Iterable[KnownContact]) -> dict[str, date | None]:
    """Return a mapping from each own line of the desk to the last day on which the line counts (`_last_day`). The key
    of a line is the number to dial or the mail address, so that the same line counts once."""
    own = ((row, dialled(row.value) if row.means in DIALLED else row.value.strip()) for row in contacts if row.is_own)
    return {reached: _last_day(row) for row, reached in own if reached and row.means in LINES}


def _last_day(contact: KnownContact) -> date | None:
    """Return the last day before a contact counts as dead because nobody verified it (see `freshness`), or None."""
    if contact.verified_on is None or contact.due_on is None:
        return None
    return contact.due_on + DEAD_AFTER_PERIODS * (contact.due_on - contact.verified_on)


def _desks() -> Iterable[Row[Any]]:
    columns = (Authority.jurisdiction_key, Authority.name, Authority.languages_spoken)
    query = select(FocalPoint.key, FocalPoint.network_key, FocalPoint.mark, FocalPoint.cover, *columns)
    return db.session.execute(query.join(FocalPoint.authority).where(is_not_ended()).order_by(FocalPoint.key))


def _contacts() -> Mapping[str, list[KnownContact]]:
    """Return, for each desk key, the contacts of the desk and the general contacts of its institution. Contacts that
    are dead or reported as wrong are left out."""
    is_own = ContactDetail.network_key == FocalPoint.network_key
    known = and_(
        Provenance.kind == ContactDetail.KIND, Provenance.key == ContactDetail.key, Provenance.detail == "value"
    )
    columns = (ContactDetail.means, ContactDetail.value, ContactDetail.languages, is_own.label("is_own"))
    query = select(FocalPoint.key, *columns, Provenance.verified_on, Provenance.due_on)
    query = query.join(ContactDetail, ContactDetail.authority_key == FocalPoint.authority_key)
    query = query.outerjoin(Provenance, known).where(
        or_(is_own, ContactDetail.network_key.is_(None)),
        ContactDetail.value != "",
        ~func.coalesce(Provenance.is_dead, false()),
        ~is_reported(),
    )
    found: dict[str, list[KnownContact]] = defaultdict(list)
    for row in db.session.execute(query.order_by(FocalPoint.key, ContactDetail.key)):
        found[row.key].append(KnownContact._make(row))
    return found


def _deputies() -> Mapping[str, list[date | None]]:
    """Return, for each desk key, one value for each deputy: the last day of a deputy who leaves by a running handover,
    or None for a deputy who stays."""
    leaves = and_(
        Handover.leaver_id == DeskMember.account_id, Handover.ended_at.is_(None), Handover.stopped_at.is_(None)
    )
    query = select(DeskMember.focal_point_key, func.min(Handover.ends_on))
    query = query.join(Account, Account.id == DeskMember.account_id).outerjoin(Handover, leaves)
    query = query.where(DeskMember.desk_role == DEPUTY, Account.active)
    found: dict[str, list[date | None]] = defaultdict(list)
    for desk, last_day in db.session.execute(query.group_by(DeskMember.focal_point_key, DeskMember.account_id)):
        found[desk].append(last_day)
    return found


def _proofs() -> Mapping[str, list[Proof]]:
    """Return the proofs of each desk, the earliest first."""
    proofs = union_all(_tests(), _exercises(), _confirmations()).subquery()
    found: dict[str, list[Proof]] = defaultdict(list)
    for desk, kind, at, is_passed in db.session.execute(select(proofs).order_by(proofs.c.at)):
        found[desk].append(Proof(kind, _day_of(at), bool(is_passed)))
    return found


def _tests() -> Select[Any]:
    """Return the query for conclusive tests, without those of exercises and those that people of the desk made
    themselves."""
    passed = ReachabilityTest.outcome == ReachabilityOutcome.ANSWERED
    query = _proof(ReachabilityTest.focal_point_key, TEST, ReachabilityTest.finished_at, passed)
    return query.where(IS_CONCLUSIVE, ReachabilityTest.is_own.is_(False))


def _exercises() -> Select[Any]:
    return _proof(ExerciseDesk.focal_point_key, EXERCISE, ExerciseDesk.passed_at)


def _confirmations() -> Select[Any]:
    """Return the query for confirmations by the desk's office: through a link that was mailed to the office, or by a
    person of the office."""
    query = _proof(Verification.key, CONFIRMATION, Verification.verified_at)
    return query.where(Verification.kind == FocalPoint.KIND, Verification.is_of_office)


def _proof(desk: Any, kind: str, at: Any, is_passed: ColumnElement[bool] = TRUE) -> Select[Any]:
    columns = (desk.label("desk"), literal(kind, String).label("kind"), type_coerce(at, Instant).label("at"))
    return select(*columns, case((is_passed, 1), else_=0).label("is_passed")).where(at.is_not(None))


def _vouching() -> Mapping[str, Mapping[str, list[date]]]:
    """Return, for each desk key, a mapping from the key of each vouching desk to the days of its vouches, the earliest
    first. Withdrawn vouches are left out."""
    query = select(Vouch.focal_point_key, Vouch.voucher_key, Vouch.given_at).where(Vouch.withdrawn_at.is_(None))
    found: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for desk, voucher, given_at in db.session.execute(query.order_by(Vouch.given_at)):
        found[desk][voucher].append(_day_of(given_at))
    return found


def _day_of(moment: datetime) -> date:
    return clock.as_utc(moment).astimezone(UTC).date()
