"""Loads national laws with their provisions."""

from directory.models import Legislation, Provision
from directory.models.types import Texts
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource
from directory.seeding.states_and_networks import known_state
from directory.seeding.store import SeedStore
from directory.seeding.treaties import known
from directory.vocabulary import ISSUES, LAW_KINDS, LAW_STATUSES, OFFENCES, TREATY_ARTICLES


def put_legislation(store: SeedStore, row: SeedRow) -> str:
    """Store a national law. Return CREATED, CHANGED or UNCHANGED."""
    values = {
        "jurisdiction_key": known_state(store, row),
        "title": _title(row),
        "citation": row.text("citation"),
        "article": row.text("article"),
        "link": row.text("link"),
        "carries_out": row.text("carries_out"),
        "law_kind": row.code("kind", LAW_KINDS, required=False),
        "status": row.code("status", LAW_STATUSES, required=False),
        "not_before": row.date("not_before"),
        "in_force_until": row.date("in_force_until"),
        "crime_types": row.codes("crime_types", OFFENCES),
        "issues": row.codes("issues", ISSUES),
        "treaty_articles": row.codes("treaty_articles", TREATY_ARTICLES),
        "note": row.texts("note"),
    }
    return store.put(Legislation, row.text("slug", required=True), values, SeedSource.of(row))


def put_provision(store: SeedStore, row: SeedRow) -> str:
    """Store one provision of a law. Return CREATED, CHANGED or UNCHANGED."""
    law = known(store, row, Legislation, row.text("legislation", required=True), "legislation")
    position = row.number("position") or 0
    values = {
        "legislation_key": law,
        "position": position,
        "article": row.text("article"),
        "about": row.texts("about"),
        "carries_out": row.text("carries_out"),
    }
    return store.put(Provision, f"{law}:{position:03}", values, SeedSource.of(row))


def _title(row: SeedRow) -> Texts:
    titles = {"en": row.text("title_en", required=True), "ru": row.text("title_ru")}
    own = row.text("own_language", required=bool(row.text("title_own")))
    if own:
        titles[own] = row.text("title_own", required=True)
    return Texts(own or "en", {language: title for language, title in titles.items() if title})
