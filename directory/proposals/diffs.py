"""Compares the values of an entry before and after a proposal, word by word. Values that the viewer may not read are
left out."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from directory import i18n
from directory.access.facts import Text
from directory.access.viewer import Viewer
from directory.models import Entry, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.types import TranslationOrigin
from directory.proposals.change_set import ChangeSet
from directory.proposals.disclosures import note_edit
from directory.proposals.editable_columns import ORIGINAL, Values, column_of, editable_columns
from directory.proposals.edits import Edit, EditAction
from directory.proposals.entry_parts import part_of
from directory.proposals.labels import in_words, label_of, label_of_kind, row_summary
from directory.proposals.longest_common_subsequence import common_subsequence
from directory.proposals.permissions import may_read_edit
from directory.proposals.provenance import given_before
from directory.proposals.queries import choice_of
from directory.proposals.validation import warnings
from directory.vocabulary import CONFIDENCES

WORDS_AND_SPACES = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class DiffPiece:
    """A run of words: `mark` is `same`, `taken` (removed) or `added`."""

    text: str
    mark: str = "same"


@dataclass(frozen=True)
class DiffSide:
    """One version of a value, as pieces of text, with its language."""

    pieces: tuple[DiffPiece, ...]
    language: str = ""

    @property
    def direction(self) -> str:
        """`ltr`, `rtl`, or `auto` if the language is not known."""
        return i18n.direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class DiffLine:
    """One changed detail, before and after. If the viewer may not read the detail (`is_readable`), both sides are
    empty.

    `number` is the position of the edit in the proposal. Two fields are set only for an edit in conflict: `now` is the
    stored value, and `choice` is the name of the form field in which a person chooses between the edit and the stored
    value.
    """

    number: int
    choice: str
    label: str
    language: str
    before: DiffSide
    after: DiffSide
    now: DiffSide | None
    sources: tuple[str, ...]
    source_date: str
    confidence: str
    verified_by: str
    doubts: tuple[str, ...]
    is_readable: bool
    original: Text | None = None
    translation: TranslationOrigin | None = None


@dataclass(frozen=True)
class DiffRow:
    """The edits of one row.

    `line` summarizes the row. The line is empty unless the viewer may read all of the edits.
    """

    action: str
    kind_label: str
    line: str
    lines: tuple[DiffLine, ...]


def diff(viewer: Viewer, proposal: Proposal, changes: ChangeSet, language: str) -> list[DiffRow]:
    """Return the edits of a proposal, grouped by row. The rows are in the order of their first edits.

    Restricted values are noted as disclosures.
    """
    now = {(edit.entry_key, edit.detail): held for edit, held in changes.conflicts}
    rows: dict[EntryKey, list[DiffLine]] = {}
    for number, edit in enumerate(changes.edits):
        lines = _lines(viewer, proposal.entry_key, changes, edit, now, language)
        rows.setdefault(edit.entry_key, []).extend(replace(line, number=number) for line in lines)
    actions = {edit.entry_key: edit.action for edit in changes.edits}
    return [_diff_row(changes, key, actions[key], lines, language) for key, lines in rows.items()]


def _diff_row(changes: ChangeSet, key: EntryKey, action: EditAction, lines: list[DiffLine], language: str) -> DiffRow:
    values = changes.after[key] or changes.before[key] or {}
    readable = all(line.is_readable for line in lines)
    return DiffRow(
        action, label_of_kind(key[0]), row_summary(key[0], values, language) if readable else "", tuple(lines)
    )


def _lines(
    viewer: Viewer, root: EntryKey, changes: ChangeSet, edit: Edit, now: dict[Any, Any], language: str
) -> Iterator[DiffLine]:
    readable = may_read_edit(viewer, changes, edit)
    if readable:
        note_edit(viewer, root, changes, edit)
    place, row = (edit.entry_key, edit.detail), changes.after[edit.entry_key] if readable else None
    choice = choice_of(edit, now[place]) if place in now else ""
    if edit.detail:
        held = (now[place],) if place in now else ()
        yield _diff_line(choice, edit, edit.detail, (edit.before, edit.after, *held), language, row)
        return
    before, after = edit.before or {}, edit.after or {}
    for detail in _ordered(edit.model, (before, after, now.get(place) or {})):
        if _names_root(root, edit, detail):
            continue
        held = ((now[place] or {}).get(detail),) if place in now else ()
        yield _diff_line(choice, edit, detail, (before.get(detail), after.get(detail), *held), language, row)


def _names_root(root: EntryKey, edit: Edit, detail: str) -> bool:
    """Return whether a detail of a part only names the entry of the proposal, which the page is about anyway."""
    part = part_of(MODELS_BY_KIND[root[0]], edit.kind)
    values = {(version or {}).get(detail) for version in (edit.before, edit.after)}
    return part is not None and detail == part.owner and values <= {None, root[1]}


def _ordered(model: type[Entry], versions: Iterable[Values]) -> list[str]:
    found = dict.fromkeys(detail for version in versions for detail in version)
    order = list(editable_columns(model))
    return sorted(found, key=lambda detail: order.index(detail.partition(".")[0]))


def _diff_line(
    choice: str, edit: Edit, detail: str, values: Sequence[Any], language: str, row: Values | None
) -> DiffLine:
    """Return the line of one changed detail. `values` are the value before, the value after and, for an edit in
    conflict, the stored value.

    `row` is None if the viewer may not read the values.
    """
    name, _, of = detail.partition(".")
    column = column_of(edit.model, detail)
    words = [_words(edit.model, detail, value, language) if row is not None else "" for value in values]
    before, after = marked(words[0], words[1])
    given = given_before(edit, detail) if edit.takes_back and edit.action is EditAction.CREATE else edit.given
    code = "" if of in ("", ORIGINAL) else of
    return DiffLine(
        number=0,
        choice=choice,
        label=label_of(editable_columns(edit.model)[name]) if column is not None else name,
        language=of,
        before=DiffSide(before, code),
        after=DiffSide(after, code),
        now=DiffSide((DiffPiece(words[2]),), code) if len(words) > 2 else None,
        sources=given.sources,
        source_date=given.source_date,
        confidence=str(CONFIDENCES.label(given.confidence)) if given.confidence in CONFIDENCES else "",
        verified_by=given.verified_by,
        doubts=tuple(map(str, warnings(edit.kind, detail, row or {}))),
        is_readable=row is not None,
        original=_original(name, of, row or {}),
        translation=given.translation,
    )


def _original(name: str, language: str, row: Values) -> Text | None:
    original = str(row.get(f"{name}.{ORIGINAL}") or "")
    text = row.get(f"{name}.{original}")
    return Text(str(text), original) if text and language not in ("", ORIGINAL, original) else None


def _words(model: type[Entry], detail: str, value: Any, language: str) -> str:
    name, _, of = detail.partition(".")
    if of == ORIGINAL:
        return i18n.language_name(str(value), language) if value else ""
    return str(value or "") if of else in_words(editable_columns(model)[name], value, language)


def marked(before: str, after: str) -> tuple[tuple[DiffPiece, ...], tuple[DiffPiece, ...]]:
    """Return both texts as runs of words, marked as shared, removed or added."""
    old, new = (WORDS_AND_SPACES.findall(text) for text in (before, after))
    shared = common_subsequence(old, new)
    kept = {place for place, _ in shared}, {place for _, place in shared}
    return _pieces(old, kept[0], "taken"), _pieces(new, kept[1], "added")


def _pieces(words: Sequence[str], kept: Container[int], mark: str) -> tuple[DiffPiece, ...]:
    marks = groupby(enumerate(words), lambda pair: "same" if pair[0] in kept else mark)
    return tuple(DiffPiece("".join(word for _place, word in run), found) for found, run in marks)
