"""The content of the public files: entries as JSON, or a table of facts. Entries are always read as an anonymous
viewer."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from directory.api.entries.lists import all_full_entries
from directory.formats.tables import write_table
from directory.verification_age import valid_until

Entry = Mapping[str, Any]
SOURCE = ("source_date", "confidence", "verified_on", "verified_by", "due_on", "freshness")
COLUMNS = (
    *("jurisdiction", "kind", "id", "name", "part", "part_id", "detail", "language", "value", "label", "sources"),
    *SOURCE,
    *("made_on", "valid_until"),
)
FACTS, ABOUT = "facts", "about"


def entries(made_on: date) -> list[Entry]:
    """Return all public entries as JSON, sorted by kind (in the order of SHAPES), then by key.

    Labels are in English. A text is given in all languages that it has.
    """
    return [_dated(entry, made_on) for entry in all_full_entries("en")]


def write(ending: str, known: Iterable[Entry], made_on: date, site: str) -> bytes:
    """Return a file of the entries. `jsonl` has one entry on each line; CSV and XLSX have one fact in each row."""
    if ending == "jsonl":
        return "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in known).encode()
    about = [
        ["site", site],
        ["made_on", made_on.isoformat()],
        ["valid_until", _last_day(known, made_on).isoformat()],
        ["holds", "Details that everyone may read, one a row. Each row says itself until when it holds."],
    ]
    return write_table(ending, [(FACTS, _table(known, made_on)), (ABOUT, about)])


def value_places(entry: Entry) -> set[tuple[str, str, str]]:
    """Return a triple (part, id of the part, name) for each detail that has a value. Part and id are empty for the
    entry itself. A text has one triple for each language, named `name.language`."""
    return {(part, key, name) for part, key, name, _language, _held in _facts(entry)}


def _dated(entry: Entry, made_on: date) -> Entry:
    days = [date.fromisoformat(held["due_on"]) for *_, held in _facts(entry) if held.get("due_on")]
    return {**entry, "made_on": made_on.isoformat(), "valid_until": valid_until(days, made_on).isoformat()}


def _last_day(known: Iterable[Entry], made_on: date) -> date:
    return min((date.fromisoformat(entry["valid_until"]) for entry in known), default=valid_until((), made_on))


def _table(known: Iterable[Entry], made_on: date) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for entry in known:
        head = {name: entry[name] for name in ("jurisdiction", "kind", "id", "name")}
        for part, key, name, language, held in _facts(entry):
            due = [date.fromisoformat(held["due_on"])] if held.get("due_on") else []
            row = head | {name: held.get(name) for name in SOURCE}
            row |= {"part": part, "part_id": key, "detail": name.partition(".")[0], "language": language}
            row |= {"value": held.get("text", held.get("value")), "label": held.get("labels", held.get("label"))}
            row |= {"sources": "\n".join(held.get("sources", ()))}
            row |= {"made_on": made_on.isoformat(), "valid_until": valid_until(due, made_on).isoformat()}
            yield [_cell(row.get(column)) for column in COLUMNS]


def _facts(entry: Entry) -> Iterator[tuple[str, str, str, str, Entry]]:
    """Yield (part, id of part, name, language, JSON) for each fact. Part and id are empty for the entry itself."""
    yield from (("", "", *fact) for fact in _details(entry["details"]))
    for part, rows in entry.items():
        # Related entries are listed without details, because the file contains them as entries of their own.
        for row in rows if isinstance(rows, list) else ():
            yield from ((part, row["id"], *fact) for fact in _details(row.get("details", {})))


def _details(details: Mapping[str, Entry]) -> Iterator[tuple[str, str, Entry]]:
    for name, held in details.items():
        if "texts" in held:
            yield from ((f"{name}.{language}", language, one) for language, one in held["texts"].items())
        else:
            yield name, "", held


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
