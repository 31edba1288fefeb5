"""The engines that get the same questions, one module for each. A module has a class `Engine` like `base.Engine`."""

OURS, OURS_IN_POSTGRESQL = "counterpart", "counterpart in PostgreSQL"
ENGINES = {
    OURS: "benchmarks.engines.counterpart",
    OURS_IN_POSTGRESQL: "benchmarks.engines.counterpart_postgresql",
    "SQLite FTS5": "benchmarks.engines.sqlite",
    "tantivy": "benchmarks.engines.tantivy_py",
    "PostgreSQL": "benchmarks.engines.postgresql",
    "haystack + Whoosh": "benchmarks.engines.haystack_whoosh",
}
"""A mapping from the name in the table to the module. All other engines are compared with the first."""
