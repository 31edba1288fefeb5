"""The goals of the site on two cores, by size of the corpus or by page."""

from benchmarks.figures import Goal

MIX = {
    20_000: {"p50": Goal(0.1), "p95": Goal(1), "p99": Goal(3)},
    100_000: {"p50": Goal(0.25), "p95": Goal(3), "p99": Goal(10)},
}
"""Percentiles of the milliseconds of an answer, over all questions of the mix."""
CLASS_P95 = {20_000: Goal(3)}
"""The 95th percentile of milliseconds for each class of questions."""
POSTGRESQL_CLASS_P95 = {100_000: Goal(40)}
"""The 95th percentile of milliseconds for each class of questions, for our index in PostgreSQL."""
OF_SQLITE = {20_000: Goal(1 / 3)}
"""Our mean time divided by the mean time of SQLite FTS5."""
OF_TANTIVY = {20_000: Goal(1)}
"""Our mean time divided by the mean time of tantivy. This goal is more than is required."""
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
"""Answers in a second divided by those of an empty view on the same server, for cached and for other pages."""
PAGE_P99 = {"search": Goal(10)}
"""The 99th percentile of milliseconds of a page, over 8 connections."""
FIRST_VISIT_KILOBYTES = Goal(60)
"""The kilobytes that a first visit of a page sends, with style, script and pictures, compressed."""
