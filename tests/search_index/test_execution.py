"""Filters, counts, pages, corrections; and texts that nobody should type."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Document, Query, SearchIndex
from tests.search_index.conftest import Build, on_both

pytestmark = on_both


def entry(key: str, kind: str, *states: str, weight: float = 1.0) -> Document:
    facets = {"kind": (kind,), "state": states}
    return Document(key=key, names=(f"{kind} {key}",), facets=facets, weight=weight)


ENTRIES = (
    entry("a", "court", "KG"),
    entry("b", "court", "KZ", weight=3),
    entry("c", "office", "KG", "KZ", weight=2),
    entry("d", "office", "UZ"),
)


def only(**filters: set[str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in filters.items()}


def test_no_text_gives_all_by_weight_then_key(build: Build) -> None:
    results = build(*ENTRIES).search(Query("  "))

    assert (results.keys, results.total) == (("b", "c", "a", "d"), 4)


def test_values_of_a_field_are_alternatives_and_fields_add_up(build: Build) -> None:
    index = build(*ENTRIES)

    assert index.search(Query(filters=only(state={"KG", "UZ"}))).keys == ("c", "a", "d")
    assert index.search(Query(filters=only(state={"KG"}, kind={"court"}))).keys == ("a",)
    assert index.search(Query("court", filters=only(state={"KZ"}))).keys == ("b",)


def test_what_the_caller_knows_of_a_value_stands_in_place_of_what_the_index_says(build: Build) -> None:
    known = {"state": {"KG": frozenset({"b", "d", "gone"})}}
    query = Query(filters=only(state={"KG"}), facets=("kind", "state"), facet_overrides=known, limit=1)

    results = build(*ENTRIES).search(query)

    assert (results.keys, results.total) == (("b",), 2)
    assert results.facets == {"kind": {"court": 1, "office": 1}, "state": {"KG": 2}}


@pytest.mark.parametrize("filters", [only(state={"??"}), only(nothing={"x"}), only(state=set())])
def test_a_filter_that_nothing_passes_gives_nothing(build: Build, filters: dict[str, frozenset[str]]) -> None:
    assert build(*ENTRIES).search(Query(filters=filters)).total == 0


def test_a_count_ignores_its_own_filter_and_respects_all_others(build: Build) -> None:
    query = Query(filters=only(state={"KG"}, kind={"court"}), facets=("state", "kind", "none"))

    facets = build(*ENTRIES).search(query).facets

    assert facets == {
        "state": {"KG": 1, "KZ": 1},
        "kind": {"court": 1, "office": 1},
        "none": {},
    }


def test_counts_are_of_matching_documents(build: Build) -> None:
    facets = build(*ENTRIES).search(Query("office", facets=("state",))).facets

    assert facets == {"state": {"KG": 1, "KZ": 1, "UZ": 1}}


def test_a_page_is_cut_out_and_the_total_stays(build: Build) -> None:
    results = build(*ENTRIES).search(Query(offset=1, limit=2))

    assert (results.keys, results.total) == (("c", "a"), 4)


NAMES = Document(key="kg", names=("Kyrgyzstan", "Кыргызстан", "Türkiye", "قيرغيزستان"))
OFFICE = Document(key="office", names=("Prosecutor of Kyrgyzstan",))


MEANT = {
    "kyrgystan": "kyrgyzstan",
    "Prosecuter of Kyrgystan!": "Prosecutor of Kyrgyzstan!",
    "Кыргистан": "Кыргызстан",
    "turkye": "türkiye",
    "قيرغزستان": "قيرغيزستان",
    "kyrgyzstan": None,
    "kyrgyzs": None,
    "КЫРГЫЗСТАН": None,
    "xyzzy": None,
    "": None,
}


def test_an_unknown_word_is_corrected_in_the_script_typed(build: Build) -> None:
    index = build(NAMES, OFFICE)

    assert {typed: index.search(Query(typed)).did_you_mean for typed in MEANT} == MEANT


ODD = (
    "\0",
    "\ud800 court",
    "a" + "\u0301" * 10_000,
    "kind:court",
    "*",
    '"',
    '"court',
    "(court OR",
    "co?rt [a TO z]",
    "court~2^3",
    "-" * 500,
    "a-" * 500,
    "中" * 500,
    "ﷺ" * 300,
    "٣" * 30,
    "\u202e\u200f",
    "' ' ''",
    "😀 court",
)


def test_any_text_is_just_text(build: Build) -> None:
    index = build(*ENTRIES)

    for text in ODD:
        results = index.search(Query(text, facets=("kind",)))
        assert len(results.keys) == results.total, text[:20]


def test_no_syntax_reaches_another_field(build: Build) -> None:
    index = build(Document(key="a", names=("Alpha",), facets={"kind": ("court",)}))

    assert index.search(Query("kind:court")).keys == ()


def test_hypothetical_texts_and_filters_never_raise(build: Build) -> None:
    index = build(*ENTRIES, NAMES, OFFICE)
    # A database takes each text as a value; it is asked fewer, since each takes it several statements.
    examples = 300 if isinstance(index, SearchIndex) else 60

    @settings(max_examples=examples, deadline=None)
    @given(st.text(max_size=60), st.integers(-3, 9), st.integers(-3, 9))
    def asked(text: str, offset: int, limit: int) -> None:
        results = index.search(Query(text, facets=("kind",), offset=offset, limit=limit))
        assert len(results.keys) <= min(max(limit, 0), results.total)

    asked()


def test_what_matches_by_what_the_caller_knows_alone_is_named_as_far_as_the_answer_tells_of_it(build: Build) -> None:
    index = build(
        Document("public", ("Quillomond Bureau",), facets={"state": ("one",)}),
        *(Document(f"known {state}", ("Bureau",), facets={"state": (state,)}) for state in ("one", "other")),
    )
    asked = Query("quillomond", extra_matches={"quillomond": frozenset({"public", "known one", "known other"})})
    narrowed = replace(asked, filters={"state": frozenset({"one"})})

    assert set(index.search(asked).extra_keys) == {"known one", "known other"}
    assert index.search(narrowed).extra_keys == ("known one",)
    assert set(index.search(replace(narrowed, facets=("state",))).extra_keys) == {"known one", "known other"}


def test_what_too_many_match_by_what_the_caller_knows_alone_is_answered_without_that(build: Build) -> None:
    index = build(Document("public", ("Quillomond Bureau",)), Document("first", ("A",)), Document("second", ("B",)))
    asked = Query("quillomond", extra_matches={"quillomond": frozenset({"public", "first", "second"})}, most_extra=2)

    assert index.search(asked).total == 3
    fewer = index.search(replace(asked, most_extra=1))
    assert (fewer.total, fewer.keys, fewer.extra_keys, fewer.is_without_extra) == (1, ("public",), (), True)
