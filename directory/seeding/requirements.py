"""Loads requirement sheets. One record has a State's general sheet and its sheets for measures."""

from typing import Any

from directory.models import Authority, Legislation, RequirementSheet, Rule, Treaty
from directory.models.types import NO_TEXT
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource, with_own_source
from directory.seeding.states_and_networks import known_state
from directory.seeding.store import SeedStore, combined
from directory.seeding.treaties import known
from directory.vocabulary import (
    ANSWERS,
    AUTHORITY_KINDS,
    COVERED,
    DEPOSITARY_STATEMENTS,
    MEASURES,
    NECESSITIES,
    PHASES,
    RELEASE_TERMS,
    RULE_CONDITIONS,
    STEP_BASES,
    TOPICS,
)

# What a rule tells. If a rule is `unverified`, no source supports these details.
TOLD = ("topic", "answer", "languages", "text", "office_key", "office_kind", "days", "basis")


def put_requirements(store: SeedStore, row: SeedRow) -> str:
    """Store the requirement sheets of a State and their rules, and remove rules that are no longer in the row.

    Return CREATED, CHANGED or UNCHANGED.
    """
    state = known_state(store, row)
    rules = [SeedRow(row.file, row.line, rule) for rule in row.values.get("rules") or ()]
    measures = dict.fromkeys(["", *(rule.code("measure", MEASURES, required=False) for rule in rules)])
    outcomes = []
    for measure in measures:
        values = {
            "jurisdiction_key": state,
            "measure": measure,
            "note": NO_TEXT if measure else row.texts("note"),
        }
        outcomes.append(store.put(RequirementSheet, _sheet_key(state, measure), values, SeedSource.of(row)))
        own = [rule for rule in rules if rule.text("measure") == measure]
        outcomes += _put_rules(store, row, _sheet_key(state, measure), own)
    return combined(outcomes)


def _put_rules(store: SeedStore, row: SeedRow, sheet: str, rules: list[SeedRow]) -> list[str]:
    outcomes = []
    for position, rule in enumerate(rules):
        unverified = TOLD if rule.values.get("unverified") else ()
        source = SeedSource.of(with_own_source(row, rule), unverified=unverified)
        values = _values(store, rule) | {"sheet_key": sheet, "position": position}
        outcomes.append(store.put(Rule, f"{sheet}:{position:03}", values, source))
    return [*outcomes, store.remove_missing_parts(Rule, sheet_key=sheet)]


def _values(store: SeedStore, rule: SeedRow) -> dict[str, Any]:
    treaty, law, office = (rule.text(name) for name in ("treaty", "legislation", "office"))
    return {
        "topic": rule.code("topic", TOPICS),
        "treaty_key": known(store, rule, Treaty, treaty, "treaty") if treaty else None,
        "article": rule.text("article"),
        "statement": rule.code("statement", DEPOSITARY_STATEMENTS, required=False),
        "measures": rule.codes("measures", COVERED),
        "condition": rule.code("condition", RULE_CONDITIONS, required=False),
        "phase": rule.code("phase", PHASES, required=False),
        "release_possible": rule.code("release_possible", RELEASE_TERMS, required=False),
        "release_due": rule.code("release_due", RELEASE_TERMS, required=False),
        "towards_key": known_state(store, rule, "towards") if rule.text("towards") else None,
        "since": rule.date("from"),
        "until": rule.date("until"),
        "legislation_key": known(store, rule, Legislation, law, "legislation") if law else None,
        "answer": rule.code("answer", ANSWERS, required=False),
        "office_key": known(store, rule, Authority, office, "office") if office else None,
        "office_kind": rule.code("office_kind", AUTHORITY_KINDS, required=False),
        "days": rule.number("days"),
        "basis": rule.code("basis", STEP_BASES, required=False),
        "necessity": rule.code("necessity", NECESSITIES, required=False),
        "items": store.request_items.get(rule.text("text"), ()),
        "languages": rule.codes("languages"),
        "text": rule.texts("text"),
        "matters": "civil" if rule.values.get("civil") else "",
    }


def _sheet_key(state: str, measure: str) -> str:
    return "-".join(filter(None, [state.lower(), measure.replace("_", "-")]))
