"""Confirming without a link: who may, and what readers then see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, AuditEvent, Provenance, Verification, VerificationPeriod
from directory.transaction import committing
from directory.verification.service.ageing import note_ageing
from directory.verification.service.entries import confirm_detail
from directory.vocabulary import Audience, Role
from tests import factories
from tests.people import signed_in
from tests.verification.conftest import version_in

PHONE = "+996 312 000 001"
ENTRY = "/en/verification/verify?kind=authority&key=test-authority"


@pytest.fixture
def authority(small_app: Flask) -> str:
    """Store an authority with a phone and a desk, and return its key."""
    factories.add(factories.authority())
    factories.add(factories.contact(PHONE, means="phone"), factories.contact("office@example.org"))
    factories.add(factories.focal_point(network_key="casc"))
    return "test-authority"


def verify(client: FlaskClient, address: str = ENTRY) -> int:
    return client.post(address, data={"version": version_in(client.get(address).text)}).status_code


def test_a_coordinator_verifies_and_readers_see_it_at_the_next_request(
    small_app: Flask, coordinator: Account, authority: str
) -> None:
    client, reader = signed_in(small_app, coordinator), small_app.test_client()
    assert "Not yet verified by its office" in reader.get(f"/en/authorities/{authority}").text

    assert verify(client) == 303

    page = reader.get(f"/en/authorities/{authority}").text
    [contact, *_] = reader.get(f"/api/v1/authorities/{authority}").get_json()["contacts"]
    assert "Not yet verified by its office" not in page
    assert "Network coordinator, Kyrgyzstan" in page
    assert coordinator.name not in page
    assert contact["details"]["value"]["freshness"] == "verified"
    assert contact["details"]["value"]["verified_by"] == "Network coordinator, Kyrgyzstan"
    assert 'class="tag now">verified' in reader.get("/en/jurisdictions/KG/card").text
    [verification] = db.session.scalars(select(Verification))
    assert verification.account_id == coordinator.id
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "confirm")).all()
    assert [(event.kind, event.key, event.actor_id) for event in events] == [("authority", authority, coordinator.id)]
    assert "everything shown is still correct" in reader.get(f"/en/history?kind=authority&key={authority}").text


WHO: tuple[tuple[dict[str, Any], int], ...] = (
    ({"role": Role.PRACTITIONER, "jurisdiction_key": "KG"}, 403),
    ({"role": Role.PRACTITIONER, "jurisdiction_key": "KG", "desks": ["test-desk"]}, 200),
    ({"role": Role.PRACTITIONER, "jurisdiction_key": "KG", "desks": ["other-desk"]}, 403),
    ({"role": Role.COORDINATOR, "jurisdiction_key": "KZ"}, 403),
    ({"role": Role.COORDINATOR, "networks": ["casc"]}, 200),
    ({"role": Role.ADMINISTRATOR}, 200),
)


def test_an_entry_is_verified_in_scope_or_by_its_own_desk(small_app: Flask, authority: str) -> None:
    factories.add(factories.authority("other-authority"))
    factories.add(factories.focal_point("other-desk", "other-authority"))
    desk = ENTRY.replace("kind=authority&key=test-authority", "kind=focal_point&key=test-desk")

    for who, answer in WHO:
        client = signed_in(small_app, factories.account(**who))

        assert [client.get(address).status_code for address in (ENTRY, desk)] == [answer, answer], who
        assert client.post(ENTRY).status_code == (403 if answer == 403 else 409), who
        shows = 'href="/en/verification/verify' in client.get(f"/en/authorities/{authority}").text
        assert shows is (answer == 200), who


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_a_desk_that_has_ended_lets_nobody_verify_its_authority(small_app: Flask, status: str) -> None:
    factories.add(factories.authority())
    factories.add(factories.focal_point(network_key="globe", status=status))
    who = (
        factories.account(jurisdiction_key="KG", networks=["globe"], desks=["test-desk"]),
        factories.account(Role.COORDINATOR, networks=["globe"]),
    )

    assert [signed_in(small_app, one).get(ENTRY).status_code for one in who] == [403, 403]


# Of an authority that runs desks of casc and of globe: who confirms its line for the network `carin`.
OF_ANOTHER: tuple[tuple[dict[str, Any], bool], ...] = (
    ({"role": Role.COORDINATOR, "networks": ["casc"]}, False),
    ({"role": Role.COORDINATOR, "networks": ["casc"], "jurisdiction_key": "KG"}, False),
    ({"role": Role.PRACTITIONER, "networks": ["casc"], "desks": ["test-desk"], "jurisdiction_key": "KG"}, False),
    ({"role": Role.PRACTITIONER, "networks": ["carin"], "desks": ["test-desk"], "jurisdiction_key": "KG"}, False),
    ({"role": Role.COORDINATOR, "networks": ["casc", "carin"]}, True),
    ({"role": Role.COORDINATOR, "jurisdiction_key": "KG"}, True),
    ({"role": Role.ADMINISTRATOR}, True),
)


@pytest.mark.long(each=5)
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PRACTITIONERS])
@pytest.mark.parametrize(("who", "is_confirmed"), OF_ANOTHER)
def test_the_line_of_another_network_is_not_verified_with_its_authority(
    small_app: Flask, authority: str, who: dict[str, Any], is_confirmed: bool, audience: Audience
) -> None:
    line = factories.contact("+996 312 000 177", authority, means="phone", audience=audience, network_key="carin")
    factories.add(line)
    with committing():
        confirm_detail(line, "value", "Office of Tests", is_dead=True)
    client = signed_in(small_app, factories.account(**who))

    assert (line.value in client.get(ENTRY).text) is is_confirmed
    assert verify(client) == 303

    known = db.session.get_one(Provenance, ("contact_detail", line.key, "value"))
    db.session.refresh(known)
    assert (known.verified_on is not None, known.is_dead) == (is_confirmed, not is_confirmed)


def test_a_visitor_is_asked_to_sign_in(small_app: Flask, authority: str) -> None:
    client = small_app.test_client()

    assert client.get(ENTRY).status_code == 303
    assert "verification/verify" not in client.get(f"/en/authorities/{authority}").text


def test_an_overdue_number_is_said_to_be_and_a_dead_one_waits_behind_a_note(
    small_app: Flask, coordinator: Account, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(signed_in(small_app, coordinator))
    verified_on, reader = clock.today(), small_app.test_client()

    seen = []
    for days in (0, 160, 181, 541):
        moment = datetime.combine(verified_on + timedelta(days=days), datetime.min.time(), UTC)
        monkeypatch.setattr(clock, "now_untracked", lambda moment=moment: moment)
        page = reader.get(f"/en/authorities/{authority}").text
        answer = reader.get(f"/api/v1/authorities/{authority}").get_json()
        grades = {one["details"]["value"]["freshness"] for one in answer["contacts"]}
        seen.append((*grades, "stale" in page, '<details class="dead">' in page, "due again soon" in page))

    assert seen == [
        ("verified", False, False, False),
        ("due_soon", False, False, True),
        ("overdue", True, False, False),
        ("dead", True, True, False),
    ]


def test_a_network_says_how_long_its_verifications_hold(small_app: Flask, authority: str) -> None:
    network = factories.account(Role.COORDINATOR, networks=["casc"])
    state = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    own, address = signed_in(small_app, network), "/en/verification/periods/casc"

    refused = [
        signed_in(small_app, state).get(address).status_code,
        own.get(address.replace("casc", "globe")).status_code,
    ]
    wrong = own.post(address, data={"contact": "-5", "round_the_clock": "x"})
    kept = own.post(address, data={"contact": "60", "round_the_clock": ""})
    verify(own)

    assert refused == [403, 403]
    assert wrong.status_code == 400
    assert 'value="-5"' in wrong.text
    assert kept.status_code == 303
    assert 'value="60"' in own.get(address).text
    rows = db.session.scalars(select(Provenance).where(Provenance.key == authority, Provenance.due_on.is_not(None)))
    assert {(row.due_on - row.verified_on).days for row in rows} == {60}

    own.post(address, data={"contact": ""})
    assert db.session.scalars(select(VerificationPeriod)).all() == []


def test_an_entry_ranks_lower_once_it_is_overdue(
    small_app: Flask, coordinator: Account, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.add(factories.authority("zz-authority"))
    reader = small_app.test_client()
    verify(signed_in(small_app, coordinator))

    def order() -> list[str]:
        found = reader.get("/api/v1/search?q=Office+of+Tests&jurisdiction=KG").get_json()["items"]
        return [one["id"] for one in found if one["id"] in (authority, "zz-authority")]

    assert order() == [authority, "zz-authority"]

    moment = clock.now() + timedelta(days=182)
    monkeypatch.setattr(clock, "now_untracked", lambda: moment)
    with committing():
        noted = note_ageing(clock.today())

    assert noted >= 1
    assert order() == ["zz-authority", authority]


def test_who_may_not_read_a_line_is_shown_nothing_of_it_without_a_link_and_confirms_it_not(
    small_app: Flask, authority: str
) -> None:
    line = factories.contact(
        "+996 312 000 1 98", authority, means="phone", audience=Audience.NETWORK, network_key="casc"
    )
    factories.add(line)
    place, address = ("contact_detail", line.key, "value"), "/en/verification/verify?kind=focal_point&key=test-desk"
    client = signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))

    assert "the value ends in" not in client.get(address).text
    assert verify(client, address) == 303

    known = db.session.get(Provenance, place)
    assert known is None or known.verified_on is None
