"""The page on which a person translates the texts of an entry, with originals and translations side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from typing import Any

from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.facts import Text
from directory.access.gate import audience_of
from directory.access.history_gate import RecordedAct
from directory.access.policy import is_public
from directory.addresses import page_address
from directory.models import Entry, details_of
from directory.people.choices import Choices, languages
from directory.proposals.diffs import DiffSide, marked
from directory.proposals.editable_columns import flat
from directory.proposals.field_types import one
from directory.proposals.labels import entry_label, label_of, label_of_kind, row_summary
from directory.proposals.translations.forms import HOLDS, MADE_ON, NOTE, OFFICE, SEEN, TranslationForm, field_of
from directory.proposals.translations.originals import acts_on, earlier_original
from directory.proposals.translations.queries import TextOfEntry
from directory.proposals.validation import warnings
from directory.vocabulary.proposals import TRANSLATION_STATES, TranslationState


@dataclass(frozen=True)
class TextLine:
    """One text to translate. `original` is the text to translate from, `value` the typed translation."""

    id: str
    field: str
    label: str
    standing: TranslationState
    standing_label: str
    original: Text
    is_original: bool
    value: str
    hidden: tuple[tuple[str, str], ...]
    # Whether the translator states that an unchanged translation is still right.
    holds: bool
    # The original when it was translated and the present original, marked word by word. None if the translation is not
    # outdated or the former original is not known.
    changed: tuple[DiffSide, DiffSide] | None
    changed_at: datetime | None
    error: str
    doubts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the page shows an open field: the translation is missing or outdated, or the field has an error."""
        return self.standing is not TranslationState.TRANSLATED or bool(self.error)


@dataclass(frozen=True)
class TextGroup:
    """The texts of one row of an entry. `line` summarizes the row, and is "" for the entry itself."""

    kind_label: str
    line: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True)
class EditorPage:
    """The texts of an entry by row, and the fields that concern all texts.

    `source` is the language to translate from. If `source` is "", each text is translated from its original.
    """

    kind: str
    key: str
    entry_address: str
    name: str
    kind_label: str
    into: i18n.Language
    source: str
    languages: Choices
    sources: Choices
    groups: tuple[TextGroup, ...]
    office: str
    made_on: str
    note: str
    errors: Mapping[str, str]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """The errors of the form: field label, message and field id."""
        lines = {line.field: line for group in self.groups for line in group.lines}
        labels = {OFFICE: _("Office that translated"), MADE_ON: _("Date of the translation")}
        return [
            (lines[name].label, message, lines[name].id)
            if name in lines
            else (labels.get(name, _("Note")), message, name)
            for name, message in self.errors.items()
        ]


def editor(form: TranslationForm, errors: Mapping[str, Any], language: str) -> EditorPage:
    """Return the page for a form, with only the texts that can be translated.

    `errors` maps a field name to a message.
    """
    texts = [text for text in form.texts if text.standing(form.into) is not None]
    acts = acts_on(form.viewer, form.entry) if any(_is_outdated(text, form.into) for text in texts) else []
    groups = tuple(_groups(form, texts, acts, errors, language))
    kind, key = form.entry.entry_key
    return EditorPage(
        kind=kind,
        key=key,
        entry_address=page_address(kind, key),
        name=entry_label(kind, key, language),
        kind_label=label_of_kind(kind),
        into=i18n.LANGUAGES[form.into],
        source=form.source,
        languages=languages(),
        sources=_sources(texts, form.into, language),
        groups=groups,
        office=one(form.raw, OFFICE),
        made_on=one(form.raw, MADE_ON),
        note=one(form.raw, NOTE),
        errors={name: str(message) for name, message in errors.items()},
    )


def _sources(texts: Sequence[TextOfEntry], into: str, language: str) -> Choices:
    codes = {code for text in texts for code in text.texts.by_language} - {into}
    return collation.sorted_by_name(
        [(code, i18n.language_name(code, language)) for code in codes], lambda pair: pair[1]
    )


def _is_outdated(text: TextOfEntry, into: str) -> bool:
    return text.standing(into) is TranslationState.OUTDATED


def _groups(
    form: TranslationForm,
    texts: Sequence[TextOfEntry],
    acts: Sequence[RecordedAct],
    errors: Mapping[str, Any],
    language: str,
) -> Iterator[TextGroup]:
    numbers = count(1)
    for row, own in groupby(texts, lambda text: text.row):
        lines = tuple(_line(form, text, f"text-{next(numbers)}", acts, errors) for text in own)
        yield TextGroup(label_of_kind(row.KIND), "" if row is form.entry else _telling(row, language), lines)


def _telling(row: Entry, language: str) -> str:
    """Return the public values, without texts, that distinguish a row from other rows of its kind."""
    open_ = {one.name for one in details_of(type(row)) if is_public(audience_of(row, one))}
    values = {detail: value for detail, value in flat(row).items() if detail in open_}
    return row_summary(row.KIND, values, language)


def _line(
    form: TranslationForm, text: TextOfEntry, number: str, acts: Sequence[RecordedAct], errors: Mapping[str, Any]
) -> TextLine:
    field, source, written = field_of(text), form.source_of(text), text.found.value
    standing = text.standing(form.into) or TranslationState.TRANSLATED
    earlier = earlier_original(acts, text, form.into) if standing is TranslationState.OUTDATED else None
    typed = one(form.raw, field)
    return TextLine(
        id=number,
        field=field,
        label=label_of(text.column),
        standing=standing,
        standing_label=str(TRANSLATION_STATES.label(standing)),
        original=Text(written.by_language[source], source),
        is_original=source == written.original,
        value=typed,
        hidden=((field + SEEN, form.seen(text).as_sent()),),
        holds=bool(one(form.raw, field + HOLDS)),
        changed=_changed(earlier.text, text) if earlier and earlier.text else None,
        changed_at=earlier.changed_at if earlier else None,
        error=str(errors.get(field, "")),
        doubts=tuple(map(str, warnings(text.row.KIND, field, {field: typed}))),
    )


def _changed(before: str, text: TextOfEntry) -> tuple[DiffSide, DiffSide]:
    original = text.texts.original
    old, new = marked(before, text.found.value.by_language.get(original, ""))
    return DiffSide(old, original), DiffSide(new, original)
