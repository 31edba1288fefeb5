"""An edit: one proposed change, in memory (`Edit`) and as a row of a proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from directory.models import Entry, ProposedChange
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.types import TranslationOrigin
from directory.vocabulary import Confidence


class EditAction(StrEnum):
    """Whether an edit creates, changes or removes its row."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True)
class StatedProvenance:
    """The provenance that a person states for a value. For a translation, `of` is a digest of the original that the
    translator saw."""

    sources: tuple[str, ...] = ()
    source_date: str = ""
    confidence: str = Confidence.UNVERIFIED
    verified_on: date | None = None
    verified_by: str = ""
    translation: TranslationOrigin | None = None
    of: str = ""

    @classmethod
    def in_columns(cls, row: Any) -> "StatedProvenance":
        """Return the provenance in the columns of `row`, which is a stored edit or a row of provenance."""
        said = (row.sources, row.source_date, row.confidence, row.verified_on, row.verified_by)
        return cls(*said, TranslationOrigin.of(row), row.translated_of or "")


@dataclass(frozen=True)
class Edit:
    """The change of one detail, or the creation or removal of a whole row. For a whole row, `detail` is empty."""

    action: EditAction
    kind: str
    key: str
    detail: str = ""
    # Plain values. For a whole row: a mapping from detail to value, or None.
    before: Any = None
    after: Any = None
    given: StatedProvenance = StatedProvenance()
    # Of a published edit: the provenance that it replaced. Of an edit that takes back another edit: the provenance that
    # it restores.
    replaced: Mapping[str, Any] = field(default_factory=dict)
    # The way in which the edit ends an entry, such as `merged`. Empty for all other edits.
    ending: str = ""
    takes_back: bool = False
    # Of a published move of a desk: the keys of the contacts that the new authority already had. These contacts stay if
    # the move is taken back. None for all other edits.
    contacts_there: tuple[str, ...] | None = None

    @property
    def entry_key(self) -> EntryKey:
        """The key of the row that the edit changes."""
        return self.kind, self.key

    @property
    def model(self) -> type[Entry]:
        """The model of the row that the edit changes."""
        return MODELS_BY_KIND[self.kind]


def edit_of(row: ProposedChange) -> Edit:
    """Return the edit that is stored in `row`."""
    lines = None if row.contacts_there is None else tuple(row.contacts_there)
    given = StatedProvenance.in_columns(row)
    values = (row.before, row.after, given, row.replaced or {}, row.ending, row.takes_back, lines)
    return Edit(EditAction(row.action), row.kind, row.key, row.detail, *values)


def rows_of(edits: Iterable[Edit]) -> list[ProposedChange]:
    """Return new rows that store these edits, in the order of the edits. The caller adds the rows to the database."""
    return [
        ProposedChange(
            position=position,
            action=edit.action,
            kind=edit.kind,
            key=edit.key,
            detail=edit.detail,
            before=edit.before,
            after=edit.after,
            sources=edit.given.sources,
            source_date=edit.given.source_date,
            confidence=edit.given.confidence,
            verified_on=edit.given.verified_on,
            verified_by=edit.given.verified_by,
            **_of_translation(edit.given.translation),
            translated_of=edit.given.of or None,
            replaced=dict(edit.replaced),
            ending=edit.ending,
            takes_back=edit.takes_back,
            contacts_there=None if edit.contacts_there is None else list(edit.contacts_there),
        )
        for position, edit in enumerate(edits)
    ]


def translated_into(edits: Iterable[Edit]) -> str:
    """Return the language into which all edits translate, or "" if they do not all translate into one language."""
    languages = {edit.detail.partition(".")[2] if edit.given.translation is not None else "" for edit in edits}
    return languages.pop() if len(languages) == 1 else ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the details whose values differ. Details in `before` come first."""
    names = dict.fromkeys((*before, *after))
    return [name for name in names if before.get(name) != after.get(name)]


def _of_translation(made: TranslationOrigin | None) -> dict[str, Any]:
    if made is None:
        return {}
    return {"translated_from": made.language, "translated_by": made.by, "translated_on": made.on}
