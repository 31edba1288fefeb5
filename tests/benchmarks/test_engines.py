"""Our index and SQLite's, as the benchmarks ask them: the same questions over the same documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import corpus, queries
from benchmarks.engines import counterpart, sqlite
from benchmarks.engines.base import Engine

COUNT = 100


@pytest.fixture(params=[counterpart.Engine, sqlite.Engine])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = request.param(tmp_path)
    made.build(corpus.documents(COUNT))
    made.open()
    yield made
    made.close()


def test_every_engine_finds_whole_names_and_counts_exactly(engine: Engine) -> None:
    exact = [question for question in queries.mix(COUNT, per_class=5) if question.kind == "exact"]

    missed = [question for question in exact if question.target not in engine.ask(question).keys]
    everything = engine.ask(queries.Question("facet", "", "", {}, ("kind",)))

    assert not missed
    assert everything.total == sum(everything.facets["kind"].values()) == COUNT
    assert everything.names
