"""Search for signed-in people: they find what they may see, and nothing tells anyone of the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.access.provenance import KEYS_PER_QUERY
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.models import Authority, ContactDetail, FocalPoint, NetworkMember, RestrictedWord
from directory.search import presenters, restricted_terms, sync
from directory.search.presenters import SearchPage
from directory.search.queries import SearchQuery
from directory.search.suggestions import suggestions
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import copy_of, make_app
from tests.stored import add_states

pytestmark = pytest.mark.usefixtures("index_at_once")

OFFICE, OTHER, DESK = "authority:test-authority", "authority:other-office", "focal_point:test-desk"

PRACTITIONER = Viewer(Role.PRACTITIONER, 1, "GE")
MEMBER = Viewer(Role.PRACTITIONER, 2, "KZ", frozenset({"casc"}))
COORDINATOR = Viewer(Role.COORDINATOR, 3, "KG")
NETWORK_COORDINATOR = Viewer(Role.COORDINATOR, 4, "", frozenset({"casc"}))
OTHER_COORDINATOR = Viewer(Role.COORDINATOR, 5, "GE", frozenset({"casc"}))
WITHOUT_SCOPE = Viewer(Role.COORDINATOR, 6)
ADMINISTRATOR = Viewer(Role.ADMINISTRATOR, 7)
EVERYONE = (
    ANONYMOUS,
    PRACTITIONER,
    MEMBER,
    COORDINATOR,
    NETWORK_COORDINATOR,
    OTHER_COORDINATOR,
    WITHOUT_SCOPE,
    ADMINISTRATOR,
)
SEES = {
    "zanverpublic": {*EVERYONE},
    "zanverline@example.org": {*EVERYONE} - {ANONYMOUS},
    "zanvernetwork@example.org": {MEMBER, NETWORK_COORDINATOR, OTHER_COORDINATOR, ADMINISTRATOR},
    "zanvermembers": {MEMBER, NETWORK_COORDINATOR, OTHER_COORDINATOR, ADMINISTRATOR},
    "zanvernote": {COORDINATOR, NETWORK_COORDINATOR, ADMINISTRATOR},
    "zanverholder": {*EVERYONE} - {ANONYMOUS},
}


def entries() -> Iterator[Authority | ContactDetail | FocalPoint]:
    note = "Sbornik ЗанверПримечание zanvernote zanvershared"
    yield factories.authority(coordinator_note=factories.english(note), note=factories.english("zanverpublic"))
    shared = factories.english("zanvershared")
    yield factories.authority("other-office", name=factories.english("Second Bureau"), coordinator_note=shared)
    yield factories.contact("zanverline@example.org", audience=Audience.PRACTITIONERS, held_by="Ms Zanverholder")
    yield factories.contact("zanvernetwork@example.org", audience=Audience.NETWORK, network_key="casc")
    yield factories.contact("+996 000 123 456", means="phone", audience=Audience.PRACTITIONERS)
    yield factories.contact("+996 000 654 321", means="phone")
    yield factories.contact("zanverstate@example.org", "other-office", audience=Audience.NETWORK)
    yield FocalPoint(
        key="test-desk",
        authority_key="other-office",
        network_key="casc",
        cover="on_call",
        members_note=factories.english("zanvermembers zanvershared"),
    )


@pytest.fixture(scope="module")
def filled_folder(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data of a few States and two offices with details that are not for everyone."""
    folder = copy_of(few_states, tmp_path_factory.mktemp("people") / "data")
    with make_app(folder).app_context():
        factories.add(*entries())
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def people_app(filled_folder: Path) -> Iterator[Flask]:
    app = make_app(filled_folder)
    with app.app_context():
        yield app


