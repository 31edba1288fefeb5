"""The largest bodies that the document of the API takes, and those that it has to refuse at no cost."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.budget.texts import TEXTS, turn
from tests.matrix.table import HERE

Schema = Mapping[str, Any]
LARGEST_BODY_BYTES = 900_000
# A text and a list of which the document does not say how long they may be.
LONGEST_TEXT, MOST_ITEMS = 100_000, 2_000
KEYS = {"authority": HERE.authority, "focal_point": HERE.desk, "jurisdiction": HERE.state, "network": HERE.network}
REAL = {"desk": HERE.desk, "to": HERE.desk, "treaty": "untoc", "zone": "Asia/Bishkek"}
MATCHING = ("2026-12-01", "08:00", "2026-12-01T08:00", "en", "KG")


@dataclass(frozen=True)
class Filler:
    """Makes bodies of a document. `at_lists` gives what stands in place of a list, if anything else does."""

    document: Schema
    kind: str
    share: float
    number: int
    at_lists: Callable[[], Any] | None = None

    def fill(self, schema: Schema, depth: int = 0) -> Any:
        """Return a value of a schema, as large as it may be."""
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][turn(self.number) % len(schema["enum"])]
        for choice in ("oneOf", "anyOf"):
            if choice in schema and "properties" not in schema:
                return self.fill(schema[choice][turn(self.number) % len(schema[choice])], depth + 1)
        kinds = schema.get("type", "object")
        made = {
            "string": self._text,
            "integer": lambda one, _depth: one.get("maximum", 10**18),
            "number": lambda one, _depth: one.get("maximum", 10**18),
            "boolean": lambda _one, _depth: True,
            "array": self._list,
            "object": self._object,
            "null": lambda _one, _depth: None,
        }
        return made[kinds if isinstance(kinds, str) else kinds[0]](schema, depth)

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _text(self, schema: Schema, depth: int) -> str:
        if "pattern" in schema:
            return next((one for one in MATCHING if re.search(schema["pattern"], one)), "x")
        longest = schema.get("maxLength", LONGEST_TEXT)
        return TEXTS[self.kind](max(4, int(longest * self.share)), self.number + depth)[: max(1, longest)]

    def _list(self, schema: Schema, depth: int) -> Any:
        if self.at_lists is not None:
            return self.at_lists()
        times = max(1, int(min(schema.get("maxItems", MOST_ITEMS), MOST_ITEMS) * self.share)) if depth < 3 else 1
        items = self._resolved(schema.get("items", {}))
        if "enum" in items:
            return [items["enum"][place % len(items["enum"])] for place in range(times)]
        one = json.dumps(self.fill(items, depth + 1))
        times = max(1, min(times, int(LARGEST_BODY_BYTES * self.share) // (len(one) + 1)))
        return [json.loads(one) for _ in range(times)]

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        # An entry that is there, so that what is costly is reached.
        found = {name: self.fill(one, depth + 1) for name, one in schema.get("properties", {}).items()}
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            names = [f"{a}{b}" for a in "abcdefghij" for b in "abcdefghij"]
            found |= {name: self.fill(more, depth + 1) for name in names[: max(1, int(100 * self.share))]}
        if "remove" in found and "values" in found:
            found.pop("remove"), found.pop("id", None)
        return found


def _cut(body: bytes, share: float) -> bytes:
    return body[: int(LARGEST_BODY_BYTES * share)]


def body_of(document: Schema, schema: Schema, kind: str, share: float, number: int) -> bytes:
    """Return a body: of a kind of text, or of one of ODD, which no schema takes."""
    if kind in ODD:
        return ODD[kind](document, schema, share, number)
    filled = share
    while len(made := _filled(document, schema, kind, filled, number)) > LARGEST_BODY_BYTES * share:
        filled /= 2
    return made


def _filled(document: Schema, schema: Schema, kind: str, share: float, number: int) -> bytes:
    return json.dumps(_about(Filler(document, kind, share, number).fill(schema)), ensure_ascii=False).encode()


def _about(body: Any) -> Any:
    """Return a body about what is there, so that it is looked at as a whole."""
    if not isinstance(body, dict):
        return body
    real = {name: value for name, value in REAL.items() if name in body}
    known = {"id": KEYS[body["kind"]]} if body.get("kind") in KEYS and "id" in body else {}
    return body | real | known


def _with_lists(item: Callable[[int], Any], size: int) -> Callable[[Schema, Schema, float, int], bytes]:
    def made(document: Schema, schema: Schema, share: float, number: int) -> bytes:
        times = int(LARGEST_BODY_BYTES * share) // size
        filler = Filler(document, "characters", 0.01, number, lambda: [item(place) for place in range(times)])
        return json.dumps(_about(filler.fill(schema))).encode()

    return made


def _deep(_document: Schema, _schema: Schema, share: float, _number: int) -> bytes:
    depth = int(LARGEST_BODY_BYTES * share / 2)
    return b"[" * depth + b"]" * depth


def _nested(document: Schema, schema: Schema, share: float, number: int) -> bytes:
    depth = int(300 * share)
    return b'{"a":' * depth + b"1" + b"}" * depth


def _many_names(_document: Schema, _schema: Schema, share: float, _number: int) -> bytes:
    return json.dumps({f"name-{place}": 1 for place in range(int(LARGEST_BODY_BYTES * share / 18))}).encode()


def _deep_then_wide(document: Schema, schema: Schema, share: float, number: int) -> bytes:
    depth, times = int(800 * share), int(LARGEST_BODY_BYTES * share / 3)
    return b'{"values":' + b"[" * depth + b'"",' * times + b'""' + b"]" * depth + b"}"


def _deep_then_many_names(_document: Schema, _schema: Schema, share: float, _number: int) -> bytes:
    names = json.dumps({f"{place}": "" for place in range(int(LARGEST_BODY_BYTES * share / 14))}).encode()
    return b'{"a":' * 300 + names + b"}" * 300


def _digits(_document: Schema, _schema: Schema, share: float, _number: int) -> bytes:
    return b'{"a": ' + b"1" * int(LARGEST_BODY_BYTES * share) + b"}"


ODD: Mapping[str, Callable[[Schema, Schema, float, int], bytes]] = {
    "lists of objects": _with_lists(lambda place: {"a": place}, 16),
    "lists of numbers": _with_lists(lambda place: place, 8),
    "lists of lists": _with_lists(lambda place: [place, str(place)], 20),
    "lists of mixed kinds": _with_lists(lambda place: place if place % 2 else str(place), 10),
    "lists in lists": _deep,
    "objects in objects": _nested,
    "many names": _many_names,
    "a long number": _digits,
    "a long list deep inside": _deep_then_wide,
    "many names deep inside": _deep_then_many_names,
}
