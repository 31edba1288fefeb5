"""Whom to call, in the first lines of an answer: whose number it is, its hours, its verification, and the order."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from directory import clock
from directory.extensions import db
from directory.models import ContactDetail, Disclosure
from directory.search import sync
from directory.vocabulary import Role
from tests import factories, people
from tests.focal_points.desks import add_desk, add_rota
from tests.html import Element, parse

# A Tuesday: at night and in the morning in Dushanbe (UTC+05:00).
NIGHT, MORNING = datetime(2026, 12, 1, 17, 30, tzinfo=UTC), datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
DESK, FALLBACK = "+992 372 000 001", "+992 372 000 002"
ADDRESSEE, MINISTRY = "tj-prosecutor-general", "tel:+992372212121"
QUESTION = "/en/atlas?from=KZ&to=TJ&measure=hearing_witness&offence=tip"


@pytest.fixture
def with_desk(small_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Store an invented desk of working hours in Tajikistan, and a desk of another network. It is night there."""
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    hours = factories.english("Monday to Friday, 08:00 to 17:00")
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover="working_hours", hours=hours, mark="demonstration")
    factories.add(factories.contact(DESK, "tj-office", means="phone", network_key="casc", languages=("tg", "ru")))
    add_desk("tj-other", "tj-other-office", jurisdiction_key="TJ", network_key="budapest-24-7", mark="demonstration")
    factories.add(factories.contact(FALLBACK, "tj-other-office", means="phone"))
    sync.catch_up()
    return small_app


def calls(client: FlaskClient, address: str) -> list[Element]:
    return parse(client.get(address)).all("dl.essentials .number")


def test_each_number_says_whose_it_is_its_kind_hours_languages_and_verification(with_desk: Flask) -> None:
    own = calls(with_desk.test_client(), f"{QUESTION}&urgent=1")[-1]

    assert "/en/focal-points/tj-desk" in own.links
    for words in (
        *("Office of Tests", "Demonstration", "Duty line", "Tajik Russian", "22:30", "unverified"),
        *("Working hours", "Monday to Friday, 08:00 to 17:00", "closed now, opens on Wed, 2 Dec, 08:00 there"),
    ):
        assert words in own.text


@pytest.mark.parametrize(
    ("moment", "more", "numbers"),
    [
        (NIGHT, "", [FALLBACK, DESK]),
        (MORNING, "", [DESK]),
        # The desk of another network answers at night, but for other measures: the ministry serves this one.
        (NIGHT, "&urgent=1", [MINISTRY, FALLBACK, DESK]),
        (MORNING, "&urgent=1", [DESK, FALLBACK]),
    ],
)
def test_the_fallback_line_comes_before_a_closed_desk_alone_and_a_desk_for_other_measures_never_first(
    with_desk: Flask, monkeypatch: pytest.MonkeyPatch, moment: datetime, more: str, numbers: list[str]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)

    found = calls(with_desk.test_client(), f"{QUESTION}{more}")

    assert [link for one in found for link in one.links if link.startswith("tel:")] == [
        number if number.startswith("tel:") else f"tel:{number.replace(' ', '')}" for number in numbers
    ]


def test_a_desk_on_duty_comes_first_for_who_may_read_its_rota(with_desk: Flask) -> None:
    member = factories.account(Role.PRACTITIONER, ["casc"], ["tj-desk"], jurisdiction_key="TJ")
    add_rota("tj-desk", (member.id, -1, 1))

    first = calls(people.signed_in(with_desk, member), f"{QUESTION}&urgent=1")[0]

    assert "on duty now" in first.text
    assert "closed now" not in first.text


def test_where_all_desks_are_closed_an_urgent_answer_says_what_to_do(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    hours = factories.english("Monday to Friday, 08:00 to 17:00")
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover="working_hours", hours=hours)
    factories.add(factories.contact(DESK, "tj-office", means="phone"))

    urgent, calm = (
        parse(small_app.test_client().get(f"{QUESTION}{more}")).one("dl.essentials").text for more in ("&urgent=1", "")
    )

    assert "Nobody is known to answer there at this hour." in urgent
    assert "Nobody is known to answer there at this hour." not in calm


