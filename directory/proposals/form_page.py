"""The page with the form of an entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from directory import i18n
from directory.access.facts import SourceNote, source_in
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import FocalPoint, Jurisdiction
from directory.proposals import forms
from directory.proposals.editable_columns import ORIGINAL, EditableColumn, editable_columns
from directory.proposals.entry_parts import PARTS, EntryPart
from directory.proposals.field_options import FieldOption, SourceFields, options_of, source_fields
from directory.proposals.field_types import FURTHER, editor_of, field_name, one, typed_lines
from directory.proposals.former_values import TakenBack, taken_back
from directory.proposals.forms import ONLY, ROOT, STATE_FIELD, TAKES_BACK, EntryForm, FormRow
from directory.proposals.labels import entry_label, label_of, label_of_kind, row_summary
from directory.proposals.narrow_forms import is_narrow
from directory.proposals.validation import REQUIRED, warnings

CHOSEN = ("select", "choices", "languages")
# Fields that are rarely filled in for a new entry.
RARE_IN_NEW = ("status", "successor_key", "notice", "notice_until", "coordinator_note")


@dataclass(frozen=True)
class LanguageLine:
    """The form field for one language of a text. `is_open` is false for a field that the page shows closed."""

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
class EditorField:
    """The form field of one column. `editor` is its kind of input (see `editor_of`).

    `further` has the codes that a person typed in the field beside the list of options. `source` is None if the value
    cannot have its own source.
    """

    name: str
    column: str
    label: str
    editor: str
    value: str
    options: tuple[FieldOption, ...]
    languages: tuple[LanguageLine, ...]
    further: str
    error: str
    doubts: tuple[str, ...]
    is_required: bool
    source: SourceFields | None

    @property
    def is_filled(self) -> bool:
        """Whether the field has a value or an error."""
        return bool(self.value or self.error or any(line.value or line.error for line in self.languages))

    def headed(self) -> list[tuple[str, list[FieldOption]]]:
        """Return the options by heading: pairs of heading ("" without a heading) and options."""
        return [(heading, list(own)) for heading, own in groupby(self.options, lambda option: option.group)]


@dataclass(frozen=True)
class RowView:
    """One row of a form.

    Row 0 is the entry itself. A closed or removed row has no fields. `line` summarizes the row.
    """

    number: int
    kind: str
    action: str
    line: str
    can_be_opened: bool
    hidden: tuple[tuple[str, str], ...]
    fields: tuple[EditorField, ...]
    source: SourceFields | None


@dataclass(frozen=True)
class PartView:
    """The rows of one part of an entry. `one_label` names a single row, for the button that adds a row."""

    kind: str
    label: str
    one_label: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class EntryFormPage:
    """The page with the form of an entry.

    `opened` is the number of the row that was just opened or added, or None if no row was. `errors` are triples of
    field label, message and field name. `institution` is the authority of a desk.
    """

    kind: str
    key: str
    kind_label: str
    name: str
    # Whether only one detail or one part is open. `present` is then the present source of this detail or part, or None.
    is_narrow: bool
    present: SourceNote | None
    taken_back: TakenBack | None
    root: RowView
    parts: tuple[PartView, ...]
    # The fields in RARE_IN_NEW, for a new entry only. The page shows them folded, after the parts. `opens_rare` is true
    # if one of these fields is filled.
    rare: tuple[EditorField, ...]
    opens_rare: bool
    source: SourceFields
    note: str
    errors: tuple[tuple[str, str, str], ...]
    opened: int | None
    institution: str


def view(form: EntryForm, errors: Mapping[str, Any], language: str, opened: int | None = None) -> EntryFormPage:
    """Return the page of a form. `errors` maps a field name to a message. `opened` is the row just opened or added."""
    rows, words = form.rows(), {name: str(message) for name, message in errors.items()}
    views = {row.number: _row(form, row, words, language) for row in rows}
    root = rows[0]
    labels, narrow = dict(_labels(views.values())), is_narrow(form)
    parts = [_part(part, rows, views) for part in PARTS[form.model]]
    rare = () if form.key else tuple(field for field in views[ROOT].fields if field.column in RARE_IN_NEW)
    usual = tuple(field for field in views[ROOT].fields if field not in rare)
    return EntryFormPage(
        kind=form.model.KIND,
        key=form.key,
        kind_label=label_of_kind(form.model.KIND),
        name=_name(form, root.base or root.values, language),
        is_narrow=narrow,
        present=_present_source(form.viewer, rows[-1], language) if narrow else None,
        taken_back=taken_back(form, rows[-1], language) if narrow else None,
        root=replace(views[ROOT], fields=usual),
        parts=tuple(part for part in parts if part.rows or not narrow),
        rare=rare,
        opens_rare=any(field.is_filled for field in rare),
        source=source_fields(form.raw, "", words),
        note=one(form.raw, "note"),
        errors=tuple((labels.get(name, ""), message, name) for name, message in words.items()),
        opened=opened,
        institution=str(root.base.get("authority_key") or "") if form.model is FocalPoint and not narrow else "",
    )


def _present_source(viewer: Viewer, row: FormRow, language: str) -> SourceNote | None:
    entry = row.entry()
    reading = read(viewer, entry) if entry is not None else None
    found = [reading.get(name) for name in row.names] if reading is not None else []
    return next((source_in(known, language) for known in found if known is not None), None)


def _name(form: EntryForm, values: Mapping[str, Any], language: str) -> str:
    return row_summary(form.model.KIND, values, language) or entry_label(form.model.KIND, form.key, language)


def _part(part: EntryPart, rows: Sequence[FormRow], views: Mapping[int, RowView]) -> PartView:
    own = tuple(views[row.number] for row in rows if row.model is part.model and row.number != ROOT)
    return PartView(part.model.KIND, str(part.label), label_of_kind(part.model.KIND), own)


def _row(form: EntryForm, row: FormRow, errors: Mapping[str, str], language: str) -> RowView:
    is_open, owner = row.action in (forms.CHANGE, forms.CREATE), form.owner_of(row.model)
    has_own_source = is_open and row.number != ROOT and not is_narrow(form)
    part = next((one for one in PARTS[form.model] if one.model is row.model), None)
    hidden = [(f"{row.number}:kind", row.model.KIND), (f"{row.number}:key", row.key), (f"{row.number}:act", row.action)]
    of_form = [(name, value) for name in (STATE_FIELD, TAKES_BACK) for value in form.raw.get(name, ())]
    hidden += of_form if row.number == ROOT else []
    hidden += [(f"{row.number}:{ONLY}", name) for name in form.raw.get(f"{row.number}:{ONLY}", ())]
    base = one(form.raw, f"{row.number}:base")
    fields = [_field(form, row, editable_columns(row.model)[name], errors, language) for name in row.names]
    return RowView(
        number=row.number,
        kind=row.model.KIND,
        action=row.action,
        line=row_summary(row.model.KIND, row.values or row.base, language, but=owner),
        can_be_opened=part is not None and not part.is_whole,
        hidden=(*hidden, (f"{row.number}:base", base)) if base else tuple(hidden),
        fields=tuple(fields) if is_open else (),
        source=source_fields(form.raw, f"{row.number}::", errors) if has_own_source else None,
    )


def _field(
    form: EntryForm, row: FormRow, column: EditableColumn, errors: Mapping[str, str], language: str
) -> EditorField:
    name, editor = field_name(row.number, column.name), editor_of(column)
    typed = form.raw.get(name, [])
    is_one_of_several = row.number == ROOT and not is_narrow(form)
    own_source = is_one_of_several and column.detail is not None and row.action == forms.CHANGE
    return EditorField(
        name=name,
        column=column.name,
        label=label_of(column),
        editor=editor,
        value=typed_lines(form.raw, name) if editor == "lines" else one(form.raw, name),
        options=tuple(options_of(form.viewer, column, typed, language, form.state)) if editor in CHOSEN else (),
        languages=tuple(_languages(form, row, column, errors, language)) if editor == "texts" else (),
        further=one(form.raw, f"{name}{FURTHER}"),
        error=errors.get(name, ""),
        doubts=tuple(map(str, warnings(row.model.KIND, column.name, row.values))),
        is_required=column.name in REQUIRED.get(row.model.KIND, ()),
        source=source_fields(form.raw, f"{row.number}:{column.name}:", errors) if own_source else None,
    )


def _languages(
    form: EntryForm, row: FormRow, column: EditableColumn, errors: Mapping[str, str], language: str
) -> Iterator[LanguageLine]:
    name = field_name(row.number, column.name)
    sent = [one_name[len(name) + 1 :] for one_name in form.raw if one_name.startswith(f"{name}.")]
    state = db.session.get(Jurisdiction, form.state) if form.state else None
    own = [code for code in (state.official_languages if state is not None else ()) if code in i18n.LANGUAGES]
    typed = one(form.raw, f"{name}.{ORIGINAL}")
    original = typed or next(iter(own), i18n.DEFAULT)
    opened = {original, *(own or [language])}
    for code in dict.fromkeys((*own, *i18n.LANGUAGES, *sorted(set(sent) - {ORIGINAL}))):
        field, detail = f"{name}.{code}", f"{column.name}.{code}"
        value = one(form.raw, field)
        yield LanguageLine(
            code=code,
            name=i18n.LANGUAGES[code].autonym if code in i18n.LANGUAGES else i18n.language_name(code, language),
            direction=i18n.direction(code),
            field=field,
            value=value,
            is_original=code == original,
            is_open=bool(value) or code in opened or field in errors,
            error=errors.get(field, ""),
            doubts=tuple(map(str, warnings(row.model.KIND, detail, row.values))),
        )


def _labels(rows: Iterator[RowView] | Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        for field in row.fields:
            yield field.name, field.label
            yield from ((line.field, f"{field.label} ({line.name})") for line in field.languages)
