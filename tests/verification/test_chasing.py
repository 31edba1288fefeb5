"""Before a campaign its page names whom it would reach; while it runs, the silent are reminded and called."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory import clock
from directory.extensions import db
from directory.models import (
    Account,
    AuditEvent,
    Authority,
    Campaign,
    CampaignQuestion,
    DeskMember,
    Disclosure,
    Mail,
    Texts,
    Verification,
)
from directory.transaction import committing
from directory.verification.queries.campaigns import is_unanswered_in_scope
from directory.verification.service.campaigns import ReminderSchedule
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.html import parse
from tests.people import signed_in
from tests.verification.conftest import letters, offices, start, take_steps, viewer
from tests.verification.test_campaign_pages import NEW, PACE, SCOPE

KEYS = ["kg-office-0", "kg-office-1"]


@pytest.fixture
def campaign(small_app: Flask, coordinator: Account) -> Campaign:
    """Return a campaign whose letters were sent three days ago to two offices."""
    offices(2)
    started = start(coordinator, ReminderSchedule(reminder_days=3))
    take_steps()
    sent_at = clock.now() - timedelta(days=3)
    with committing():
        for mail in db.session.scalars(select(Mail)):
            mail.state, mail.queued_at, mail.sent_at = "sent", sent_at, sent_at
        for question in db.session.scalars(select(CampaignQuestion)):
            question.asked_at = sent_at
    return started


def address(campaign: Campaign, page: str = "remind", **only: str) -> str:
    given = "&".join(f"{name}={value}" for name, value in only.items())
    return f"/en/verification/campaigns/{campaign.public_id}/{page}?{given}"


def reminders() -> list[str]:
    return [one.address for one in letters("verification_reminder")]


def test_the_preview_names_recipients_with_entries_and_says_why_others_get_none(
    small_app: Flask, coordinator: Account
) -> None:
    offices(2)
    factories.add(factories.authority("kg-unreached"), factories.authority("kg-closed", status="closed"))
    factories.add(factories.contact("kg-office-0@example.org", "kg-unreached", position=9, means="phone"))
    person = factories.account(authority_key="kg-office-1", language="ru", jurisdiction_key="KG")
    client = signed_in(small_app, coordinator)

    page = parse(client.post(NEW, data=SCOPE | PACE | {"preview": "1"})).one("[aria-labelledby=preview]")

    of_office = page.one('[href="/en/authorities/kg-office-0"]').within("ul").within("li").text
    of_person = page.one('[href="/en/authorities/kg-office-1"]').within("ul").within("li").text
    assert "kg-office-0@example.org · Кыргызча · 1 entry" in of_office
    assert f"{person.name}, Practitioner · {person.email} · Русский · 1 entry" in of_person
    assert "no mail address" in page.one('[href="/en/authorities/kg-unreached"]').within("li").text
    assert "closed or replaced" in page.one('[href="/en/authorities/kg-closed"]').within("li").text
    assert "Please confirm by" in page.text
    assert letters() == []


def test_a_campaign_is_started_from_its_preview_which_opens_what_decides(
    small_app: Flask, coordinator: Account
) -> None:
    offices(1)
    client = signed_in(small_app, coordinator)

    form = parse(client.get(NEW)).one("main")
    sent = SCOPE | PACE | {"only_due": "y"}
    preview = parse(client.post(NEW, data=sent | {"preview": "1"})).one("[aria-labelledby=preview]")

    assert [one.text for one in form.all("button")] == ["Show the recipients"]
    assert [one.text for one in preview.all("button")] == ["Start the campaign"]
    kept = {str(one["name"]): str(one["value"]) for one in preview.all("form input")}
    assert {name: kept[name] for name in kept if name != "csrf_token"} == sent
    assert len(preview.all("details")) == len(preview.all("details[open]")) > 0


def test_who_starts_a_campaign_gets_no_letter_of_it(small_app: Flask) -> None:
    offices(2)
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG", authority_key=KEYS[0])
    factories.add(factories.authority("kg-own-alone"), factories.focal_point("kg-own-desk", "kg-own-alone"))
    with committing():
        db.session.get_one(Account, author.id).desks = [
            DeskMember(focal_point_key="kg-own-desk", desk_role="contact_person")
        ]
    client, sent = signed_in(small_app, author), SCOPE | PACE | {"kind": ""}

    page = parse(client.post(NEW, data=sent | {"preview": "1"})).one("[aria-labelledby=preview]")
    client.post(NEW, data=sent)
    take_steps()

    assert author.email not in {one.address for one in letters()}
    assert f"{KEYS[0]}@example.org" in {one.address for one in letters()}
    assert "only you answer for it" in page.one('[href="/en/focal-points/kg-own-desk"]').within("li").text


def test_an_entry_that_a_running_campaign_asks_about_is_left_out_if_so_chosen(
    small_app: Flask, coordinator: Account
) -> None:
    offices(1)
    start(coordinator)
    client = signed_in(small_app, coordinator)

    reason = "a running campaign has asked and waits for the answer"
    left_out = client.post(NEW, data=SCOPE | PACE | {"preview": "1", "but_asked": "y"}).text
    again = client.post(NEW, data=SCOPE | PACE | {"preview": "1"}).text

    assert (reason in left_out, reason in again) == (True, False)


def test_who_may_not_see_accounts_reads_no_name_or_address_of_a_person(small_app: Flask) -> None:
    offices(1)
    person = factories.account(authority_key="kg-office-0", jurisdiction_key="KG")
    factories.add(factories.focal_point("kg-office-0", "kg-office-0"))
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"]))

    page = client.post(NEW, data=PACE | {"jurisdiction": "", "network": "casc", "kind": "", "preview": "1"}).text

    assert "/authorities/kg-office-0" in page
    assert person.email not in page
    assert person.name not in page


def test_the_silent_are_reminded_by_a_post_and_at_most_once_a_day(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    client = signed_in(small_app, coordinator)

    page = parse(client.get(address(campaign)))
    before = reminders()
    first, again = client.post(address(campaign)), client.post(address(campaign))

    assert page.one("form[method=post] button.button", "Send the reminders")
    assert before == []
    assert (first.status_code, again.status_code) == (303, 400)
    assert {f"{key}@example.org" for key in KEYS} <= set(reminders())
    assert len(reminders()) == len(set(reminders()))
    assert "on its way" in client.get(first.headers["Location"]).text
    assert "got a letter within the last day" in client.get(address(campaign)).text
    recorded = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "remind_office")).all()
    assert {event.values.after for event in recorded} >= set(KEYS)
    assert {event.actor_id for event in recorded} == {coordinator.id}


def test_an_office_that_was_closed_meanwhile_is_counted_apart_and_nobody_waits_for_it(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    client, shown = signed_in(small_app, coordinator), f"/en/verification/campaigns/{campaign.public_id}?show="
    with committing():
        db.session.get_one(Authority, KEYS[1]).status = "closed"

    silent, closed = parse(client.get(f"{shown}silent")), parse(client.get(f"{shown}closed"))

    of_closed = f'[href="/en/authorities/{KEYS[1]}"]'
    assert (silent.all(of_closed), len(closed.all(of_closed))) == ([], 1)
    assert "closed, replaced or removed meanwhile" in closed.one(of_closed).within("li").text
    assert not closed.one(of_closed).within("li").all("a.button")
    assert KEYS[1] not in client.get(address(campaign)).text
    with clock.frozen_at(clock.now() + timedelta(days=30)):
        take_steps()
        waits = select(Campaign.id).where(is_unanswered_in_scope(viewer(coordinator)))
        found = db.session.scalars(waits).all()
        with committing():
            for one in db.session.scalars(select(Authority)):
                one.status = "replaced"
        assert (found, db.session.scalars(waits).all()) == ([campaign.id], [])


def test_one_office_is_reminded_alone(small_app: Flask, coordinator: Account, campaign: Campaign) -> None:
    client = signed_in(small_app, coordinator)

    client.post(address(campaign, kind="authority", key=KEYS[1]))

    assert reminders() == [f"{KEYS[1]}@example.org"]


@pytest.mark.parametrize("only", [{}, {"kind": "authority", "key": "kg-shared-1"}])
def test_preview_letter_and_audit_name_all_entries_for_which_the_recipient_answers(
    small_app: Flask, coordinator: Account, only: dict[str, str]
) -> None:
    shared, keys = "chancery@example.org", [f"kg-shared-{number}" for number in range(3)]
    factories.add(*(factories.authority(key, name=factories.english(key)) for key in keys))
    factories.add(*(factories.contact(shared, key) for key in keys))
    campaign = start(coordinator)
    take_steps()
    long_ago = clock.now() - timedelta(days=3)
    with committing():
        # Nothing has reached the last entry yet, but the letter asks about it too.
        for mail in db.session.scalars(select(Mail).where(Mail.address == shared)):
            mail.state, mail.queued_at, mail.sent_at = "sent", long_ago, long_ago
        for question in db.session.scalars(select(CampaignQuestion)):
            question.asked_at = long_ago if question.entry.key != keys[2] else clock.now()
    client = signed_in(small_app, coordinator)

    page = parse(client.get(address(campaign, **only)))
    client.post(address(campaign, **only))

    [letter] = [one for one in letters("verification_reminder") if one.address == shared]
    recorded = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "remind_office"))
    named = [line.removeprefix("- ") for line in letter.values["entries"].splitlines()]
    assert [key for key in keys if any(key in line for line in named)] == keys
    links = page.one("[aria-labelledby=reminded]").links
    assert [key for key in keys if f"/en/authorities/{key}" in links] == keys
    assert [key for key in keys if key in page.one("[aria-labelledby=letter]").text] == keys
    assert sorted(event.values.after for event in recorded if event.values.after in keys) == keys


def test_the_reminders_of_the_campaign_go_out_all_the_same(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    signed_in(small_app, coordinator).post(address(campaign))
    with clock.frozen_at(clock.now() + timedelta(days=7, minutes=1)):
        take_steps()

    assert reminders().count(f"{KEYS[0]}@example.org") == 2


def test_the_call_list_has_the_numbers_that_the_reader_may_see(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    factories.add(
        factories.contact("+996 312 000 001", KEYS[0], means="phone"),
        factories.contact("+996 312 000 002", KEYS[0], means="phone", audience="practitioners"),
        factories.contact("+996 312 000 003", KEYS[0], means="phone", audience="network", network_key="globe"),
    )
    client: FlaskClient = signed_in(small_app, coordinator)

    page = parse(client.get(address(campaign, "calls")))
    rows = client.get(address(campaign, "calls/export", format="csv")).text

    own = page.one(f'[href="/en/authorities/{KEYS[0]}"]').within("li").text
    assert "312 000 001" in own
    assert "312 000 002" in own
    assert "312 000 003" not in page.one("main").text
    assert "No answer for 3 days" in own
    assert "Never confirmed yet" in own
    assert "No phone number to show." in page.one(f'[href="/en/authorities/{KEYS[1]}"]').within("li").text
    assert "+996 312 000 001; +996 312 000 002" in rows
    assert client.get(address(campaign, "calls/export", format="exe")).status_code == 404


def test_who_is_not_reached_by_mail_is_on_the_call_list_first(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    with committing():
        for mail in db.session.scalars(select(Mail).where(Mail.address == f"{KEYS[1]}@example.org")):
            mail.state, mail.sent_at = "bounced", None
    factories.add(factories.contact("+996 312 000 004", KEYS[1], means="phone"))

    page = parse(signed_in(small_app, coordinator).get(address(campaign, "calls")))

    row = page.one(f'[href="/en/authorities/{KEYS[1]}"]').within("li").text
    assert "312 000 004" in row
    assert "No letter reaches this office" in row
    listed = [link["href"] for link in page.all("ul.rows h2 a")]
    assert listed.index(f"/en/authorities/{KEYS[1]}") < listed.index(f"/en/authorities/{KEYS[0]}")


def test_who_still_has_time_to_answer_is_not_called_yet(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    with committing():
        db.session.get_one(Campaign, campaign.id).reminder_days = 4
    client = signed_in(small_app, coordinator)

    page = parse(client.get(address(campaign, "calls"))).one("main")
    rows = client.get(address(campaign, "calls/export", format="csv")).text

    listed = page.all("ul.rows > li")
    assert [row for row in listed if "No letter reaches this office" not in row.text] == []
    assert "still have time to answer" in page.text
    assert not [link for key in KEYS for link in page.links if link.endswith(f"/{key}")]
    assert "kg-office" not in rows


def test_the_call_list_names_who_confirmed_last_in_the_readers_language(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    names = {"en": "Office of Tests", "ar": "مكتب الاختبار"}
    with committing():
        db.session.get_one(Authority, KEYS[0]).name = Texts("en", names)
        for key, office in ((KEYS[0], "Office of Tests"), (KEYS[1], "Former Office")):
            db.session.add(Verification(kind="authority", key=key, office=office, details=1))
    client = signed_in(small_app, coordinator)

    page = parse(client.get(address(campaign, "calls").replace("/en/", "/ar/")))

    first, second = (page.one(f'[href="/ar/authorities/{key}"]').within("li").text for key in KEYS)
    assert "\u2068مكتب الاختبار\u2069" in first
    assert "\u2068Former Office\u2069" in second


def test_a_long_call_list_has_pages_and_takes_no_further_statement(small_app: Flask, coordinator: Account) -> None:
    client, taken = signed_in(small_app, coordinator), []
    for number in (3, 30):
        new = [f"kg-call-{number}-{one}" for one in range(number)]
        factories.add(*(factories.authority(key) for key in new))
        factories.add(*(factories.contact(f"{key}@example.org", key) for key in new))
        factories.add(
            *(factories.contact(f"+99631{number:02}{one:05}", key, means="phone") for one, key in enumerate(new))
        )
        started = start(coordinator)
        take_steps()
        with committing():
            for mail in db.session.scalars(select(Mail)):
                mail.state, mail.sent_at = "sent", clock.now() - timedelta(days=30)
        with counted_statements() as statements:
            assert client.get(address(started, "calls")).status_code == 200
        taken.append(len(statements))

    assert taken[1] <= taken[0]


def test_what_is_restricted_in_the_call_list_is_recorded_as_read(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    factories.add(factories.contact("+996 312 000 002", KEYS[0], means="phone", audience="practitioners"))
    before = db.session.scalar(select(func.count(Disclosure.id)))

    signed_in(small_app, coordinator).get(address(campaign, "calls"))

    assert db.session.scalar(select(func.count(Disclosure.id))) == before + 1


def test_the_preview_takes_one_statement_for_each_further_authority(small_app: Flask, coordinator: Account) -> None:
    client, sent = signed_in(small_app, coordinator), SCOPE | PACE | {"preview": "1"}
    taken = []
    for number in (2, 10):
        new = [f"kg-many-{number}-{one}" for one in range(number)]
        factories.add(
            *(factories.authority(key) for key in new), *(factories.focal_point(f"{key}-desk", key) for key in new)
        )
        factories.add(*(factories.contact(f"{key}@example.org", key) for key in new))
        with counted_statements() as statements:
            assert client.post(NEW, data=sent).status_code == 200
        taken.append(len(statements))

    # The networks of its State decide whether the coordinator may verify an authority.
    assert taken[1] - taken[0] <= 10
