"""Which documents match all words together, which words are left out, and the order."""

from dataclasses import replace

from search_index import Document, Query
from tests.search_index.conftest import Build, on_both

pytestmark = on_both

POINT = Document(key="point", names=("Contact point",), keywords=("Kyrgyzstan",), notes=("urgent",))
SHEET = Document(key="sheet", names=("Requirement sheet",), keywords=("Kyrgyzstan",))
JAPAN = Document(key="japan", names=("Japan", "日本"), notes=("urgent requests",))


def test_all_words_must_match_in_any_field_and_order(build: Build) -> None:
    index = build(POINT, SHEET, JAPAN)

    results = index.search(Query("urgent kyrgyzstan contact"))

    assert (results.keys, results.ignored) == (("point",), ())


def test_a_word_known_nowhere_is_left_out_and_named_as_typed(build: Build) -> None:
    index = build(POINT, SHEET, JAPAN)

    results = index.search(Query("Kyrgyzstan Xyzzyqwv"))

    assert set(results.keys) == {"point", "sheet"}
    assert results.ignored == ("Xyzzyqwv",)


def test_if_nothing_holds_all_words_the_least_telling_are_left_out(build: Build) -> None:
    index = build(POINT, SHEET, JAPAN)

    results = index.search(Query("japan kyrgyzstan sheet"))

    assert results.keys == ("sheet",)
    assert results.ignored == ("japan",)


def test_a_word_is_taken_less_surely_before_it_is_left_out(build: Build) -> None:
    office = Document(key="office", names=("Prosecutor of Kyrgyzstan",))
    other = Document(key="other", names=("Prosecuter of Japan",))
    index = build(office, other)

    results = index.search(Query("prosecuter kyrgyzstan"))

    assert (results.keys, results.ignored) == (("office",), ())


def test_a_word_in_running_text_is_left_out_before_one_in_a_name_or_keyword(build: Build) -> None:
    index = build(POINT, SHEET, JAPAN, Document(key="note", notes=("embassy",)))

    results = index.search(Query("embassy kyrgyzstan sheet"))

    assert (results.keys, results.ignored) == (("sheet",), ("embassy",))


def test_a_word_typed_twice_counts_once(build: Build) -> None:
    index = build(POINT, SHEET, JAPAN)

    twice, once = index.search(Query("japan japan")), index.search(Query("japan"))
    assert replace(twice, is_name=True) == once


def test_nothing_at_all_is_found_if_no_word_is_known(build: Build) -> None:
    results = build(POINT).search(Query("xyzzy qwvpf"))

    assert (results.keys, results.total) == ((), 0)
    assert results.ignored == ("xyzzy", "qwvpf")


def test_short_frequent_words_narrow_nothing(build: Build) -> None:
    offices = [Document(key=f"{n}", names=(f"Office of place{n}",)) for n in range(8)]
    wanted = Document(key="wanted", names=("Ministry, Kyrgyzstan",))
    noise = Document(key="noise", names=("Office of place9",), notes=("ministry, kyrgyzstan",))
    index = build(*offices, wanted, noise)

    results = index.search(Query("ministry of kyrgyzstan"))

    assert results.keys == ("wanted", "noise")
    assert results.ignored == ()


def test_pairs_across_the_seam_of_two_chinese_words_are_not_reported(build: Build) -> None:
    index = build(Document(key="one", names=("中国",), keywords=("引渡",)))

    results = index.search(Query("中国引渡"))

    assert (results.keys, results.ignored) == (("one",), ())


def test_a_pair_across_the_seam_of_two_chinese_words_narrows_nothing(build: Build) -> None:
    index = build(
        Document(key="one", names=("亚美尼亚",), keywords=("司法部",)), Document(key="two", names=("东南亚司法",))
    )

    assert index.search(Query("亚美尼亚司法部")).keys == ("one",)


def test_other_forms_of_the_words_are_found_too(build: Build) -> None:
    index = build(
        Document(key="treaty", names=("Минская конвенция",)),
        Document(key="protocol", names=("Протокол к Минской конвенции",)),
    )

    assert set(index.search(Query("минской конвенции")).keys) == {"treaty", "protocol"}


def test_what_no_kept_pair_covers_is_reported(build: Build) -> None:
    results = build(Document(key="one", names=("中国",))).search(Query("中国引渡"))

    assert (results.keys, results.ignored) == (("one",), ("引渡",))


