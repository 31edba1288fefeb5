"""Loads every file of a seed folder in the order in which they refer to each other."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.extensions import db
from directory.models import SeedState
from directory.models.change import MODELS_BY_KIND
from directory.seeding.authorities import put_authority, put_focal_point
from directory.seeding.places import put_jurisdiction, put_network, put_other_name
from directory.seeding.requirements import put_requirements
from directory.seeding.rows import Row, read_rows
from directory.seeding.store import CHANGED, CREATED, UNCHANGED, DuplicateKey, Source, Store, Translation
from directory.seeding.treaties import (
    put_bilateral_treaty,
    put_legislation,
    put_other_treaty,
    put_rule,
    put_status,
    put_treaty,
)

FOLDER = Path(__file__).resolve().parents[2] / "seed_data"
STATE = "seed_data"
TRANSLATIONS = "translations.csv"

FILES: tuple[tuple[str, Callable[[Store, Row], str]], ...] = (
    ("jurisdictions.csv", put_jurisdiction),
    ("other_parties.csv", put_jurisdiction),
    ("jurisdiction_names.csv", put_other_name),
    ("networks.csv", put_network),
    ("treaties.csv", put_treaty),
    ("other_treaties.csv", put_other_treaty),
    ("bilateral_treaties.csv", put_bilateral_treaty),
    ("treaty_status.csv", put_status),
    ("treaty_rules.csv", put_rule),
    ("legislation.csv", put_legislation),
    ("authorities.jsonl", put_authority),
    ("focal_points.csv", put_focal_point),
    ("requirements.jsonl", put_requirements),
)


@dataclass(frozen=True)
class Report:
    """What was done with the rows of one file."""

    file: str
    rows: int
    created: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.rows} rows, {self.created} created, {self.changed} changed, {self.unchanged} unchanged"
        )


def load(folder: Path = FOLDER) -> Iterator[Report]:
    """Write the files of `folder` into the session and yield a report for each; the caller commits.

    Raises BadSeed naming file, line and reason at the first row that is refused.
    """
    store = Store(_translations(folder))
    translations = sum(map(len, store.translations.values()))
    for name, put in FILES:
        yield _load_file(store, folder / name, put)
    for remaining in store.translations.values():
        remaining[0].row.refuse("translates an entry or detail that is not there")
    yield Report(TRANSLATIONS, translations, 0, 0, translations)
    _remember(folder)


def seed_digest(folder: Path = FOLDER) -> str:
    """Return a digest of the folder's files, to tell whether the database holds them already."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")) + sorted(folder.glob("*.jsonl")):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _load_file(store: Store, path: Path, put: Callable[[Store, Row], str]) -> Report:
    counts = Counter(_put(store, row, put) for row in read_rows(path))
    return Report(path.name, counts.total(), counts[CREATED], counts[CHANGED], counts[UNCHANGED])


def _put(store: Store, row: Row, put: Callable[[Store, Row], str]) -> str:
    try:
        return put(store, row)
    except DuplicateKey as error:
        row.refuse(str(error))


def _translations(folder: Path) -> dict[tuple[str, str, str], list[Translation]]:
    translations: dict[tuple[str, str, str], list[Translation]] = {}
    for row in read_rows(folder / TRANSLATIONS):
        kind = row.text("kind", required=True)
        if kind not in MODELS_BY_KIND:
            row.refuse(f"kind {kind!r} is not known")
        place = (kind, row.text("key", required=True), row.text("detail", required=True))
        translation = Translation(row, row.text("language"), row.text("text", required=True), Source.of(row))
        translations.setdefault(place, []).append(translation)
    return translations


def _remember(folder: Path) -> None:
    state = db.session.get(SeedState, STATE)
    if state is None:
        db.session.add(SeedState(name=STATE, digest=seed_digest(folder)))
    else:
        state.digest = seed_digest(folder)
