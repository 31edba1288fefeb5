"""Loads what treaties cover, what treaties themselves say on fields of requirement sheets, and how treaties affect
other treaties."""

import hashlib

from directory.models import TreatyCoverage, TreatyRelation, TreatyTerm
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource
from directory.seeding.store import SeedStore
from directory.seeding.treaties import known_treaty, optional_treaty
from directory.vocabulary import (
    ANSWERS,
    AUTHORITY_KINDS,
    CONDITIONS,
    COVERED,
    LEVELS,
    OFFENCES,
    PHASES,
    RELATION_EFFECTS,
    TOPICS,
    URGENCIES,
)


def put_coverage(store: SeedStore, row: SeedRow) -> str:
    """Store one row of a treaty's coverage: measures, offences and conditions. Return CREATED, CHANGED or UNCHANGED."""
    treaty = known_treaty(store, row, "treaty")
    values = {
        "treaty_key": treaty,
        "measures": row.codes("measures", COVERED),
        "offences": row.codes("offences", OFFENCES),
        "through_key": optional_treaty(store, row, "through"),
        "conditions": row.codes("conditions", CONDITIONS),
        "article": row.text("article"),
        "note": row.texts("note"),
        "position": row.line,
    }
    return store.put(TreatyCoverage, _key(row, treaty, "measures", "offences"), values, SeedSource.of(row))


def put_term(store: SeedStore, row: SeedRow) -> str:
    """Store a treaty's own statement on one field (topic) of requirement sheets. Return CREATED, CHANGED or
    UNCHANGED."""
    treaty = known_treaty(store, row, "treaty")
    values = {
        "treaty_key": treaty,
        "topic": row.code("topic", TOPICS),
        "measures": row.codes("measures", COVERED),
        "answer": row.code("answer", ANSWERS, required=False),
        "languages": row.codes("languages"),
        "urgency": row.code("urgency", URGENCIES, required=False),
        "phase": row.code("phase", PHASES, required=False),
        "receiver": row.code("receiver", AUTHORITY_KINDS, required=False),
        "article": row.text("article"),
        "text": row.texts("text"),
        "position": row.line,
    }
    names = ("topic", "measures", "phase") if row.text("phase") else ("topic", "measures")
    return store.put(TreatyTerm, _key(row, treaty, *names), values, SeedSource.of(row))


def put_relation(store: SeedStore, row: SeedRow) -> str:
    """Store the effect of a treaty's clause on other treaties. Return CREATED, CHANGED or UNCHANGED."""
    treaty = known_treaty(store, row, "treaty")
    values = {
        "treaty_key": treaty,
        "effect": row.code("effect", RELATION_EFFECTS),
        "other_key": optional_treaty(store, row, "other"),
        "levels": row.codes("levels", LEVELS),
        "measures": row.codes("measures", COVERED),
        "article": row.text("article"),
        "paragraphs": row.text("paragraphs"),
        "note": row.texts("text"),
        "position": row.line,
    }
    return store.put(
        TreatyRelation, _key(row, treaty, "effect", "other", "levels", "measures"), values, SeedSource.of(row)
    )


def _key(row: SeedRow, treaty: str, *names: str) -> str:
    told = "|".join(row.text(name) for name in names)
    return f"{treaty}:{hashlib.sha256(told.encode()).hexdigest()[:10]}"
