"""Makes tests by message, each with the button to press, their links, and tests by alarm."""

import secrets
from datetime import datetime

from directory.extensions import db
from directory.models import Account, ReachabilityLink, ReachabilityTest
from directory.tokens import new_token, public_id
from directory.verification.queries.reachability import is_staffed_by
from directory.vocabulary import TEST_BUTTONS, ReachabilityWay

# The time to answer a message to a line.
MINUTES_TO_ANSWER = 60


def new_link(test: ReachabilityTest, account: Account | None) -> str:
    """Store a link of a test, and return its secret token. `account` is the person who gets the letter, or None for an
    office."""
    token, digest = new_token()
    link = ReachabilityLink(test_id=test.id, account_id=account.id if account else None, token_digest=digest)
    db.session.add(link)
    return token


def new_message(
    desk: str,
    line: str,
    author: int | None,
    due_at: datetime,
    allowed_minutes: int,
    every_days: int,
    *,
    is_planned: bool = False,
) -> ReachabilityTest:
    """Store a test message that is to be sent at `due_at`, and return it. `line` is the key of a contact, or empty."""
    made = ReachabilityTest(
        public_id=public_id(),
        focal_point_key=desk,
        contact_key=line,
        author_id=author,
        is_own=is_staffed_by(desk, author),
        is_planned=is_planned,
        way=ReachabilityWay.MESSAGE,
        button=secrets.choice(list(TEST_BUTTONS)),
        allowed_minutes=allowed_minutes,
        every_days=every_days,
        next_step="ask",
        next_step_at=due_at,
    )
    db.session.add(made)
    return made


def new_alarm(desk: str, author: int | None, due_at: datetime, *, is_planned: bool = False) -> ReachabilityTest:
    """Store a test by alarm that is to be raised at `due_at`, and return it."""
    made = ReachabilityTest(
        public_id=public_id(),
        focal_point_key=desk,
        author_id=author,
        is_own=is_staffed_by(desk, author),
        is_planned=is_planned,
        way=ReachabilityWay.ALARM,
        next_step="ask",
        next_step_at=due_at,
    )
    db.session.add(made)
    return made
