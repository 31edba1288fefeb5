"""Links that were mailed to the people of an office: for a question of a campaign, or for a test of a desk.

When a person leaves the office, the links of the office end. For a question of a campaign, the remaining people get a
new link.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from directory.clock import now
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Campaign,
    CampaignEntry,
    FocalPoint,
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
    """End the links that were mailed for the offices that a person has left: questions get new links, and tests are
    cancelled. `before` are the person's offices before the account was changed."""
    after, at = held_offices(account), now()
    left = HeldOffices(
        before.authority if before.authority != after.authority else None,
        before.desks - after.desks,
        before.sheets_of if before.sheets_of != after.sheets_of else None,
    )
    for asked in db.session.scalars(_questions(left)):
        renew_link(asked, at)
    for test in db.session.scalars(_tests(left)):
        cancel_test(test, at)


def questions_of(account: Account | None) -> Select[Any]:
    """Return the query for open questions of campaigns to a person's offices, or to all offices if no account is
    given."""
    return _questions(None if account is None else held_offices(account))


def tests_of(account: Account | None) -> Select[Any]:
    """Return the query for sent, unanswered reachability tests of a person's desks, or of all desks if no account is
    given."""
    return _tests(None if account is None else held_offices(account))


def renew_link(asked: CampaignEntry, at: datetime) -> None:
    """Replace the link of a question. If a reminder is planned, the reminder becomes due at once, with the new link."""
    asked.renew_link()
    if asked.is_to_be_reminded:
        asked.next_step_at = at


def cancel_test(test: ReachabilityTest, at: datetime) -> None:
    """Cancel a test and end its link."""
    test.outcome, test.finished_at, test.next_step, test.token_digest = ReachabilityOutcome.CANCELLED, at, "", None


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


def _tests(held: HeldOffices | None) -> Select[Any]:
    waits = ReachabilityTest.asked_at.is_not(None), ReachabilityTest.outcome == ReachabilityOutcome.NONE
    query = select(ReachabilityTest).where(*waits)
    return query if held is None else query.where(ReachabilityTest.focal_point_key.in_(held.desks))
