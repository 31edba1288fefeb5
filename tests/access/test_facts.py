"""Readings in words: for one language, with where each value comes from and how far it can be trusted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask_babel import force_locale

from directory import clock
from directory.access import facts
from directory.access.facts import Fact, LabelledCode, Text, VerificationSummary
from directory.access.gate import ReadDetail, Reading
from directory.access.provenance import RecordedProvenance
from directory.models import Authority, Entry, Jurisdiction, OtherName, Texts, Treaty, details_of
from directory.models.types import TranslationOrigin
from directory.vocabulary import FRESHNESS, Audience, Confidence, Freshness
from tests import factories

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY, LATER = date(2026, 11, 2), date(2027, 5, 1)
NAME = Texts("ru", {"ru": "Прокуратура", "en": "Prosecutor"})
SOURCED = RecordedProvenance(("https://example.org",), "2020", Confidence.SOURCED)
TRANSLATED = RecordedProvenance(
    ("https://other.example.org",),
    translated_from="ru",
    translated_by="Office",
    translated_on=TODAY,
    is_outdated=True,
)
Languages = Mapping[str, RecordedProvenance]


def held(
    model: type[Entry],
    name: str,
    value: Any,
    known: RecordedProvenance | None = SOURCED,
    by_language: Languages | None = None,
) -> ReadDetail:
    declared = next(one for one in details_of(model) if one.name == name)
    return ReadDetail(name, declared.detail, value, known, by_language or {})


def reading(*details: ReadDetail) -> Reading:
    return Reading("authority", "office", {one.name: one for one in details})


def said(found: ReadDetail, language: str = "en") -> list[str]:
    return [str(text) for text in facts.words(found, language)]


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (held(Authority, "jurisdiction_key", "KG"), ["Kyrgyzstan"]),
        (held(Authority, "status", "active"), ["Active"]),
        (held(Authority, "languages_accepted", ("ru", "en")), ["Russian", "English"]),
        (held(Authority, "notice_until", LATER), ["1 May 2027"]),
        (held(OtherName, "language", "ky"), ["Kyrgyz"]),
        (held(Jurisdiction, "region", "143"), ["Central Asia"]),
        (held(Jurisdiction, "time_zones", ("Asia/Bishkek",)), ["Bishkek"]),
        (held(Authority, "successor_key", "another-office"), ["another-office"]),
    ],
    ids=["State", "code", "languages", "date", "language", "region", "zones", "key"],
)
def test_a_value_is_said_in_words_of_what_it_holds(context: None, found: ReadDetail, texts: list[str]) -> None:
    assert said(found) == texts


def test_a_text_is_shown_in_the_readers_language_or_another_that_says_so(context: None) -> None:
    name = held(Authority, "name", NAME)

    assert list(facts.words(name, "ru")) == [Text("Прокуратура", "ru")]
    assert list(facts.words(name, "ky")) == [Text("Prosecutor", "en", is_in_reader_language=False)]


def test_a_list_is_shown_part_by_part_and_a_text_as_a_whole(context: None) -> None:
    parts = factories.english("extradition; transit ;seizure")

    assert said(held(Treaty, "covers", parts)) == ["extradition", "transit", "seizure"]
    assert said(held(Authority, "name", parts)) == ["extradition; transit ;seizure"]


@pytest.mark.parametrize(
    ("known", "doubt", "is_outdated"),
    [
        (None, "", False),
        (SOURCED, "", False),
        (RecordedProvenance(confidence=Confidence.GENERAL_KNOWLEDGE), "unverified: general knowledge", False),
        (TRANSLATED, "unverified: no source found", True),
        (TRANSLATED._replace(verified_on=TODAY, due_on=LATER), "", True),
    ],
    ids=["with the whole", "sourced", "from practice", "translated", "verified"],
)
def test_a_text_says_whether_a_source_supports_this_wording(
    context: None, known: RecordedProvenance | None, doubt: str, is_outdated: bool
) -> None:
    name = held(Authority, "name", NAME, by_language={"en": known} if known else {})

    with clock.frozen_at(NOON):
        assert list(facts.words(name, "en")) == [Text("Prosecutor", "en", True, doubt, is_outdated)]


def test_words_run_as_their_language_does() -> None:
    assert [Text("x", language).direction for language in ("en", "ar", "")] == ["ltr", "rtl", "auto"]


def test_a_fact_says_what_it_is_and_where_it_is_from(context: None) -> None:
    found = facts.fact(reading(held(Authority, "status", "active")), "status", "en")

    assert found == Fact("status", "Status", (Text("Active", "en"),), facts.source_note(SOURCED), "code", "")


def test_what_is_empty_or_may_not_be_read_is_no_fact_code_or_name(context: None) -> None:
    empty = reading()

    assert facts.fact(empty, "name", "en") is None
    assert facts.labelled_code(empty, "status") is None
    assert facts.original_name(empty, "en") is None
    assert facts.name_of(empty, "en") == Text("office")
    assert facts.source_of(empty, "name", "en") == facts.source_note(None)


def test_facts_stand_in_the_order_asked_for(context: None) -> None:
    both = reading(held(Authority, "name", NAME), held(Authority, "status", "active"))

    assert [one.name for one in facts.facts(both, ["status", "note", "name"], "en")] == ["status", "name"]


def test_a_restricted_fact_says_who_may_read_it(context: None) -> None:
    name = held(Authority, "name", NAME)

    assert facts.audience_label(name) == ""
    assert facts.audience_label(replace(name, audience=Audience.COORDINATORS)) == "Coordinators"


def test_a_code_is_given_with_its_label(context: None) -> None:
    office = reading(held(Authority, "status", "active"), held(Authority, "successor_key", "another"))

    assert facts.labelled_code(office, "status") == LabelledCode("active", "Active")
    assert facts.labelled_code(office, "successor_key") is None


def test_a_name_is_given_with_the_one_that_it_was_first_written_in(context: None) -> None:
    office = reading(held(Authority, "name", NAME), held(Authority, "note", factories.english("A note")))

    assert facts.name_of(office, "en") == Text("Prosecutor", "en")
    assert facts.name_of(office, "en", "note") == Text("A note", "en")
    assert facts.original_name(office, "ky") == Text("Прокуратура", "ru")
    assert facts.original_name(office, "ru") is None
    assert facts.original_name(office, "ru", "note") is None


def test_an_original_that_is_not_there_is_not_shown(context: None) -> None:
    assert facts.original_name(reading(held(Authority, "name", Texts("ky", {"en": "x", "ru": "y"}))), "ru") is None


def test_a_state_is_named_as_its_readers_name_it(context: None) -> None:
    assert facts.state_link("KG", "ru") == facts.Link("jurisdiction", "KG", Text("Кыргызстан", "ru"))


def test_the_source_of_a_text_is_that_of_the_language_shown(context: None) -> None:
    name = held(Authority, "name", NAME, by_language={"en": TRANSLATED})

    in_english, in_russian = facts.source_in(name, "en"), facts.source_in(name, "ru")

    assert in_english.sources == ("https://other.example.org",)
    assert in_english.original == Text("Прокуратура", "ru")
    assert in_english.translation == TranslationOrigin("ru", "Office", TODAY)
    assert (in_russian.sources, in_russian.original, in_russian.translation) == (("https://example.org",), None, None)
    assert facts.source_of(reading(name), "name", "en") == in_english


def test_the_source_of_another_value_is_one_for_all_languages(context: None) -> None:
    assert facts.source_in(held(Authority, "status", "active"), "ru") == facts.source_note(SOURCED)


def test_a_source_is_shown_with_the_original_of_the_text_beside_it(context: None) -> None:
    note = facts.source_note(SOURCED)
    beside = facts.fact(reading(held(Authority, "name", NAME, by_language={"en": TRANSLATED})), "name", "en")

    shown = facts.with_original(note, beside)

    assert (shown.original, shown.translation) == (beside.source.original, beside.source.translation)
    assert shown.original is not None
    assert shown.translation is not None
    assert facts.with_original(note, None) is note


def test_a_translation_of_which_little_is_known_says_its_day(context: None) -> None:
    assert facts.source_note(RecordedProvenance(translated_on=TODAY)).translation == TranslationOrigin("", "", TODAY)
    assert facts.source_note(RecordedProvenance(translated_by="Office")).translation is None


@pytest.mark.parametrize(
    ("known", "is_supported", "grade", "label"),
    [
        (RecordedProvenance(confidence=Confidence.SOURCED), True, Freshness.NEVER, "stated by its source"),
        (RecordedProvenance(confidence=Confidence.SECONDARY), True, Freshness.NEVER, "read from a third party's copy"),
        (
            RecordedProvenance(confidence=Confidence.OUTDATED),
            True,
            Freshness.NEVER,
            "its source is probably out of date",
        ),
        (RecordedProvenance(confidence=Confidence.PARTLY), False, Freshness.NEVER, ""),
        (RecordedProvenance(confidence=Confidence.GENERAL_KNOWLEDGE), False, Freshness.NEVER, ""),
        (RecordedProvenance(verified_on=TODAY, due_on=LATER), True, Freshness.VERIFIED, "unverified: no source found"),
        (
            RecordedProvenance(verified_on=date(2026, 6, 1), due_on=TODAY),
            True,
            Freshness.DUE_SOON,
            "unverified: no source found",
        ),
        (
            RecordedProvenance(verified_on=date(2026, 6, 1), due_on=date(2026, 11, 1)),
            False,
            Freshness.OVERDUE,
            "unverified: no source found",
        ),
        (
            RecordedProvenance(verified_on=TODAY, due_on=LATER, is_dead=True),
            False,
            Freshness.DEAD,
            "unverified: no source found",
        ),
    ],
)
def test_a_value_is_supported_by_its_source_or_by_an_office_that_verified_it_lately(
    context: None, known: RecordedProvenance, is_supported: bool, grade: Freshness, label: str
) -> None:
    with clock.frozen_at(NOON):
        note = facts.source_note(known)

    assert (note.is_supported, note.freshness) == (is_supported, grade)
    assert label in note.confidence_label


@pytest.mark.parametrize(
    ("known", "is_supported", "grade"),
    [
        (RecordedProvenance(verified_on=TODAY, due_on=LATER), False, Freshness.ENDED),
        (RecordedProvenance(confidence=Confidence.SOURCED), True, Freshness.ENDED),
        (RecordedProvenance(verified_on=TODAY, due_on=LATER, is_dead=True), False, Freshness.DEAD),
        (None, False, Freshness.ENDED),
    ],
)
def test_no_verification_counts_for_what_an_office_that_ended_said(
    context: None, known: RecordedProvenance | None, is_supported: bool, grade: Freshness
) -> None:
    with clock.frozen_at(NOON):
        note = facts.source_note(known, has_ended=True)

    assert (note.is_supported, note.freshness) == (is_supported, grade)


def test_where_nothing_is_recorded_a_value_is_unverified(context: None) -> None:
    note = facts.source_note(None)

    assert (note.confidence, note.is_supported, note.freshness) == ("unverified", False, Freshness.NEVER)
    assert note.freshness_label == str(FRESHNESS.label(Freshness.NEVER))


def test_that_a_value_is_unverified_is_said_in_the_readers_language(context: None) -> None:
    with force_locale("ru"):
        label = facts.source_note(None).confidence_label

    assert label == "не подтверждено (источник не найден)"


def test_a_page_is_as_fresh_as_the_least_fresh_of_what_was_verified(context: None) -> None:
    notes = [
        RecordedProvenance(),
        RecordedProvenance(verified_on=date(2026, 6, 1), due_on=date(2026, 11, 1), verified_by="First"),
        RecordedProvenance(verified_on=TODAY, due_on=LATER, verified_by="Second"),
        RecordedProvenance(verified_on=date(2026, 10, 1), verified_by="Third"),
        RecordedProvenance(verified_on=TODAY, due_on=date(2026, 12, 1), is_dead=True, verified_by="Fourth"),
    ]

    with clock.frozen_at(NOON):
        stamp = facts.verification_summary([facts.source_note(one) for one in notes])
        never = facts.verification_summary([facts.source_note(notes[0]), facts.source_note(notes[-1])])

    assert stamp == VerificationSummary(Freshness.OVERDUE, 3, 4, TODAY, "Second", date(2026, 11, 1))
    assert never == VerificationSummary(Freshness.NEVER, 0, 1)
