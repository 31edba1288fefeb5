"""Loads all files of a seed folder. A file is loaded after the files to which it refers."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.extensions import db
from directory.models import (
    Authority,
    Competence,
    ContactDetail,
    Designation,
    Entry,
    FocalPoint,
    Legislation,
    Network,
    NetworkMember,
    OtherName,
    Provision,
    RequirementSheet,
    Rule,
    SiteState,
    StateRelation,
    Treaty,
    TreatyCoverage,
    TreatyParty,
    TreatyRelation,
    TreatyRule,
    TreatyStatus,
    TreatyTerm,
    TreatyTerritory,
)
from directory.models.change import MODELS_BY_KIND
from directory.seeding.authorities import put_authority, put_focal_point
from directory.seeding.legislation import put_legislation, put_provision
from directory.seeding.request_items import count_outcomes, read_request_items, stored_request_items
from directory.seeding.requirement_history import record_requirement_changes, requirement_values
from directory.seeding.requirements import put_requirements
from directory.seeding.rows import SeedRow, read_rows
from directory.seeding.sources import SeedSource, SeedTranslation
from directory.seeding.states_and_networks import put_jurisdiction, put_network, put_other_name, put_state_relation
from directory.seeding.store import CHANGED, CREATED, UNCHANGED, BadKey, SeedStore
from directory.seeding.text_translations import TextTranslations
from directory.seeding.treaties import (
    put_bilateral_treaty,
    put_other_treaty,
    put_rule,
    put_status,
    put_territory,
    put_treaty,
)
from directory.seeding.treaty_coverage import put_coverage, put_relation, put_term

FOLDER = Path(__file__).resolve().parents[2] / "seed_data"
STATE = "seed_data"
TRANSLATIONS, TEXT_TRANSLATIONS = "translations.csv", "text_translations.csv"
REQUEST_ITEMS = "request_items.csv"
REMOVED, KEPT = "removed", "kept"

# The files in the order of loading: each follows the files to which it refers. Each line has a file, the function that
# stores one of its rows, and the models whose entries all come from this file and the files before it, parts first.
# After the load, entries of these models that no file contains are removed. Jurisdictions are never removed: a code
# that leaves ISO 3166 is history, and a row of another file that names such a code is refused.
FILES: tuple[tuple[str, Callable[[SeedStore, SeedRow], str], tuple[type[Entry], ...]], ...] = (
    ("jurisdictions.csv", put_jurisdiction, ()),
    ("other_parties.csv", put_jurisdiction, ()),
    ("jurisdiction_names.csv", put_other_name, (OtherName,)),
    ("state_relations.csv", put_state_relation, (StateRelation,)),
    ("treaties.csv", put_treaty, ()),
    ("other_treaties.csv", put_other_treaty, ()),
    ("bilateral_treaties.csv", put_bilateral_treaty, (TreatyParty, Treaty)),
    ("networks.csv", put_network, (NetworkMember, Network)),
    ("treaty_status.csv", put_status, (TreatyStatus,)),
    ("treaty_territories.csv", put_territory, (TreatyTerritory,)),
    ("treaty_rules.csv", put_rule, (TreatyRule,)),
    ("treaty_coverage.csv", put_coverage, (TreatyCoverage,)),
    ("treaty_terms.csv", put_term, (TreatyTerm,)),
    ("treaty_relations.csv", put_relation, (TreatyRelation,)),
    ("legislation.csv", put_legislation, (Legislation,)),
    ("provisions.csv", put_provision, (Provision,)),
    ("authorities.jsonl", put_authority, (Competence, Designation, ContactDetail, Authority)),
    ("focal_points.csv", put_focal_point, (FocalPoint,)),
    ("requirements.jsonl", put_requirements, (Rule, RequirementSheet)),
)


@dataclass(frozen=True)
class LoadReport:
    """Counts for one file. A translation that is no longer in the files counts as a change of its entry.

    - `removed`: entries and parts that are no longer in the files. If several files have entries of one model, the last
      of these files counts them.
    - `kept`: rows that were stored in part or not at all, because people had edited or removed the entry.
    """

    file: str
    rows: int
    created: int
    changed: int
    unchanged: int
    removed: int
    kept: int

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.rows} rows, {self.created} created, {self.changed} changed, "
            f"{self.unchanged} unchanged, {self.removed} removed, {self.kept} kept"
        )


def load(folder: Path = FOLDER) -> Iterator[LoadReport]:
    """Load the files of `folder` and yield a report for each. The caller reads all reports, then commits.

    Entries that are no longer in the files are removed (`SeedStore.remove_missing`). Raises BadSeed with file, line and
    reason.
    """
    items, items_before = read_request_items(read_rows(folder / REQUEST_ITEMS)), stored_request_items()
    store, before = (
        SeedStore(
            _translations(folder),
            TextTranslations(read_rows(folder / TEXT_TRANSLATIONS)),
            items,
        ),
        requirement_values(),
    )
    counts = {name: _put_file(store, folder / name, put) for name, put, _ in FILES}
    for remaining in store.translations.values():
        remaining[0].row.refuse("translates an entry or detail that is not there")
    db.session.flush()
    for name, _, models in reversed(FILES):
        for model in models:
            counts[name][REMOVED] += store.remove_missing(model)
    counts |= {TRANSLATIONS: store.translated, TEXT_TRANSLATIONS: store.text_translations.counts(UNCHANGED)}
    counts |= {REQUEST_ITEMS: count_outcomes(items, items_before)}
    for name, counted in counts.items():
        yield _report(name, counted)
    record_requirement_changes(before)
    _remember(folder)


def seed_digest(folder: Path = FOLDER) -> str:
    """Return a SHA-256 of the .csv and .jsonl files of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")) + sorted(folder.glob("*.jsonl")):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _report(file: str, counts: Counter[str]) -> LoadReport:
    created, changed, unchanged = counts[CREATED], counts[CHANGED], counts[UNCHANGED]
    return LoadReport(file, created + changed + unchanged, created, changed, unchanged, counts[REMOVED], counts[KEPT])


def _put_file(store: SeedStore, path: Path, put: Callable[[SeedStore, SeedRow], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in read_rows(path):
        kept = store.kept
        counts[_put(store, row, put)] += 1
        counts[KEPT] += store.kept > kept
    store.flush()
    return counts


def _put(store: SeedStore, row: SeedRow, put: Callable[[SeedStore, SeedRow], str]) -> str:
    try:
        return put(store, row)
    except BadKey as error:
        row.refuse(str(error))


def _translations(folder: Path) -> dict[tuple[str, str, str], list[SeedTranslation]]:
    translations: dict[tuple[str, str, str], list[SeedTranslation]] = {}
    for row in read_rows(folder / TRANSLATIONS):
        kind = row.text("kind", required=True)
        if kind not in MODELS_BY_KIND:
            row.refuse(f"kind {kind!r} is not known")
        place = (kind, row.text("key", required=True), row.text("detail", required=True))
        translation = SeedTranslation(row, row.text("language"), row.text("text", required=True), SeedSource.of(row))
        translations.setdefault(place, []).append(translation)
    return translations


def _remember(folder: Path) -> None:
    state = db.session.get(SiteState, STATE)
    if state is None:
        db.session.add(SiteState(name=STATE, value=seed_digest(folder)))
    else:
        state.value = seed_digest(folder)
