"""What the tests of verification share."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, Campaign, CampaignEntry, Mail
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope
from directory.verification.service import campaigns
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, copy_of, environment_of, make_app
from tests.focal_points.desks import add_desk

# What a request may write that is no part of what anybody keeps.
PASSING = ("limit_count",)
USUAL = campaigns.ReminderSchedule()
Everything = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def small_app(few_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data of a few States; its context is pushed.

    Its index follows at the next search, since one that follows each commit takes half of the time of these tests.
    """
    app = make_app(copy_of(few_treaties, tmp_path / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        yield app


@pytest.fixture
def coordinator(small_app: Flask) -> Account:
    """Return the coordinator of Kyrgyzstan."""
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def tester(small_app: Flask) -> Account:
    """Return the coordinator of a network in Kyrgyzstan, where there is a desk to be tested."""
    add_desk()
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[datetime], None]]:
    """Return a function that sets the clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def viewer(account: Account) -> Viewer:
    return viewer_of(account)


def offices(count: int) -> list[str]:
    """Store authorities of Kyrgyzstan, each with a mail address of its own, and return their keys."""
    keys = [f"kg-office-{number}" for number in range(count)]
    factories.add(*(factories.authority(key) for key in keys))
    factories.add(*(factories.contact(f"{key}@example.org", key) for key in keys))
    return keys


def start(account: Account, pace: campaigns.ReminderSchedule = USUAL, **scope: object) -> Campaign:
    with committing():
        return campaigns.start(viewer(account), CampaignScope(**{"kind": "authority", **scope}), pace)


def take_steps() -> None:
    while True:
        with committing():
            if not campaigns.send_due_steps(clock.now()):
                return


def asked_of(campaign: Campaign, key: str) -> CampaignEntry:
    found = db.session.scalar(select(CampaignEntry).filter_by(campaign_id=campaign.id, key=key))
    assert found is not None
    return found


def link_to(campaign: Campaign, key: str) -> str:
    return f"/en/verification/confirm/{asked_of(campaign, key).token}"


def letters(letter: str = "") -> list[Mail]:
    query = select(Mail).order_by(Mail.id)
    return list(db.session.scalars(query.where(Mail.letter == letter) if letter else query))


def everything() -> Everything:
    """Return all rows of all tables but those of limits, as they are stored."""
    db.session.rollback()
    return {
        name: [tuple(row) for row in db.session.execute(text(f'SELECT * FROM "{name}"'))]
        for name in inspect(db.engine).get_table_names()
        if name not in PASSING
    }


def version_in(page: str) -> str:
    """Return what the form of a page says that was seen."""
    found = re.search(r'name="version"[^>]* value="([^"]+)"', page)
    assert found
    return found.group(1)


def killed_after(app: Flask, letters_queued: int, module: str, steps: str, letters_of: str = "") -> int:
    """Take the steps of a service in a process that is killed once so many letters are queued; return how it ended.

    `letters_of` is the module that queues them, if it is another.
    """
    program = f"""
import os, signal
from wsgi import app
from directory.transaction import committing
from directory import clock
from directory.verification.service import {module} as service, {letters_of or module} as letters
queue, count = letters.queue, 0
def counted(*given, **named):
    global count
    queue(*given, **named)
    count += 1
    if count == {letters_queued}:
        from directory.extensions import db
        db.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
letters.queue = counted
with app.app_context(), committing():
    service.{steps}(clock.now())
"""
    command = [sys.executable, "-c", program]
    return forked.run(command, cwd=PROJECT, env=environment_of(app), check=False).returncode