def test_without_a_desk_to_consult_an_urgent_answer_names_the_other_desks_of_the_state(client: FlaskClient) -> None:
    found = calls(client, "/en/atlas?from=KG&to=NL&measure=hearing_witness&offence=tip&urgent=1")

    assert any("/en/focal-points/nl-budapest-24-7" in one.links for one in found)


@pytest.mark.parametrize("network", ["eurojust-cp", "casc"])
def test_a_desk_stands_once_in_an_urgent_answer_although_a_practitioner_may_read_its_mail_address(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch, network: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    hours = factories.english("Monday to Friday, 08:00 to 17:00")
    desk = {"network_key": network, "cover": "working_hours", "hours": hours}
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", **desk)
    kept = {"network_key": network, "audience": "practitioners"}
    factories.add(factories.contact(DESK, "tj-office", means="phone"))
    factories.add(factories.contact("desk@tj.example", "tj-office", **kept))
    practitioner = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ")

    shown = {
        name: parse(client.get(f"{QUESTION}&urgent=1")).one("dl.essentials")
        for name, client in (
            ("visitor", small_app.test_client()),
            ("practitioner", people.signed_in(small_app, practitioner)),
        )
    }

    for one in shown.values():
        assert [number for number in one.all(".number") if "/en/focal-points/tj-desk" in number.links][1:] == []
        assert "mailto:desk@tj.example" not in one.links
        assert "Nobody is known to answer there at this hour." in one.text


def test_the_central_channel_does_not_make_an_undesignated_office_a_central_authority(client: FlaskClient) -> None:
    caution = "No source names the office to address as a central authority under these treaties: ask it first."
    unknown = parse(client.get("/en/atlas?from=KG&to=AE&measure=bank_data&offence=tip"))
    known = parse(client.get("/en/atlas?from=GE&to=RO&measure=bank_data&offence=tip"))

    assert "designated under" not in unknown.all("#kg-ae-authority .reasons li")[0].text
    assert "Between central authorities Allowed if this office is one" in unknown.one("dl.essentials").text
    assert caution in unknown.one("#kg-ae-channel").text
    assert "designated under" in known.all("#ge-ro-authority .reasons li")[0].text
    assert "if this office is one" not in known.one("dl.essentials").text
    assert caution not in known.one("main").text


def test_an_untranslated_rule_of_an_urgent_answer_is_a_quotation_apart(client: FlaskClient) -> None:
    question = "atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip&urgent=1"

    shown = parse(client.get(f"/ar/{question}")).one("dl.essentials")
    translated = parse(client.get(f"/ru/{question}")).one("dl.essentials")

    assert {(one["lang"], one["dir"]) for one in shown.all(".quotation")} == {("en", "ltr")}
    assert translated.all(".quotation") == []


def test_an_urgent_answer_without_any_number_says_whom_to_ask(client: FlaskClient) -> None:
    shown = parse(client.get("/en/atlas?from=KZ&to=UZ&measure=bank_data&offence=tip&urgent=1")).one("dl.essentials")

    assert shown.all(".call") == []
    assert "No number known." in shown.text
    assert "National Central Bureau of INTERPOL" in shown.text


def test_a_rule_and_its_article_do_not_run_into_each_other(client: FlaskClient) -> None:
    shown = parse(client.get("/en/atlas?from=KZ&to=UZ&measure=bank_data&offence=tip&urgent=1")).one("dl.essentials")

    assert "if possible. UNTOC (Palermo Convention)" in shown.text


@pytest.mark.parametrize("more", ["", "&urgent=1"])
def test_an_answer_with_mail_addresses_alone_begins_with_the_number_of_the_page_of_the_state(
    small_app: Flask, more: str
) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover="on_call")
    factories.add(factories.contact("desk@tj.example", "tj-office", network_key="casc"))
    client = small_app.test_client()

    found = calls(client, f"{QUESTION}{more}")

    assert MINISTRY in found[0].links
    assert "Police cooperation: Ministry of Internal Affairs" in found[0].text
    assert parse(client.get("/en/jurisdictions/TJ")).all(".call a")[0]["href"] == MINISTRY


