"""Reads texts to translate, without texts that the viewer may not read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.current_viewer import require
from directory.access.gate import ReadDetail, if_open, read_all
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import (
    Authority,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    Place,
    RequirementSheet,
    Texts,
    Treaty,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.editable_columns import EditableColumn, text_columns
from directory.proposals.entry_parts import PARTS, list_rows
from directory.vocabulary.proposals import TranslationState


@dataclass(frozen=True)
class TextOfEntry:
    """One text of an entry or of one of its parts. Show the text by `found.value`, which notes a disclosure."""

    row: Entry
    column: EditableColumn
    found: ReadDetail

    @property
    def texts(self) -> Texts:
        """The text in all its languages, only to count or compare: no disclosure is noted."""
        held: Texts = self.found.held
        return held

    def standing(self, language: str) -> TranslationState | None:
        """Return the state of the translation into a language, or None if there is nothing to translate."""
        if language == self.texts.original or set(self.texts.by_language) <= {language}:
            return None
        if language not in self.texts.by_language:
            return TranslationState.MISSING
        made = self.found.by_language.get(language)
        return TranslationState.OUTDATED if made is not None and made.is_outdated else TranslationState.TRANSLATED


def first_missing(viewer: Viewer, entry: Entry) -> str:
    """Return the first language of the site in which the translation of a text of the entry is missing. Return "" if
    none is missing."""
    texts, missing = read_texts(viewer, [entry])[entry.entry_key], TranslationState.MISSING
    return next((code for code in LANGUAGES if any(one.standing(code) is missing for one in texts)), "")


def get_entry(viewer: Viewer, kind: str, key: str) -> Entry:
    """Return an entry whose texts the viewer may propose to translate.

    Raises NotFound if the entry is unknown or its kind has no form. Raises NotPermitted if the entry is out of the
    viewer's scope.
    """
    model = MODELS_BY_KIND.get(kind)
    entry = db.session.get(model, key) if model is not None and model in PARTS else None
    if entry is None:
        raise NotFound
    require(viewer, Action.PROPOSE, entry.place())
    return entry


def list_states(viewer: Viewer) -> list[str]:
    """Return the sorted codes of the States whose entries the viewer may propose to change."""
    networks: dict[str, set[str]] = {}
    members = select(NetworkMember.jurisdiction_key, NetworkMember.network_key)
    for state, network in db.session.execute(members):
        networks.setdefault(state, set()).add(network)
    codes = db.session.scalars(select(Jurisdiction.key).order_by(Jurisdiction.key))
    places = (Place(code, frozenset(networks.get(code, ()))) for code in codes)
    return [place.jurisdiction for place in places if may(viewer, Action.PROPOSE, place)]


def list_entries(viewer: Viewer, state: str) -> list[Entry]:
    """Return the entries of a State that the viewer may propose to change, grouped by kind. If `state` is "", return
    entries that belong to no State."""
    of_authority = if_open(_of(Authority.jurisdiction_key, state))
    asked = [
        select(Jurisdiction).where(Jurisdiction.key == state),
        select(Authority).where(of_authority),
        select(FocalPoint).join(FocalPoint.authority).where(of_authority),
        select(RequirementSheet).where(if_open(_of(RequirementSheet.jurisdiction_key, state))),
        select(Legislation).where(if_open(_of(Legislation.jurisdiction_key, state))),
    ]
    if not state:
        asked += [select(Treaty), select(Network)]
    found = (entry for query in asked for entry in db.session.scalars(query))
    return [entry for entry in found if may(viewer, Action.PROPOSE, entry.place())]


def read_texts(viewer: Viewer, entries: Sequence[Entry]) -> dict[EntryKey, list[TextOfEntry]]:
    """Return the texts of each entry and its parts, keyed by the entry. The texts of the entry itself come first."""
    owned = list(_with_parts(entries))
    found: dict[EntryKey, list[TextOfEntry]] = {entry.entry_key: [] for entry in entries}
    for (root, row), reading in zip(owned, read_all(viewer, (row for _, row in owned)), strict=True):
        for column in text_columns(type(row)):
            if (one := reading.get(column.name)) is not None:
                found[root].append(TextOfEntry(row, column, one))
    return found


def _with_parts(entries: Iterable[Entry]) -> Iterator[tuple[EntryKey, Entry]]:
    by_model: dict[type[Entry], dict[str, EntryKey]] = {}
    for entry in entries:
        yield entry.entry_key, entry
        by_model.setdefault(type(entry), {})[entry.key] = entry.entry_key
    for model, roots in by_model.items():
        for part in PARTS[model]:
            if text_columns(part.model):
                for row in list_rows(part, *roots):
                    yield roots[getattr(row, part.owner)], row


def _of(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], state: str) -> ColumnElement[bool]:
    return column == state if state else column.is_(None)
