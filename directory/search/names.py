"""The public names of entries in every language, for the documents of the index."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select, true

from directory.access.gate import Reading, if_open, read_values
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.i18n import in_every_language
from directory.models import Entry, Jurisdiction, OtherName, Texts
from directory.vocabulary import Vocabulary

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.csv")


class EntryNames:
    """The public names of the entries to which a batch of documents refers.

    If `are_many` is true, one query reads all entries of a kind. Otherwise each entry is read alone.
    """

    def __init__(self, *, are_many: bool) -> None:
        self._are_many = are_many
        self._readings: dict[tuple[type[Entry], str], Reading | None] = {}
        self._read_whole: set[type[Entry]] = set()
        self._states: dict[str, tuple[str, ...]] = {}

    def reading(self, model: type[Entry], key: str | None) -> Reading | None:
        """Return the reading of an entry with a visitor's rights, or None if there is no such entry."""
        place = model, key or ""
        if self._are_many and model not in self._read_whole:
            self._read_whole.add(model)
            self._keep(model, db.session.scalars(select(model)))
        elif not self._are_many and place not in self._readings:
            self._readings[place] = None
            self._keep(model, filter(None, [db.session.get(model, place[1])]))
        return self._readings.get(place)

    def _keep(self, model: type[Entry], entries: Iterable[Entry]) -> None:
        self._readings |= {(model, reading.key): reading for reading in read_values(ANONYMOUS, entries)}

    def of_state(self, code: str | None) -> tuple[str, ...]:
        """Return the codes of a State (two and three letters), then its public name in all languages, then its other
        public names. Return an empty tuple if there is no such State."""
        if code and code not in self._states:
            if self._are_many:
                self._states = self._read_states(true(), true())
            else:
                only = Jurisdiction.key == code, if_open(OtherName.jurisdiction_key == code)
                self._states |= {code: ()} | self._read_states(*only)
        return self._states.get(code or "", ())

    def _read_states(self, which: ColumnElement[bool], whose: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for reading in read_values(ANONYMOUS, db.session.scalars(select(Jurisdiction).where(which))):
            codes = (reading.key, reading.value("alpha3", ""))
            names[reading.key] = [*codes, *searchable_texts(reading, "name")]
        for reading in read_values(
            ANONYMOUS, db.session.scalars(select(OtherName).where(whose).order_by(OtherName.key))
        ):
            names.get(reading.value("jurisdiction_key", ""), []).extend(searchable_texts(reading, "name"))
        return {code: tuple(dict.fromkeys(filter(None, own))) for code, own in names.items()}


def searchable_texts(reading: Reading | None, *names: str) -> Iterator[str]:
    """Yield the texts of the searchable details in `names`, in all languages. A code is replaced by its labels and
    synonyms."""
    for name in names:
        found = reading.get(name) if reading else None
        if found is None or not found.detail.is_searchable:
            continue
        if found.detail.vocabulary is not None:
            yield from labels(found.detail.vocabulary, found.value)
        elif isinstance(found.value, Texts):
            yield from found.value.by_language.values()
        elif isinstance(found.value, tuple):
            yield from found.value
        else:
            yield str(found.value)


@cache
def labels(vocabulary: Vocabulary[Any], code: str) -> tuple[str, ...]:
    """Return the labels of a code in all languages, then its synonyms, then everyday words."""
    return (*in_every_language(lambda: vocabulary.label(code)), *vocabulary[code].also, *_everyday().get(code, ()))


@cache
def _everyday() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words.setdefault(row["code"], []).append(row["text"])
    return words


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts in the order given, without repetitions and empty texts."""
    return tuple(dict.fromkeys(text for text in texts if text))
