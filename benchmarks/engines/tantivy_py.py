"""tantivy, a search library in Rust, over the same folded words."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from benchmarks.engines.base import MOST_HITS, Answer, columns, shown, size_of, words
from benchmarks.queries import ALL_FACETS, Question
from search_index import Document

FIELDS = {"names": 10.0, "keywords": 8.5, "notes": 2.5}
MOST_VALUES = 1000
_BUFFER_BYTES = 256_000_000


class Engine:
    """One folder, read by one searcher."""

    largest = 1_000_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, documents: Iterable[Document]) -> None:
        """Write all documents. tantivy chooses the number of threads."""
        index = tantivy.Index(_schema(), path=str(self._folder))
        writer = index.writer(heap_size=_BUFFER_BYTES)
        for one in documents:
            entry = tantivy.Document(key=[one.key], name=[shown(one)])
            for field, text in zip(FIELDS, columns(one), strict=True):
                entry.add_text(field, text)
            for field, values in one.facets.items():
                for value in values:
                    entry.add_text(field, value)
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open the index."""
        self._index = tantivy.Index.open(str(self._folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        text = [self._word(word, is_begun) for word, is_begun in words(question)]
        filters = {field: self._has(field, value) for field, value in question.filters.items()}
        found = self._searcher.search(_all([*text, *filters.values()]), limit=MOST_HITS, count=True)
        hits = [self._searcher.doc(address) for _, address in found.hits]
        narrowed = [field for field in question.facets if field in filters]
        facets = self._count([field for field in question.facets if field not in filters], [*text, *filters.values()])
        for field in narrowed:
            facets |= self._count([field], [*text, *(one for name, one in filters.items() if name != field)])
        return Answer(
            found.count or 0,
            tuple(hit.get_first("key") for hit in hits),
            tuple(hit.get_first("name") for hit in hits),
            facets,
        )

    def _word(self, word: str, is_begun: bool) -> tantivy.Query:
        fields = [field for field in FIELDS if self._searcher.doc_freq(field, word)]
        begun = [self._like(field, word, 0, is_prefix=True) for field in FIELDS] if is_begun else []
        if fields or len(word) < 4 or (begun and self._searcher.search(_any(begun), limit=1, count=False).hits):
            exact = (tantivy.Query.term_query(self._schema, field, word) for field in fields or FIELDS)
            return _any([*map(_boosted, exact, fields or FIELDS), *begun])
        return _any([self._like(field, word, 2 if len(word) > 7 else 1) for field in FIELDS])

    def _like(self, field: str, word: str, errors: int, *, is_prefix: bool = False) -> tantivy.Query:
        query = tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=errors, prefix=is_prefix)
        return _boosted(query, field)

    def _has(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)

    def _count(self, fields: list[str], queries: list[tantivy.Query]) -> dict[str, dict[str, int]]:
        """Return the counts of some facets, for the documents that meet all queries."""
        if not fields:
            return {}
        asked = {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields}
        counted = self._searcher.aggregate(_all(queries), asked)
        return {field: {bucket["key"]: bucket["doc_count"] for bucket in counted[field]["buckets"]} for field in fields}

    def megabytes(self) -> float:
        """Return the size of the folder in megabytes."""
        return size_of(self._folder)

    def close(self) -> None:
        """Do nothing, since nothing is held."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("name", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ALL_FACETS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _boosted(query: tantivy.Query, field: str) -> tantivy.Query:
    return tantivy.Query.boost_query(query, FIELDS[field])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return tantivy.Query.all_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
