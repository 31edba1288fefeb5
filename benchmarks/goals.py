"""What the site is to reach on two cores: every goal by the size of the corpus, or by the page."""

from benchmarks.figures import Goal

MIX = {
    20_000: {"p50": Goal(0.1), "p95": Goal(1), "p99": Goal(3)},
    100_000: {"p50": Goal(0.25), "p95": Goal(3), "p99": Goal(10)},
}
"""Milliseconds of the whole mix."""
CLASS_P95 = {20_000: Goal(3)}
"""Milliseconds of the 95th percentile of each class."""
POSTGRESQL_CLASS_P95 = {100_000: Goal(40)}
"""The same of our index in PostgreSQL."""
OF_SQLITE = {20_000: Goal(1 / 3)}
"""Our mean as a share of that of SQLite FTS5."""
OF_TANTIVY = {20_000: Goal(1)}
"""The same of tantivy, which is more than is asked."""
REBUILD_SECONDS = {20_000: Goal(6)}
OPEN_MILLISECONDS = {20_000: Goal(50)}
EDIT_MILLISECONDS = {20_000: Goal(15)}
WORKER_MEGABYTES = {20_000: Goal(120)}
OWN_MEGABYTES = Goal(120)
PAGE_SHARE = {
    "search": Goal(0.25, is_least=True),
    "jurisdiction": Goal(0.2, is_least=True),
    "authority": Goal(0.2, is_least=True),
    "board, signed in": Goal(0.15, is_least=True),
    "search, signed in": Goal(0.15, is_least=True),
    "proposals, signed in": Goal(0.15, is_least=True),
}
"""Answers a second as a share of those of an empty view of the same server, whether or not a page is kept."""
PAGE_P99 = {"search": Goal(10)}
"""Milliseconds at 8 connections."""
