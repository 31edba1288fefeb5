"""What a take-back leaves: each value with the source, translator and verification that were recorded for it, and
translations outdated exactly where the original says something else than what they were made of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from directory.access.facts import source_of
from directory.access.gate import read
from directory.access.viewer import ANONYMOUS
from directory.errors import Conflict
from directory.extensions import db
from directory.models import Authority, ContactDetail, Proposal, Provenance, Texts
from directory.models.types import TranslationOrigin
from directory.proposals import queries, service
from directory.proposals.diffs import diff
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.verification.service.entries import confirm
from directory.vocabulary import Confidence
from tests import factories
from tests.proposals.test_service import changing, commit, new_authority, person, published

ON = date(2026, 11, 20)
# Words, then what stands of them: source, who verified them, who translated them, whether they are outdated.
Standing = tuple[str, str, str, bool]


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def said_of(words: str, *, verified: bool = True) -> StatedProvenance:
    """Return provenance that tells of which words it was recorded."""
    by = f"saw {words}" if verified else ""
    return StatedProvenance((f"source of {words}",), "2026-11-01", "sourced", ON if verified else None, by)


def written(entry: Authority, language: str, words: str) -> Proposal:
    return published(entry, changing(entry, f"name.{language}", words, said_of(words)))


def translated(entry: Authority, language: str, words: str, *, of: str = "") -> Proposal:
    """Publish a translation, made of what the original says or, if `of` is given, of what it said then."""
    made = TranslationOrigin("en", f"translated {words}", ON)
    original = (Texts("en", {"en": of}) if of else entry.name).original_digest
    given = StatedProvenance((f"source of {words}",), "2026-11-01", "sourced", translation=made, of=original)
    return published(entry, changing(entry, f"name.{language}", words, given))


def taken_back(proposal: Proposal) -> Proposal:
    undoing: Proposal = commit(service.undo, person(), proposal, "It was right.")
    commit(service.publish, person(), undoing)
    return undoing


def confirmed(entry: Any, language: str, office: str) -> None:
    commit(confirm, person(), entry, language, office=office)


def standing(entry: Authority) -> dict[str, Standing]:
    """Return the words of a name in each language with what the page says of them."""
    db.session.expire_all()
    found = read(ANONYMOUS, db.session.get_one(Authority, entry.key)).details["name"]
    return {words: _said(found.provenance_in(language)) for language, words in found.value.by_language.items()}


def _said(known: Any) -> Standing:
    return "".join(known.sources), known.verified_by, known.translated_by or "", known.is_outdated


def of_words(words: str, *, verified: bool = True, outdated: bool = False) -> Standing:
    return f"source of {words}", f"saw {words}" if verified else "", "", outdated


def of_translation(words: str, *, outdated: bool = False) -> Standing:
    return f"source of {words}", "", f"translated {words}", outdated


@pytest.fixture
def entry() -> Authority:
    made = new_authority()
    written(made, "en", "One")
    written(made, "ru", "Один")
    return made


def test_what_was_left_when_a_proposal_was_taken_back_can_be_taken_back_later(entry: Authority) -> None:
    first = published(entry, changing(entry, "name.en", "Two"), changing(entry, "note.en", "A note"))
    later = written(entry, "en", "Three")
    taken_back(first)
    taken_back(later)

    taken_back(first)

    assert "One" in standing(entry)
    assert db.session.get_one(Proposal, first.id).state == "undone"


def test_to_take_the_same_back_again_leads_to_the_proposal_that_waits(entry: Authority) -> None:
    first = written(entry, "en", "Two")

    waiting, again = (commit(service.undo, person(), first, "It was right.").id for _ in range(2))

    assert waiting == again


def test_a_proposal_of_which_something_still_stands_does_not_count_as_taken_back(entry: Authority) -> None:
    first = published(entry, changing(entry, "name.en", "Two"), changing(entry, "note.en", "A note"))
    written(entry, "en", "Three")

    taken_back(first)

    assert db.session.get_one(Proposal, first.id).state == "published"


Later = Callable[[Authority], Any]
ONE, TWO = of_words("One"), of_words("Two")
# What happens after the original is changed from “One” to “Two”, and what stands once that is taken back.
AFTER_AN_ORIGINAL: dict[str, tuple[Later, dict[str, Standing]]] = {
    "nothing": (lambda _entry: None, {"One": ONE, "Один": of_words("Один")}),
    "a translation of it": (
        lambda entry: translated(entry, "ru", "Два"),
        {"One": ONE, "Два": of_translation("Два", outdated=True)},
    ),
    "a translation of what was before": (
        lambda entry: translated(entry, "ru", "Раз", of="One"),
        {"One": ONE, "Раз": of_translation("Раз")},
    ),
    "other words in another language": (
        lambda entry: written(entry, "ru", "Два"),
        {"One": ONE, "Два": of_words("Два", outdated=True)},
    ),
    "another language": (
        lambda entry: translated(entry, "fr", "Deux"),
        {"One": ONE, "Один": of_words("Один"), "Deux": of_translation("Deux", outdated=True)},
    ),
    "the translation is verified": (
        lambda entry: confirmed(entry, "ru", "saw Один again"),
        {"One": ONE, "Один": ("source of Один", "saw Один again", "", False)},
    ),
    "it is verified itself": (lambda entry: confirmed(entry, "en", "saw Two"), {"One": ONE, "Один": of_words("Один")}),
    "the translation goes": (
        lambda entry: published(entry, changing(entry, "name.ru", None, said_of("nothing"))),
        {"One": ONE},
    ),
}


@pytest.mark.long(each=3)
@pytest.mark.parametrize(("later", "expected"), AFTER_AN_ORIGINAL.values(), ids=AFTER_AN_ORIGINAL)
def test_an_original_that_is_taken_back_leaves_translations_with_what_was_recorded_for_them(
    writing_app: Flask, entry: Authority, later: Later, expected: dict[str, Standing]
) -> None:
    change = written(entry, "en", "Two")
    later(entry)

    taken_back(change)

    assert standing(entry) == expected


# What happens after the translation “Один” became “Раз”, and what stands once that is taken back.
AFTER_A_TRANSLATION: dict[str, tuple[Later, dict[str, Standing]]] = {
    "nothing": (lambda _entry: None, {"One": ONE, "Один": of_words("Один")}),
    "the original changes": (
        lambda entry: written(entry, "en", "Two"),
        {"Two": TWO, "Один": of_words("Один", outdated=True)},
    ),
    "the original changes and comes back": (
        lambda entry: taken_back(written(entry, "en", "Two")),
        {"One": ONE, "Один": of_words("Один")},
    ),
    "the original is verified": (
        lambda entry: confirmed(entry, "en", "saw One again"),
        {"One": ("source of One", "saw One again", "", False), "Один": of_words("Один")},
    ),
    "the translation is verified": (
        lambda entry: confirmed(entry, "ru", "saw Раз"),
        {"One": ONE, "Один": of_words("Один")},
    ),
    "another translation": (
        lambda entry: written(entry, "fr", "Un"),
        {"One": ONE, "Один": of_words("Один"), "Un": of_words("Un")},
    ),
}


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("later", "expected"), AFTER_A_TRANSLATION.values(), ids=AFTER_A_TRANSLATION)
def test_a_translation_that_is_taken_back_is_outdated_where_its_original_changed(
    writing_app: Flask, entry: Authority, later: Later, expected: dict[str, Standing]
) -> None:
    change = translated(entry, "ru", "Раз")
    later(entry)

    taken_back(change)

    assert standing(entry) == expected


def test_what_is_taken_back_and_put_again_stands_as_it_was_verified_last(writing_app: Flask, entry: Authority) -> None:
    change = written(entry, "en", "Two")
    confirmed(entry, "en", "saw Two again")
    undoing = commit(service.undo, person(), change, "It was right.")
    commit(service.publish, person(), undoing)

    taken_back(undoing)

    assert standing(entry)["Two"] == ("source of Two", "saw Two again", "", False)


def test_a_translation_that_had_the_source_of_the_whole_text_has_that_again_and_not_a_later_one(
    writing_app: Flask,
) -> None:
    entry = new_authority(name=Texts("en", {"en": "One", "ru": "Один"}))
    factories.add(_known(entry, "name", "source of both"))
    change = written(entry, "ru", "Раз")
    written(entry, "en", "Two")

    taken_back(change)

    assert standing(entry) == {"Two": TWO, "Один": ("source of both", "", "", True)}


def test_a_row_that_comes_back_has_no_more_provenance_than_it_had(writing_app: Flask) -> None:
    phone = new_authority().contacts[0]
    removal = published(
        phone.authority, Edit(EditAction.REMOVE, *phone.entry_key, "", flat(phone), None, said_of("removal"))
    )

    taken_back(removal)

    reading = read(ANONYMOUS, db.session.get_one(ContactDetail, phone.key))
    assert source_of(reading, "value", "en").confidence == Confidence.UNVERIFIED
    assert source_of(reading, "value", "en").sources == ()


def test_a_row_that_was_changed_after_it_was_added_stays(writing_app: Flask) -> None:
    entry = new_authority()
    line = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 003", "audience": "public"}
    key = f"{entry.key}:added"
    adding = published(
        entry, Edit(EditAction.CREATE, "contact_detail", key, "", None, line, said_of("+996 312 000 003"))
    )
    added = db.session.get_one(ContactDetail, key)
    published(entry, changing(added, "value", "+996 312 000 004", said_of("+996 312 000 004")))

    with pytest.raises(Conflict):
        commit(service.undo, person(), adding, "It was right.")

    reading = read(ANONYMOUS, db.session.get_one(ContactDetail, key))
    assert source_of(reading, "value", "en").sources == ("source of +996 312 000 004",)


def test_the_provenance_of_words_goes_with_them_when_another_language_is_named_the_original(
    writing_app: Flask, entry: Authority
) -> None:
    published(entry, changing(entry, "name.original", "ru"))
    written(entry, "ru", "Два")

    assert standing(entry) == {"One": of_words("One", outdated=True), "Два": of_words("Два")}


def test_words_that_were_written_beside_an_original_that_changed_meanwhile_are_outdated(
    writing_app: Flask, entry: Authority
) -> None:
    author = person()
    late = commit(service.propose, author, entry.entry_key, [changing(entry, "name.ru", "Раз", said_of("Раз"))])
    commit(service.submit, author, late)
    written(entry, "en", "Two")

    commit(service.publish, person(), late)

    assert standing(entry)["Раз"] == of_words("Раз", outdated=True)


def test_the_review_of_a_take_back_shows_the_source_of_what_comes_back(writing_app: Flask, entry: Authority) -> None:
    phone = entry.contacts[0]
    factories.add(_known(phone, "value", "source of the number"))
    removing = Edit(EditAction.REMOVE, *phone.entry_key, "", flat(phone), None, said_of("removal"))
    change = published(entry, changing(entry, "name.en", "Two", said_of("Two")), removing)

    undoing = commit(service.undo, person(), change, "It was right.")
    before = _reviewed(undoing)
    commit(service.publish, person(), undoing)

    assert before["Name"] == (("source of One",), "saw One")
    assert before["Number or address"] == (("source of the number",), "")
    assert _reviewed(undoing) == before


def _reviewed(proposal: Proposal) -> dict[str, Any]:
    """Return the sources and the verifier that the review of a proposal shows, by the label of each line."""
    rows = diff(person(), proposal, queries.change_set_of(proposal), "en")
    return {line.label: (line.sources, line.verified_by) for row in rows for line in row.lines}


def _known(entry: Any, detail: str, source: str) -> Any:
    kind, key = entry.entry_key
    return Provenance(kind=kind, key=key, detail=detail, sources=(source,))


def test_a_contact_that_was_published_before_readers_had_to_be_named_is_taken_back_like_any_other(
    writing_app: Flask,
) -> None:
    entry = new_authority()
    line = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 003", "audience": "public"}
    key = f"{entry.key}:unsaid"
    made = Edit(EditAction.CREATE, "contact_detail", key, "", None, line, said_of("+996 312 000 003"))
    adding = published(entry, made, changing(entry, "name.en", "Two", said_of("Two")))
    adding.changes[0].after = {name: value for name, value in line.items() if name != "audience"}
    commit(db.session.flush)

    taken_back(adding)

    assert db.session.get(ContactDetail, key) is None


def test_what_was_taken_back_already_and_was_written_again_by_others_is_not_taken_back_once_more(
    writing_app: Flask, entry: Authority
) -> None:
    change = published(
        entry, changing(entry, "name.en", "Two", said_of("Two")), changing(entry, "name.ru", "Два", said_of("Два"))
    )
    other = written(entry, "en", "Three")
    taken_back(change)
    written(entry, "ru", "Два")
    taken_back(other)

    taken_back(change)

    assert list(standing(entry)) == ["One", "Два"]
