"""The glossary: the same terms in every language, each with its word and source, and catalogues that keep to it."""

import re

import pytest
from babel.messages.catalog import Message

from tests.conftest import PROJECT
from tests.translations.catalogues import COMPLETE, catalogue, messages
from tests.translations.terms import FOLDER, departures, departures_of, forbidden_words, plain, rows, terms

FEWEST_TERMS = 100
FEWEST_TERMS_OF_ART = 25
MOST_EXCEPTIONS = 10
UNSEEN = re.compile(r"general knowledge(; to compare: .+)?|team's choice")
PLANTED = [
    ("ar", "Form in which it is needed: copy, certified copy, original", "نسخة، أو نسخة معتمدة، أو أصل", "معتمد"),
    ("az", "Double criminality", "İkili cinayətkarlıq", "ikili cinayətkarlıq"),
    ("az", "Reciprocity", "Qarşılıqlılıq", "qarşılıqlılıq"),
    ("es", "Withdrawal", "Retirada", "retirada"),
    ("es", "Trafficking in persons", "Tráfico de personas", "tráfico de personas"),
    ("fr", "Confiscation", "Saisie", "its word is missing"),
    ("hy", "Extradition", "Արտաքսում", "արտաքսում"),
    ("ka", "Declaration", "განცხადება", "განცხადება"),
    ("kk", "Reciprocity", "Өзаралық қағидаты", "өзаралық"),
    ("kk", "Service of documents", "Құжаттарды тапсыру", "құжаттарды тапсыру"),
    ("ky", "Extradition", "Экстрадиция (өткөрүп берүү)", "өткөрүп бер"),
    ("ru", "Hearing by video link", "Заслушивание по видеосвязи", "заслуш"),
    ("tg", "Extradition", "Супоридан (экстрадитсия)", "супорид"),
    ("tk", "Hearing an expert", "Bilermeni diňlemek", "diňle"),
    ("uz", "Smuggling Protocol, art. %(number)s", "Migrantlar protokoli, %(number)s-modda", "its word is missing"),
    ("zh", "Victim", "受害人", "受害"),
]


def test_each_term_is_defined_in_one_sentence() -> None:
    undefined = [row["term"] for row in rows("en") if not re.fullmatch(r"[A-Z][^.]+\.", row["definition"])]

    assert undefined == []


@pytest.mark.parametrize("code", COMPLETE)
def test_the_glossary_of_a_language_has_the_same_terms_as_the_english(code: str) -> None:
    names = [row["term"] for row in rows(code)]

    assert len(set(names)) == len(names) >= FEWEST_TERMS
    assert names == [row["term"] for row in rows("en")]


@pytest.mark.parametrize("code", COMPLETE)
def test_each_term_has_a_word_and_says_where_it_is_from(code: str) -> None:
    unfinished = [row["term"] for row in rows(code) if not row["translation"].strip() or not row["source"].strip()]

    assert unfinished == []


@pytest.mark.parametrize("code", COMPLETE)
def test_a_source_is_named_as_checked_where_its_words_were_seen_and_only_there(code: str) -> None:
    wrong = [row["term"] for row in rows(code) if bool(row["seen"]) == bool(UNSEEN.fullmatch(row["source"]))]

    assert wrong == []


@pytest.mark.parametrize("code", COMPLETE)
def test_the_page_on_the_glossary_counts_the_checked_sources(code: str) -> None:
    checked = sum(bool(row["seen"]) for row in rows(code))

    assert f"| {code} | {checked} |" in (FOLDER / "README.md").read_text()


@pytest.mark.parametrize("code", COMPLETE)
def test_a_term_is_recognized_in_its_own_words_and_they_hold_no_forbidden_one(code: str) -> None:
    own = {row["term"]: row for row in rows(code)}
    words = [
        (term, plain(word))
        for term in terms(code)
        for word in [own[term.name]["translation"], *filter(None, own[term.name]["also"].split("; "))]
    ]

    assert len(terms(code)) >= FEWEST_TERMS_OF_ART
    assert [(term.name, word) for term, word in words if not term.own.search(word)] == []
    assert [(term.name, word) for term, word in words if any(stem in word for stem in term.forbidden)] == []


@pytest.mark.parametrize("code", COMPLETE)
def test_a_forbidden_word_says_what_it_means_instead(code: str) -> None:
    without_reason = [row["term"] for row in rows(code) if not all(forbidden_words(row).values())]

    assert without_reason == []


@pytest.mark.parametrize("code", COMPLETE)
def test_a_catalogue_uses_the_words_of_the_glossary_and_none_of_the_forbidden(code: str) -> None:
    assert departures(code, messages(code)) == []


@pytest.mark.parametrize(("code", "english", "wrong", "word"), PLANTED)
def test_a_wrong_term_in_a_catalogue_is_found(code: str, english: str, wrong: str, word: str) -> None:
    strings = [Message(english, wrong) if message.id == english else message for message in messages(code)]

    found = [one.why for one in departures(code, strings) if one.string == english]

    assert any(why.startswith(word) for why in found)


def test_the_exceptions_are_few_give_a_reason_and_are_still_needed() -> None:
    exceptions = rows("exceptions")
    needed = [
        any(one.term == row["term"] for one in departures_of(code, catalogue(code).get(row["string"])))
        for row in exceptions
        for code in row["languages"].split()
    ]

    assert len(exceptions) <= MOST_EXCEPTIONS
    assert all(row["reason"].strip() for row in exceptions)
    assert all(needed)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/developers.md", "docs/translations.md"])
def test_who_writes_words_is_led_to_the_glossary(page: str) -> None:
    assert "glossary/README.md" in (PROJECT / page).read_text()
