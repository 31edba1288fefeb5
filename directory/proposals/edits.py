"""One change, in memory and as a row of a proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from directory.access.provenance import TranslationOrigin
from directory.models import Entry, ProposedChange
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.vocabulary import Confidence


class EditAction(StrEnum):
    """The action of a change on its row."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True)
class StatedProvenance:
    """The provenance that a person states for a value: its sources, and that they verified it.

    `of` is a digest of the original that they saw beside a translation, empty where it is not known: the original may
    have changed since.
    """

    sources: tuple[str, ...] = ()
    source_date: str = ""
    confidence: str = Confidence.UNVERIFIED
    verified_on: date | None = None
    verified_by: str = ""
    translation: TranslationOrigin | None = None
    of: str = ""


@dataclass(frozen=True)
class Edit:
    """One change. A whole row that is created or removed has no `detail` and all values by detail.

    `replaced` is the provenance by detail that it took the place of or, where it `takes_back` another change, that it
    puts back. `ending` is how an authority ends whose status it changes (`merged`), where somebody said so; what takes
    that back, or makes it again, keeps it. `lines_there` are the keys of the lines that stood at an authority before a
    desk of their network was moved there, known once that is published: they stay there when it is taken back.
    """

    act: EditAction
    kind: str
    key: str
    detail: str = ""
    before: Any = None
    after: Any = None
    given: StatedProvenance = StatedProvenance()
    replaced: Mapping[str, Any] = field(default_factory=dict)
    ending: str = ""
    takes_back: bool = False
    lines_there: tuple[str, ...] | None = None

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the row that it changes."""
        return self.kind, self.key

    @property
    def model(self) -> type[Entry]:
        """The model of the row that it changes."""
        return MODELS_BY_KIND[self.kind]


def edit_of(row: ProposedChange) -> Edit:
    """Return the change that a row of a proposal keeps."""
    said = (row.sources, row.source_date, row.confidence, row.verified_on, row.verified_by)
    given = StatedProvenance(*said, TranslationOrigin.of(row), row.translated_of or "")
    lines = None if row.lines_there is None else tuple(row.lines_there)
    values = (row.before, row.after, given, row.replaced or {}, row.ending, row.takes_back, lines)
    return Edit(EditAction(row.act), row.kind, row.key, row.detail, *values)


def rows_of(edits: Iterable[Edit]) -> list[ProposedChange]:
    """Return changes as rows of a proposal, in their order."""
    return [
        ProposedChange(
            position=position,
            act=edit.act,
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
            lines_there=None if edit.lines_there is None else list(edit.lines_there),
        )
        for position, edit in enumerate(edits)
    ]


def translated_into(edits: Iterable[Edit]) -> str:
    """Return the language that all changes translate into; nothing where they do not."""
    languages = {edit.detail.partition(".")[2] if edit.given.translation is not None else "" for edit in edits}
    return languages.pop() if len(languages) == 1 else ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the details in which two flat values differ, in the order in which they are known."""
    names = dict.fromkeys((*before, *after))
    return [name for name in names if before.get(name) != after.get(name)]


def _of_translation(made: TranslationOrigin | None) -> dict[str, Any]:
    if made is None:
        return {}
    return {"translated_from": made.language, "translated_by": made.by, "translated_on": made.on}