@pytest.fixture
def changing_app(filled_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(copy_of(filled_folder, tmp_path / "data"))
    with app.app_context():
        yield app


def asked(viewer: Viewer, text: str, **filters: tuple[str, ...]) -> SearchPage:
    return presenters.page(viewer, SearchQuery(text, filters), "en")


def found(viewer: Viewer, text: str, **filters: tuple[str, ...]) -> list[str]:
    return [f"{hit.link.kind}:{hit.link.key}" for hit in asked(viewer, text, **filters).hits]


@pytest.mark.long(each=2)
@pytest.mark.parametrize("word", SEES)
def test_a_word_is_found_by_those_who_may_read_it_and_by_no_one_else(people_app: Flask, word: str) -> None:
    home = DESK if word == "zanvermembers" else OFFICE

    for text in (word, word.upper()):
        assert {viewer for viewer in EVERYONE if home in found(viewer, text)} == SEES[word], text


@pytest.mark.parametrize("text", ["zanvernote", "ЗАНВЕРПРИМЕЧАНИЕ", "zanvernote sbornik", "zanvernote office of tests"])
def test_words_of_public_and_restricted_details_find_an_entry_together(people_app: Flask, text: str) -> None:
    assert found(COORDINATOR, text) == [OFFICE]


def test_restrictions_stand_inside_the_count_the_facets_and_the_filters(people_app: Flask) -> None:
    page = asked(ADMINISTRATOR, "zanvershared")
    kinds = {value.value: value.count for facet in page.facets if facet.field == "kind" for value in facet.values}

    assert page.total == 3
    assert kinds == {"authority": 2, "focal_point": 1}
    assert found(ADMINISTRATOR, "zanvershared", kind=("focal_point",)) == [DESK]
    assert asked(ADMINISTRATOR, "zanvershared", jurisdiction=("KZ",)).total == 0
    queries = [SearchQuery("zanvershared", page=number, per_page=2) for number in (1, 2)]
    first, second = (presenters.page(ADMINISTRATOR, query, "en") for query in queries)
    assert [len(first.hits), len(second.hits), first.total, second.total] == [2, 1, 3, 3]


def test_a_suggestion_is_found_by_what_the_reader_may_see(people_app: Flask) -> None:
    assert [one.hit.link.key for one in suggestions(COORDINATOR, "zanvernote", "en")[0]] == ["test-authority"]
    assert suggestions(OTHER_COORDINATOR, "zanvernote", "en") == suggestions(ANONYMOUS, "zanvernote", "en")


@pytest.mark.parametrize("word", [word for word in SEES if word != "zanverpublic"])
def test_whoever_may_not_read_a_word_is_answered_as_a_visitor_is(people_app: Flask, word: str) -> None:
    for viewer in {*EVERYONE} - SEES[word]:
        assert asked(viewer, word) == asked(ANONYMOUS, word)


def test_what_an_entry_was_found_by_does_not_stand_on_its_card(people_app: Flask) -> None:
    for word in SEES:
        assert "zanver" not in repr(asked(ADMINISTRATOR, word).hits).lower()


def test_a_visitors_search_does_not_touch_the_table(people_app: Flask) -> None:
    with counted_statements() as statements:
        asked(ANONYMOUS, "zanvernote tests")
    with counted_statements() as of_a_person:
        asked(PRACTITIONER, "zanvernote tests")

    assert [one for one in statements if "restricted_word" in one] == []
    assert len([one for one in of_a_person if "restricted_word" in one]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "+996 000 654 321",
        "996000654321",
        "00996000654321",
        "+996 (000) 65-43-21",
        "0000654321",
        "996 000 65",
        "000654321",
    ],
)
def test_a_public_number_finds_its_authority(people_app: Flask, text: str) -> None:
    assert found(ANONYMOUS, text) == [OFFICE]


@pytest.mark.parametrize(
    "text",
    ["+996 000 654 322", "996000645321", "9960006543210", "96000654321", "99600", "+996 000 123 456", "996000123456"],
)
def test_a_number_with_an_error_in_it_or_of_others_finds_nothing(people_app: Flask, text: str) -> None:
    assert OFFICE not in found(ANONYMOUS, text)


