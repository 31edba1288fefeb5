"""Which documents match all words together, and which words are left out."""

from collections.abc import Callable

from search_index import Document, Query, SearchIndex

Build = Callable[..., SearchIndex]

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


def test_what_no_kept_pair_covers_is_reported(build: Build) -> None:
    results = build(Document(key="one", names=("中国",))).search(Query("中国引渡"))

    assert results.keys == ("one",)
    assert "引渡" in results.ignored
