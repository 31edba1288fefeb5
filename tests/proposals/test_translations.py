"""Translating the texts of an entry: side by side, without a script, for another person to publish."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Authority, Designation, Disclosure, Entry, Proposal, Provenance
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import fields, proposal_at
from tests.proposals.test_service import changing, published

KEYS = (f"kg-text-{number}" for number in count(1))
OFFICE = {"office": ["Office of Translations"], "made_on": ["2026-11-20"]}


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def entry() -> Authority:
    """Return an authority of its own with a name, a note and a designation in English alone."""
    key = next(KEYS)
    factories.add(factories.authority(key, note=factories.english("Two floors.")))
    factories.add(Designation(key=f"{key}:law", authority_key=key, words=factories.english("Decree 1")))
    return db.session.get_one(Authority, key)


@pytest.fixture
def coordinator(writing_app: Flask) -> Callable[..., FlaskClient]:
    """Return a function that signs in a new coordinator of Kyrgyzstan, or of another State."""

    def signed(state: str = "KG") -> FlaskClient:
        return signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key=state))

    return signed


def address(entry: Entry, into: str = "ky", language: str = "en") -> str:
    return f"/{language}/proposals/translations/{entry.KIND}/{entry.key}?into={into}"


def typed(entry: Entry, **texts: str) -> dict[str, list[str]]:
    """Return what is typed into the fields of an entry's own texts."""
    return {f"{entry.KIND}:{entry.key}:{name}": [text] for name, text in texts.items()}


def publish(author: FlaskClient, reviewer: FlaskClient, made: str) -> Proposal:
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")
    return proposal_at(made)


def translate(coordinator: Callable[..., FlaskClient], entry: Entry, into: str = "ky", **texts: str) -> Proposal:
    """Return a published translation of an entry's own texts."""
    author, page = coordinator(), address(entry, into)
    sent = fields(author.get(page).text) | typed(entry, **texts) | OFFICE
    return publish(author, coordinator(), author.post(page, data=sent).headers["Location"])


def provenance_of(entry: Entry, detail: str) -> Any:
    db.session.expire_all()
    return db.session.get(Provenance, (*entry.entry_key, detail))


