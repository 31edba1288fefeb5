"""Loads treaties, the acts of States on them (such as ratification), their territorial effects, and the rules in their
paragraphs."""

from typing import Any

from directory.models import Jurisdiction, Treaty, TreatyParty, TreatyRule, TreatyStatus, TreatyTerritory
from directory.models.treaty_status import status_key
from directory.models.treaty_territory import territory_key
from directory.models.types import NO_TEXT
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource
from directory.seeding.states_and_networks import known_state
from directory.seeding.store import SeedStore, combined
from directory.vocabulary import (
    ACTIONS,
    COVERED,
    DATE_KINDS,
    FORCES,
    INSTRUMENTS,
    LEVELS,
    OBLIGATIONS,
    PHASES,
    RELEASE_TERMS,
    SUBJECTS,
    TERRITORIAL_EFFECTS,
    TERRITORIAL_SPEAKERS,
    TOPICS,
)


def put_treaty(store: SeedStore, row: SeedRow) -> str:
    """Store a multilateral treaty. Return CREATED, CHANGED or UNCHANGED."""
    code = row.text("code", required=True)
    values = {
        "title": row.texts("title_en"),
        "short_title": row.texts("short_en"),
        "other_names": (),
        "instrument": row.code("instrument", INSTRUMENTS),
        "level": row.code("level", LEVELS),
        "depositary": row.text("depositary"),
        "adopted_on": row.date("adopted_on"),
        "opened_on": row.date("opened_on"),
        "signed_on": row.date("signed_on"),
        "force": row.code("force", FORCES, required=False),
        "in_force_from": row.date("in_force_from"),
        "entry_rule": row.texts("entry_rule"),
        "entry_days": row.number("entry_days"),
        "entry_months": row.number("entry_months"),
        "listed_in": row.number("listed_in"),
        "covers": row.texts("covers"),
        "offences": row.texts("offences"),
        "note": row.texts("note"),
    }
    return store.put(Treaty, code, values, SeedSource.of_details(row, values))


def put_other_treaty(store: SeedStore, row: SeedRow) -> str:
    """Store a row of `other_treaties.csv`: as a bilateral treaty if the row names parties, otherwise as a multilateral
    one.

    Return CREATED, CHANGED or UNCHANGED.
    """
    return put_bilateral_treaty(store, row) if row.text("parties") else put_treaty(store, row)


def put_bilateral_treaty(store: SeedStore, row: SeedRow) -> str:
    """Store a bilateral treaty with its two parties. Return CREATED, CHANGED or UNCHANGED."""
    code, parties = row.text("code", required=True), row.codes("parties")
    if len(parties) != 2:
        row.refuse("parties must be two States")
    source = SeedSource.of(row)
    outcomes = [store.put(Treaty, code, _bilateral(store, row), source)]
    for party in parties:
        if not store.has(Jurisdiction, party):
            row.refuse(f"party {party!r} is not a State of jurisdictions.csv")
        party_values = {"treaty_key": code, "jurisdiction_key": party}
        outcomes.append(store.put(TreatyParty, f"{code}:{party}", party_values, source))
    outcomes.append(store.remove_missing_parts(TreatyParty, treaty_key=code))
    return combined(outcomes)


def _bilateral(store: SeedStore, row: SeedRow) -> dict[str, Any]:
    return {
        "title": row.texts("title_en"),
        "short_title": NO_TEXT,
        "other_names": (),
        "instrument": row.code("instrument", INSTRUMENTS),
        "level": "bilateral",
        "subject": row.code("subject", SUBJECTS),
        "signed_on": row.date("signed_on"),
        "force": row.code("force", FORCES),
        "in_force_from": row.date("in_force_from"),
        "in_force_year": row.number("in_force_year"),
        "note": row.texts("note"),
    }


