"""Tests of one desk of Kyrgyzstan: scheduled, taken a step further, delivered."""

from datetime import timedelta

from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, FocalPoint, Mail, ReachabilityTest
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.verification.service.reachability_steps import take_due_steps
from directory.vocabulary import TEST_BUTTONS
from tests import factories
from tests.verification.conftest import viewer

MINUTE = timedelta(minutes=1)


def desk() -> FocalPoint:
    return db.session.get_one(FocalPoint, "test-desk")


def member(**values: object) -> Account:
    return factories.account(desks=["test-desk"], jurisdiction_key="KG", **values)


def schedule(account: Account, minutes: int = 0, every_days: int = 0) -> ReachabilityTest:
    with committing():
        service.schedule(viewer(account), desk(), clock.now() + minutes * MINUTE, 60, every_days)
    return held()[-1]


def held() -> list[ReachabilityTest]:
    return list(db.session.scalars(select(ReachabilityTest).order_by(ReachabilityTest.id)))


def take_steps() -> int:
    with committing():
        return take_due_steps(clock.now())


def deliver() -> None:
    """Say of all letters that they were sent."""
    for mail in db.session.scalars(select(Mail)):
        mail.state = "sent"
    db.session.commit()


def link_of(test: ReachabilityTest) -> str:
    """Return the address in the first letter of a test."""
    sent = select(Mail).where(Mail.key.startswith(f"reachability:{test.id}:ask:")).order_by(Mail.id)
    return f"/en/{db.session.scalars(sent).first().values['path']}"


def wrong(test: ReachabilityTest) -> str:
    return next(code for code in TEST_BUTTONS if code != test.button)