def test_two_addresses_of_a_closed_desk_stand_together_after_the_number(with_desk: Flask) -> None:
    db.session.execute(delete(ContactDetail).where(ContactDetail.authority_key.in_(("tj-office", "tj-other-office"))))
    kept = {"network_key": "casc", "audience": "practitioners"}
    factories.add(factories.contact("a-duty@tj.example", "tj-office", **kept))
    factories.add(factories.contact("desk@tj.example", "tj-office", network_key="casc"))
    reader = people.signed_in(with_desk, factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ"))

    number, desk = calls(reader, QUESTION)

    assert MINISTRY in number.links
    assert {"mailto:a-duty@tj.example", "mailto:desk@tj.example"} <= set(desk.links)
    assert desk.text.count("closed now") == 1


def test_a_number_without_hours_says_so_and_nobody_is_known_to_answer(small_app: Flask) -> None:
    factories.add(factories.contact(DESK, ADDRESSEE, means="phone"))

    shown = parse(small_app.test_client().get(f"{QUESTION}&urgent=1")).one("dl.essentials")

    assert "Hours not published" in shown.one(".number").text
    assert "Nobody is known to answer there at this hour." in shown.text


def test_the_number_of_an_authority_has_the_hours_of_the_desk_that_answers_it(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    hours = factories.english("Monday to Friday, 08:00 to 17:00")
    data = {"network_key": "budapest-24-7", "cover": "working_hours", "hours": hours}
    factories.add(factories.contact(DESK, ADDRESSEE, means="phone"))
    factories.add(factories.focal_point("tj-desk", ADDRESSEE, **data))

    [number] = calls(small_app.test_client(), QUESTION)

    assert "closed now, opens on Wed, 2 Dec, 08:00 there" in number.text


def test_an_urgent_answer_leaves_out_what_a_caller_abroad_cannot_use(small_app: Flask) -> None:
    factories.add(factories.contact(DESK, ADDRESSEE, means="phone"))
    factories.add(factories.authority("tj-ncb", jurisdiction_key="TJ", authority_kind="interpol_ncb"))
    factories.add(factories.contact("115", "tj-ncb", means="phone"))
    add_desk("tj-cyber", "tj-cyber-office", jurisdiction_key="TJ", network_key="budapest-24-7")
    factories.add(factories.contact("cyber@tj.example", "tj-cyber-office"))

    found = calls(small_app.test_client(), f"{QUESTION}&urgent=1")

    assert [link for one in found for link in one.links if link.startswith(("tel:", "mailto:"))] == [
        "tel:+992372000001"
    ]


def test_the_desk_for_other_measures_comes_after_the_authority(small_app: Flask) -> None:
    factories.add(factories.contact(DESK, ADDRESSEE, means="phone"))
    add_desk("tj-cyber", "tj-cyber-office", jurisdiction_key="TJ", network_key="budapest-24-7")
    factories.add(factories.contact(FALLBACK, "tj-cyber-office", means="phone"))

    found = calls(small_app.test_client(), f"{QUESTION}&urgent=1")

    assert [link for one in found for link in one.links if link.startswith("tel:")] == [
        *("tel:+992372000001", "tel:+992372000002")
    ]


def test_only_the_restricted_lines_that_an_urgent_answer_shows_are_recorded(small_app: Flask) -> None:
    factories.add(factories.contact(DESK, ADDRESSEE, means="phone", audience="practitioners"))
    add_desk("tj-cyber", "tj-cyber-office", jurisdiction_key="TJ", network_key="budapest-24-7")
    factories.add(factories.contact("cyber@tj.example", "tj-cyber-office", audience="practitioners"))
    reader = people.signed_in(small_app, factories.account(Role.PRACTITIONER, jurisdiction_key="KZ"))

    found = calls(reader, f"{QUESTION}&urgent=1")

    assert [link for one in found for link in one.links if link.startswith(("tel:", "mailto:"))] == [
        "tel:+992372000001"
    ]
    assert db.session.scalars(select(Disclosure.key)).all() == [ADDRESSEE]
