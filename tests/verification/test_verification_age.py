"""The grade of a fact from its dates, and how long a verification holds for each kind of entry and in each network."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.facts import VerificationSummary, source_note, verification_summary
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Jurisdiction, Provenance, RequirementSheet, VerificationPeriod
from directory.models.verification import due_on
from directory.transaction import committing
from directory.verification.service.entries import confirm
from directory.verification_age import freshness, valid_until, weight
from directory.vocabulary import Confidence, Freshness, Role
from tests import factories

VERIFIED_ON = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("period", "age", "grade"),
    [
        (90, 0, Freshness.VERIFIED),
        (90, 75, Freshness.VERIFIED),
        (90, 76, Freshness.DUE_SOON),
        (90, 90, Freshness.DUE_SOON),
        (90, 91, Freshness.OVERDUE),
        (90, 270, Freshness.OVERDUE),
        (90, 271, Freshness.DEAD),
        (365, 335, Freshness.VERIFIED),
        (365, 336, Freshness.DUE_SOON),
    ],
)
def test_a_fact_ages_by_its_own_period(period: int, age: int, grade: Freshness) -> None:
    due = VERIFIED_ON + timedelta(days=period)

    assert freshness(VERIFIED_ON, due, VERIFIED_ON + timedelta(days=age)) is grade


@pytest.mark.parametrize(
    ("verified_on", "due", "is_dead", "grade"),
    [
        (None, None, False, Freshness.NEVER),
        (VERIFIED_ON, None, False, Freshness.VERIFIED),
        (None, None, True, Freshness.DEAD),
        (VERIFIED_ON, VERIFIED_ON + timedelta(days=90), True, Freshness.DEAD),
    ],
)
def test_a_fact_without_dates_or_found_dead_has_a_grade(
    verified_on: date | None, due: date | None, is_dead: bool, grade: Freshness
) -> None:
    assert freshness(verified_on, due, VERIFIED_ON, is_dead=is_dead) is grade


def test_an_entry_ranks_by_its_least_fresh_fact() -> None:
    assert weight([]) == weight([Freshness.NEVER, Freshness.VERIFIED, Freshness.DUE_SOON]) == 1
    assert 1 > weight([Freshness.VERIFIED, Freshness.OVERDUE]) > weight([Freshness.OVERDUE, Freshness.DEAD]) > 0


def test_a_page_has_one_stamp_for_all_its_facts(context: None) -> None:
    today = date.today()  # noqa: DTZ011 (the stamp is of today)
    fresh = source_note(
        Provenance(
            verified_on=today,
            verified_by="Office of Tests",
            due_on=today + timedelta(days=90),
            sources=(),
            source_date="",
            confidence=Confidence.UNVERIFIED,
            is_dead=False,
        )
    )

    assert verification_summary([fresh, source_note(None)]) == VerificationSummary(
        Freshness.VERIFIED, 1, 2, today, "Office of Tests", today + timedelta(days=90)
    )
    assert verification_summary([source_note(None)]) == VerificationSummary(Freshness.NEVER, 0, 1)


def test_what_an_office_verified_is_supported_without_a_source(context: None) -> None:
    today = date.today()  # noqa: DTZ011 (the note is of today)
    dates = {"verified_on": today, "due_on": today + timedelta(days=90)}
    plain = {"sources": (), "source_date": "", "confidence": Confidence.UNVERIFIED, "is_dead": False}

    assert source_note(Provenance(**plain, **dates)).is_supported
    assert not source_note(Provenance(**plain)).is_supported


def test_the_pages_of_a_state_say_how_far_all_that_its_offices_answer_for_is_verified(small_app: Flask) -> None:
    sheet = db.session.scalars(select(RequirementSheet).where(RequirementSheet.jurisdiction_key == "KG")).first()
    coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    client = small_app.test_client()
    pages = ("/en/jurisdictions/KG", "/en/jurisdictions/KG/requirements")

    before = [client.get(page).text for page in pages]
    with committing():
        confirm(viewer_of(coordinator), sheet, "en")
    after = [client.get(page).text for page in pages]

    assert all("Not yet verified by its office" in page for page in before)
    assert all("Network coordinator, Kyrgyzstan" in page.split('class="stamp')[1][:600] for page in after)
    assert "Verified in part" in after[0]


def test_each_kind_of_entry_is_due_again_after_its_own_time(small_app: Flask) -> None:
    authority, line = factories.authority(), factories.contact("+996 000 000", network_key="casc")
    factories.add(authority, line)
    desk = factories.focal_point("a-desk", network_key="casc", cover="working_hours")
    factories.add(desk)
    sheet, state = db.session.get(RequirementSheet, "kg"), db.session.get(Jurisdiction, "KG")

    days = lambda entry: (due_on(entry, VERIFIED_ON) - VERIFIED_ON).days  # noqa: E731

    assert [days(one) for one in (authority, line, desk, sheet, state)] == [180, 180, 180, 365, 365]

    with committing():
        db.session.merge(desk).cover = "round_the_clock"
    assert [days(one) for one in (authority, line, desk)] == [180, 90, 90]

    with committing():
        db.session.add(VerificationPeriod(network_key="casc", period="round_the_clock", days=30))
        db.session.add(VerificationPeriod(network_key="casc", period="contact", days=400))
    assert [days(one) for one in (authority, line, desk)] == [400, 30, 30]


@pytest.mark.parametrize(
    ("due_after_days", "holds_days"),
    [((), 90), ((200,), 90), ((30, 60), 30), ((0,), 0), ((-1,), 90), ((-1, 45), 45)],
)
def test_a_copy_holds_until_the_first_of_its_facts_is_due_again_and_90_days_at_most(
    due_after_days: tuple[int, ...], holds_days: int
) -> None:
    due = [VERIFIED_ON + timedelta(days=days) for days in due_after_days]

    assert valid_until(due, VERIFIED_ON) == VERIFIED_ON + timedelta(days=holds_days)
