"""Pages of campaigns: what one would ask, how far it is, and whose it is."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, Campaign, CampaignEntry, Jurisdiction, Mail
from directory.outbox.service import note_bounce
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in, visit
from tests.verification.conftest import link_to, offices, start, take_steps, version_in

NEW = "/en/verification/campaigns/new"
PACE = {"reminder_days": "5", "second_reminder_days": "6", "escalation_days": "7"}
KEYS = ("kg-office-0", "kg-unreached")
SCOPE = {"jurisdiction": "KG", "network": "", "kind": "authority"}


def row_of(page: str, state: str) -> list[str]:
    """Return the numbers beside a State in the table of a campaign."""
    return [cell.text for cell in parse(page).one("th[scope=row]", state).parent.all("td.num")]


def confirm(app: Flask, campaign: Campaign, key: str) -> None:
    client, link = app.test_client(), link_to(campaign, key)
    visit(client)
    client.post(link, data={"version": version_in(client.get(link).text)})


def test_a_campaign_is_looked_at_before_it_starts_and_followed_until_it_is_stopped(
    small_app: Flask, coordinator: Account
) -> None:
    offices(3)
    factories.add(factories.authority("kg-unreached"))
    client = signed_in(small_app, coordinator)
    assert "No campaign yet" in client.get("/en/verification").text

    preview = unescape(client.post(NEW, data=SCOPE | PACE | {"preview": "1"}).text)
    none = db.session.scalars(select(Campaign)).all()
    started = client.post(NEW, data=SCOPE | PACE)

    assert none == []
    assert "/authorities/kg-unreached" in preview
    entries = len(db.session.scalars(select(CampaignEntry)).all())
    assert f"{entries} entries would be asked about." in preview
    campaign = db.session.scalar(select(Campaign))
    assert (campaign.reminder_days, campaign.second_reminder_days, campaign.escalation_days) == (5, 6, 7)
    assert started.headers["Location"].endswith(f"/verification/campaigns/{campaign.public_id}")
    assert campaign.public_id in client.get("/en/verification").text

    take_steps()
    with committing():
        for mail in db.session.scalars(select(Mail)):
            is_sent = mail.address != "kg-office-1@example.org"
            mail.state, mail.sent_at = ("sent", clock.now()) if is_sent else ("bounced", None)
    confirm(small_app, campaign, "kg-office-0")

    page = client.get(started.headers["Location"]).text
    asked, not_asked, unreached, silent, confirmed, corrected, closed = map(int, row_of(page, "Kyrgyzstan"))
    assert row_of(page, "Kyrgyzstan") == row_of(page, "All together")
    sent = db.session.scalars(select(Mail).where(Mail.state == "sent")).all()
    assert (asked, silent, confirmed, corrected) == (entries, len(sent) - 1, 1, 0)
    assert (not_asked, unreached, closed) == (0, entries - len(sent), 0)

    assert client.post(f"/en/verification/campaigns/{campaign.public_id}/stop").status_code == 303
    assert "Stop the campaign" not in client.get(started.headers["Location"]).text


@pytest.mark.parametrize(("networks", "chosen"), [(("casc",), "casc"), (("casc", "globe"), "")])
def test_the_form_chooses_the_only_network_and_none_of_several(
    small_app: Flask, networks: tuple[str, ...], chosen: str
) -> None:
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks, jurisdiction_key="KG"))

    first = parse(client.get(NEW).text).all("#network option")[0]
    answer = client.post(NEW, data=SCOPE | PACE | {"network": chosen, "preview": "1"})

    assert first["value"] == chosen
    assert answer.status_code == (200 if chosen else 400)
    assert len(parse(answer.text).all("#network-error")) == (0 if chosen else 1)


def test_nobody_is_silent_before_a_letter_and_none_is_due_to_an_entry_without_an_address(
    small_app: Flask, coordinator: Account
) -> None:
    offices(1)
    factories.add(factories.authority("kg-unreached"))
    client, campaign = signed_in(small_app, coordinator), start(coordinator, jurisdiction="KG")

    page = client.get(f"/en/verification/campaigns/{campaign.public_id}").text
    written, unreached = (parse(page).one(f'[href="/en/authorities/{key}"]').within("li").text for key in KEYS)

    entries, not_asked, none, *others = map(int, row_of(page, "Kyrgyzstan"))
    assert (not_asked + none, others) == (entries, [0, 0, 0, 0])
    adds = parse(page).one('[href="/en/authorities/kg-unreached"]').within("li").all("a.button")
    assert [(one.text, "kind=authority&key=kg-unreached&part=contact_detail" in str(one["href"])) for one in adds] == [
        ("Add a mail address", True)
    ]
    assert parse(page).one('[href="/en/authorities/kg-office-0"]').within("li").all("a.button") == []
    assert client.get(str(adds[0]["href"])).status_code == 200
    assert ("First letter" in written, "First letter" in unreached) == (True, False)
    assert "no mail address" in unreached
    assert "No answer" not in written + unreached


def test_the_silent_stand_apart_from_those_not_asked_longest_silent_first(
    small_app: Flask, coordinator: Account
) -> None:
    offices(4)
    campaign, client = start(coordinator), signed_in(small_app, coordinator)
    take_steps()
    silent_days = {"kg-office-0": 3, "kg-office-1": 5, "kg-office-2": 4}
    with committing():
        for mail in db.session.scalars(select(Mail)):
            days = silent_days.get(mail.address.partition("@")[0])
            sent_at = clock.now() - timedelta(days=days) if days else None
            mail.state, mail.sent_at = ("sent" if days else "bounced"), sent_at
    confirm(small_app, campaign, "kg-office-2")
    own = f"/en/verification/campaigns/{campaign.public_id}"

    def shown(state: str) -> list[str]:
        rows = parse(client.get(f"{own}?show={state}")).all("[aria-labelledby=asked] ul.rows > li")
        return [f"{row.one('h3 a')['href'].rpartition('/')[2]}: {row.all('p')[1].text}" for row in rows]

    assert shown("silent")[0].startswith("kg-office-1: No answer for 5 days")
    assert shown("silent")[1].startswith("kg-office-0: No answer for 3 days")
    assert len(shown("silent")) == 2
    assert [row.partition(":")[0] for row in shown("answered")] == ["kg-office-2"]
    assert "kg-office-3: did not arrive" in shown("unreached")
    assert shown("not_asked") == []
    assert shown("unknown") == [*shown("silent"), *shown("unreached"), *shown("answered")]


def test_a_campaign_is_for_those_in_its_scope_alone(small_app: Flask, coordinator: Account) -> None:
    offices(1)
    own = f"/en/verification/campaigns/{start(coordinator).public_id}"
    people = {
        "visitor": small_app.test_client(),
        "practitioner": signed_in(small_app, factories.account(jurisdiction_key="KG")),
        "same State": signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG")),
        "other State": signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KZ")),
        "a network": signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"])),
        "administrator": signed_in(small_app, factories.account(Role.ADMINISTRATOR)),
    }

    answers = {who: client.get(own).status_code for who, client in people.items()}
    stops = {who: people[who].post(f"{own}/stop").status_code for who in ("practitioner", "other State", "a network")}

    assert answers == {
        "visitor": 303,
        "practitioner": 403,
        "same State": 200,
        "other State": 404,
        "a network": 404,
        "administrator": 200,
    }
    assert stops == {"practitioner": 403, "other State": 404, "a network": 404}
    assert people["other State"].get("/en/verification/campaigns/unknown").status_code == 404


def test_a_scope_or_pace_that_cannot_be_loses_nothing_of_the_form(small_app: Flask, coordinator: Account) -> None:
    client = signed_in(small_app, coordinator)

    def refused(**said: str) -> str:
        answer = client.post(NEW, data=SCOPE | PACE | said)
        assert answer.status_code == 400, said
        return answer.text

    assert 'value="5"' in refused(second_reminder_days="0")
    assert "Write a whole number." in refused(escalation_days="1" * 400)
    assert 'value="x"' in refused(escalation_days="x")
    refused(jurisdiction="KZ")
    refused(kind="account")
    assert "Choose more widely" in refused(kind="focal_point", network="globe")
    assert db.session.scalars(select(Campaign)).all() == []


def test_only_what_is_due_is_asked_about(small_app: Flask, coordinator: Account) -> None:
    offices(2)
    confirm(small_app, start(coordinator), "kg-office-0")

    campaign = start(coordinator, only_due=True)

    keys = db.session.scalars(select(CampaignEntry.key).where(CampaignEntry.campaign_id == campaign.id)).all()
    assert "kg-office-1" in keys
    assert "kg-office-0" not in keys


def test_a_long_campaign_has_pages(small_app: Flask, coordinator: Account) -> None:
    offices(60)
    own = f"/en/verification/campaigns/{start(coordinator).public_id}"
    client: FlaskClient = signed_in(small_app, coordinator)

    pages = [client.get(f"{own}?page={number}").text for number in (1, 2, 999)]

    assert "Page 2 of 2" in pages[1]
    assert "Page 2 of 2" in pages[2]
    shown = [set(re.findall(r"/authorities/(kg-office-\d+)", page)) for page in pages]
    assert shown[0].isdisjoint(shown[1])
    assert len(shown[0] | shown[1]) == 60


def test_nobody_is_asked_at_an_address_that_mail_does_not_reach(small_app: Flask, coordinator: Account) -> None:
    offices(2)
    with committing():
        note_bounce("kg-office-0@example.org")
    start(coordinator)
    take_steps()

    addresses = set(db.session.scalars(select(Mail.address)))
    assert "kg-office-1@example.org" in addresses
    assert "kg-office-0@example.org" not in addresses


def test_the_numbers_of_a_preview_add_up_and_unnamed_people_of_an_office_stand_together(small_app: Flask) -> None:
    factories.add(
        factories.authority("kg-staffed"),
        factories.authority("kg-unreached"),
        factories.authority("kg-gone", status="closed"),
    )
    for _number in range(3):
        factories.account(Role.PRACTITIONER, jurisdiction_key="KG", authority_key="kg-staffed")
    starter = factories.account(Role.COORDINATOR, ["casc"])

    preview = parse(signed_in(small_app, starter).post(NEW, data=SCOPE | PACE | {"network": "casc", "preview": "1"}))

    [said] = [p.text for p in preview.all("section.band > p")]
    entries, reached = (int(number) for number in re.findall(r"\d+", said))
    folded = {one.one("summary").text: one for one in preview.all("section.band details")}
    assert f"No letter about {entries - reached} of them" in folded
    [staffed] = [one for one in preview.all("ul.rows > li") if one.all('[href="/en/authorities/kg-staffed"]')]
    assert "3 people who work there, by mail" in staffed.text
    [left_out] = [one for label, one in folded.items() if "left out" in label]
    assert "closed or replaced" in left_out.text
    assert left_out.all('[href="/en/authorities/kg-gone"]')


def test_a_campaign_offers_the_states_that_have_entries(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.ADMINISTRATOR))
    factories.add(Jurisdiction(key="XX", name=factories.english("Empty State"), alpha3="XXX", region="155"))

    offered = [option["value"] for option in parse(client.get(NEW)).all("#jurisdiction option")]

    assert "KG" in offered
    assert "XX" not in offered
