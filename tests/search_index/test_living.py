"""What is gone leaves nothing behind: an index that was edited answers as one made anew of the same documents."""

from random import Random

import pytest

from search_index import Document, Query
from tests.search_index.conftest import Build, Open, on_both

pytestmark = on_both

SYLLABLES = ("za", "ver", "not", "qui", "lon", "mo", "rel", "ti", "kas", "ben")
EDITS, NAMES = 25, 30
QUERIES = 40


def test_a_word_of_a_document_that_is_gone_is_never_suggested(build: Build) -> None:
    index = build(Document("gone", ("Zakoverline",)), Document("there", ("Zatoverline",)))
    asked = Query("zapoverline")
    assert index.search(asked).did_you_mean == "zakoverline"

    index.apply([], ["gone"], 2)

    assert index.search(asked).did_you_mean == "zatoverline"


def test_a_word_that_is_gone_does_not_stand_before_one_that_is_there(build: Build) -> None:
    index = build(Document("gone", ("Quillanpora",)), Document("there", ("Quiltanpora",)))
    asked = Query("quillanmora")

    index.apply([Document("gone", ("Office",))], [], 2)

    assert index.search(asked).keys == ("there",)


def test_a_word_of_a_topic_that_no_document_has_any_more_is_never_suggested(build: Build) -> None:
    index = build(Document("one", topics=(("Zakoverlan",),)), Document("other", topics=(("Zatoverlan",),)))
    asked = Query("zapoverlan")
    assert index.search(asked).did_you_mean == "zakoverlan"

    index.apply([Document("one", ("Office",))], [], 2)

    assert index.search(asked).did_you_mean == "zatoverlan"


@pytest.mark.parametrize("note", ["zakoverline", "zatoverline"])
def test_of_words_as_close_the_one_in_more_names_is_suggested_however_often_notes_have_the_other(
    build: Build, note: str
) -> None:
    names = (
        Document("one", ("Zakoverline",)),
        Document("two", ("Zatoverline",)),
        Document("three", ("Zatoverline Office",)),
    )
    notes = (Document(f"note {number}", ("Office",), notes=(note,)) for number in range(5))

    assert build(*names, *notes).search(Query("zapoverline")).did_you_mean == "zatoverline"


LOST = {
    "the document is gone": ([], ["gone"]),
    "its name is written otherwise": ([Document("gone", ("Zurverlan",))], []),
    "its name is another": ([Document("gone", ("Office",))], []),
    "it has another topic": ([Document("gone", ("Office",), topics=(("Bureau",),))], []),
}


@pytest.mark.parametrize("kind", ["names", "keywords", "topics"])
@pytest.mark.parametrize(("put", "drop"), LOST.values(), ids=LOST)
def test_a_word_is_never_written_as_only_what_is_gone_wrote_it(
    build: Build, kind: str, put: list[Document], drop: list[str]
) -> None:
    gone = Document("gone", **{kind: (("Zürverlan",),) if kind == "topics" else ("Zürverlan",)})
    index = build(gone, Document("there", ("Zurverlan",)))
    asked = Query("zürkerlan")
    assert index.search(asked).did_you_mean == "zürverlan"

    index.apply(put, drop, 2)

    assert index.search(asked).did_you_mean == "zurverlan"


@pytest.mark.parametrize("gone", [["first"], ["first", "other"]], ids=["beside it", "where the store is made smaller"])
def test_a_word_is_still_written_as_others_write_it_when_the_first_is_gone(build: Build, gone: list[str]) -> None:
    second = Document("second", ("Занверлин", "Zanverlin"))
    index = build(Document("first", ("Занверлин",)), second, Document("other", ("Office",)))

    index.apply([], gone, 2)

    assert index.search(Query("занкерлин")).did_you_mean == "занверлин"


def test_a_word_is_not_written_as_a_document_that_is_to_be_left_out_wrote_it(build: Build) -> None:
    index = build(Document("changed", ("Zürverlan",)), Document("there", ("Zurverlan",)))

    results = index.search(Query("zürkerlan", stale_keys=frozenset(["changed"])))

    assert results.did_you_mean == "zurverlan"


def name(random: Random) -> str:
    words = ("".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(random.randint(1, 3)))
    return " ".join(words)


def document(random: Random, key: str) -> Document:
    topics = ((f"Topic {random.choice(SYLLABLES) * 2}",),) if random.random() < 0.5 else ()
    kind = random.choice(("a", "b", "c"))
    names = tuple(name(random) for _ in range(random.randint(1, 2)))
    weight = random.choice((1.0, 1.0, 1.2))
    return Document(key, names, (name(random),), (name(random),), {"kind": (kind,)}, weight, topics=topics)


def asked(random: Random, living: dict[str, Document]) -> str:
    """Return words of a name, some with an error in them."""
    words = random.choice([each for one in living.values() for each in one.names]).split()
    text = " ".join(random.sample(words, random.randint(1, len(words))))
    at = random.randrange(len(text))
    return random.choice((text, text[:at] + random.choice("aeionst") + text[at + 1 :], text[:at] + text[at + 1 :]))


@pytest.mark.long(each=3)
@pytest.mark.parametrize("seed", range(4))
def test_after_many_edits_answers_are_those_of_an_index_made_anew(build: Build, opened: Open, seed: int) -> None:
    random = Random(seed)
    living = {key: document(random, key) for key in (f"d{number}" for number in range(NAMES))}
    index = build(*living.values())
    for position in range(2, EDITS + 2):
        changed = [document(random, f"d{random.randrange(NAMES + 5)}") for _ in range(random.randint(0, 3))]
        gone = random.sample(sorted(living), random.randint(0, 2))
        index.apply(changed, gone, position)
        living = {key: one for key, one in living.items() if key not in gone} | {one.key: one for one in changed}
    queries = [Query(asked(random, living), facets=("kind",)) for _ in range(QUERIES)]

    edited = [index.search(query) for query in queries]
    index.rebuild(living.values(), EDITS + 2)

    assert edited == [index.search(query) for query in queries]


def test_what_lies_hidden_in_an_edited_index_is_no_difference(build: Build) -> None:
    there = Document("there", ("Zurverlan",), topics=(("Bureau",),))
    index = build(Document("gone", ("Zürverlan",), topics=(("Zürverland",),)), there, Document("more", ("More",)))

    index.apply([Document("more", ("Môre",))], ["gone"], 2)

    assert index.differences([there, Document("more", ("Môre",))]) == []


def test_a_document_that_writes_a_word_otherwise_is_a_difference(build: Build) -> None:
    index = build(Document("one", ("Zürverlan",)))

    lines = index.differences([Document("one", ("Zurverlan",))])

    assert any(line.startswith("one: ") and "zurverlan\\tzürverlan'" in line for line in lines)
