"""A table of the usable treaties between pairs of States for each measure, and its comparison with a recorded table."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from directory.access.viewer import ANONYMOUS
from directory.atlas import queries
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion, Offence
from directory.atlas.table import list_pairs
from directory.atlas.treaty_force import force_by_treaty
from directory.vocabulary import MEASURES

COLUMNS = ("from", "to", "measures", "treaties")


class BasisRow(NamedTuple):
    """One ordered pair of States, with measures for which the same treaties can be used in the same order."""

    requesting: str
    requested: str
    measures: tuple[str, ...]
    # In the order of use. Each is a key, a space and a code of BASIS_USES. An asterisk follows if the treaty leads.
    treaties: tuple[str, ...]


class BasisChange(NamedTuple):
    """A measure for which a pair of States now has other treaties, or the same treaties in another order."""

    requesting: str
    requested: str
    measure: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def basis_rows(offence: Offence, measures: Iterable[str] = MEASURES) -> Iterator[BasisRow]:
    """Yield the rows of all pairs of States in `list_pairs`, for one offence. Only public facts are used."""
    pairs = list_pairs()
    record = queries.load(ANONYMOUS, set(chain.from_iterable(pairs)))
    for requesting, requested in pairs:
        alike: dict[tuple[str, ...], list[str]] = {}
        questions = [AtlasQuestion(requesting, requested, measure, offence) for measure in measures]
        forces = force_by_treaty(questions[0], record)
        for question in questions:
            found = (one for one in rank_bases(question, record, forces) if one.is_usable)
            alike.setdefault(tuple(map(_written, found)), []).append(question.measure)
        for treaties, codes in alike.items():
            yield BasisRow(requesting, requested, tuple(codes), treaties)


def write_rows(path: Path, rows: Iterable[BasisRow]) -> None:
    """Write a table as CSV; lists in a cell are separated by semicolons."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((one, other, ";".join(measures), ";".join(found)) for one, other, measures, found in rows)


def read_recorded(path: Path) -> list[BasisRow]:
    """Return the rows of a recorded table, in the order of the file. Raises KeyError if a column is missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            BasisRow(row["from"], row["to"], tuple(row["measures"].split(";")), _split(row["treaties"]))
            for row in csv.DictReader(lines)
        ]


def changes(before: Sequence[BasisRow], now: Sequence[BasisRow]) -> list[BasisChange]:
    """Return the differences of two tables, in the order of `now`.

    A measure of a pair is left out if only one of the tables has it.
    """
    known = _by_measure(before)
    return [
        BasisChange(*place, known[place], treaties)
        for place, treaties in _by_measure(now).items()
        if place in known and known[place] != treaties
    ]


def _by_measure(rows: Iterable[BasisRow]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {(row.requesting, row.requested, measure): row.treaties for row in rows for measure in row.measures}


def _written(basis: LegalBasis) -> str:
    return f"{basis.treaty} {basis.use}{'*' if basis.is_leading else ''}"


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
