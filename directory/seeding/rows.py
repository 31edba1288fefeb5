"""Reads the files of `seed_data/` row by row and checks their values. An error names file and line."""

import csv
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from directory.errors import BadSeed
from directory.models import Texts
from directory.models.types import NO_TEXT
from directory.vocabulary import CONFIDENCES, Vocabulary
from directory.web.request_validation import LARGEST_NUMBER, NOT_JSON, nfc_normalized

TOO_MUCH = "it is nested too deep, or a number has too many digits"
# Overrides and isolates can make a value appear in another order than the stored order (Unicode TR 36).
BIDI_CONTROLS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


@dataclass(frozen=True)
class SeedRow:
    """One row of a file. The methods raise BadSeed for an invalid field."""

    file: str
    line: int
    values: Mapping[str, Any]

    def refuse(self, reason: str) -> NoReturn:
        """Raise BadSeed for this row."""
        raise BadSeed(self.file, self.line, reason)

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a field as trimmed text, or "" if the row has no such field.

        Raises BadSeed if the value is not text, if a required field is empty, or if the text has a control character
        other than a line feed.
        """
        value = self.values.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.refuse(f"{name} must be text")
        if required and not value.strip():
            self.refuse(f"{name} is missing")
        self._refuse_controls(name, value)
        return value.strip()

    def texts(self, name: str, language: str = "en") -> Texts:
        """Return a field as a text in one language: `language` is the language of the original. Return NO_TEXT if the
        field is empty."""
        value = self.text(name)
        return Texts(language, {language: value}) if value else NO_TEXT

    def codes(self, name: str, known: Vocabulary[Any] | None = None) -> tuple[str, ...]:
        """Return the codes in a field: a list, or a text with semicolons. Raises BadSeed for a code outside `known`."""
        value = self.values.get(name) or ()
        parts = value.split(";") if isinstance(value, str) else value
        if not all(isinstance(part, str) for part in parts):
            self.refuse(f"{name} must be a list of codes")
        codes = tuple(part.strip() for part in parts if part.strip())
        if known is not None:
            for code in codes:
                self._refuse_unknown(name, code, known)
        return codes

    def code(self, name: str, known: Vocabulary[Any], *, required: bool = True) -> str:
        """Return the code in a field, or "" if the field is empty. Raises BadSeed if the code is not in `known`, or if
        a required field is empty."""
        value = self.text(name, required=required)
        if value:
            self._refuse_unknown(name, value, known)
        return value

    def date(self, name: str) -> date | None:
        """Return a date written YYYY-MM-DD, or None if the field is empty."""
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(f"{name} {value!r} is not a date written YYYY-MM-DD")

    def number(self, name: str) -> int | None:
        """Return a whole number, or None if the field is empty."""
        value = self.text(name)
        if value and not (value.isascii() and value.isdigit()):
            self.refuse(f"{name} {value!r} is not a whole number")
        if len(value) > len(str(LARGEST_NUMBER)) or int(value or 0) > LARGEST_NUMBER:
            self.refuse(f"{name} is larger than {LARGEST_NUMBER}")
        return int(value) if value else None

    def confidence(self) -> str:
        """Return the confidence of the row. Raises BadSeed if the confidence is missing or unknown."""
        return self.code("confidence", CONFIDENCES)

    def _refuse_unknown(self, name: str, code: str, known: Vocabulary[Any]) -> None:
        if code not in known:
            self.refuse(f"{name} {code!r} is not one of: {', '.join(known)}")

    def _refuse_controls(self, name: str, value: str) -> None:
        # Printable text has no control characters. This test is a hundred times faster than the loop, and most values
        # pass it.
        if value.isprintable():
            return
        for character in value:
            if character in BIDI_CONTROLS or (unicodedata.category(character) in ("Cc", "Cs") and character != "\n"):
                self.refuse(f"{name} holds the control character U+{ord(character):04X}")


def read_rows(path: Path) -> Iterator[SeedRow]:
    """Yield the rows of a .csv file (with header) or .jsonl file, in order. Raises BadSeed for a missing file or an
    unreadable row."""
    if not path.is_file():
        raise BadSeed(path.name, 0, "the file is missing")
    yield from _read_jsonl(path) if path.suffix == ".jsonl" else _read_csv(path)


def _read_jsonl(path: Path) -> Iterator[SeedRow]:
    for line, text in enumerate(_decoded(path).splitlines(), start=1):
        try:
            values = json.loads(text)
        except NOT_JSON as error:
            raise BadSeed(path.name, line, f"not JSON: {getattr(error, 'msg', TOO_MUCH)}") from error
        if not isinstance(values, dict):
            raise BadSeed(path.name, line, "not a JSON object")
        yield SeedRow(path.name, line, values)


def _read_csv(path: Path) -> Iterator[SeedRow]:
    reader = csv.DictReader(_decoded(path).splitlines(keepends=True), strict=True)
    try:
        for values in reader:
            row = SeedRow(path.name, reader.line_num, values)
            if None in values or None in values.values():
                row.refuse(f"has not {len(reader.fieldnames or ())} fields as its header has")
            yield row
    except csv.Error as error:
        raise BadSeed(path.name, reader.line_num, f"not CSV: {error}") from error


def _decoded(path: Path) -> str:
    try:
        return nfc_normalized(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadSeed(path.name, path.read_bytes()[: error.start].count(b"\n") + 1, "not UTF-8") from error
