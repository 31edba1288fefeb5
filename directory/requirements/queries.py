"""Reads requirement sheets, the treaties and laws on which their rules rest, and the acts on sheets and rules."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, selectinload

from directory.access.gate import if_open
from directory.extensions import db
from directory.models import AuditEvent, Authority, Change, Legislation, RequirementSheet, Rule, Treaty, TreatyRule
from directory.models.details import EntryKey
from directory.vocabulary import MEASURES


def list_sheets(jurisdictions: tuple[str, ...] = (), measure: str = "") -> list[RequirementSheet]:
    """Return requirement sheets with their rules, sorted by State. The general sheet of a State comes first.

    If `jurisdictions` is empty, sheets of all States are returned. If `measure` is empty, general sheets and the sheets
    of all measures are returned.
    """
    query = select(RequirementSheet).options(selectinload(RequirementSheet.rules))
    if jurisdictions:
        query = query.where(if_open(RequirementSheet.jurisdiction_key.in_(jurisdictions)))
    if measure:
        query = query.where(if_open(RequirementSheet.measure == measure))
    return list(db.session.scalars(query.order_by(RequirementSheet.key)))


def list_sheets_of_measures() -> list[RequirementSheet]:
    """Return the requirement sheets for measures, of all States. General sheets are left out, and rules are not
    loaded."""
    return list(db.session.scalars(select(RequirementSheet).where(if_open(RequirementSheet.measure != ""))))


def list_rules_on(topic: str, jurisdiction: str) -> list[Rule]:
    """Return the rules of a State on one field, with their sheets: sheet by sheet, and in the order of each sheet."""
    query = select(Rule).join(Rule.sheet).options(contains_eager(Rule.sheet))
    query = query.where(if_open((Rule.topic == topic) & (RequirementSheet.jurisdiction_key == jurisdiction)))
    return list(db.session.scalars(query.order_by(Rule.sheet_key, Rule.position, Rule.key)))


def list_bases(bases: Collection[EntryKey]) -> list[Treaty | Legislation | Authority]:
    """Return the treaties, then the laws, then the offices whose kind and key are in `bases`."""
    models = (Treaty, Legislation, Authority)
    treaties, laws, offices = ([key for kind, key in bases if kind == model.KIND] for model in models)
    return [
        *db.session.scalars(select(Treaty).where(Treaty.key.in_(treaties))),
        *db.session.scalars(select(Legislation).where(Legislation.key.in_(laws))),
        *(db.session.scalars(select(Authority).where(Authority.key.in_(offices))) if offices else ()),
    ]


def list_treaties_with_rules() -> list[Treaty]:
    """Return the treaties whose rules are known, sorted by key."""
    with_rules = if_open(Treaty.key.in_(select(TreatyRule.treaty_key)))
    return list(db.session.scalars(select(Treaty).where(with_rules).order_by(Treaty.key)))


def list_treaty_rules(treaties: Collection[str], measure: str = "") -> list[TreatyRule]:
    """Return the rules of treaties that answer a field of a requirement sheet, sorted by treaty, position and key.

    If `measure` is given, rules that name only other measures are left out. A rule that names the family of the measure
    is kept.
    """
    query = select(TreatyRule).where(
        if_open(TreatyRule.treaty_key.in_(treaties) & _has_code(TreatyRule.sheet_topics, '"'))
    )
    if measure:
        codes = f'"{measure}"', f'"{MEASURES[measure].family}"', "[]"
        query = query.where(if_open(or_(*(_has_code(TreatyRule.measures, code) for code in codes))))
    return list(db.session.scalars(query.order_by(TreatyRule.treaty_key, TreatyRule.position, TreatyRule.key)))


def _has_code(column: InstrumentedAttribute[Any], code: str) -> ColumnElement[bool]:
    return cast(column, String).contains(code, autoescape=True)


def list_acts(jurisdictions: Collection[str]) -> list[AuditEvent]:
    """Return the acts on requirement sheets and their rules, with the recorded values, newest first. All sheets that
    these States have or had are included.

    Pass the acts to `readable_acts` before a value is shown: they are not limited to what a viewer may read.
    """
    query = select(AuditEvent).where(or_(*(_of_state(AuditEvent.kind, AuditEvent.key, code) for code in jurisdictions)))
    return list(db.session.scalars(query.options(selectinload(AuditEvent.values)).order_by(AuditEvent.id.desc())))


def recorded_since(jurisdictions: Collection[str]) -> date | None:
    """Return the day (UTC) on which the first requirement sheet of these States was recorded, or None if no sheet was
    recorded."""
    first = select(func.min(Change.changed_at)).where(
        or_(*(_of_state(Change.kind, Change.key, code) for code in jurisdictions))
    )
    found: datetime | None = db.session.scalar(first)
    return found.date() if found else None


def _of_state(kind: InstrumentedAttribute[str], key: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
    own = code.lower()
    of_sheets = or_(key == own, key.startswith(f"{own}-", autoescape=True), key.startswith(f"{own}:", autoescape=True))
    return kind.in_((RequirementSheet.KIND, Rule.KIND)) & of_sheets
