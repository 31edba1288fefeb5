"""What time alone changes is noted in the log of changes, so that the index follows."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from directory.extensions import db
from directory.models import Change, Provenance, SiteState
from directory.transaction import committing
from directory.verification.service.ageing import LAST_RUN, note_ageing
from tests import factories

DUE_ON = date(2026, 6, 1)
LINE = "test-authority:office-at-example.org"


def add_verified(days: int, key: str = LINE, **values: object) -> None:
    """Have a line be verified so many days before it is due again."""
    verified = {"verified_on": DUE_ON - timedelta(days=days), "due_on": DUE_ON}
    factories.add(
        Provenance(kind="contact_detail", key=key, detail="value", sources=(), is_edited=True, **verified, **values)
    )


def noted(after: int, is_anew: bool = True) -> list[tuple[str, str]]:
    """Return what is logged so many days after the line was due, where nobody has looked before."""
    last = db.session.scalar(select(func.max(Change.id))) or 0
    with committing():
        if is_anew:
            db.session.execute(delete(SiteState).where(SiteState.name == LAST_RUN))
        count = note_ageing(DUE_ON + timedelta(days=after))
    changes = db.session.scalars(select(Change).where(Change.id > last).order_by(Change.id)).all()
    assert count == len(changes)
    return [(change.kind, change.key) for change in changes]


@pytest.fixture
def shown(small_app: Flask) -> list[tuple[str, str]]:
    """Store an authority with a line, and return the entries on which the line is shown, in order."""
    factories.add(factories.authority())
    line = factories.contact("office@example.org")
    factories.add(line)
    return sorted(line.shown_on())


@pytest.mark.parametrize("period", [6, 90])
def test_what_becomes_overdue_is_noted_for_four_days_by_all_entries_that_show_it(
    shown: list[tuple[str, str]], period: int
) -> None:
    add_verified(period)

    assert [noted(after) for after in (0, 1, 4, 5)] == [[], shown, shown, []]
    assert ("authority", "test-authority") in shown


@pytest.mark.parametrize("stopped", [5, 30, 60])
def test_what_became_overdue_while_the_worker_stood_still_is_noted_however_long_that_was(
    shown: list[tuple[str, str]], stopped: int
) -> None:
    add_verified(90)
    noted(-1)

    assert noted(stopped, is_anew=False) == shown


def test_what_has_been_overdue_for_two_periods_is_noted_again(shown: list[tuple[str, str]]) -> None:
    add_verified(90)

    assert [noted(after) for after in (180, 181, 184, 185)] == [[], shown, shown, []]


def test_what_was_found_dead_or_is_gone_ages_no_more(shown: list[tuple[str, str]]) -> None:
    add_verified(90, is_dead=True)
    add_verified(90, "gone-authority:1")

    assert noted(1) == []
