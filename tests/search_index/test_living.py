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
    index = build(Document("gone", ("Zanverline",)), Document("other", ("Office",)))
    assert index.search(Query("zamverline")).did_you_mean == "zanverline"

    index.apply([], ["gone"], 2)

    results = index.search(Query("zamverline"))
    assert (results.did_you_mean, results.keys) == (None, ())


def test_a_word_that_is_gone_does_not_stand_before_one_that_is_there(build: Build) -> None:
    index = build(Document("gone", ("Quillonmora",)), Document("there", ("Quillonmarra",)))
    asked = Query("quillonmorra")

    index.apply([Document("gone", ("Office",))], [], 2)

    assert index.search(asked).keys == ("there",)


def test_a_word_of_a_topic_that_no_document_has_any_more_is_never_suggested(build: Build) -> None:
    index = build(Document("one", ("Office",), topics=(("Zanverland",),)), Document("other", ("Bureau",)))

    index.apply([Document("one", ("Office",))], [], 2)

    assert index.search(Query("zamverland")).did_you_mean is None


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