def test_texts_of_an_entry_and_its_parts_are_translated_and_say_by_which_office_when_and_from_what(
    writing_app: Flask, coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    sent = fields(author.get(address(entry)).text) | OFFICE | typed(entry, note="Эки кабат.")
    sent |= {f"designation:{entry.key}:law:words": ["Жарлык 1"]}

    proposal = publish(author, coordinator(), author.post(address(entry), data=sent).headers["Location"])

    assert {(row.kind, row.detail) for row in proposal.changes} == {
        ("authority", "note.ky"),
        ("designation", "words.ky"),
    }
    assert dict(db.session.get_one(Authority, entry.key).note.by_language) == {"en": "Two floors.", "ky": "Эки кабат."}
    page = writing_app.test_client().get(f"/ky/authorities/{entry.key}").text
    assert "Эки кабат." in page
    assert '<bdi lang="en" dir="ltr">Two floors.</bdi>' in page
    assert "Office of Translations" in page
    wording = writing_app.test_client().get(f"/api/v1/authorities/{entry.key}").json["details"]["note"]["texts"]["ky"]
    assert (wording["translated_from"], wording["translated_by"]) == ("en", "Office of Translations")
    assert (wording["translated_on"], wording["is_outdated"]) == ("2026-11-20", False)


def test_a_changed_original_marks_translations_also_of_parts_and_a_new_one_takes_the_mark_away(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    translate(coordinator, entry, note="Эки кабат.")
    part = entry.designations[0]
    published(part, changing(part, "words.ky", "Жарлык 1"))

    published(entry, changing(entry, "note.en", "Three floors."), changing(part, "words.en", "Decree 2"))
    marked = [provenance_of(*place).is_outdated for place in ((entry, "note.ky"), (part, "words.ky"))]
    shown = coordinator().get(address(entry)).text
    translate(coordinator, entry, note="Үч кабат.")

    assert marked == [True, True]
    assert "<del>Two</del>" in shown
    assert "<ins>Three</ins>" in shown
    assert not provenance_of(entry, "note.ky").is_outdated


def test_a_translation_that_still_holds_is_said_to_without_typing_it_again(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    translate(coordinator, entry, note="Эки кабат.")
    published(entry, changing(entry, "note.en", "Two storeys."))

    translate(coordinator, entry, **{"note:holds": "1"})

    assert not provenance_of(entry, "note.ky").is_outdated
    assert db.session.get_one(Authority, entry.key).note.by_language["ky"] == "Эки кабат."


def test_what_was_translated_from_an_original_that_changed_before_it_was_published_is_outdated(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    sent = fields(author.get(address(entry)).text) | OFFICE | typed(entry, note="Эки кабат.")
    made = author.post(address(entry), data=sent).headers["Location"]

    published(entry, changing(entry, "note.en", "Three floors."))
    publish(author, coordinator(), made)

    assert provenance_of(entry, "note.ky").is_outdated


def test_taking_a_translation_back_puts_the_earlier_one_back_with_who_made_it(
    writing_app: Flask, coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    translate(coordinator, entry, note="Эки кабат.")
    change = translate(coordinator, entry, note="Эки этаж.")

    undoer = coordinator()
    taken_back = decide(undoer, f"/en/proposals/{change.id}", "undo", reason="It was right.").headers["Location"]
    decide(coordinator(), taken_back, "publish")

    assert db.session.get_one(Authority, entry.key).note.by_language["ky"] == "Эки кабат."
    assert provenance_of(entry, "note.ky").translated_by == "Office of Translations"


def test_two_languages_and_two_texts_at_once_are_no_conflict_and_the_same_text_is(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    pages = {into: fields(author.get(address(entry, into)).text) | OFFICE for into in ("ky", "ru")}
    attempts = [
        ("ky", "note", "Эки кабат."),
        ("ru", "note", "Два этажа."),
        ("ky", "name", "Мекеме"),
        ("ky", "note", "Башка"),
    ]

    made = [
        author.post(address(entry, into), data=pages[into] | typed(entry, **{name: text})).headers["Location"]
        for into, name, text in attempts
    ]
    submitted = [author.post(f"{one}/submit").status_code for one in made[:3]]
    for one in made[:3]:
        decide(coordinator(), one, "publish")

    assert submitted == [303] * 3
    assert author.post(f"{made[3]}/submit").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"office": [""]}, "This field must be filled in."),
        ({"office": ["Off\u202eice"]}, "invisible character"),
        ({"made_on": ["yesterday"]}, "Write a date as year, month, day"),
        ({"made_on": [(clock.today() + timedelta(days=2)).isoformat()]}, "This date is still to come."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_loses_nothing_of_what_was_typed(
    coordinator: Callable[..., FlaskClient], entry: Authority, wrong: dict[str, list[str]], message: str
) -> None:
    author = coordinator()
    sent = (
        fields(author.get(address(entry)).text) | OFFICE | typed(entry, note="Эки кабат.") | {"note": ["Please look"]}
    )

    answer = author.post(address(entry), data=sent | wrong)

    assert answer.status_code == 400
    assert message in answer.text
    kept = fields(answer.text)
    assert (kept[f"authority:{entry.key}:note"], kept["note"]) == (["Эки кабат."], ["Please look"])


def test_another_language_to_translate_from_leaves_what_was_typed(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    sent = fields(author.get(address(entry)).text) | typed(entry, note="Эки кабат.") | {"note": ["Please look"]}

    answer = author.post(address(entry), data=sent | {"office": [""], "from": ["en"], "apply": ["1"]})

    kept = fields(answer.text)
    assert (answer.status_code, kept["from"], kept["note"]) == (200, ["en"], ["Please look"])
    assert kept[f"authority:{entry.key}:note"] == ["Эки кабат."]


def test_another_language_to_translate_into_keeps_what_was_typed_as_an_unfinished_proposal(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    sent = fields(author.get(address(entry)).text) | OFFICE | typed(entry, note="Эки кабат.")

    answer = author.post(address(entry), data=sent | {"into": ["ru"], "apply": ["1"]}, follow_redirects=True)

    page = parse(answer)
    (kept,) = db.session.scalars(select(Proposal).where(Proposal.key == entry.key))
    assert (kept.state, {row.after for row in kept.changes}) == ("draft", {"Эки кабат."})
    assert (fields(answer.text)["into"], page.one(f'[name="authority:{entry.key}:note"]').typed) == (["ru"], "")
    assert page.one("main .notice a")["href"] == f"/en/proposals/{kept.id}"


def test_what_cannot_be_kept_holds_the_language_and_a_note_alone_goes_along(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    author = coordinator()
    shown = fields(author.get(address(entry)).text) | {"into": ["ru"], "apply": ["1"], "note": ["Please look"]}

    wrong = author.post(address(entry), data=shown | typed(entry, note="Эки") | {"office": [""]})
    alone = author.post(address(entry), data=shown)

    assert (wrong.status_code, fields(wrong.text)[f"authority:{entry.key}:note"]) == (400, ["Эки"])
    assert fields(wrong.text)["into"] == ["ky"]
    assert (fields(alone.text)["into"], fields(alone.text)["note"]) == (["ru"], ["Please look"])
    action = parse(alone).one("main form[method=post]")["action"] or ""
    assert "into=ru" in action


def test_an_unfinished_translation_is_gone_on_with(coordinator: Callable[..., FlaskClient], entry: Authority) -> None:
    author = coordinator()
    sent = fields(author.get(address(entry)).text) | OFFICE | typed(entry, note="Эки")
    made = author.post(address(entry), data=sent).headers["Location"]
    again = f"{address(entry)}&proposal={proposal_at(made).id}"
    shown = fields(author.get(again).text)

    author.post(again, data=shown | typed(entry, name="Мекеме"))

    assert again.replace("&", "&amp;") in author.get(made).text
    assert shown["office"] == ["Office of Translations"]
    db.session.expire_all()
    assert {row.after for row in proposal_at(made).changes} == {"Эки", "Мекеме"}


def test_the_list_tells_how_many_texts_are_missing_outdated_and_translated(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    translate(coordinator, entry, note="Эки кабат.")
    published(entry, changing(entry, "note.en", "Three floors."))
    listed = "/en/proposals/translations?into=ky&state=KG&standing="

    pages = {standing: coordinator().get(listed + standing).text for standing in ("missing", "outdated", "translated")}

    row = pages["missing"].partition(f"/{entry.key}?into=ky")[2].partition("</li>")[0]
    assert "not yet translated: 2" in row
    assert "older than its original: 1" in row
    assert entry.key in pages["outdated"]
    assert entry.key not in pages["translated"]


def test_the_list_of_all_texts_has_page_steps_that_are_found(
    coordinator: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.paging.PER_PAGE", 1)
    for key in ("kg-step-1", "kg-step-2"):
        factories.add(factories.authority(key))
    author = coordinator()

    first = author.get("/en/proposals/translations?into=ky&state=KG&standing=all")
    following = author.get(parse(first).one(".pages a[rel=next]")["href"])

    assert following.status_code == 200
    assert parse(following).one("select[name=standing] option[selected]")["value"] == "all"


@pytest.mark.parametrize("state", ["TJ", "KZ"])
def test_entries_of_another_state_are_neither_listed_nor_translated(
    coordinator: Callable[..., FlaskClient], entry: Authority, state: str
) -> None:
    stranger = coordinator(state)

    assert entry.key not in stranger.get("/en/proposals/translations?into=ky&state=KG&standing=all").text
    assert stranger.get(address(entry)).status_code == 403
    assert stranger.post(address(entry), data=OFFICE).status_code == 403


def test_a_text_that_the_translator_may_not_read_is_neither_counted_shown_nor_taken(
    writing_app: Flask, coordinator: Callable[..., FlaskClient]
) -> None:
    desk = factories.focal_point(next(KEYS), "kg-prosecutor-general", members_note=factories.english("Ask for Room 9"))
    factories.add(desk)
    account = factories.account(Role.COORDINATOR, ["casc"])
    member = signed_in(writing_app, account)
    stranger = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    listed = "/en/proposals/translations?into=ky&state=KG&standing=missing"

    sent = OFFICE | typed(desk, members_note="9-бөлмө")
    refused = stranger.post(address(desk), data=sent)

    assert "Room 9" in member.get(address(desk)).text
    assert "members_note" not in stranger.get(address(desk)).text
    assert desk.key in member.get(listed).text
    assert desk.key not in stranger.get(listed).text
    assert refused.status_code == 400
    assert "Room 9" not in refused.text
    seen = db.session.scalars(select(Disclosure).where(Disclosure.account_id == account.id))
    assert {detail for one in seen for detail in one.details} == {"members_note"}


def test_a_reader_of_another_language_is_told_that_a_text_is_not_translated(
    writing_app: Flask, entry: Authority
) -> None:
    page = writing_app.test_client().get(f"/ru/authorities/{entry.key}").text

    assert '<bdi lang="en" dir="ltr">Two floors.</bdi>' in page
    assert 'class="untranslated"' in page


@pytest.mark.parametrize("sent", ["[1, 2]", "{", '["\\ud800", ""]', "[]"])
def test_what_no_page_of_ours_sends_is_not_found(
    coordinator: Callable[..., FlaskClient], entry: Authority, sent: str
) -> None:
    form = OFFICE | typed(entry, **{"note": "Эки", "note:seen": sent})

    assert coordinator().post(address(entry), data=form).status_code == 404


def test_an_entry_of_the_readers_language_opens_in_one_that_it_lacks(
    coordinator: Callable[..., FlaskClient], entry: Authority
) -> None:
    original = entry.name.original

    page = parse(coordinator().get(f"/{original}/proposals/translations/authority/{entry.key}"))

    chosen = page.one("select[name=into] option[selected]")["value"]
    assert chosen != original
    assert page.all("main form textarea")