def test_a_number_that_is_not_for_everyone_is_found_by_those_who_may_read_it(people_app: Flask) -> None:
    assert found(PRACTITIONER, "+996 000 123 456") == [OFFICE]
    assert found(PRACTITIONER, "996000123") == []


def test_a_public_mail_address_finds_its_authority(people_app: Flask) -> None:
    assert found(ANONYMOUS, "info@moj.am") == ["authority:am-ministry-of-justice"]


def test_a_change_is_found_at_once_and_what_was_there_before_no_longer(changing_app: Flask) -> None:
    with committing():
        db.session.get_one(Authority, "test-authority").coordinator_note = factories.english("vortequin")

    assert found(COORDINATOR, "vortequin") == [OFFICE]
    assert found(COORDINATOR, "zanvernote") == []


def test_a_contact_that_goes_is_found_no_longer(changing_app: Flask) -> None:
    with committing():
        db.session.delete(db.session.get_one(ContactDetail, "test-authority:zanverline-at-example.org"))

    assert OFFICE not in found(PRACTITIONER, "zanverline@example.org")
    assert found(PRACTITIONER, "996000123456") == [OFFICE]


def test_a_contact_of_another_audience_is_found_by_that_one(changing_app: Flask) -> None:
    with committing():
        contact = db.session.get_one(ContactDetail, "test-authority:zanverline-at-example.org")
        contact.audience = Audience.COORDINATORS

    assert OFFICE not in found(PRACTITIONER, "zanverline@example.org")
    assert found(COORDINATOR, "zanverline@example.org") == [OFFICE]

    with committing():
        contact.audience = Audience.PUBLIC

    assert found(ANONYMOUS, "zanverline@example.org") == [OFFICE]


def test_a_contact_that_moves_leads_to_its_new_authority(changing_app: Flask) -> None:
    with committing():
        contact = db.session.get_one(ContactDetail, "test-authority:zanverline-at-example.org")
        contact.authority_key = "other-office"

    assert found(PRACTITIONER, "zanverline@example.org") == [OTHER]


def test_a_state_that_leaves_a_network_takes_its_contacts_with_it(changing_app: Flask) -> None:
    member = db.session.query(NetworkMember).filter_by(network_key="casc", jurisdiction_key="KG").one()
    assert found(MEMBER, "zanverstate@example.org") == [OTHER]

    with committing():
        db.session.delete(db.session.merge(member))

    assert OTHER not in found(MEMBER, "zanverstate@example.org")
    assert found(ADMINISTRATOR, "zanverstate@example.org") == [OTHER]


def write_and_fail() -> None:
    with committing():
        db.session.get_one(Authority, "test-authority").coordinator_note = factories.english("never")
        db.session.flush()
        restricted_terms.update_restricted_words()
        raise ZeroDivisionError


def test_what_is_rolled_back_leaves_no_word(changing_app: Flask) -> None:
    before = db.session.query(RestrictedWord).count()

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert db.session.query(RestrictedWord).count() == before


def test_as_many_keys_as_a_query_accepts_select_their_own_rows_alone(people_app: Flask) -> None:
    keys = ["test-authority", *(f"absent-{number}" for number in range(1, KEYS_PER_QUERY))]

    assert {row.key for row in restricted_terms.stored_rows(keys)} == {"test-authority"}


def test_words_that_are_missing_are_named_and_come_back_with_the_index(empty_app: Flask) -> None:
    add_states()
    factories.add(*entries())
    with committing():
        for row in db.session.query(RestrictedWord).filter_by(word="zanvernote"):
            db.session.delete(row)

    assert sync.differences() == ["authority:test-authority: its words for signed-in people differ."]

    sync.rebuild()

    assert sync.differences() == []
    assert found(COORDINATOR, "zanvernote") == [OFFICE]
