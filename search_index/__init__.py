"""A multilingual full-text index, which imports nothing of the application. `SearchIndex` stores the index in a folder,
`search_index.postgresql` in a database.

Read `documents` first, then `index`.
"""

from search_index.documents import Document, LateChanges, Query, Results, WordForms
from search_index.errors import IndexBusy, IndexUnusable
from search_index.index import SearchIndex
from search_index.query.terms import query_terms
from search_index.text.phrases import FoldedPhrase, FoundPhrase, PhraseFinder, fold_phrases
from search_index.text.whole_terms import text_words

__all__ = [
    "Document",
    "FoldedPhrase",
    "FoundPhrase",
    "IndexBusy",
    "IndexUnusable",
    "LateChanges",
    "PhraseFinder",
    "Query",
    "Results",
    "SearchIndex",
    "WordForms",
    "fold_phrases",
    "query_terms",
    "text_words",
]
