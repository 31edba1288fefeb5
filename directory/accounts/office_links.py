"""Links that were mailed to the people of an office: for a question of a campaign, or for a test of a desk.

When a person leaves an office, all links for the office's questions end, and the remaining people get new links. For a
test, only the person's own link ends: otherwise a desk could avoid a test that it is about to fail. A test without a
link is cancelled.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select

from directory.audit.chain import record
from directory.clock import now
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Campaign,
    CampaignEntry,
    FocalPoint,
    ReachabilityLink,
    ReachabilityTest,
    RequirementSheet,
)
from directory.vocabulary import CampaignAnswer, ReachabilityOutcome, Role


@dataclass(frozen=True)
class HeldOffices:
    """The offices for which a person answers. For a coordinator, `sheets_of` is the State for whose requirement sheets
    the coordinator answers; for other people, `sheets_of` is None."""

    authority: str | None
    desks: frozenset[str]
    sheets_of: str | None


def held_offices(account: Account) -> HeldOffices:
    """Return the offices for which a person answers at present."""
    sheets_of = account.jurisdiction_key if account.role == Role.COORDINATOR else None
    return HeldOffices(account.authority_key, frozenset(one.focal_point_key for one in account.desks), sheets_of)


def end_links_of_former_offices(account: Account, before: HeldOffices) -> None:
    """End the links that were mailed for the offices that a person has left. Open questions to these offices get new
    links. For tests of these desks, only the person's own links end. `before` are the person's offices before the
    account was changed."""
    after, at = held_offices(account), now()
    left = HeldOffices(
        before.authority if before.authority != after.authority else None,
        before.desks - after.desks,
        before.sheets_of if before.sheets_of != after.sheets_of else None,
    )
    for asked in db.session.scalars(_questions(left)):
        renew_link(asked, at)
    for link in db.session.scalars(links_of_tests(account)).all():
        if link.test.focal_point_key in left.desks:
            end_link(link, at)


def questions_of(account: Account | None) -> Select[Any]:
    """Return the query for open questions of campaigns to a person's offices, or to all offices if no account is
    given."""
    return _questions(None if account is None else held_offices(account))


def links_of_tests(account: Account | None) -> Select[Any]:
    """Return the query for the links of unanswered reachability tests that a person got, or for all such links if no
    account is given."""
    query = select(ReachabilityLink).join(ReachabilityLink.test).where(_waits())
    return query if account is None else query.where(ReachabilityLink.account_id == account.id)


def sent_tests(_account: Account | None) -> Select[Any]:
    """Return the query for all sent, unanswered reachability tests."""
    return select(ReachabilityTest).where(ReachabilityTest.asked_at.is_not(None), _waits())


def renew_link(asked: CampaignEntry, at: datetime) -> None:
    """Replace the link of a question. If a reminder is planned, the reminder becomes due at once, with the new link."""
    asked.renew_link()
    if asked.is_to_be_reminded:
        asked.next_step_at = at


def end_link(link: ReachabilityLink, at: datetime) -> None:
    """End a link of a test. If no link is left, cancel the test: nobody can answer it any more, and this is no fault of
    the desk."""
    test = link.test
    db.session.delete(link)
    if db.session.scalar(select(ReachabilityLink.id).where(ReachabilityLink.test_id == test.id).limit(1)) is None:
        cancel_test(test, at)
        record(None, "cancel_test", ("reachability_test", test.public_id))


def cancel_test(test: ReachabilityTest, at: datetime) -> None:
    """Cancel a test, and end its links."""
    test.outcome, test.finished_at, test.next_step = ReachabilityOutcome.CANCELLED, at, ""
    db.session.execute(delete(ReachabilityLink).where(ReachabilityLink.test_id == test.id))


def _questions(held: HeldOffices | None) -> Select[Any]:
    waits = CampaignEntry.answer == CampaignAnswer.NONE, Campaign.ends_at > now()
    query = select(CampaignEntry).join(CampaignEntry.campaign).where(*waits)
    if held is None:
        return query
    kept = (
        and_(CampaignEntry.kind == Authority.KIND, CampaignEntry.key == held.authority),
        and_(CampaignEntry.kind == FocalPoint.KIND, CampaignEntry.key.in_(held.desks)),
        and_(CampaignEntry.kind == RequirementSheet.KIND, CampaignEntry.jurisdiction_key == held.sheets_of),
    )
    return query.where(or_(*kept))


def _waits() -> ColumnElement[bool]:
    return ReachabilityTest.outcome == ReachabilityOutcome.NONE
