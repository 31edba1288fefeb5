"""Campaigns: whom they ask, in which steps, and that nobody gets two letters of one step."""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.models import Account, CampaignEntry
from directory.outbox.letters import LETTERS
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope, list_candidates
from directory.verification.queries.recipients import Recipients
from directory.verification.service import campaigns
from directory.vocabulary import CAMPAIGN_STEPS, Role
from tests import factories
from tests.verification.conftest import asked_of, killed_after, letters, offices, start, take_steps, viewer

MANY = 40


def test_a_campaign_asks_in_steps_and_ends_at_the_coordinator(
    small_app: Flask, coordinator: Account, at: Callable[..., None]
) -> None:
    offices(3)
    began = clock.now()
    campaign = start(coordinator, campaigns.ReminderSchedule(2, 3, 4))

    sent = []
    for days in (0, 1, 2, 4, 5, 8, 9, 20):
        at(began + timedelta(days=days, minutes=1))
        take_steps()
        sent.append(sum(1 for mail in letters() if mail.key.startswith(f"campaign:{campaign.id}:")))

    asked = db.session.scalars(select(CampaignEntry)).all()
    reached = sum(1 for mail in letters("verification_ask"))
    assert reached >= 3
    assert sent == [
        reached,
        reached,
        2 * reached,
        2 * reached,
        3 * reached,
        3 * reached,
        3 * reached + 1,
        3 * reached + 1,
    ]
    assert {one.next_step for one in asked} == {""}
    assert [mail.address for mail in letters("verification_escalation")] == [coordinator.email]


def test_two_workers_and_a_second_run_send_no_one_two_letters_of_one_step(
    small_app: Flask, coordinator: Account
) -> None:
    offices(MANY)
    start(coordinator)

    take_steps()
    once = Counter(mail.address for mail in letters())
    db.session.query(CampaignEntry).update({"next_step": "ask"})
    db.session.commit()
    take_steps()

    assert Counter(mail.address for mail in letters()) == once
    assert once.most_common(1)[0][1] == 1
    assert sum(once.values()) >= MANY


@pytest.mark.parametrize("after", [1, 30])
def test_a_worker_killed_half_way_through_a_step_leaves_nothing_of_it_and_the_next_one_does_it(
    small_app: Flask, coordinator: Account, after: int
) -> None:
    offices(MANY)
    start(coordinator)
    expected = db.session.scalar(select(func.count(CampaignEntry.id)))

    ended = killed_after(small_app, after, "campaigns", "send_due_steps", "campaign_letters")

    assert ended == -signal.SIGKILL
    assert letters() == []
    take_steps()
    counts = Counter(mail.address for mail in letters())
    assert MANY <= sum(counts.values()) <= expected
    assert counts.most_common(1)[0][1] == 1


def test_a_letter_goes_to_the_people_who_staff_an_entry_else_to_its_first_mail_contact(
    small_app: Flask, coordinator: Account
) -> None:
    offices(4)
    factories.add(
        factories.contact("no-address", "kg-office-1", position=-1),
        factories.contact("two@example.org, more@example.org", "kg-office-1", position=-2),
        factories.contact("practitioners@example.org", "kg-office-2", position=-1, audience="practitioners"),
        factories.contact("hidden@example.org", "kg-office-3", position=-1, audience="network", network_key="globe"),
    )
    member = factories.account(authority_key="kg-office-0", language="ru")
    factories.account(authority_key="kg-office-0", active=False)
    found = Recipients(viewer(coordinator))

    addresses = {
        entry.key: [(one.address, one.language) for one in found.of(entry)]
        for entry in list_candidates(viewer(coordinator), CampaignScope(kind="authority"))
    }

    assert addresses["kg-office-0"] == [(member.email, "ru")]
    assert addresses["kg-office-1"] == [("kg-office-1@example.org", "ky")]
    assert addresses["kg-office-2"] == [("practitioners@example.org", "ky")]
    assert addresses["kg-office-3"] == [("kg-office-3@example.org", "ky")]


def test_a_coordinator_is_not_asked_by_himself_about_the_sheets_of_the_state(
    small_app: Flask, coordinator: Account
) -> None:
    other = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    sheets = list_candidates(viewer(coordinator), CampaignScope(kind="requirement"))

    asked = {one.address for sheet in sheets for one in Recipients(viewer(coordinator)).of(sheet)}

    assert asked == {other.email}


def test_a_campaign_stays_in_its_coordinators_scope(small_app: Flask, coordinator: Account) -> None:
    offices(1)

    with pytest.raises(NotPermitted):
        start(coordinator, jurisdiction="KZ")
    with pytest.raises(InvalidInput):
        start(coordinator, network="globe", kind="focal_point")
    campaign = start(coordinator, kind="")

    places = {
        db.session.get(type(e), e.key).place().jurisdiction
        for e in list_candidates(viewer(coordinator), CampaignScope())
    }
    assert places == {campaign.jurisdiction_key} == {"KG"}


def test_a_practitioner_starts_no_campaign(small_app: Flask) -> None:
    with pytest.raises(NotPermitted):
        start(factories.account(Role.PRACTITIONER, jurisdiction_key="KG"))


def test_a_stopped_campaign_sends_nothing_more(small_app: Flask, coordinator: Account) -> None:
    offices(2)
    campaign = start(coordinator)

    with committing():
        campaigns.stop(viewer(coordinator), campaign)
    take_steps()

    assert letters() == []


def test_a_step_goes_to_who_keeps_the_entry_then(
    small_app: Flask, coordinator: Account, at: Callable[..., None]
) -> None:
    offices(1)
    began = clock.now()
    campaign = start(coordinator)
    take_steps()

    newcomer = factories.account(authority_key="kg-office-0")
    at(began + timedelta(days=7, minutes=1))
    take_steps()

    own = [mail.address for mail in letters() if mail.key.endswith(f":{asked_of(campaign, 'kg-office-0').id}")]
    assert own == ["kg-office-0@example.org", newcomer.email]


def test_a_letter_names_the_entry_and_who_asks_by_when_and_holds_no_value_of_it(
    small_app: Flask, coordinator: Account
) -> None:
    offices(1)
    start(coordinator)
    take_steps()

    told = ("path", "asker", "contact", "reply_to", "entries", "about", "until")
    assert {tuple(mail.values) for mail in letters()} == {told}
    assert all(mail.values["path"].startswith("verification/confirm/") for mail in letters())


def test_every_step_has_its_letter() -> None:
    assert {f"verification_{step}" for step in CAMPAIGN_STEPS} <= set(LETTERS)


@pytest.mark.parametrize("contact", ["a[b@example.org", "a\\b@example.org"])
def test_a_contact_that_mail_cannot_be_sent_to_keeps_no_other_letter_back(
    small_app: Flask, coordinator: Account, contact: str
) -> None:
    offices(2)
    factories.add(factories.authority("kg-odd"))
    factories.add(factories.contact(contact, "kg-odd"))
    start(coordinator)

    take_steps()

    assert {"kg-office-0@example.org", "kg-office-1@example.org"} <= {mail.address for mail in letters()}
