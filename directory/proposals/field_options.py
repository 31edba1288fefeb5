"""The options of a form field, and the form fields that state a source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from directory import i18n
from directory.access.policy import may_read_somewhere
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, Jurisdiction, Legislation, TreatyTerritory
from directory.models.change import MODELS_BY_KIND
from directory.models.jurisdiction import SUPRANATIONAL
from directory.models.treaty_status import has_acts
from directory.proposals.editable_columns import AUDIENCE, EditableColumn
from directory.proposals.field_types import Raw, one
from directory.proposals.labels import entry_labels
from directory.vocabulary import AUDIENCES, CONFIDENCES, TOPIC_GROUPS, Audience, Confidence, Topic


@dataclass(frozen=True)
class FieldOption:
    """One choice of a list. `group` is the heading above the choice, or "" without a heading."""

    value: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class SourceFields:
    """The form fields that state the source of values, as typed. The value of `start` is the prefix of their names."""

    start: str
    source: str
    source_date: str
    confidences: tuple[FieldOption, ...]
    is_verified: bool
    errors: Mapping[str, str]

    @property
    def is_filled(self) -> bool:
        """Whether any of the fields is filled or has an error."""
        return bool(self.source or self.source_date or self.is_verified or any(self.errors.values()))


def options_of(
    viewer: Viewer, column: EditableColumn, typed: Sequence[str], language: str, state: str = ""
) -> Iterator[FieldOption]:
    """Yield the options of a column that the viewer may choose, then each typed value that is not an option.

    If `state` is given, the options are limited: authorities to this State, laws to this State and the EU.
    """
    choices, chosen = _choices(viewer, column, language, state), frozenset(typed)
    for value in dict.fromkeys((*choices, *filter(None, typed))):
        yield FieldOption(value, choices.get(value, value), value in chosen, _group(column, value))


def _group(column: EditableColumn, value: str) -> str:
    vocabulary = column.detail.vocabulary if column.detail else None
    term = vocabulary.get(value) if vocabulary else None
    return str(TOPIC_GROUPS.label(term.group)) if isinstance(term, Topic) else ""


def _choices(viewer: Viewer, column: EditableColumn, language: str, state: str) -> dict[str, str]:
    if column.name == AUDIENCE:
        readable = (code for code in AUDIENCES if may_read_somewhere(viewer, Audience(code)))
        return {code: str(AUDIENCES.label(code)) for code in readable}
    detail = column.detail
    if detail is not None and detail.vocabulary is not None:
        return {code: str(term.label) for code, term in detail.vocabulary.items()}
    if detail is not None and detail.holds == "languages":
        return {code: i18n.language_name(code, language) for code in i18n.LANGUAGES}
    for key in column.column.foreign_keys:
        target = next(model for model in MODELS_BY_KIND.values() if model.__table__ is key.column.table)
        entries = select(target)
        if column.column is TreatyTerritory.__table__.c.territory_key:
            entries = entries.where(~has_acts(Jurisdiction.key))
        if target is Legislation and state:
            entries = entries.where(Legislation.jurisdiction_key.in_([state, *SUPRANATIONAL]))
        if target is Authority and state:
            entries = entries.where(Authority.jurisdiction_key == state)
        return entry_labels(db.session.scalars(entries).all(), language)
    return {}


def source_fields(raw: Raw, start: str, errors: Mapping[str, str]) -> SourceFields:
    """Return the fields of one source. `start` is the prefix of their names. `errors` maps field names to messages."""
    chosen = one(raw, f"{start}confidence") or Confidence.SOURCED
    return SourceFields(
        start=start,
        source=one(raw, f"{start}source"),
        source_date=one(raw, f"{start}source_date"),
        confidences=tuple(FieldOption(code, str(term.label), code == chosen) for code, term in CONFIDENCES.items()),
        is_verified=bool(one(raw, f"{start}verified")),
        errors={part: errors.get(f"{start}{part}", "") for part in ("source", "source_date", "confidence")},
    )