STATE = Document(key="state", names=("Kyrgyzstan", "Кыргызстан", "Kyrgyz Republic"))
OFFICE = Document(
    key="office",
    names=("Prosecutor General's Office of the Kyrgyz Republic",),
    keywords=("Kyrgyzstan", "Кыргызстан", "extradition"),
)
COURT = Document(
    key="court",
    names=("Supreme Court",),
    keywords=("Kyrgyzstan",),
    notes=("It has no part in extradition.",),
)
OTHER = Document(key="other", names=("Ministry of Justice",), keywords=("Japan", "extradition", "Kyrgyz Days"))


FIRST = {
    "Kyrgyzstan": "state",
    "кыргызстан": "state",
    "kyrgyz republic": "state",
    "kyrgyzstan extradition": "office",
    "extradition Кыргызстан": "office",
    "prosecutor kyrgyz": "office",
    "ministry of justice": "other",
    "kirgizstan": "state",
}


def test_the_expected_document_is_first(build: Build) -> None:
    index = build(COURT, OTHER, OFFICE, STATE)

    assert {text: index.search(Query(text)).keys[0] for text in FIRST} == FIRST


def test_a_whole_name_is_first_whatever_else_weighs(build: Build) -> None:
    short = Document(key="short", names=("Niger",), weight=0.1)
    heavy = Document(key="heavy", names=("Niger River",), keywords=("Niger",), weight=50)

    assert build(short, heavy).search(Query("NIGER")).keys == ("short", "heavy")


def test_a_name_of_two_documents_gives_both_first(build: Build) -> None:
    one = Document(key="b", names=("Congo", "Congo - Brazzaville"))
    two = Document(key="a", names=("Congo", "Congo - Kinshasa"))
    basin = Document(key="basin", names=("Congo Basin",), weight=9)

    assert build(one, two, basin).search(Query("congo")).keys == ("a", "b", "basin")


def test_names_count_more_than_keywords_and_keywords_more_than_notes(build: Build) -> None:
    documents = [
        Document(key="notes", notes=("extradition",)),
        Document(key="names", names=("On extradition",)),
        Document(key="keywords", keywords=("extradition",)),
    ]

    keys = build(*documents).search(Query("extradition")).keys

    assert keys == ("names", "keywords", "notes")


def test_weight_decides_between_a_title_and_a_keyword(build: Build) -> None:
    treaty = Document(key="treaty", names=("European Convention on Extradition",))
    desk = Document(key="desk", names=("Ministry of Justice",), keywords=("extradition",), weight=3)

    assert build(treaty, desk).search(Query("extradition")).keys == ("desk", "treaty")


def test_all_words_in_one_name_count_more_than_in_several(build: Build) -> None:
    one = Document(key="one", names=("Supreme Court of Nauru", "Bench"))
    several = Document(key="several", names=("Supreme Council of Nauru", "Court of Bern"))

    assert build(several, one).search(Query("nauru supreme court")).keys == ("one", "several")


def test_a_name_with_another_form_of_the_words_counts_more_than_a_keyword(build: Build) -> None:
    named = Document(key="b", names=("Baş Prokurorluğu",), keywords=("prokurorluq",))
    kept = Document(key="a", names=("Baş prokuraturasy",), keywords=("prokurorluq",))

    assert build(named, kept).search(Query("Baş prokurorluq")).keys == ("b", "a")


def test_the_shorter_of_two_names_that_hold_the_words_is_first(build: Build) -> None:
    long = Document(key="a", names=("Ministry of Justice and of Home Affairs of Nauru",))
    short = Document(key="b", names=("The Ministry of Justice, Nauru",))

    assert build(long, short).search(Query("justice nauru")).keys == ("b", "a")


def test_an_exact_word_counts_more_than_a_beginning(build: Build) -> None:
    index = build(Document(key="a", names=("Point of Nigeria",)), Document(key="b", names=("Point of Niger",)))

    assert index.search(Query("niger")).keys == ("b", "a")


def test_equal_matches_stand_by_weight_then_key(build: Build) -> None:
    documents = [
        Document(key="b", names=("Court",), weight=1),
        Document(key="a", names=("Court",), weight=1),
        Document(key="c", names=("Court",), weight=2),
    ]

    assert build(*documents).search(Query("court")).keys == ("c", "a", "b")


def test_pages_join_without_gap_or_overlap(build: Build) -> None:
    index = build(*(Document(key=f"{n:03}", names=(f"Court {n}",)) for n in range(450)))

    pages = [index.search(Query("court", offset=at, limit=50)).keys for at in range(0, 450, 50)]

    assert sorted(key for page in pages for key in page) == [f"{n:03}" for n in range(450)]
