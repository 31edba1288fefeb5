"""What is written to the engine and read back, against plain Whoosh and plain sets."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, STORED, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.query import And, Or, Term
from whoosh.searching import Searcher

from search_index import Document, Query, SearchIndex
from search_index.storage import fields, segment_file
from search_index.storage.generations import MANIFEST, IndexFolder
from search_index.storage.in_memory_postings import FacetColumn, postings

Build = Callable[..., SearchIndex]

WORDS = ("alpha", "bravo", "charlie", "delta", "echoes", "foxtrot", "golf", "hotel", "кыргыз")
FOLDED = dict(zip(WORDS, (*WORDS[:-1], "kyrgyz"), strict=True))
phrases = st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), max_size=3)
documents = st.builds(
    Document,
    key=st.integers(0, 30).map("document{}".format),
    names=phrases.map(tuple),
    keywords=phrases.map(tuple),
    notes=phrases.map(tuple),
    topics=st.lists(phrases.map(tuple), max_size=2).map(tuple),
    facets=st.fixed_dictionaries({"kind": st.lists(st.sampled_from("xyz")).map(tuple)}),
    weight=st.sampled_from((1.0, 2.0)),
)
MANY = 80
collections = st.lists(documents, max_size=15, unique_by=lambda document: document.key)


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], SearchIndex]:
    numbers = count()
    return lambda: SearchIndex(tmp_path / str(next(numbers)), stamp="1")


def generation(index_folder: Path) -> Path:
    return index_folder / (index_folder / "CURRENT").read_text()


def plain_whoosh(given_documents: list[Document]) -> Searcher:
    """Return a searcher of Whoosh itself over the folded words and the facets of documents."""
    schema = Schema(key=STORED, word=ID(), kind=ID())
    index = RamStorage().create_index(schema)
    with index.writer() as writer:
        for document in given_documents:
            terms = fields.terms(document)
            called = set().union(*map(fields.words, document.topics))
            words = terms[fields.NAMES] | terms[fields.KEYWORDS] | terms[fields.NOTES] | called
            writer.add_document(key=document.key, word=sorted(words), kind=sorted(document.facets["kind"]))
    return index.searcher()


def test_exact_words_and_filters_match_what_plain_whoosh_matches(fresh: Callable[[], SearchIndex]) -> None:
    some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True)

    @settings(max_examples=30, deadline=None)
    @given(collections, some_words, st.sets(st.sampled_from("xyz"), max_size=2))
    def compare(given_documents: list[Document], words: list[str], kinds: set[str]) -> None:
        index = fresh()
        index.rebuild(given_documents[:-2], position=1)
        index.apply(given_documents[-2:], [], position=2)
        every = And([Term("word", FOLDED[word]) for word in words])
        filtered = Or([Term("kind", kind) for kind in kinds]) if kinds else None

        filters = {"kind": frozenset(kinds)} if kinds else {}
        results = index.search(Query(" ".join(words), filters, ("kind",), limit=100))

        with plain_whoosh(given_documents) as whoosh:
            holding = [hit["key"] for hit in whoosh.search(every, limit=None)]
            expected = {hit["key"] for hit in whoosh.search(every, limit=None, filter=filtered)}
            counts = {
                kind: len(found)
                for kind in "xyz"
                if (found := whoosh.search(every, limit=None, filter=Term("kind", kind)))
            }
        if holding:
            assert set(results.keys) == expected
            assert results.total == len(expected)
            assert results.facets["kind"] == counts
        else:
            assert results.ignored or not results.keys

    compare()


def test_of_words_that_no_document_holds_together_the_same_is_left_out_however_the_index_came_about(
    fresh: Callable[[], SearchIndex],
) -> None:
    first, other = (Document(key, names=(name,)) for key, name in (("document1", "bravo"), ("document3", "alpha")))
    changed, rebuilt = fresh(), fresh()
    changed.rebuild([other], position=0)
    changed.apply([first], [], 1)
    rebuilt.rebuild([first, other], position=1)

    keys = [index.search(Query("alpha bravo")).keys for index in (changed, rebuilt)]

    assert keys == [("document1",), ("document1",)]


@pytest.mark.usefixtures("tmp_path")
def test_changes_one_by_one_give_what_a_rebuild_gives(fresh: Callable[[], SearchIndex]) -> None:
    changes = st.lists(st.tuples(st.lists(documents, max_size=4), st.integers(0, 30)), max_size=8)

    @settings(max_examples=8, deadline=None)
    @given(collections, changes)
    def compare(first: list[Document], edits: list[tuple[list[Document], int]]) -> None:
        changed, rebuilt = fresh(), fresh()
        expected = {document.key: document for document in first}
        changed.rebuild(first, position=0)
        for position, (put, number) in enumerate(edits, 1):
            changed.apply(put, [f"document{number}"], position)
            expected.pop(f"document{number}", None)
            expected.update({document.key: document for document in put})
        rebuilt.rebuild(expected.values(), position=9)

        assert changed.position == len(edits)
        assert changed.differences(expected.values()) == []
        for text in ("", *WORDS, "alpha bravo"):
            query = Query(text, facets=("kind",), limit=100)
            one, other = changed.search(query), rebuilt.search(query)
            assert (set(one.keys), one.total) == (set(other.keys), other.total)
            assert one.facets == other.facets

    compare()


def test_a_second_reader_that_follows_agrees_with_one_that_starts(
    fresh: Callable[[], SearchIndex], tmp_path: Path
) -> None:
    writer = fresh()
    writer.rebuild((Document(f"d{n}", names=(f"alpha {n}",)) for n in range(MANY)), position=0)
    follower = SearchIndex(tmp_path / "0", stamp="1")
    follower.open()

    for n in range(30):
        writer.apply([Document(f"d{n}", names=(f"bravo {n}",))], [f"d{n + 1}"], n)
        starter = SearchIndex(tmp_path / "0", stamp="1")
        for text in ("alpha", "bravo", ""):
            query = Query(text, limit=100)
            assert follower.search(query).keys == starter.search(query).keys


ONE = Document(
    "one", ("Alpha",), ("bravo charlie",), ("delta",), {"kind": ("x",)}, weight=2.0
)  # fmt: skip


def test_an_index_has_no_difference_from_its_own_documents(build: Build) -> None:
    assert build(ONE).differences([ONE]) == []


def test_of_a_name_that_is_too_long_whole_words_are_kept(build: Build) -> None:
    document = Document("one", (" ".join(["extraordinarily"] * 40),))

    assert build(document).differences([document]) == []


@pytest.mark.parametrize(
    ("documents", "line"),
    [
        ([], "one: in the index, but should not be there"),
        ([ONE, Document("two")], "two: not in the index"),
        ([Document("one", ("Alpha",), ("bravo charlie",), ("delta",), {"kind": ("x",)})],
         "one: what is stored differs"),
        ([Document("one", ("Alpha", "Echo"))], "one: names lacks 'echo'"),
        ([Document("one", ("Alpha",))], "one: notes has 'delta', but should not"),
    ],
)  # fmt: skip
def test_a_difference_from_other_documents_is_named(build: Build, documents: list[Document], line: str) -> None:
    assert line in build(ONE).differences(documents)


@pytest.mark.parametrize(
    ("planted", "line"),
    [
        ({"doc_names": postings([[5, 1]])}, "one: what is stored differs"),
        ({"weights": np.ones(1)}, "one: what is stored differs"),
        ({"words": ["alpha", "bravo", "charlie", "secret", "echo"]}, "one: notes has 'secret', but should not"),
        ({"topics": ["another"]}, "one: topics has 'another', but should not"),
        ({"facets": {"kind": FacetColumn([("y",)], np.zeros(1, np.uint32))}}, "one: facets lacks 'kind\\x1fx'"),
    ],
)
def test_what_is_planted_in_the_file_that_is_searched_is_found(
    build: Build, tmp_path: Path, planted: dict[str, Any], line: str
) -> None:
    document = replace(ONE, topics=(("echo",),))
    index = build(document)
    folder = generation(tmp_path / "index")
    [file] = folder.glob("*.packed")
    segment = segment_file.read(file)

    file.unlink()
    segment_file.write(file, replace(segment, **{"words": ["alpha", "bravo", "charlie", "delta", "echo"], **planted}))
    reseal(tmp_path / "index", folder)

    assert line in index.differences([document])


def test_whoosh_reads_from_the_disk_what_is_searched(tmp_path: Path) -> None:
    numbers = count()

    @settings(max_examples=10, deadline=None)
    @given(collections, collections)
    def compare(first: list[Document], then: list[Document]) -> None:
        folder = tmp_path / str(next(numbers))
        index = SearchIndex(folder, stamp="1")
        index.rebuild(first, position=1)
        index.apply(then, ["document3"], position=2)
        expected = {document.key: fields.terms(document) for document in (*first, *then)}
        if all(document.key != "document3" for document in then):
            expected.pop("document3", None)

        with open_dir(generation(folder)).reader() as reader:
            keys = {number: stored["key"] for number, stored in reader.iter_docs() if "key" in stored}
            for name in ("names", "keywords", "notes", "topics", "facets"):
                found: dict[str, set[str]] = {key: set() for key in expected}
                for term in reader.lexicon(name):
                    for number in reader.postings(name, term).all_ids():
                        found[keys[number]].add(term.decode())
                assert found == {key: terms[name] for key, terms in expected.items()}

    compare()


def reseal(index_folder: Path, folder: Path) -> None:
    """Make a manifest for a generation that was changed by hand."""
    (folder / MANIFEST).unlink()
    IndexFolder(index_folder, "1").publish(folder, 1, {})


def test_two_documents_of_one_key_are_refused_and_the_index_stays(build: Build) -> None:
    index = build(ONE)

    with pytest.raises(ValueError, match="one"):
        index.rebuild([ONE, ONE], position=2)

    assert index.position == 1
    assert index.differences([ONE]) == []


def test_an_empty_index_answers(build: Build) -> None:
    index = build()

    assert index.search(Query("alpha", facets=("kind",))).total == 0
    assert index.search(Query()).keys == ()
    assert index.differences([]) == []
