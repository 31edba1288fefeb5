"""The card above the results names whom to call in the State that is asked, as far as the reader may know."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from directory import clock
from directory.extensions import db
from directory.focal_points.contacts import as_read
from directory.models import Competence, ContactDetail, Disclosure
from directory.search import sync
from directory.vocabulary import Role
from tests import factories, people
from tests.focal_points.desks import add_desk, add_rota
from tests.html import parse

PUBLIC, DUTY, UNUSED = "+992 372 000 001", "+992 372 000 002", "+992 372 000 003"
# As a phone dials them: the restricted line of the desk, and the line of another desk.
OWN, OTHER_DESK, OFFICE_LINE = "tel:+992372000002", "tel:+992372000003", "tel:+992372000001"
MINISTRY = "tel:+992372212121"
QUESTION = "hearing of a witness Tajikistan"
# What is asked, and the States for which a card stands.
ASKED = (
    (QUESTION, ["TJ"]),
    ("whom do I call in Tajikistan", ["TJ"]),
    ("Kyrgyzstan Tajikistan", ["TJ", "KG"]),
    ("Tajikistan", ["TJ"]),
    ("Dushanbe", ["TJ"]),
    ("prosecutor general Tajikistan", ["TJ"]),
)
# Other words beside the State: some that entries contain, some that none has, some mistyped.
BESIDE_OTHER_WORDS = (
    ("жертва торговли людьми Казахстан", "KZ"),
    ("человек в опасности Баку", "AZ"),
    ("запрос в Узбекистан", "UZ"),
    ("незаконный ввоз мигрантов Кыргызстан", "KG"),
    ("жабырлануучу Өзбекстан", "UZ"),
    ("Казакстанга суроо-талап", "KZ"),
    ("адам сатуу Өзбекстан", "UZ"),
    ("ضحية اتجار كازاخستان", "KZ"),
    ("الاتجار بالبشر كازاخستان", "KZ"),
    ("طلب إلى كازاخستان", "KZ"),
    ("пракуратура казахстана", "KZ"),
    ("генпракуратура таджикистана", "TJ"),
    ("дежурка Ташкент", "UZ"),
    ("дижурный казахстан", "KZ"),
    ("shelter for animals Tajikistan", "TJ"),
)


@pytest.fixture
def with_desk(small_app: Flask) -> Flask:
    """Store a desk in Tajikistan with a public and a restricted line of its own."""
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ")
    factories.add(factories.contact(PUBLIC, "tj-office", means="phone"))
    for number in (DUTY, UNUSED):
        kept = {"audience": "network", "network_key": "casc"}
        factories.add(factories.contact(number, "tj-office", means="phone", **kept))
    sync.catch_up()
    return small_app


def member_of(app: Flask, *networks: str) -> Any:
    return people.signed_in(app, factories.account(Role.PRACTITIONER, networks, jurisdiction_key="KZ"))


def card_of(client: Any, text: str = QUESTION) -> Any:
    return parse(client.get("/en/search", query_string={"q": text})).all("main ul.tight li")[0]


def row_of(client: Any, address: str) -> Any:
    [row] = [one for one in parse(client.get(address)).all("main li") if "/en/focal-points/tj-desk" in one.links]
    return row


def call_of(app: Flask, text: str = QUESTION, client: Any = None) -> dict[str, Any]:
    [answer] = (client or app.test_client()).get("/api/v1/search", query_string={"q": text}).json["answers"]
    call: dict[str, Any] = answer["call"]
    return call


@pytest.mark.parametrize(("text", "states"), ASKED)
def test_a_card_stands_for_each_state_of_which_something_is_asked(
    small_app: Flask, text: str, states: list[str]
) -> None:
    answers = small_app.test_client().get("/api/v1/search", query_string={"q": text}).json["answers"]

    assert [one["to"] for one in answers if one["kind"] == "atlas"] == states


def test_the_whole_name_of_another_entry_of_a_state_has_no_card(client: FlaskClient) -> None:
    text = "Prosecutor General's Office of the Kyrgyz Republic"

    answer: Any = client.get("/api/v1/search", query_string={"q": text}).json

    assert (answer["answers"], answer["items"][0]["id"]) == ([], "kg-prosecutor-general")


@pytest.mark.parametrize(("text", "state"), BESIDE_OTHER_WORDS)
def test_the_card_of_a_state_has_the_number_with_which_its_page_begins_whatever_else_the_text_says(
    client: FlaskClient, text: str, state: str
) -> None:
    page = parse(client.get(f"/en/jurisdictions/{state}"))

    card = card_of(client, text)

    lines = [[link for link in shown.links if link.startswith("tel:")] for shown in (card, page.one("main"))]
    assert f"/en/jurisdictions/{state}" in card.links
    assert lines[0][:1] == lines[1][:1]


def test_a_visitor_is_shown_the_public_line_with_the_time_there(with_desk: Flask) -> None:
    card = card_of(with_desk.test_client())

    assert [link for link in card.links if link.startswith("tel:")] == ["tel:+992372000001"]
    assert "Office line" in card.text
    assert card.one("time")["data-zone"] == "Asia/Dushanbe"


def test_a_member_is_shown_the_line_of_the_desk_beside_the_public_one_and_each_time_is_recorded(
    with_desk: Flask,
) -> None:
    member = member_of(with_desk, "casc")

    card = card_of(member)

    assert [link for link in card.links if link.startswith("tel:")] == [OWN, OFFICE_LINE]
    assert "Duty line" in card.text
    shown = db.session.execute(select(Disclosure.kind, Disclosure.key, Disclosure.details)).all()
    assert [(kind, key, tuple(details)) for kind, key, details in shown] == [
        ("authority", "tj-office", ("contact_detail.means", "contact_detail.value"))
    ]


def test_a_member_of_another_network_is_shown_what_a_visitor_is_and_nothing_is_recorded(with_desk: Flask) -> None:
    card = card_of(member_of(with_desk, "globe"))

    assert [link for link in card.links if link.startswith("tel:")] == ["tel:+992372000001"]
    assert db.session.scalars(select(Disclosure)).all() == []


def test_the_api_names_the_same_line(with_desk: Flask) -> None:
    call = call_of(with_desk)

    assert (call["id"], call["line"], call["value"], call["time_zone"]) == (
        *("tj-desk", "office", PUBLIC),
        "Asia/Dushanbe",
    )


def test_the_api_names_the_public_line_beside_a_restricted_one(with_desk: Flask) -> None:
    member = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ")

    own = call_of(with_desk, client=people.with_token(with_desk, member))

    assert (own["line"], own["value"]) == ("desk", DUTY)
    assert (own["public"]["line"], own["public"]["value"]) == ("office", PUBLIC)
    assert call_of(with_desk)["public"] is None


@pytest.mark.parametrize(
    ("shifts", "numbers"),
    [((1, 2), [OTHER_DESK, OWN, OFFICE_LINE]), ((-1, 1), [OWN, OFFICE_LINE, OTHER_DESK])],
)
def test_the_fallback_lines_come_first_if_nobody_is_on_duty(
    with_desk: Flask, shifts: tuple[int, int], numbers: list[str]
) -> None:
    member = factories.account(Role.PRACTITIONER, ["casc"], ["tj-desk"], jurisdiction_key="TJ")
    add_rota("tj-desk", (member.id, *shifts))
    add_desk("tj-other-desk", "tj-other-office", jurisdiction_key="TJ", network_key="budapest-24-7")
    factories.add(factories.contact(UNUSED, "tj-other-office", means="phone"))
    sync.catch_up()

    lines = [link for link in card_of(people.signed_in(with_desk, member)).links if link.startswith("tel:")]

    assert lines == numbers


@pytest.mark.parametrize("text", [QUESTION, "Tajikistan"])
def test_a_desk_with_nobody_on_duty_comes_after_the_number_of_the_state(small_app: Flask, text: str) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ")
    member = factories.account(Role.PRACTITIONER, ["casc"], ["tj-desk"], jurisdiction_key="TJ")
    factories.add(factories.contact(DUTY, "tj-office", means="phone", audience="network", network_key="casc"))
    add_rota("tj-desk", (member.id, 1, 2))
    sync.catch_up()
    browser = people.signed_in(small_app, member)

    shown = {
        "card": card_of(browser, text),
        "page": parse(browser.get("/en/jurisdictions/TJ")).one("section[aria-labelledby=contact]"),
        "home": next(row for row in parse(browser.get("/en/")).all("table.members tr") if "Tajikistan" in row.text),
        "board": row_of(browser, "/en/focal-points?jurisdiction=TJ"),
        "hit": row_of(browser, "/en/search?q=tj-desk&kind=focal_point"),
    }

    firsts = {place: next(link for link in one.links if link.startswith("tel:")) for place, one in shown.items()}
    assert firsts == dict.fromkeys(shown, MINISTRY)


def test_a_card_of_two_states_says_whether_the_desk_is_closed_and_names_the_line_that_answers(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, 17, 30, tzinfo=UTC))
    hours = factories.english("Monday to Friday, 08:00 to 17:00")
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover="working_hours", hours=hours)
    factories.add(factories.contact(PUBLIC, "tj-office", means="phone", network_key="casc"))
    sync.catch_up()

    card = card_of(small_app.test_client(), "hearing of a witness in Tajikistan for Kazakhstan")

    assert [link for link in card.links if link.startswith("tel:")] == [MINISTRY, OFFICE_LINE]
    assert "closed now, opens on Wed, 2 Dec, 08:00 there" in card.text
    assert "Hours not published" in card.text


@pytest.fixture
def with_mail_alone(small_app: Flask) -> Flask:
    """Store a desk in Tajikistan that has a mail address alone. The ministry of internal affairs has a number."""
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover="on_call")
    factories.add(factories.contact("desk@tj.example", "tj-office", network_key="casc"))
    sync.catch_up()
    return small_app


@pytest.mark.parametrize("text", ["extradition Tajikistan", "Tajikistan", "Dushanbe", "urgent Tajikistan"])
def test_without_a_number_of_the_desk_the_number_of_the_page_of_the_state_comes_first(
    with_mail_alone: Flask, text: str
) -> None:
    client = with_mail_alone.test_client()

    card, page = card_of(client, text), parse(client.get("/en/jurisdictions/TJ"))

    assert next(link for link in card.links if link.startswith(("tel:", "mailto:"))) == MINISTRY
    assert page.all(".call a")[0]["href"] == MINISTRY


@pytest.mark.parametrize("address", ["/en/focal-points?jurisdiction=TJ", "/en/focal-points/tj-desk"])
def test_the_board_and_the_page_of_a_desk_without_a_number_name_the_number_of_its_state_first(
    with_mail_alone: Flask, address: str
) -> None:
    page = parse(with_mail_alone.test_client().get(address)).one("main")

    assert next(link for link in page.links if link.startswith(("tel:", "mailto:"))) == MINISTRY


def test_the_filters_of_the_board_are_folded_and_say_what_is_set(with_mail_alone: Flask) -> None:
    page = parse(with_mail_alone.test_client().get("/en/focal-points?jurisdiction=TJ&reachable=now"))

    assert not page.one("details.fold-wide").has("open")
    assert page.one("details.fold-wide summary").text == "Filters: Tajikistan and Reachable now"


def test_the_number_of_another_office_is_named_with_its_function(with_mail_alone: Flask) -> None:
    call = call_of(with_mail_alone, "extradition Tajikistan")

    assert (call["id"], call["value"], call["steps_first"]) == ("tj-desk", "desk@tj.example", True)
    [step] = call["steps"]
    assert step["label"] == "Police cooperation"
    assert [one["name"] for one in step["offices"]] == ["Ministry of Internal Affairs of the Republic of Tajikistan"]


def test_the_card_of_a_state_alone_leads_to_its_page_and_to_how_to_send_a_request(with_desk: Flask) -> None:
    card = card_of(with_desk.test_client(), "Tajikistan")

    assert {"/en/jurisdictions/TJ", "/en/focal-points/tj-desk", "/en/atlas?to=TJ"} <= set(card.links)
    assert "How to send a request to" in card.text


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("victim trafficking Dushanbe", "tip"),
        ("trafficking Tajikistan", "tip"),
        ("торговля людьми Душанбе", "tip"),
        ("контрабанда мигрантов Таджикистан", "som"),
    ],
)
def test_an_offence_without_a_measure_has_the_number_of_the_state_and_goes_into_the_link(
    with_desk: Flask, text: str, offence: str
) -> None:
    client = with_desk.test_client()

    card, alone = card_of(client, text), card_of(client, "Tajikistan")

    first = [next(link for link in one.links if link.startswith("tel:")) for one in (card, alone)]
    assert first[0] == first[1]
    assert f"/en/atlas?to=TJ&offence={offence}" in card.links


def test_a_step_without_a_line_is_not_named_first(with_mail_alone: Flask) -> None:
    factories.add(factories.authority("tj-ncb", jurisdiction_key="TJ", authority_kind="interpol_ncb"))
    sync.catch_up()

    assert "/en/authorities/tj-ncb" not in card_of(with_mail_alone.test_client(), "extradition Tajikistan").links


@pytest.mark.parametrize("state", ["AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ"])
def test_a_state_alone_has_the_number_with_which_its_page_begins(client: FlaskClient, state: str) -> None:
    page = parse(client.get(f"/en/jurisdictions/{state}"))

    card = card_of(client, page.one("h1").text)

    lines = [[link for link in shown.links if link.startswith("tel:")] for shown in (card, page.one("main"))]
    assert lines[0][:1] == lines[1][:1]


@pytest.mark.parametrize(
    ("text", "number", "label"),
    [
        ("Кувейт", "tel:+96525589696", "Coordination against trafficking"),
        ("Israel", "tel:+972747481836", "Judicial assistance in civil matters"),
    ],
)
def test_a_state_without_a_number_for_assistance_has_that_of_another_authority_and_says_what_it_is(
    client: FlaskClient, text: str, number: str, label: str
) -> None:
    card = card_of(client, text)
    state = next(link for link in card.links if link.startswith("/en/jurisdictions/"))
    contacts = parse(client.get(state)).one("section[aria-labelledby=contact]")

    for shown in (card, contacts):
        assert number in shown.links
        assert label in shown.text
    assert number not in card_of(client, f"{text} extradition").links


def test_the_number_of_an_international_organization_is_not_that_of_the_state(small_app: Flask) -> None:
    db.session.execute(delete(ContactDetail))
    for office, kind in (("tj-mission", "international_organization"), ("tj-ngo-hotline", "hotline")):
        factories.add(factories.authority(office, jurisdiction_key="TJ", authority_kind=kind))
    factories.add(factories.contact(PUBLIC, "tj-mission", means="phone"))
    factories.add(factories.contact(UNUSED, "tj-ngo-hotline", means="phone"))
    sync.catch_up()

    links = card_of(small_app.test_client(), "Tajikistan").links

    assert OTHER_DESK in links
    assert OFFICE_LINE not in links


def test_a_number_that_is_dialled_inside_the_country_is_no_fallback(with_desk: Flask) -> None:
    factories.add(factories.authority("tj-ncb", jurisdiction_key="TJ", authority_kind="interpol_ncb"))
    factories.add(factories.contact("102", "tj-ncb", means="phone"))
    sync.catch_up()

    card = card_of(with_desk.test_client())

    assert OFFICE_LINE in card.links
    assert "/en/authorities/tj-ncb" not in card.links


def test_a_desk_for_other_measures_is_not_named(small_app: Flask) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", network_key="budapest-24-7")
    factories.add(factories.contact(PUBLIC, "tj-office", means="phone"))
    sync.catch_up()

    assert call_of(small_app, "preservation of computer data Tajikistan")["id"] == "tj-desk"
    assert call_of(small_app) is None


def test_a_state_without_a_desk_has_the_line_of_an_office_for_the_measure(small_app: Flask) -> None:
    factories.add(factories.authority("tj-office", jurisdiction_key="TJ"))
    factories.add(Competence(key="tj-office:one", authority_key="tj-office", function="extradition"))
    factories.add(factories.contact(PUBLIC, "tj-office", means="phone"))
    sync.catch_up()

    call = call_of(small_app, "extradition Tajikistan")
    assert (call["kind"], call["id"], call["line"], call["value"]) == ("authority", "tj-office", "office", PUBLIC)


def test_without_a_line_for_the_measure_that_for_assistance_in_general_is_named(small_app: Flask) -> None:
    for office, function in (("tj-one", "extradition"), ("tj-two", "mutual_legal_assistance")):
        factories.add(factories.authority(office, jurisdiction_key="TJ"))
        factories.add(Competence(key=f"{office}:one", authority_key=office, function=function))
    factories.add(factories.contact(PUBLIC, "tj-two", means="phone"))
    sync.catch_up()

    assert call_of(small_app, "extradition Tajikistan")["id"] == "tj-two"


def test_of_several_offices_only_the_one_that_is_named_is_recorded(small_app: Flask) -> None:
    for office in ("tj-one", "tj-two"):
        factories.add(factories.authority(office, jurisdiction_key="TJ"))
        factories.add(Competence(key=f"{office}:one", authority_key=office, function="extradition"))
        factories.add(factories.contact(DUTY, office, means="phone", audience="practitioners"))
    sync.catch_up()

    card = card_of(member_of(small_app, "casc"), "extradition Tajikistan")

    assert [link for link in card.links if link.startswith("tel:")] == [OWN]
    assert len(db.session.scalars(select(Disclosure)).all()) == 1


def test_a_state_without_any_line_leads_to_its_page(small_app: Flask) -> None:
    card = card_of(small_app.test_client())

    assert "/en/jurisdictions/TJ" in card.links


PAIRS = (
    "Kazakhstan Uzbekistan return of a victim",
    "Armenia Georgia return of a victim",
    "Kazakhstan Uzbekistan bank data",
    "Armenia Georgia hearing of a witness",
    "Kyrgyzstan Netherlands extradition",
)


@pytest.mark.parametrize("text", PAIRS)
def test_the_card_and_the_answer_of_the_atlas_name_the_same_number(client: FlaskClient, text: str) -> None:
    answers = client.get("/api/v1/search", query_string={"q": text}).json["answers"]  # type: ignore[index]

    cards, pages = {}, {}
    for one in (one for one in answers if one["kind"] == "atlas"):
        pair = one["from"], one["to"]
        question = {"from": pair[0], "to": pair[1], "measure": one["measure"], "offence": one["offence"] or "other"}
        shown = parse(client.get("/en/atlas", query_string=question)).all("dl.essentials .call .value bdi")
        cards[pair] = as_read(one["call"]["means"], one["call"]["value"]) if one["call"] else None
        pages[pair] = shown[0].text if shown else None

    assert len(cards) == 2
    assert cards == pages


REMARK = "This directory knows no contact of such an institution in this State"


@pytest.mark.parametrize(
    ("text", "office", "is_of_another"),
    [
        ("customs Tajikistan", "tj-customs", False),
        ("таможня Душанбе", "tj-customs", False),
        ("call the police Tajikistan", "tj-ministry-of-interior", False),
        ("security service Tajikistan", "tj-office", True),
        ("Tajikistan", "tj-office", False),
        ("court Tajikistan", "tj-office", False),
    ],
)
def test_a_question_for_an_institution_is_answered_by_one_of_that_kind_or_says_whose_number_it_is(
    with_desk: Flask, text: str, office: str, is_of_another: bool
) -> None:
    factories.add(factories.authority("tj-customs", jurisdiction_key="TJ", authority_kind="customs"))
    factories.add(factories.contact("+992 372 000 009", "tj-customs", means="phone"))
    sync.catch_up()

    card = card_of(with_desk.test_client(), text)
    answer = with_desk.test_client().get("/api/v1/search", query_string={"q": text}).json

    [call] = [one["call"] for one in answer["answers"] if one["kind"] == "atlas"]
    assert call["id"] in (office, office.replace("office", "desk"))
    assert (REMARK in card.text) == is_of_another
    assert any(REMARK in one for one in answer["warnings"]) == is_of_another
