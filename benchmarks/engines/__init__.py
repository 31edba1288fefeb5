"""What is asked the same questions, one module an engine: each has a class `Engine` of the shape of `base.Engine`."""

OURS, OURS_IN_POSTGRESQL = "counterpart", "counterpart in PostgreSQL"
ENGINES = {
    OURS: "benchmarks.engines.counterpart",
    OURS_IN_POSTGRESQL: "benchmarks.engines.counterpart_postgresql",
    "SQLite FTS5": "benchmarks.engines.sqlite",
    "tantivy": "benchmarks.engines.tantivy_py",
    "PostgreSQL": "benchmarks.engines.postgresql",
    "haystack + Whoosh": "benchmarks.engines.haystack_whoosh",
}
"""By the name in the table, the module; the first is the one that the others are compared with."""
