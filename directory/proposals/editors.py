"""What the page of a form shows: each row with its fields, what was typed, and what is wrong or doubtful."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from directory import i18n
from directory.extensions import db
from directory.models import Entry
from directory.models.change import MODELS_BY_KIND
from directory.proposals import forms
from directory.proposals.checks import warnings
from directory.proposals.editable import AUDIENCE, ORIGINAL, EditableColumn, editable_columns
from directory.proposals.forms import ROOT, EntryForm, Row
from directory.proposals.parts import PARTS, Part
from directory.proposals.typed import FURTHER, editor_of, field_name, one
from directory.proposals.wordings import AUDIENCES, entry_labels, label_of, label_of_kind, telling
from directory.vocabulary import CONFIDENCES, Confidence


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class LanguageLine:
    """One language of a text: open where it holds something or is the reader's own."""

    code: str
    name: str
    direction: str
    field: str
    value: str
    is_original: bool
    is_open: bool
    error: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class SourceFields:
    """The fields that say where values come from; their names begin with `start`."""

    start: str
    source: str
    source_date: str
    confidences: tuple[Option, ...]
    is_verified: bool
    errors: Mapping[str, str]

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed or is wrong here."""
        return bool(self.source or self.source_date or self.is_verified or any(self.errors.values()))


@dataclass(frozen=True)
class Field:
    """One column of a row with its editor; `further` is what was typed beside a list of choices."""

    name: str
    label: str
    editor: str
    value: str
    options: tuple[Option, ...]
    languages: tuple[LanguageLine, ...]
    further: str
    error: str
    doubts: tuple[str, ...]
    is_required: bool
    source: SourceFields | None


@dataclass(frozen=True)
class RowView:
    """One row: `line` tells it from others, `hidden` are fields that only travel."""

    number: int
    kind: str
    act: str
    line: str
    can_be_opened: bool
    hidden: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    source: SourceFields | None


@dataclass(frozen=True)
class PartView:
    """The rows of one sort, and what to add."""

    kind: str
    label: str
    one_label: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class FormView:
    """The page of a form. `errors` are label, message and the field that it leads to."""

    kind: str
    key: str
    kind_label: str
    name: str
    root: RowView
    parts: tuple[PartView, ...]
    source: SourceFields
    note: str
    errors: tuple[tuple[str, str, str], ...]
    opened: int | None


def view(form: EntryForm, errors: Mapping[str, Any], language: str, opened: int | None = None) -> FormView:
    """Return the page of a form for a reader; `opened` is the row that the last step opened or added."""
    rows, words = form.rows(), {name: str(message) for name, message in errors.items()}
    views = {row.number: _row(form, row, words, language) for row in rows}
    root = rows[0]
    labels = dict(_labels(views.values()))
    return FormView(
        kind=form.model.KIND,
        key=form.key,
        kind_label=label_of_kind(form.model.KIND),
        name=telling(form.model.KIND, root.base or root.values, language) or form.key,
        root=views[ROOT],
        parts=tuple(_part(part, rows, views) for part in PARTS[form.model]),
        source=_source(form, "", words),
        note=one(form.raw, "note"),
        errors=tuple((labels.get(name, ""), message, name) for name, message in words.items()),
        opened=opened,
    )


def _part(part: Part, rows: Sequence[Row], views: Mapping[int, RowView]) -> PartView:
    own = tuple(views[row.number] for row in rows if row.model is part.model and row.number != ROOT)
    return PartView(part.model.KIND, str(part.label), label_of_kind(part.model.KIND), own)


def _row(form: EntryForm, row: Row, errors: Mapping[str, str], language: str) -> RowView:
    is_open, owner = row.act in (forms.CHANGE, forms.CREATE), form.owner_of(row.model)
    part = next((one for one in PARTS[form.model] if one.model is row.model), None)
    hidden = [(f"{row.number}:kind", row.model.KIND), (f"{row.number}:key", row.key), (f"{row.number}:act", row.act)]
    base = one(form.raw, f"{row.number}:base")
    fields = [_field(form, row, editable_columns(row.model)[name], errors, language) for name in row.names]
    return RowView(
        number=row.number,
        kind=row.model.KIND,
        act=row.act,
        line=telling(row.model.KIND, row.values or row.base, language, but=owner),
        can_be_opened=part is not None and not part.is_whole,
        hidden=(*hidden, (f"{row.number}:base", base)) if base else tuple(hidden),
        fields=tuple(fields) if is_open else (),
        source=_source(form, f"{row.number}::", errors) if is_open and row.number != ROOT else None,
    )


def _field(form: EntryForm, row: Row, column: EditableColumn, errors: Mapping[str, str], language: str) -> Field:
    name, editor = field_name(row.number, column.name), editor_of(column)
    typed = form.raw.get(name, [])
    own_source = row.number == ROOT and column.detail is not None and row.act == forms.CHANGE
    return Field(
        name=name,
        label=label_of(column),
        editor=editor,
        value=one(form.raw, name),
        options=tuple(_options(column, typed, language)) if editor in ("select", "choices", "languages") else (),
        languages=tuple(_languages(form, row, column, errors, language)) if editor == "texts" else (),
        further=one(form.raw, f"{name}{FURTHER}"),
        error=errors.get(name, ""),
        doubts=tuple(map(str, warnings(row.model.KIND, column.name, row.values))),
        is_required=not column.column.nullable and editor == "select",
        source=_source(form, f"{row.number}:{column.name}:", errors) if own_source else None,
    )


def _languages(
    form: EntryForm, row: Row, column: EditableColumn, errors: Mapping[str, str], language: str
) -> Iterator[LanguageLine]:
    name = field_name(row.number, column.name)
    sent = [one_name[len(name) + 1 :] for one_name in form.raw if one_name.startswith(f"{name}.")]
    original = one(form.raw, f"{name}.{ORIGINAL}") or i18n.DEFAULT
    for code in dict.fromkeys((*i18n.LANGUAGES, *sorted(set(sent) - {ORIGINAL}))):
        field, detail = f"{name}.{code}", f"{column.name}.{code}"
        value = one(form.raw, field)
        yield LanguageLine(
            code=code,
            name=i18n.LANGUAGES[code].autonym if code in i18n.LANGUAGES else i18n.language_name(code, language),
            direction=i18n.direction(code),
            field=field,
            value=value,
            is_original=code == original,
            is_open=bool(value) or code in (language, original) or field in errors,
            error=errors.get(field, ""),
            doubts=tuple(map(str, warnings(row.model.KIND, detail, row.values))),
        )


def _options(column: EditableColumn, typed: Sequence[str], language: str) -> Iterator[Option]:
    choices = _choices(column, language)
    for value in dict.fromkeys((*choices, *filter(None, typed))):
        yield Option(value, choices.get(value, value), value in typed)


def _choices(column: EditableColumn, language: str) -> dict[str, str]:
    if column.name == AUDIENCE:
        return {str(audience): str(label) for audience, label in AUDIENCES.items()}
    detail = column.detail
    if detail is not None and detail.vocabulary is not None:
        return {code: str(term.label) for code, term in detail.vocabulary.items()}
    if detail is not None and detail.holds == "languages":
        return {code: i18n.language_name(code, language) for code in i18n.LANGUAGES}
    for key in column.column.foreign_keys:
        target = next(model for model in MODELS_BY_KIND.values() if model.__table__ is key.column.table)
        return entry_choices(target, language)
    return {}


def entry_choices(model: type[Entry], language: str) -> dict[str, str]:
    """Return all entries of a model to choose from, by key: their public names in order."""
    return entry_labels(db.session.scalars(select(model)).all(), language)


def _source(form: EntryForm, start: str, errors: Mapping[str, str]) -> SourceFields:
    chosen = one(form.raw, f"{start}confidence") or Confidence.SOURCED
    return SourceFields(
        start=start,
        source=one(form.raw, f"{start}source"),
        source_date=one(form.raw, f"{start}source_date"),
        confidences=tuple(Option(code, str(term.label), code == chosen) for code, term in CONFIDENCES.items()),
        is_verified=bool(one(form.raw, f"{start}verified")),
        errors={part: errors.get(f"{start}{part}", "") for part in ("source", "source_date", "confidence")},
    )


def _labels(rows: Iterator[RowView] | Any) -> Iterator[tuple[str, str]]:
    """Yield what each field is called, by its name."""
    for row in rows:
        for field in row.fields:
            yield field.name, field.label
            yield from ((line.field, f"{field.label} ({line.name})") for line in field.languages)
