"""Once a year each office confirms who still holds an account. Whom nobody confirms is warned, then shown no restricted
details, then loses the account. Call these functions inside `committing`. Acts are recorded."""

from collections.abc import Collection
from datetime import datetime, timedelta

from directory import dates
from directory.access.viewer import Viewer
from directory.accounts.service import end
from directory.audit.chain import record
from directory.clock import now
from directory.extensions import db
from directory.models import Account, OfficeReview
from directory.people.queries import confirmations as queries
from directory.people.service.letters import tell
from directory.vocabulary import ReviewStep

# How long each step of a question lasts. A step is never skipped: who was not warned loses nothing, even if the worker
# did not run for weeks.
WAITS = {
    ReviewStep.ASKED: timedelta(days=21),
    ReviewStep.WARNED: timedelta(days=9),
    ReviewStep.NARROWED: timedelta(days=30),
}
NEXT_STEPS = dict(zip(WAITS, (ReviewStep.WARNED, ReviewStep.NARROWED, ReviewStep.ENDED), strict=True))
PAGE = "people/confirmations"


def ask_next_office(at: datetime) -> bool:
    """Ask an office that has not been asked for a year. Return whether there was one."""
    office = queries.find_next_office(at)
    if office is None:
        return False
    jurisdiction, authority = office
    review = OfficeReview(
        jurisdiction=jurisdiction, authority=authority, asked_at=at, step=ReviewStep.ASKED, step_at=at
    )
    db.session.add(review)
    db.session.flush()
    if queries.list_unconfirmed(review):
        _ask(review, queries.list_asked(review))
    return True


def take_next_review_step(at: datetime) -> bool:
    """Take the next step about one office: warn, withhold restricted details, or end accounts. Return whether one was
    due."""
    review = queries.find_due_review(at, {str(step): wait for step, wait in WAITS.items()})
    if review is None:
        return False
    review.step, review.step_at = NEXT_STEPS[ReviewStep(review.step)], at
    people = queries.list_unconfirmed(review)
    for person in people:
        _take(review, person, at)
    if people and review.step == ReviewStep.WARNED:
        _ask(review, queries.list_overseers(review))
    db.session.flush()
    return True


def confirm(viewer: Viewer, chosen: Collection[int]) -> int:
    """Confirm those of the people `chosen` whom the viewer can confirm. Return how many. Restricted details are shown
    to them again."""
    people = [one for one in queries.list_to_confirm(viewer) if one.id in chosen]
    for person in people:
        person.confirmed_at, person.narrowed_at = now(), None
        record(viewer.account_id, "account_confirmed", ("account", str(person.id)))
    return len(people)


def _take(review: OfficeReview, person: Account, at: datetime) -> None:
    if review.step == ReviewStep.WARNED:
        letter = "account_unconfirmed"
    elif review.step == ReviewStep.NARROWED:
        letter, person.narrowed_at = "account_narrowed", at
    else:
        letter = "account_lapsed"
        end(person)
    if review.step != ReviewStep.WARNED:
        record(None, letter, ("account", str(person.id)))
    tell(person, letter, f"review:{review.id}:{review.step}", "account", **_days(review, person.language))


def _ask(review: OfficeReview, people: Collection[Account]) -> None:
    # Whoever oversees many offices gets one letter on a day: all of them lead to one page.
    key = f"people_to_confirm:{review.step}:{review.step_at:%Y-%m-%d}"
    for person in people:
        tell(person, "people_to_confirm", key, PAGE, **_days(review, person.language))


def _days(review: OfficeReview, language: str) -> dict[str, str]:
    """Return the days on which restricted details and accounts end, as texts for a letter."""
    steps = list(WAITS)
    left = steps[steps.index(ReviewStep(review.step)) :] if review.step in WAITS else []
    until_narrowed = sum((WAITS[one] for one in left if one != ReviewStep.NARROWED), timedelta())
    narrowed, ended = review.step_at + until_narrowed, review.step_at + sum((WAITS[one] for one in left), timedelta())
    return {"narrowed": dates.long_day(narrowed.date(), language), "ended": dates.long_day(ended.date(), language)}