def put_status(store: SeedStore, row: SeedRow) -> str:
    """Store an act of a State on a treaty, such as signature or ratification. Return CREATED, CHANGED or UNCHANGED."""
    state, treaty = known_state(store, row), known_treaty(store, row, "treaty")
    action, date_kind = row.code("action", ACTIONS), row.code("date_kind", DATE_KINDS, required=False)
    acted_on = row.date("date")
    if acted_on is not None and not date_kind:
        row.refuse("date_kind must say what the date is the date of")
    values = {
        "jurisdiction_key": state,
        "treaty_key": treaty,
        "action": action,
        "acted_on": acted_on,
        "date_kind": date_kind,
        "towards_key": known_state(store, row, "towards") if row.text("towards") else None,
        "note": row.texts("note"),
        "retrieved_from": row.text("retrieved_from"),
    }
    key = status_key(treaty, state, action, date_kind, row.text("towards"), row.text("date"))
    return store.put(TreatyStatus, key, values, SeedSource.of(row))


def put_territory(store: SeedStore, row: SeedRow) -> str:
    """Store the effect of a treaty on a territory of a State. Return CREATED, CHANGED or UNCHANGED."""
    treaty, state = known_treaty(store, row, "treaty"), known_state(store, row)
    territory = known_state(store, row, "territory") if row.text("territory") else None
    if not (territory or row.text("words")):
        row.refuse("territory or words must name the territory")
    if territory and store.has_any(TreatyStatus, jurisdiction_key=territory):
        row.refuse(f"territory {territory!r} is a State with acts of its own in treaty_status.csv")
    effect = row.code("effect", TERRITORIAL_EFFECTS)
    values = {
        "treaty_key": treaty,
        "jurisdiction_key": state,
        "effect": effect,
        "territory_key": territory,
        "territory": row.texts("words"),
        "speaker": row.code("speaker", TERRITORIAL_SPEAKERS),
        "article": row.text("article"),
        "since": row.date("from"),
        "until": row.date("until"),
        "note": row.texts("note"),
        "retrieved_from": row.text("retrieved_from"),
    }
    key = territory_key(treaty, state, effect, territory or row.text("words"), row.text("from"))
    return store.put(TreatyTerritory, key, values, SeedSource.of(row))


def put_rule(store: SeedStore, row: SeedRow) -> str:
    """Store the rule in one paragraph of a treaty. Return CREATED, CHANGED or UNCHANGED.

    The rules of a treaty are ordered as in the file.
    """
    treaty = known_treaty(store, row, "treaty")
    article, paragraph = row.text("article"), row.text("paragraph")
    values = {
        "treaty_key": treaty,
        "article": article,
        "paragraph": paragraph,
        "topic": row.text("topic"),
        "text": row.texts("text_en"),
        "applies_to": row.text("applies_to"),
        "sheet_topics": row.codes("sheet_topics", TOPICS),
        "measures": row.codes("measures", COVERED),
        "phase": row.code("phase", PHASES, required=False),
        "release_possible": row.code("release_possible", RELEASE_TERMS, required=False),
        "release_due": row.code("release_due", RELEASE_TERMS, required=False),
        "obligation": row.code("obligation", OBLIGATIONS, required=False),
        "items": store.request_items.get(row.text("text_en"), ()),
        "position": row.line,
    }
    return store.put(TreatyRule, f"{treaty}:{article}:{paragraph}:{row.text('topic')}", values, SeedSource.of(row))


def optional_treaty(store: SeedStore, row: SeedRow, name: str) -> str | None:
    """Return the code of the treaty in the column `name`, or None if the column is empty. Raises BadSeed if this load
    has not stored that treaty."""
    return known_treaty(store, row, name) if row.text(name) else None


def known_treaty(store: SeedStore, row: SeedRow, name: str) -> str:
    """Return the code of the treaty in the column `name`. Raises BadSeed if this load has not stored that treaty."""
    return known(store, row, Treaty, row.text(name, required=True), name)


def known(store: SeedStore, row: SeedRow, model: Any, key: str, name: str) -> str:
    """Return `key`, which the row has in the column `name`. Raises BadSeed if this load has stored no entry of `model`
    with this key."""
    if not store.has(model, key):
        row.refuse(f"{name} {key!r} is not known")
    return key
