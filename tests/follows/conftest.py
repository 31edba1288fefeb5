"""What the tests of following share: a site with an authority to follow, and ways to change it and to read letters."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.follows import service
from directory.jobs.schedule import tell_followers
from directory.models import Account, ContactDetail, FollowSettings, Mail
from directory.proposals.edits import Edit, EditAction
from directory.transaction import committing
from directory.vocabulary import Audience, Pace
from tests import factories
from tests.changes import apply
from tests.conftest import copy_of, make_app

KEY = "followed-authority"
ENTRY = ("authority", KEY)
DAY = timedelta(days=1)
MOMENTS = count()
NUMBERS = count()


@pytest.fixture(scope="module")
def written(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app for the tests of one file, which write beside each other and search nothing: its index does not
    follow. One thing happens a day."""
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("follows") / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        factories.add(factories.authority(KEY, name=factories.english("Office of Followers")))
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written
        db.session.rollback()
        # The next test would write to everyone who follows by then.
        with committing():
            db.session.execute(update(FollowSettings).values(pace=Pace.NEVER))


def later() -> datetime:
    """Return an instant that is ten days after the one before: whatever pace somebody has, a letter is due."""
    return datetime(2026, 12, 1, 12, tzinfo=UTC) + 10 * DAY * next(MOMENTS)


def follower(*entries: tuple[str, str], pace: Pace = Pace.DAILY, **values: Any) -> Account:
    """Return a new person who follows entries."""
    account = factories.account(**values)
    with time_machine.travel(later(), tick=False), committing():
        for kind, key in entries or (ENTRY,):
            service.follow(viewer_of(account), kind, key)
        service.choose_pace(viewer_of(account), pace)
    return account


def edit(*edits: Edit, by: int | None = None) -> None:
    """Publish changes, in the name of nobody unless one is named."""
    with time_machine.travel(later(), tick=False), committing():
        apply(by, edits)


def add_phone(value: str, audience: Audience = Audience.PUBLIC, by: int | None = None) -> str:
    """Give the authority a phone, and return the key of its line."""
    key = f"{KEY}:phone-{next(NUMBERS)}"
    values = {"authority_key": KEY, "means": "phone", "value": value, "audience": audience, "network_key": "casc"}
    edit(Edit(EditAction.CREATE, ContactDetail.KIND, key, "", None, values), by=by)
    return key


def tell(at: datetime | None = None) -> None:
    with time_machine.travel(at or later(), tick=False):
        tell_followers()


def letters(account: Account) -> list[str]:
    """Return the texts of news that a person was written, oldest first."""
    db.session.rollback()
    mine = select(Mail).where(Mail.address == account.email, Mail.letter == "follows").order_by(Mail.id)
    return [str(mail.values["news"]) for mail in db.session.scalars(mine)]
