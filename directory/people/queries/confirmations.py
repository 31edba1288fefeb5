"""Reads the yearly questions to offices, who is to be confirmed, and who can confirm them.

People of an office confirm each other, and the coordinators of a State all people of its offices. Nobody confirms
themselves, and nobody who is not confirmed in time confirms others. Administrators belong to no office: the
operator lists and ends their accounts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from directory import clock
from directory.access.policy import Action, may_somewhere, permitted, roles_for
from directory.access.viewer import Viewer
from directory.collation import in_order
from directory.extensions import db
from directory.models import Account, OfficeReview
from directory.people.queries.agreements import is_unseen
from directory.vocabulary import Role

YEAR = timedelta(days=365)
_state = func.coalesce(Account.jurisdiction_key, "")
_authority = func.coalesce(Account.authority_key, "")
_IS_OF_REVIEW = and_(OfficeReview.jurisdiction == _state, OfficeReview.authority == _authority)
_IS_ASKED_ABOUT = and_(Account.active, Account.role != Role.ADMINISTRATOR)


def find_next_office(at: datetime) -> tuple[str, str] | None:
    """Return the keys of State and authority of an office that has an account older than a year and was not asked
    within a year, or None if there is none."""
    was_asked = exists().where(_IS_OF_REVIEW, OfficeReview.asked_at > at - YEAR)
    due = select(_state, _authority).where(_IS_ASKED_ABOUT, Account.created_at <= at - YEAR, ~was_asked)
    found = db.session.execute(due.order_by(_state, _authority).limit(1)).first()
    return None if found is None else (str(found[0]), str(found[1]))


def list_unconfirmed(review: OfficeReview) -> list[Account]:
    """Return the people of an office whom nobody has confirmed since it was asked, sorted by account id. People whose
    account is newer than the question are left out."""
    waits = _not_confirmed_since(review.asked_at), Account.created_at < review.asked_at
    return list(db.session.scalars(_people_of(review).where(*waits).order_by(Account.id)))


def list_asked(review: OfficeReview) -> list[Account]:
    """Return who is asked about an office: its people or, where there are not two, its coordinators (see
    `list_overseers`)."""
    asked = Account.narrowed_at.is_(None), ~is_unseen(Account.id)
    people = list(db.session.scalars(_people_of(review).where(*asked).order_by(Account.id)))
    return people if len(people) > 1 and (review.jurisdiction or review.authority) else list_overseers(review)


def list_overseers(review: OfficeReview) -> list[Account]:
    """Return the coordinators of the State of an office or, where there are none beside the person to be confirmed, the
    administrators. Coordinators of a network alone confirm nobody."""
    unconfirmed = list_unconfirmed(review)
    of_state = and_(
        Account.jurisdiction_key == review.jurisdiction, Account.role.in_(sorted(roles_for(Action.END_ACCOUNT)))
    )
    query = select(Account).where(Account.active, of_state, Account.narrowed_at.is_(None)).order_by(Account.id)
    return [one for one in db.session.scalars(query) if [one] != unconfirmed] or list_administrators()


def list_administrators() -> list[Account]:
    """Return the active administrators, sorted by account id."""
    query = select(Account).where(Account.active, Account.role == Role.ADMINISTRATOR)
    return list(db.session.scalars(query.order_by(Account.id)))


def list_to_confirm(viewer: Viewer) -> Sequence[Account]:
    """Return the people whom the viewer can confirm now, sorted by office and name."""
    query = select(Account).where(is_to_confirm(viewer))
    return db.session.scalars(query.order_by(_state, _authority, in_order(Account.name), Account.id)).all()


def is_to_confirm(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that an account waits until the viewer, or somebody else, confirms its person."""
    if viewer.account_id is None or not viewer.is_confirmed or not may_somewhere(viewer, Action.CONFIRM_PEOPLE):
        return false()
    since = clock.now() - YEAR
    is_open = exists().where(
        _IS_OF_REVIEW,
        OfficeReview.asked_at > since,
        Account.created_at < OfficeReview.asked_at,
        _not_confirmed_since(OfficeReview.asked_at),
    )
    oversees = permitted(viewer, Action.END_ACCOUNT, Account.jurisdiction_key, false())
    is_colleague = and_(_is_of(viewer.jurisdiction, viewer.authority), _state != "", ~is_unseen(viewer.account_id))
    return and_(_IS_ASKED_ABOUT, Account.id != viewer.account_id, is_open, or_(oversees, is_colleague))


def find_due_review(at: datetime, waits: dict[str, timedelta]) -> OfficeReview | None:
    """Return a question to an office whose next step is due, or None. `waits` says how long each step lasts."""
    is_due = or_(*(and_(OfficeReview.step == step, OfficeReview.step_at <= at - wait) for step, wait in waits.items()))
    return db.session.scalar(select(OfficeReview).where(is_due).order_by(OfficeReview.id).limit(1))


def _people_of(review: OfficeReview) -> Select[Account]:
    return select(Account).where(_IS_ASKED_ABOUT, _is_of(review.jurisdiction, review.authority))


def _is_of(jurisdiction: str, authority: str) -> ColumnElement[bool]:
    return and_(_state == jurisdiction, _authority == authority)


def _not_confirmed_since(asked_at: object) -> ColumnElement[bool]:
    return or_(Account.confirmed_at.is_(None), Account.confirmed_at < asked_at)
