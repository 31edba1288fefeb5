"""A multilingual full-text index. The package imports nothing of the application.

Read `documents` first, then `index`. `text` normalizes and tokenizes texts and compares words. `query` matches and
ranks the documents of a snapshot, which is one state of the index. `storage` writes and reads the index on the disk;
only its module `whoosh_store` imports Whoosh. `postgresql` is the same index in a database; import it as
`search_index.postgresql`.
"""

from search_index.documents import Document, LateChanges, Query, Results, WordForms
from search_index.errors import IndexBusy, IndexUnusable
from search_index.index import SearchIndex
from search_index.query.terms import query_terms
from search_index.text.phrases import FoundPhrase, PhraseFinder
from search_index.text.whole_terms import text_words

__all__ = [
    "Document",
    "FoundPhrase",
    "IndexBusy",
    "IndexUnusable",
    "LateChanges",
    "PhraseFinder",
    "Query",
    "Results",
    "SearchIndex",
    "WordForms",
    "query_terms",
    "text_words",
]
