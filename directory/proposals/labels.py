"""Values of rows in words: the labels of codes, and the names of the entries to which values refer."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import collation, dates, i18n
from directory.access.facts import name_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Entry, FocalPoint, RequirementSheet
from directory.models.change import MODELS_BY_KIND
from directory.proposals.editable_columns import (
    AUDIENCE,
    ORIGINAL,
    POSITION,
    EditableColumn,
    Values,
    column_of,
    editable_columns,
    is_date,
)
from directory.proposals.edits import Edit
from directory.proposals.entry_parts import NAMES, name_in
from directory.sentences import labelled
from directory.vocabulary import AUDIENCES, KINDS, MEASURES

STRUCTURE_LABELS = {
    AUDIENCE: _l("Who may read it"),
    "network_key": _l("Network"),
    "authority_key": _l("Authority"),
    "sheet_key": _l("Requirement sheet"),
    POSITION: _l("Order of display"),
    "publishes_contacts_at_once": _l("Its coordinators publish verified contacts at once"),
}
ROW_LABELS = {
    "contact_detail": _l("Contact"),
    "competence": _l("Function"),
    "designation": _l("Designation"),
    "network_member": _l("Membership"),
    "other_name": _l("Other name"),
    "provision": _l("Article of the law"),
    "rule": _l("Rule"),
    "treaty_party": _l("Party"),
    "treaty_rule": _l("Rule of the treaty"),
    "treaty_coverage": _l("What the treaty covers"),
    "treaty_term": _l("Channel or language under the treaty"),
    "treaty_relation": _l("Relation to other treaties"),
    "state_relation": _l("Relation to another State"),
    "treaty_status": _l("Act under a treaty"),
    "treaty_territory": _l("Where a treaty reaches"),
}
# The details that distinguish the rows of a kind in a list.
SUMMARY_DETAILS = {
    "contact_detail": ("means", "value"),
    "competence": ("function",),
    "designation": ("treaty_key", "legislation_key", "words"),
    "network_member": ("network_key", "jurisdiction_key"),
    "other_name": ("name", "language"),
    "provision": ("article", "about"),
    "rule": ("topic", "treaty_key", "text"),
    "treaty_party": ("jurisdiction_key",),
    "treaty_rule": ("article", "paragraph", "text"),
    "treaty_coverage": ("article", "measures", "offences"),
    "treaty_term": ("topic", "measures"),
    "treaty_relation": ("effect", "other_key", "article"),
    "state_relation": ("relation", "other_key"),
    "treaty_status": ("treaty_key", "action", "acted_on"),
    "treaty_territory": ("treaty_key", "effect", "territory_key", "territory"),
}
LONGEST_SUMMARY_CHARACTERS = 80


def label_of_kind(kind: str) -> str:
    """Return the label of a kind of entry or part."""
    return str(ROW_LABELS[kind] if kind in ROW_LABELS else KINDS.label(kind))


def label_of(column: EditableColumn) -> str:
    """Return the label of a column."""
    return str(column.detail.label if column.detail is not None else STRUCTURE_LABELS[column.name])


def label_of_edit(edit: Edit) -> str:
    """Return the label of an edit, without values: the kind of row, the detail and the language of a translation."""
    name, _, language = edit.detail.partition(".")
    if not name:
        return label_of_kind(edit.kind)
    code = f" ({language.upper()})" if language not in ("", ORIGINAL) else ""
    return labelled(label_of_kind(edit.kind), f"{label_of(editable_columns(edit.model)[name])}{code}")


def row_summary(kind: str, values: Values, language: str, *, but: str = "") -> str:
    """Return a short text that distinguishes a row from other rows of its kind, or "" if no value does so. `but` names
    a column to leave out.

    The caller checks the right to read `values`.
    """
    if kind not in SUMMARY_DETAILS:
        return name_in(kind, values, language)
    said = []
    for name in SUMMARY_DETAILS[kind]:
        column = column_of(MODELS_BY_KIND[kind], name)
        value = values.get(name) if column is not None else name_of_text(values, name, language)
        if value and name != but:
            said.append(_shortened(in_words(column, value, language) if column is not None else value))
    return said[0] if len(said) == 1 else i18n.side_by_side(said)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY_CHARACTERS else f"{text[:LONGEST_SUMMARY_CHARACTERS]}…"


def name_of_text(values: Values, name: str, language: str) -> str:
    """Return the text `name` of a row in `language`. If there is none in this language, return the text in its original
    language, or "" if there is no text."""
    return str(values.get(f"{name}.{language}") or values.get(f"{name}.{values.get(f'{name}.{ORIGINAL}')}") or "")


def in_words(column: EditableColumn, value: Any, language: str) -> str:
    """Return a plain value in words: a code as its label, a key as the name of its entry, a date in full."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        separator = "\n" if column.detail is not None and column.detail.holds == "texts" else ", "
        return separator.join(in_words(column, item, language) for item in value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return _of_code(column, str(value), language)


def entry_label(kind: str, key: str, language: str) -> str:
    """Return the public name of an entry, or its key if it has no public name."""
    entry = db.session.get(MODELS_BY_KIND[kind], key)
    return next(iter(entry_labels([entry] if entry is not None else [], language).values()), key)


def desk_label(authority: str, network: str, language: str) -> str:
    """Return the public name of a desk of an authority in a network, both given by their keys."""
    return f"{entry_label('authority', authority, language)} · {network.upper()}"


def entry_labels(entries: Iterable[Entry], language: str) -> dict[str, str]:
    """Return the public name of each entry by key, sorted by name."""
    entries = list(entries)
    readings = zip(entries, read_all(ANONYMOUS, entries), strict=True)
    named = {entry.key: _name(entry, reading, language) for entry, reading in readings}
    ordered: list[tuple[str, str]] = collation.sorted_by_name(named.items(), lambda pair: pair[1])
    return dict(ordered)


def _name(entry: Entry, reading: Reading, language: str) -> str:
    if isinstance(entry, FocalPoint):
        return desk_label(entry.authority_key, entry.network_key, language)
    if isinstance(entry, RequirementSheet):
        state = i18n.territory_name(entry.jurisdiction_key, language)
        return f"{state} · {MEASURES.label(entry.measure)}" if entry.measure in MEASURES else state
    return name_of(reading, language, NAMES.get(reading.kind, "name")).text


def _of_code(column: EditableColumn, value: str, language: str) -> str:
    holds = column.detail.holds if column.detail is not None else _structure_holds(column.name)
    known = AUDIENCES if column.name == AUDIENCE else column.detail.vocabulary if column.detail is not None else None
    if known is not None and value in known:
        return str(known.label(value))
    if holds in ("languages", "language"):
        return i18n.language_name(value, language)
    if holds in ("jurisdiction", "region"):
        return i18n.territory_name(value, language)
    if holds in MODELS_BY_KIND:
        return entry_label(holds, value, language)
    if holds == "date" and is_date(value):
        return dates.long_day(date.fromisoformat(value), language)
    return value


@cache
def _structure_holds(name: str) -> str:
    return {"network_key": "network", "authority_key": "authority", "sheet_key": "requirement"}.get(name, "text")
