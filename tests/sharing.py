"""What all apps of a run share, because it is the same for each and takes most of the time of making one, and what is
left out for the sake of time: the databases of tests need not survive a loss of power."""

import sqlite3
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory

from directory.database_connections import options_of
from directory.extensions import db
from directory.search import sync
from directory.template_bytecode import FOLDER
from search_index.storage import segment_file
from search_index.storage.segment import Segment

# More than the statements of all tests of a worker.
STATEMENTS = 10_000
SEGMENTS = 50
# A search applies at most twice as many changes.
MOST_LACKING = sync.MOST_BY_A_REQUEST // 2
_compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
_segments: LRUCache[Any, Segment] = LRUCache(SEGMENTS)
_read_segment = segment_file.read
_connected: list[Engine] = []
_of_postgresql: list[Engine] = []


class CompiledRule(Rule):
    """A rule of addresses that is parsed and compiled once."""

    compiled: ClassVar[dict[tuple[object, ...], dict[str, object]]] = {}

    def compile(self) -> None:
        key = self.rule, self.subdomain, self.host, repr(self.defaults), self.is_leaf, self.merge_slashes
        if key not in self.compiled:
            given = self.__dict__.copy()
            super().compile()
            self.compiled[key] = {n: value for n, value in self.__dict__.items() if given.get(n) is not value}
            self.compiled[key]["arguments"] = self.arguments
        self.__dict__.update(self.compiled[key])


class LateIndex:
    """What an app does after a commit: it leaves changes to the next search, as where its process dies, unless many
    are lacking. To follow each commit took a fifth of the time of all tests."""

    at_once: ClassVar[bool] = False
    """Whether each commit is followed, as in the product (the fixture `index_at_once`)."""

    def __init__(self) -> None:
        self.followed: int | None = None

    def __call__(self) -> None:
        last = sync.last_change()
        if self.followed is None:
            self.followed = last
        if self.at_once or last > self.followed + MOST_LACKING:
            sync.drain()
            self.followed = last


class SharedMap(Map):
    """The addresses of an app: those of all apps with the same rules are bound and sorted once."""

    made: ClassVar[dict[tuple[object, ...], Map]] = {}

    def __init__(self, *args: Any, **named: Any) -> None:
        self._added: list[Rule] = []
        super().__init__(*args, **named)

    def add(self, rulefactory: RuleFactory) -> None:
        self._added.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        if not self._remap:
            return
        with self._remap_lock:
            key = *self.converters.items(), *map(_facts_of, self._added)
            if key not in self.made:
                whole = Map(converters=self.converters, host_matching=self.host_matching)
                for rule in self._added:
                    rule.map = None  # type: ignore[assignment]
                    whole.add(rule)
                whole.update()
                self.made[key] = whole
            self._matcher, self._rules_by_endpoint = self.made[key]._matcher, self.made[key]._rules_by_endpoint
            self._remap = False


def _facts_of(rule: Rule) -> tuple[object, ...]:
    """Return whatever tells a rule of addresses from another."""
    asked = rule.rule, frozenset(rule.methods or ()), repr(rule.defaults), rule.subdomain, rule.host, rule.websocket
    answered = rule.endpoint, rule.redirect_to, getattr(rule, "provide_automatic_options", None)
    return *asked, *answered, rule.build_only, rule.alias, rule.strict_slashes, rule.merge_slashes


def follow_late(app: Flask) -> None:
    """Have the index of an app follow when it is searched."""
    app.extensions["after_commit"].remove(sync.drain)
    app.extensions["after_commit"].append(LateIndex())


class KeptTemplates(FileSystemBytecodeCache):
    """The bytecode of templates, read once."""

    kept: ClassVar[dict[tuple[str, str], Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        place = bucket.key, bucket.checksum
        if place not in self.kept:
            super().load_bytecode(bucket)
            self.kept[place] = bucket.code
        bucket.code = self.kept[place]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code
        super().dump_bytecode(bucket)


def share_templates(app: Flask) -> None:
    """Let the app use the bytecode of templates that another app read."""
    app.jinja_env.bytecode_cache = KeptTemplates(str(FOLDER))


def share_statements(app: Flask) -> None:
    """Let the app use the SQL that another app over the same kind of database compiled: SQLAlchemy keeps it by engine
    and dialect."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        if not _connected:
            _connected.append(create_engine("sqlite://", **options_of("sqlite://")))
            # The first connection tells the dialect what the library can do.
            _connected[0].connect().close()
        engine.dialect = _connected[0].dialect
    elif first := next((one for one in _of_postgresql if one.dialect.server_version_info), None):
        engine.dialect = first.dialect
    else:
        # Nobody connects here: some tests are about a server that is away.
        _of_postgresql.append(engine)
    engine._compiled_cache = _compiled


# Registered after that of `directory.extensions`, so that it has the last word; forked programs do not have it.
@event.listens_for(Engine, "connect")
def _hurry(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def _read_once(path: Path) -> Segment:
    """Return the segment of a file. A copy of a folder has the same names and times of change; no segment changes."""
    file = path.stat()
    key = path.name, file.st_size, file.st_mtime_ns
    found = _segments.get(key)
    if found is None:
        found = _segments[key] = _read_segment(path)
    return found


segment_file.read = _read_once
