"""A campaign in time: when its steps are due, when its links end, what is left when it is stopped or answered."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.models import Account, AuditEvent, Authority, Campaign, CampaignEntry
from directory.proposals.verifying_office import office_of
from directory.transaction import committing
from directory.verification.queries import campaigns as queries
from directory.verification.queries.campaign_letters import letters_by_entry
from directory.verification.service import campaigns
from directory.vocabulary import CampaignAnswer, Role
from tests import factories
from tests.focal_points.desks import ADMINISTRATOR, OF_NETWORK, OF_OTHER_STATE, OF_STATE, OWN_DESK
from tests.verification.conftest import asked_of, letters, offices, start, take_steps, viewer

# No time passes while a test runs.
BEGAN = clock.now()
PACE = campaigns.ReminderSchedule(2, 3, 4)
SECOND = timedelta(seconds=1)


def send_steps() -> int:
    with committing():
        return campaigns.send_due_steps(clock.now())


def is_expired(token: str) -> bool:
    try:
        queries.get_by_token(token)
    except Expired:
        return True
    return False


def shown_to(who: Viewer, campaign: Campaign) -> bool:
    try:
        return queries.get(who, campaign.public_id) is campaign
    except NotFound:
        return False


def test_a_step_is_taken_as_soon_as_it_is_due_and_counted(small_app: Flask, coordinator: Account) -> None:
    offices(2)
    taken = []

    with clock.frozen_at(BEGAN):
        entries = len(list_of(start(coordinator, PACE)))
        taken += [send_steps(), send_steps()]
    for after in (timedelta(days=2) - SECOND, timedelta(days=2)):
        with clock.frozen_at(BEGAN + after):
            taken.append(send_steps())

    assert taken == [entries, 0, 0, entries]


def list_of(campaign: Campaign) -> list[CampaignEntry]:
    return queries.list_asked(campaign)


def test_so_many_steps_as_are_asked_for_are_taken_oldest_first(small_app: Flask, coordinator: Account) -> None:
    offices(3)
    start(coordinator)

    due = queries.list_due(clock.now(), 2)

    assert [one.id for one in due] == sorted(db.session.scalars(select(CampaignEntry.id)))[:2]


def test_links_work_for_thirty_days_after_the_last_step(small_app: Flask, coordinator: Account) -> None:
    offices(1)
    with clock.frozen_at(BEGAN):
        token = asked_of(start(coordinator, PACE), "kg-office-0").token
    ends_at, expired = BEGAN + timedelta(days=2 + 3 + 4 + 30), []

    for moment in (BEGAN, ends_at - SECOND, ends_at):
        with clock.frozen_at(moment):
            expired.append(is_expired(token))

    assert expired == [False, False, True]


def test_a_campaign_ends_at_the_moment_it_is_stopped(small_app: Flask, coordinator: Account) -> None:
    offices(1)
    with clock.frozen_at(BEGAN):
        campaign = start(coordinator)
        asked = asked_of(campaign, "kg-office-0")
        assert queries.list_unanswered(asked.entry_key) == [asked]

        with committing():
            campaigns.stop(viewer(coordinator), campaign)

        assert not queries.is_open(campaign)
        assert is_expired(asked.token)
        assert queries.list_unanswered(asked.entry_key) == []
        assert send_steps() == 0
    assert letters() == []


def test_starting_and_stopping_are_recorded(small_app: Flask, coordinator: Account) -> None:
    offices(2)
    campaign = start(coordinator)
    with committing():
        campaigns.stop(viewer(coordinator), campaign)

    events = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "campaign").order_by(AuditEvent.id)).all()

    assert [(event.action, event.key, event.actor_id) for event in events] == [
        ("start_campaign", campaign.public_id, coordinator.id),
        ("stop_campaign", campaign.public_id, coordinator.id),
    ]
    assert events[0].values.after == len(list_of(campaign))


def test_a_campaign_of_a_network_is_for_the_coordinators_there(small_app: Flask) -> None:
    own = start(factories.account(Role.COORDINATOR, networks=["casc"]), kind="focal_point")
    other = start(factories.account(Role.ADMINISTRATOR), kind="focal_point")

    assert (own.jurisdiction_key, own.network_key) == (None, "casc")
    assert (other.jurisdiction_key, other.network_key) == (None, None)
    assert {one.key for one in list_of(own)} == {"kg-casc", "kz-casc"}
    assert shown_to(OF_NETWORK, own)
    assert not shown_to(OF_NETWORK, other)
    assert not shown_to(OF_STATE, own)
    assert [one.id for one in queries.list_campaigns(ADMINISTRATOR, 1).rows] == [other.id, own.id]
    assert queries.list_campaigns(OF_NETWORK, 1).rows == [own]
    assert queries.list_campaigns(OF_OTHER_STATE, 1).rows == queries.list_campaigns(OWN_DESK, 1).rows == []


def test_an_entry_that_is_gone_is_asked_about_no_more_and_holds_up_no_other(
    small_app: Flask, coordinator: Account
) -> None:
    gone, there = offices(2)
    campaign = start(coordinator)
    with committing():
        authority = db.session.get_one(Authority, gone)
        for contact in authority.contacts:
            db.session.delete(contact)
        db.session.delete(authority)

    take_steps()

    assert asked_of(campaign, gone).next_step == ""
    assert asked_of(campaign, there).next_step == "reminder"
    addresses = {mail.address for mail in letters()}
    assert f"{there}@example.org" in addresses
    assert f"{gone}@example.org" not in addresses


def test_about_an_office_that_has_ended_meanwhile_no_letter_goes_out(small_app: Flask, coordinator: Account) -> None:
    ended, there = offices(2)
    campaign = start(coordinator)
    with committing():
        db.session.get_one(Authority, ended).status = "closed"

    take_steps()

    assert asked_of(campaign, ended).next_step == ""
    addresses = {mail.address for mail in letters()}
    assert f"{there}@example.org" in addresses
    assert f"{ended}@example.org" not in addresses


@pytest.mark.parametrize("lost", [{"active": False}, {"jurisdiction_key": "KZ"}, {"role": Role.PRACTITIONER}])
def test_a_campaign_whose_author_has_lost_its_scope_goes_on_as_of_a_coordinator_there(
    small_app: Flask, lost: dict[str, object]
) -> None:
    [key] = offices(1)
    own = {"jurisdiction_key": "KG", "authority_key": "kg-prosecutor-general"}
    author = factories.account(Role.COORDINATOR, ["casc"], **own)
    factories.add(factories.contact("members@example.org", key, audience="network", position=-1))
    start(author, jurisdiction="KG", network="casc")
    with committing():
        for name, value in lost.items():
            setattr(author, name, value)

    take_steps()

    [told] = [one for one in letters("verification_ask") if one.address == "members@example.org"]
    of_the_scope = office_of(Viewer(Role.COORDINATOR, jurisdiction="KG"), told.language)
    assert told.values["about"].startswith("Office of Tests")
    assert told.values["asker"].startswith(f"{of_the_scope} (")
    assert told.values["contact"] == of_the_scope


def test_a_letter_to_a_coordinator_is_about_no_entry_and_goes_once_a_day(
    small_app: Flask, coordinator: Account
) -> None:
    factories.add(factories.authority("a-silent-office"), factories.authority("a-silent-one"))
    with clock.frozen_at(BEGAN):
        campaign = start(coordinator, campaigns.ReminderSchedule(0, 0, 0))
        take_steps()

    reached = letters_by_entry(campaign)

    assert len(letters("verification_escalation")) == 1
    with_mail = ("kg-ministry-of-internal-affairs", "kg-ministry-of-justice")
    assert set(reached) == {asked_of(campaign, key).id for key in with_mail}
    assert {one.is_unreached for one in reached.values()} == {False}


def test_what_is_unanswered_is_of_one_entry_in_every_campaign_that_is_open(
    small_app: Flask, coordinator: Account
) -> None:
    offices(2)
    factories.add(factories.focal_point("kg-office-0", "kg-office-1"))
    first, second = start(coordinator, kind=""), start(coordinator)
    asked = [asked_of_kind(campaign, "authority") for campaign in (first, second)]
    assert queries.list_unanswered(("authority", "kg-office-0")) == asked
    assert queries.list_unanswered(("focal_point", "kg-office-0")) == [asked_of_kind(first, "focal_point")]

    with committing():
        asked[0].answer = CampaignAnswer.CORRECTED

    assert queries.list_unanswered(("authority", "kg-office-0")) == [asked[1]]


def asked_of_kind(campaign: Campaign, kind: str) -> CampaignEntry:
    return next(one for one in list_of(campaign) if one.entry_key == (kind, "kg-office-0"))


def test_a_link_that_was_never_sent_is_not_found(small_app: Flask) -> None:
    with pytest.raises(NotFound):
        queries.get_by_token("x" * 43)
