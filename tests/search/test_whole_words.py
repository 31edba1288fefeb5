"""A restricted detail is found by the whole of what it says alone, and whoever finds it has looked."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.access.disclosure_log import MOST_ENTRIES
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.models import Account, Disclosure
from directory.search.queries import SearchQuery, find
from directory.search.suggestions import suggestions
from directory.vocabulary import Audience, Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.people import with_token

OFFICE, ABROAD = "authority:test-authority", "authority:liaison"
COORDINATOR = Viewer(Role.COORDINATOR, None, "KG")
NOTE = (
    "Ask Zanvernote-Grondel, room 17-403, code ZQ7K-88. Ring +996 555 70 80 90 or zanvernote@mail.example.org;"
    " 机密联系人 d’Orquinal الزنفرية"
)


def entries() -> Iterator[object]:
    yield factories.authority(coordinator_note=factories.english(NOTE))
    yield factories.authority("liaison", name=factories.english("Liaison Bureau"), jurisdiction_key="KG")
    restricted = {"audience": Audience.PRACTITIONERS}
    yield factories.contact("+996 312 66 12 34", means="phone", **restricted)
    yield factories.contact("0312 70-71-72 (nightly)", means="fax", **restricted)
    yield factories.contact("zanver.duty@police.example.org", **restricted)
    yield factories.contact("https://www.zanver.example.org/duty/", means="website", **restricted)
    yield factories.contact("+7 495 123-45-67", "liaison", means="phone", **restricted)


@pytest.fixture(scope="module")
def filled(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("whole") / "data"))
    with app.app_context():
        factories.add(*entries())
        yield app


def found(text: str, viewer: Viewer = COORDINATOR) -> tuple[str, ...]:
    return find(viewer, SearchQuery(text)).keys


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("+996 312 66 12 34", OFFICE),
        ("+996312661234", OFFICE),
        ("00996 (312) 66.12.34", OFFICE),
        ("996-312-66-12-34", OFFICE),
        ("0312 661234", OFFICE),
        ("(0312) 66 12 34", OFFICE),
        ("312661234", OFFICE),
        ("+996 (0) 312 66 12 34", OFFICE),
        ("٠٣١٢٦٦١٢٣٤", OFFICE),
        ("+996 312 707172", OFFICE),
        ("0312707172", OFFICE),
        ("+996555708090", OFFICE),
        ("0555 70 80 90", OFFICE),
        ("+7 (495) 123 45 67", ABROAD),
        ("0074951234567", ABROAD),
        ("zanver.duty@police.example.org", OFFICE),
        ("ZANVER.DUTY@POLICE.EXAMPLE.ORG", OFFICE),
        ("mailto:zanver.duty@police.example.org", OFFICE),
        ("<zanvernote@mail.example.org>", OFFICE),
        ("www.zanver.example.org/duty", OFFICE),
        ("zanver.example.org/duty", OFFICE),
        ("zanvernote", OFFICE),
        ("grondel", OFFICE),
        ("Zanvernote Grondel", OFFICE),
        ("17-403", OFFICE),
        ("17403", OFFICE),
        ("ZQ7K-88", OFFICE),
        ("zq7k88", OFFICE),
        ("机密联系人", OFFICE),
        ("orquinal", OFFICE),
        ("زنفرية", OFFICE),
    ],
)
def test_a_restricted_word_is_found_whole_in_any_writing(filled: Flask, text: str, entry: str) -> None:
    assert found(text) == (entry,)
    assert entry not in found(text, ANONYMOUS)


def test_a_restricted_word_narrows_like_any_other(filled: Flask) -> None:
    assert found("office 0312 661234") == (OFFICE,)
    assert found("kyrgyzstan zanver.duty@police.example.org") == (OFFICE,)


def test_no_part_of_a_restricted_number_finds_its_entry(filled: Flask) -> None:
    whole, national = "996312661234", "312661234"
    parts = {whole[first:after] for first, after in combinations(range(len(whole) + 1), 2)} - {whole, national}

    assert {part for part in parts if OFFICE in found(part)} == set()
    assert {part for part in parts if OFFICE in found(f"office +{part}")} == {
        part for part in parts if OFFICE in found(f"office +{part}", ANONYMOUS)
    }


@pytest.mark.parametrize(
    "text",
    [
        "4951234567",
        "495 123 45 67",
        "61234",
        "66 12 34",
        "zanver.duty",
        "zanver",
        "duty@police.example.org",
        "police.example.org",
        "zanver.duty@police",
        "zanver.example.org",
        "zanvernot",
        "zanvernotee",
        "zanvernoet",
        "sborni",
        "zbornik",
        "403",
        "17",
        "zq7k",
        "88",
        "机密",
        "联系人",
    ],
)
def test_a_part_or_a_likeness_of_a_restricted_word_finds_nothing(filled: Flask, text: str) -> None:
    results, of_a_visitor = find(COORDINATOR, SearchQuery(text)), find(ANONYMOUS, SearchQuery(text))

    assert results == of_a_visitor
    assert suggestions(COORDINATOR, text, "en") == suggestions(ANONYMOUS, text, "en")


@pytest.fixture
def person(filled: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def client(filled: Flask, person: Account) -> FlaskClient:
    return with_token(filled, person)


def looks(person: Account) -> list[tuple[str, str, tuple[str, ...]]]:
    db.session.rollback()
    rows = db.session.scalars(select(Disclosure).where(Disclosure.account_id == person.id).order_by(Disclosure.id))
    return [(row.kind, row.key, row.details) for row in rows]


@pytest.mark.parametrize("address", ["/en/search?q={}", "/api/v1/search?q={}", "/api/v1/suggest?q={}"])
@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("0312661234", "contact_detail.value"),
        ("zanver.duty@police.example.org", "contact_detail.value"),
        ("zanvernote", "coordinator_note"),
        ("zanvernote office", "coordinator_note"),
    ],
)
def test_what_a_search_finds_by_a_restricted_word_is_recorded_as_a_look(
    client: FlaskClient, person: Account, address: str, text: str, detail: str
) -> None:
    for _ in range(2):
        client.get(address.format(text))

    assert looks(person) == [("authority", "test-authority", (detail,))] * 2


@pytest.mark.parametrize("text", ["office of tests", "0312661235", "zanvernot", "031266"])
def test_what_a_search_finds_by_public_words_is_no_look(client: FlaskClient, person: Account, text: str) -> None:
    client.get(f"/en/search?q={text}")

    assert looks(person) == []


@pytest.mark.parametrize("narrowed", ["page=9", "kind=treaty"])
def test_a_count_of_what_is_not_on_the_page_is_a_look_too(client: FlaskClient, person: Account, narrowed: str) -> None:
    client.get(f"/en/search?q=0312661234&{narrowed}")

    assert looks(person) == [("authority", "test-authority", ("contact_detail.value",))]


def reach_the_ceiling(person: Account) -> None:
    shown = (f"other-{number}" for number in range(MOST_ENTRIES))
    factories.add(*(Disclosure(account_id=person.id, kind="authority", key=key, details=("value",)) for key in shown))


@pytest.mark.parametrize(
    "address", ["/en/search?q=0312661234", "/api/v1/search?q=0312661234", "/api/v1/suggest?q=zanvernote"]
)
def test_a_search_beyond_the_ceiling_answers_as_to_a_visitor_and_says_why(
    client: FlaskClient, person: Account, address: str
) -> None:
    reach_the_ceiling(person)

    page = client.get(address)

    assert page.status_code == 200
    assert f"details that are not public of {MOST_ENTRIES} entries today" in page.text
    assert "test-authority" not in page.text
    assert len(looks(person)) == MOST_ENTRIES


def test_what_public_words_find_stays_open_beyond_the_ceiling(client: FlaskClient, person: Account) -> None:
    reach_the_ceiling(person)

    assert client.get("/api/v1/search?q=office+of+tests&kind=authority").json["total"] == 1
