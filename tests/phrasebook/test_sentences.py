"""The sentences: what their table says, and how each reads in every language with values at the edge of each kind."""

import pytest
from flask import Flask

from directory.i18n import LANGUAGES, in_language
from directory.phrasebook.directory_values import known_articles
from directory.phrasebook.phrase import PLACEHOLDER, Phrase
from directory.phrasebook.sentences import GROUPS, PHRASES
from directory.phrasebook.slots import SLOTS
from directory.phrasebook.spoken import SpokenPhrase, check_slot, rendered
from tests.conftest import PROJECT

IDS = PROJECT / "tests" / "phrasebook" / "ids.txt"
# Values at the edge of each kind: first and last days, counts of each plural form, large and small amounts, names in
# another script and with several words.
EDGES = {
    "date": ("1900-01-01", "2026-12-31", "2028-02-29", "9000-12-31"),
    "moment": ("2026-12-31T00:00 UTC", "2026-03-29T02:30 Europe/Paris", "2026-07-01T23:59 Asia/Kathmandu"),
    "duration": ("1 hour", "2 day", "5 working_day", "11 week", "21 month", "99999 year"),
    "quantity": ("1 person", "2 page", "5 document", "11 copy", "22 account", "99999 device"),
    "amount": ("0 KGS", "1 USD", "1500.50 EUR", "9999999999999.9999 KZT", "0.001 KWD"),
    "measure": ("service_of_documents", "bank_data"),
    "offence": ("tip", "som"),
    "role": ("suspect", "other"),
    "stage": ("pre_trial", "enforcement"),
    "channel": ("direct", "round_the_clock"),
    "state": ("KG", "AE", "BA"),
    "treaty": ("untoc", "kz-kg-mla-1996"),
    "article": ("untoc 18", "untoc 18(15)(a)"),
    "office": ("authority kg-prosecutor-general",),
    "language": ("ky", "ar"),
}


def spoken(phrase: Phrase, number: int) -> SpokenPhrase:
    """Return a sentence with the edge value of this number in each of its slots."""
    kinds = {name: EDGES[SLOTS[name].kind.code] for name in phrase.slots}
    return SpokenPhrase(phrase.id, {name: values[number % len(values)] for name, values in kinds.items()})


def test_an_id_that_was_once_given_is_never_taken_away() -> None:
    """Stored consultations name sentences by it. New ids go to the end of the file."""
    assert set(IDS.read_text().split()) == set(PHRASES)


def test_every_slot_is_declared_and_no_sentence_has_a_slot_twice() -> None:
    assert {name for phrase in PHRASES.values() for name in phrase.slots} == set(SLOTS)
    assert [phrase.id for phrase in PHRASES.values() if len(set(phrase.slots)) != len(phrase.slots)] == []


def test_no_two_sentences_share_an_id_or_a_text() -> None:
    every = [phrase for group in GROUPS.values() for phrase in group.phrases]

    assert len({phrase.id for phrase in every}) == len({phrase.text for phrase in every}) == len(every)


def test_a_sentence_ends_with_a_slot_or_with_a_stop() -> None:
    assert [one.id for one in PHRASES.values() if one.text[-1] not in ".?" and not one.text.endswith(")s")] == []


def test_every_source_is_an_article_that_the_directory_knows(context: None) -> None:
    cited = [phrase.source for phrase in PHRASES.values() if phrase.source]

    assert [(treaty, article) for treaty, article in cited if article not in known_articles(treaty)] == []


def test_every_edge_value_is_accepted_as_it_stands(context: None) -> None:
    for slot in {slot.kind.code: name for name, slot in SLOTS.items()}.values():
        for value in (SLOTS[slot].kind.example, *EDGES[SLOTS[slot].kind.code]):
            assert check_slot(slot, value) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_reads_whole_with_every_edge_value(app: Flask, language: str) -> None:
    most = max(map(len, EDGES.values()))
    with app.test_request_context(f"/{language}/"), in_language(language):
        for phrase in PHRASES.values():
            for number in range(most if phrase.slots else 1):
                one = spoken(phrase, number)
                text = rendered(one)
                words = [SLOTS[name].kind.words(one.slots[name]) for name in phrase.slots]

                assert [word for word in words if not word or word not in text] == []
                assert not PLACEHOLDER.search(text)
                assert "%" not in text
