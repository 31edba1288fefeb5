"""What the rules of a State were on a past day: the page, the comparison and the API say the same."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.queries import viewer_of
from directory.audit.chain import erase
from directory.extensions import db
from directory.models import Disclosure, RequirementSheet, Rule
from directory.proposals import service
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.successions import retiring
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.changes import apply
from tests.conftest import copy_of, make_app
from tests.people import signed_in
from tests.test_leaks import audience

FIRST, SECOND, NOW = datetime(2027, 1, 10, 12, tzinfo=UTC), datetime(2027, 1, 20, 12, tzinfo=UTC), "2027-02-01"
ADDED, CHANGED, REMOVED = "kg:means-added", "kg:000", "kg:001"
TRANSLATED, LOADED = "kg:002", "kg:003"
SOURCE = "https://new.example.org"
NOTE = "Written on the tenth."
OLD_WORDS, NEW_WORDS, NEWEST_WORDS = "Prosecutor General's Office.", "By the courts, since January.", "By nobody."


def publish(at: datetime, *edits: Edit) -> None:
    with time_machine.travel(at, tick=False), committing():
        apply(1, list(edits))


def propose(at: datetime, edit: Edit) -> None:
    """Have a proposal written and published by two people, as on the pages."""
    author, decider = (viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG")) for _ in range(2))
    with time_machine.travel(at, tick=False):
        with committing():
            proposal = service.propose(author, ("requirement", "kg"), [edit])
            service.submit(author, proposal)
        with committing():
            service.publish(decider, proposal)


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site on which rules of KG changed twice; a sheet of KZ came, one of UZ went. Its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("versions") / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        source = StatedProvenance((SOURCE,), "2027", "sourced")
        propose(FIRST, Edit(EditAction.CHANGE, "rule", CHANGED, "text.en", OLD_WORDS, NEW_WORDS, source))
        propose(SECOND, Edit(EditAction.CHANGE, "rule", CHANGED, "text.en", NEW_WORDS, NEWEST_WORDS, source))
        added = {"sheet_key": "kg", "topic": "means", "text.en": "By courier.", "text.original": "en"}
        publish(FIRST, Edit(EditAction.CREATE, "rule", ADDED, "", None, added, source))
        publish(SECOND, Edit(EditAction.REMOVE, "rule", REMOVED, "", flat(db.session.get_one(Rule, REMOVED)), None))
        publish(SECOND, *retiring(db.session.get_one(RequirementSheet, "uz")))
        earlier = flat(db.session.get_one(Rule, TRANSLATED))["text.ru"]
        propose(SECOND, Edit(EditAction.CHANGE, "rule", TRANSLATED, "text.ru", earlier, "Перевод.", source))
        words = flat(db.session.get_one(Rule, LOADED))["text.en"]
        publish(FIRST, Edit(EditAction.CHANGE, "rule", LOADED, "text.en", words, "Loaded.", source))
        publish(FIRST, Edit(EditAction.CHANGE, "requirement", "kg", "note.en", None, NOTE, source))
        sheet = {"jurisdiction_key": "KZ", "measure": "freezing"}
        publish(FIRST, Edit(EditAction.CREATE, "requirement", "kz-freezing", "", None, sheet, source))
        yield app


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{NOW}T12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def rules(reader: FlaskClient, on: str, code: str = "KG") -> dict[str, Any]:
    """Return the rules of all sheets of a State by key, as the API gives them."""
    answer = reader.get(f"/api/v1/jurisdictions/{code}/requirements", query_string={"on": on, "per_page": 100})
    assert answer.status_code == 200
    return {rule["id"]: rule["details"] for sheet in answer.get_json()["items"] for rule in sheet["rules"]}


def sheet_keys(reader: FlaskClient, on: str, code: str) -> list[str]:
    items = reader.get(f"/api/v1/jurisdictions/{code}/requirements", query_string={"on": on}).get_json()["items"]
    return [item["id"] for item in items]


DAYS = [
    ("2027-01-09", OLD_WORDS, False, True),
    ("2027-01-10", NEW_WORDS, True, True),
    ("2027-01-19", NEW_WORDS, True, True),
    ("2027-01-20", NEWEST_WORDS, True, False),
    (NOW, NEWEST_WORDS, True, False),
    ("", NEWEST_WORDS, True, False),
]


@pytest.mark.parametrize(("on", "words", "has_added", "has_removed"), DAYS)
def test_the_rules_of_a_day_are_those_that_stood_at_its_end(
    reader: FlaskClient, on: str, words: str, *, has_added: bool, has_removed: bool
) -> None:
    found = rules(reader, on)

    assert found[CHANGED]["text"]["value"] == words
    assert (ADDED in found, REMOVED in found) == (has_added, has_removed)


# One of each wording.
@pytest.mark.long(each=2)
@pytest.mark.parametrize(("on", "words", "has_added", "has_removed"), DAYS)
def test_the_page_of_a_day_shows_the_same_rules(
    reader: FlaskClient, on: str, words: str, *, has_added: bool, has_removed: bool
) -> None:
    page = reader.get("/en/jurisdictions/KG/requirements", query_string={"on": on}).text.replace("&#39;", "'")

    assert [one for one in (OLD_WORDS, NEW_WORDS, NEWEST_WORDS) if one in page] == [words]
    assert ("By courier." in page) is has_added
    assert ("An older version" in page) is (on not in ("", NOW))


def test_an_old_value_comes_with_the_source_that_it_had(reader: FlaskClient) -> None:
    old, between = (rules(reader, on)[CHANGED]["text"] for on in ("2027-01-09", "2027-01-15"))

    assert old["source"].startswith("https://zakonpravo.kz/")
    assert between["source"] == "https://new.example.org"


def test_the_source_of_an_original_stays_where_a_translation_alone_was_added(reader: FlaskClient) -> None:
    old = rules(reader, "2027-01-15")[TRANSLATED]["text"]

    assert old["texts"]["ru"] != "Перевод."
    assert old["source"].startswith("https://zakonpravo.kz/")


def test_an_old_value_whose_source_was_not_kept_is_given_without_one(reader: FlaskClient) -> None:
    old = rules(reader, "2027-01-09")[LOADED]["text"]

    assert (old["source"], old["confidence"]) == (None, "unverified")


def test_a_note_stands_from_the_day_on_which_it_was_written(reader: FlaskClient) -> None:
    before, since = (reader.get(f"/en/jurisdictions/KG/requirements?on=2027-01-{day}") for day in ("09", "10"))

    assert before.status_code == 200
    assert NOTE not in before.text
    assert NOTE in since.text


def test_a_sheet_stands_from_the_day_on_which_it_was_made(reader: FlaskClient) -> None:
    assert "kz-freezing" not in sheet_keys(reader, "2027-01-09", "KZ")
    assert "kz-freezing" in sheet_keys(reader, "2027-01-10", "KZ")


def test_a_sheet_that_was_removed_stands_on_the_days_before(reader: FlaskClient) -> None:
    assert "uz" in sheet_keys(reader, "2027-01-19", "UZ")
    assert len(rules(reader, "2027-01-19", "UZ")) > 5
    assert "uz" not in sheet_keys(reader, "2027-01-20", "UZ")


def test_a_comparison_of_a_day_shows_the_rules_of_that_day(reader: FlaskClient) -> None:
    old, new = (
        reader.get(f"/en/jurisdictions/compare?codes=KG,KZ&on={on}").text.replace("&#39;", "'")
        for on in ("2027-01-15", "")
    )

    assert NEW_WORDS in old
    assert "An older version" in old
    assert NEW_WORDS not in new
    assert NEWEST_WORDS in new
    assert 'class="differs"' in new


def test_a_day_before_the_first_version_says_so(reader: FlaskClient) -> None:
    page = reader.get("/en/jurisdictions/KG/requirements?on=2001-01-01").text

    assert "This directory keeps versions since" in page


def test_a_version_from_which_a_value_is_erased_says_that_something_is_missing(site: Flask) -> None:
    with committing():
        erase(1, ("rule", "kz:000"))
    publish(
        FIRST,
        Edit(EditAction.CHANGE, "rule", "kz:001", "text.en", flat(db.session.get_one(Rule, "kz:001"))["text.en"], "x"),
    )
    with committing():
        erase(1, ("rule", "kz:001"))

    page = site.test_client().get("/en/jurisdictions/KZ/requirements?on=2027-01-09").text

    assert "A rule that stood here on that day cannot be shown any more." in page


def test_what_is_kept_back_today_is_told_of_no_day(reader: FlaskClient) -> None:
    with audience("rule", "text", Audience.COORDINATORS):
        answers = [
            reader.get(address).text
            for address in (
                "/en/jurisdictions/KG/requirements?on=2027-01-09",
                "/en/jurisdictions/compare?codes=KG,KZ&on=2027-01-09",
                "/api/v1/jurisdictions/KG/requirements?on=2027-01-09&per_page=100",
            )
        ]

    assert not any(words in answer for words in ("Prosecutor General", "police bodies") for answer in answers)


@pytest.mark.long(each=2)
@pytest.mark.parametrize("address", ["KG/requirements?", "compare?codes=KG,KZ&"])
@pytest.mark.parametrize(
    ("typed", "message"),
    [("31.12.2026", "Write a date as year, month, day"), ("2027-03-01", "This day is still to come")],
)
def test_a_bad_day_gets_a_clear_error_and_stays_typed(
    reader: FlaskClient, address: str, typed: str, message: str
) -> None:
    answer = reader.get(f"/en/jurisdictions/{address}on={typed}")

    assert answer.status_code == 400
    assert message in answer.text
    assert f'value="{typed}"' in answer.text
    assert NEWEST_WORDS not in answer.text
    assert "is known to this directory" not in answer.text


@pytest.mark.parametrize(("address", "key"), [("KG/requirements?", "kg:004"), ("compare?codes=KG,KZ&", "kg:005")])
def test_the_page_of_a_past_day_is_cached_until_what_it_shows_is_changed_or_erased(
    site: Flask, address: str, key: str
) -> None:
    past, reader = f"/en/jurisdictions/{address}on=2027-01-18", site.test_client()
    words, source = flat(db.session.get_one(Rule, key))["text.en"], StatedProvenance((SOURCE,), "2027", "sourced")
    before = reader.get(past).text
    with counted_statements() as statements:
        again = reader.get(past).text

    propose(datetime.now(UTC), Edit(EditAction.CHANGE, "rule", key, "text.en", words, "Changed today.", source))
    changed = reader.get(past).text
    with committing():
        erase(1, ("rule", key))
    erased = reader.get(past).text

    assert len(statements) <= 2
    assert again == before
    assert [words in html.unescape(page) for page in (before, changed, erased)] == [True, True, False]
    assert "Changed today." not in changed


def test_a_past_day_with_a_restricted_value_is_made_for_each_reader_and_written_down(site: Flask) -> None:
    with audience("rule", "text", Audience.PRACTITIONERS):
        people = [signed_in(site, factories.account(jurisdiction_key="KG")) for _ in range(2)]
        before = db.session.query(Disclosure).count()

        pages = [one.get("/en/jurisdictions/KG/requirements?on=2027-01-09").text for one in (*people, *people)]
        visitors = site.test_client().get("/en/jurisdictions/KG/requirements?on=2027-01-09").text

    disclosed = db.session.query(Disclosure).count() - before
    assert disclosed > 0
    assert disclosed % len(pages) == 0
    assert all("Prosecutor General" in page for page in pages)
    assert "Prosecutor General" not in visitors


def test_the_api_refuses_a_bad_day(reader: FlaskClient) -> None:
    answer = reader.get("/api/v1/jurisdictions/KG/requirements?on=yesterday")

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"].startswith("on: ")


def test_the_page_names_the_days_before_the_last_changes(reader: FlaskClient) -> None:
    page = reader.get("/en/jurisdictions/KG/requirements").text

    assert "on=2027-01-19" in page
    assert "on=2027-01-09" in page
