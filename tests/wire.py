"""Names that others hold on to: routes, operations and schemas of the API, commands, settings, jobs, log events.

`wire.csv` records them, and `test_wire.py` compares. `make wire` records them anew, for a change that is meant.
"""

import ast
import csv
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

from directory.api.document import openapi
from directory.config import Config, listens_at
from directory.extensions import db
from directory.i18n import DEFAULT
from directory.jobs.schedule import RECURRING
from directory.jobs.worker import JOBS
from tests.conftest import ENCRYPTION_KEY, PROJECT, SECRET, make_app

RECORD = Path(__file__).parent / "wire.csv"

Wire = Mapping[tuple[str, str], frozenset[str]]
"""The parts of each thing, by its kind and name."""


class NotedEnvironment(dict[str, str]):
    """An environment that notes which variables are read."""

    def __init__(self, **variables: str) -> None:
        super().__init__(variables)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def present(app: Flask) -> Wire:
    """Return what an app has now."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    kinds = {
        "route": _routes(app),
        "operation": _operations(app),
        "schema": _schemas(app),
        "command": _commands(app.cli),
        "setting": ((name, "") for name in _settings()),
        "job": chain(((name, "queued") for name in JOBS), ((one.name, "recurring") for one in RECURRING)),
        "log event": _events(),
    }
    for kind, things in kinds.items():
        for name, part in things:
            found[kind, name].update(filter(None, [part]))
    return {thing: frozenset(parts) for thing, parts in found.items()}


def recorded() -> Wire:
    """Return what `wire.csv` says."""
    with RECORD.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["name"]): frozenset(row["parts"].split()) for row in csv.DictReader(file)}


def record(wire: Wire) -> None:
    """Write `wire.csv` anew."""
    with RECORD.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "name", "parts"))
        writer.writerows((*thing, " ".join(sorted(parts))) for thing, parts in sorted(wire.items()))


def differences(before: Wire, now: Wire) -> list[str]:
    """Return a sentence for each thing that has gone, is new or has other parts."""
    return [
        _difference(" ".join(thing), before.get(thing), now.get(thing))
        for thing in sorted(before.keys() | now.keys())
        if before.get(thing) != now.get(thing)
    ]


def _difference(thing: str, before: frozenset[str] | None, now: frozenset[str] | None) -> str:
    if now is None:
        return f"{thing} has gone."
    if before is None:
        return f"{thing} is new."
    changes = {"lost": before - now, "gained": now - before}
    return f"{thing} has " + " and ".join(f"{verb} {', '.join(sorted(of))}" for verb, of in changes.items() if of) + "."


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield rule.rule, f"{method}:{rule.endpoint}"


def _document(app: Flask) -> dict[str, Any]:
    with app.test_request_context(), force_locale(DEFAULT):
        return openapi.describe()


def _operations(app: Flask) -> Iterator[tuple[str, str]]:
    for path, methods in _document(app)["paths"].items():
        for method, one in methods.items():
            name = one["operationId"]
            yield name, f"{method}:{path}"
            for parameter in one["parameters"]:
                yield name, f"{parameter['in']}:{parameter['name']}{'' if parameter['required'] else '?'}"
            yield from ((name, f"body:{part}") for part in _schema_names(one.get("requestBody", {})))
            for status, answer in one["responses"].items():
                yield name, status
                yield from ((name, f"{status}:{part}") for part in _schema_names(answer) if status < "300")


def _schema_names(described: dict[str, Any]) -> Iterator[str]:
    """Yield the schemas that a body or answer refers to, and the properties of one that has no name."""
    schema = described.get("content", {}).get("application/json", {}).get("schema", {})
    yield from re.findall(r"#/components/schemas/(\w+)", str(schema))
    yield from schema.get("properties", ())


def _schemas(app: Flask) -> Iterator[tuple[str, str]]:
    for name, schema in _document(app)["components"]["schemas"].items():
        yield name, ""
        yield from (
            (name, f"{one}{'' if one in schema.get('required', ()) else '?'}") for one in schema.get("properties", ())
        )


def _commands(group: click.Group, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield our own commands: those of Flask and its extensions are theirs."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        elif command.callback and command.callback.__module__.startswith("directory."):
            yield above + name, ""
            for one in command.params:
                names = (
                    [*one.opts, *one.secondary_opts] if isinstance(one, click.Option) else [(one.name or "").upper()]
                )
                yield from ((above + name, part) for part in names)


def _settings() -> set[str]:
    env = NotedEnvironment(SECRET_KEY=SECRET, ENCRYPTION_KEYS=ENCRYPTION_KEY)
    Config.from_env(env)
    listens_at(env)
    return env.names


def _events() -> Iterator[tuple[str, str]]:
    """Yield the events that the code logs, with their levels and the names of their values."""
    for path in sorted((PROJECT / "directory").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Attribute(ast.Name("logger"), level), [ast.Constant(event), *_], values):
                    yield from ((str(event), part) for part in (level, *(one.arg for one in values if one.arg)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        site = make_app(Path(folder))
        with site.app_context():
            db.create_all()
        record(present(site))
