"""A card: its content, date, last day of validity, checksum and QR code."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import SourceNote
from directory.access.viewer import Viewer
from directory.cards.facts import CHECKSUM_CHARACTERS, CardFacts, facts_of
from directory.cards.presenters.content import CardContent, CardLine
from directory.cards.presenters.offices import authority_content, desk_content
from directory.cards.presenters.phrases import day_of, source_words
from directory.cards.presenters.states import state_content
from directory.formats.codes import svg_code
from directory.verification_age import valid_until
from directory.vocabulary import ROLES

CONTENTS: Mapping[str, Callable[[Viewer, Any, str], CardContent]] = {
    "jurisdiction": state_content,
    "authority": authority_content,
    "focal_point": desk_content,
}
CHECKSUM = re.compile(rf"[0-9a-f]{{{CHECKSUM_CHARACTERS}}}")


@dataclass(frozen=True)
class Card:
    """A card for one reader.

    - `address`, `code`: the URL of the card's page with checksum, and its QR code (SVG)
    - `restricted`: a notice with the reader's role and State, or "" for a public card
    - `sources`: all sources of the card; lines refer to a source by its number, from 1
    - `valid_until`: the last day of validity
    """

    content: CardContent
    facts: CardFacts
    language: str
    address: str
    code: str
    made_at: datetime
    valid_until: date
    restricted: str
    sources: tuple[SourceNote, ...]

    def numbers(self, line: CardLine) -> list[int]:
        """Return the numbers of the sources of a line, in the order of its notes."""
        return [self.sources.index(note) + 1 for note in line.notes]

    def source_words(self) -> list[str]:
        """Return the sources in words, sorted by their numbers."""
        return [source_words(note, self.language) for note in self.sources]

    @property
    def validity(self) -> str:
        """A sentence with the date of the card and the last day of its validity."""
        made, until = (day_of(day, self.language) for day in (self.made_at.date(), self.valid_until))
        return str(_("Made on %(date)s, valid until %(until)s; make a new copy after that.", date=made, until=until))


def card(viewer: Viewer, entry: Any, language: str, address: str, made_at: datetime) -> Card:
    """Return the card of a State, authority or desk for a viewer. `address` is the URL of the card's page without
    checksum."""
    content = CONTENTS[entry.KIND](viewer, entry, language)
    facts = facts_of(viewer, content.entries)
    whole = f"{address}{'&' if '?' in address else '?'}card={facts.checksum}"
    return Card(
        content=content,
        facts=facts,
        language=language,
        address=whole,
        code=svg_code(whole),
        made_at=made_at,
        valid_until=valid_until(facts.due, made_at.date()),
        restricted=_restricted(viewer, facts, made_at, language),
        sources=_sources(content),
    )


def checksum_status(made: Card, asked: str) -> str:
    """Return `current` or `changed` for a printed copy with the checksum `asked`. Return `unknown` if `asked` does not
    look like a checksum, and "" if `asked` is empty."""
    if not asked:
        return ""
    if not CHECKSUM.fullmatch(asked.lower()):
        return "unknown"
    return "current" if asked.lower() == made.facts.checksum else "changed"


def _restricted(viewer: Viewer, facts: CardFacts, made_at: datetime, language: str) -> str:
    if not facts.is_restricted:
        return ""
    place = i18n.territory_name(viewer.jurisdiction, language) if viewer.jurisdiction else ""
    who = ", ".join(filter(None, (str(ROLES.label(viewer.role)), place)))
    day = day_of(made_at.date(), language)
    # Translators: mark of a card that is not for everyone, e.g. "Restricted. For: Practitioner, Kazakhstan. ..."
    return str(_("Restricted. For: %(role)s. Made on %(date)s. Do not pass it on.", role=who, date=day))


def _sources(content: CardContent) -> tuple[SourceNote, ...]:
    notes: Sequence[SourceNote] = [note for line in content.lines() for note in line.notes]
    return tuple(dict.fromkeys(notes))
