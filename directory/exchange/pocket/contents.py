"""The content of a pocket edition: public cards, with table of contents and index."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.facts import name_of, original_name
from directory.access.gate import Reading, read, read_values, related
from directory.access.viewer import ANONYMOUS
from directory.addresses import address_in_mail
from directory.cards.presenters.cards import Card, card
from directory.cards.presenters.content import Office
from directory.cards.presenters.paper import (
    head_blocks,
    heading_block,
    label_run,
    office_blocks,
    source_blocks,
    text_run,
)
from directory.cards.presenters.phrases import day_of
from directory.cards.presenters.states import DESKS
from directory.formats.booklets import Booklet, BookletPart, Chapter, IndexEntry, IndexGroup
from directory.formats.codes import svg_code
from directory.formats.papers import CHECKSUM_CHARACTERS, Block, BlockKind, TextRun
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import Jurisdiction, Network
from directory.models.details import EntryKey
from directory.verification_age import valid_until
from directory.vocabulary import FUNCTIONS

LONGEST_RUNNING = 40

Place = tuple[str, str, str]
"""The origin of a value: kind and key of a row, and the detail or one language of the detail."""


def members_of(network: Network) -> list[Jurisdiction]:
    """Return the States whose membership of the network is public, sorted by code."""
    found = (
        reading.value("jurisdiction_key", "") for reading in read_values(ANONYMOUS, related(network, Network.members))
    )
    codes = tuple(filter(None, found))
    return list_jurisdictions(codes) if codes else []


@dataclass(frozen=True)
class PocketContents:
    """The public content of a pocket edition in one language: the network, and the cards of its member States, sorted
    by name."""

    reading: Reading
    cards: tuple[Card, ...]
    language: str
    made_at: datetime

    @cached_property
    def checksum(self) -> str:
        """The beginning of the SHA-256 of all facts on the cards. Editions in all languages have the same checksum."""
        lines = sorted({line for one in self.cards for line in one.facts.lines})
        return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()[:CHECKSUM_CHARACTERS]

    @property
    def valid_until(self) -> date:
        """The last day on which all cards are valid."""
        return min((one.valid_until for one in self.cards), default=valid_until((), self.made_at.date()))

    @property
    def address(self) -> str:
        """The URL of the page that shows whether a copy with this checksum is still current."""
        return address_in_mail(self.language, f"networks/{self.reading.key}/pocket?copy={self.checksum}")

    def shown(self) -> set[EntryKey]:
        """Return the keys of the entries from which the edition shows a value."""
        rows = (row for one in self.cards for row in one.content.entries)
        return {("network", self.reading.key), *(key for row in rows for key in row.shown_on())}

    def places(self) -> set[Place]:
        """Return a triple for each value: kind and key of its entry or part, and name of its detail.

        A text has a triple for each of its languages, with the language in the name: `name.fr`.
        """
        told = (json.loads(line) for one in self.cards for line in one.facts.lines)
        own = {(self.reading.kind, self.reading.key, name) for name in self.reading.details}
        return {*own, *((one["kind"], one["key"], one["detail"]) for one in told)}


def read_pocket(network: Network, language: str, made_at: datetime) -> PocketContents:
    """Return the public content of an edition. The caller must make `language` the current language."""
    cards = (_card(state, language, made_at) for state in members_of(network))
    by_name = collation.sorted_by_name(cards, lambda one: one.content.name.text)
    return PocketContents(read(ANONYMOUS, network), tuple(by_name), language, made_at)


def booklet_of(pocket: PocketContents) -> Booklet:
    """Return the content as a booklet: title page, a chapter for each State, and index."""
    name = name_of(pocket.reading, pocket.language)
    short = pocket.reading.value("short_name", "")
    made = day_of(pocket.made_at.date(), pocket.language)
    return Booklet(
        title=_("Pocket edition: %(network)s", network=name.text),
        language=pocket.language,
        running=(
            TextRun(short) if short else TextRun(_shortened(name.text), name.language),
            TextRun(" · "),
            label_run(made, pocket.language),
        ),
        cover=tuple(_cover(pocket)),
        code=svg_code(pocket.address),
        code_label=_("Code to scan: %(address)s", address=pocket.address),
        address=pocket.address,
        contents_heading=_("Contents"),
        chapters=tuple(_chapter(one) for one in pocket.cards),
        index_heading=_("Index"),
        index=tuple(group for group in _index(pocket) if group.entries),
    )


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_RUNNING else f"{name[:LONGEST_RUNNING]}…"


def _card(state: Jurisdiction, language: str, made_at: datetime) -> Card:
    return card(ANONYMOUS, state, language, address_in_mail(language, f"jurisdictions/{state.key}/card"), made_at)


def _cover(pocket: PocketContents) -> Iterator[Block]:
    language, reading = pocket.language, pocket.reading
    made, until = (day_of(day, language) for day in (pocket.made_at.date(), pocket.valid_until))
    original = original_name(reading, language)
    yield Block(BlockKind.PARAGRAPH, ((label_run(_("Pocket edition"), language),),))
    yield Block(BlockKind.TITLE, ((text_run(name_of(reading, language)),),))
    if original:
        yield Block(BlockKind.PARAGRAPH, ((text_run(original),),))
    yield Block(BlockKind.PARAGRAPH, ((label_run(i18n.LANGUAGES[language].autonym, language),),))
    old = _("What is printed gets old: check at the address before you rely on it.")
    yield Block(BlockKind.NOTICE, ((label_run(old, language, is_strong=True),),))
    validity = _("Made on %(date)s, valid until %(until)s; make a new copy after that.", date=made, until=until)
    yield Block(BlockKind.PARAGRAPH, ((label_run(validity, language, is_strong=True),),))
    yield Block(BlockKind.PARAGRAPH, ((TextRun(pocket.address),),))
    yield Block(BlockKind.PARAGRAPH, ((TextRun(f"SHA-256 {pocket.checksum}"),),))
    foot = _("“Unverified” means that no source was found. Listing implies no position on the status of any territory.")
    yield Block(BlockKind.PARAGRAPH, ((label_run(foot, language),),))


def _chapter(one: Card) -> Chapter:
    address = Block(BlockKind.PARAGRAPH, ((TextRun(one.address),),))
    parts = [BookletPart((*head_blocks(one), address))]
    for section in one.content.sections:
        anchor = _desks_anchor(one) if section.code == DESKS else ""
        parts.append(BookletPart((heading_block(section.heading, one.language),), anchor))
        parts += [
            BookletPart(tuple(office_blocks(one, office)), office.link.key if office.link else "")
            for office in section.blocks
        ]
    parts.append(BookletPart(tuple(source_blocks(one))))
    label = _("Code to scan: %(address)s", address=one.address)
    return Chapter(text_run(one.content.name), _anchor(one), tuple(parts), one.code, label)


def _anchor(one: Card) -> str:
    return f"state {one.content.link.key}"


def _desks_anchor(one: Card) -> str:
    return f"desks {one.content.link.key}"


def _index(pocket: PocketContents) -> Iterator[IndexGroup]:
    cards, language = pocket.cards, pocket.language
    yield IndexGroup(_("States"), tuple(IndexEntry((text_run(one.content.name),), (_anchor(one),)) for one in cards))
    yield IndexGroup(_("24/7 desks and contact points"), _sorted(_desks(cards)))
    yield IndexGroup(_("Authorities"), _sorted(_authorities(cards)))
    yield IndexGroup(_("Functions"), tuple(_functions(cards, language)))


def _desks(cards: Iterable[Card]) -> Iterator[IndexEntry]:
    for one in cards:
        blocks = (block for section in one.content.sections if section.code == DESKS for block in section.blocks)
        for line in (line for block in blocks for line in block.lines if line.contact is None):
            # The label of a desk's line is the network; the texts are the cover, then the office.
            about = TextRun(f" ({i18n.side_by_side((one.content.name.text, line.label))})", one.language)
            yield IndexEntry((text_run(line.texts[1]), about), (_desks_anchor(one),))


def _authorities(cards: Iterable[Card]) -> Iterator[IndexEntry]:
    for one in cards:
        for office in one.content.offices:
            yield IndexEntry((text_run(office.name), label_run(f" ({one.content.name})", one.language)), (office.key,))


def _functions(cards: Sequence[Card], language: str) -> Iterator[IndexEntry]:
    offices: list[Office] = [office for one in cards for office in one.content.offices]
    for code, term in FUNCTIONS.items():
        own = tuple(office.key for office in offices if code in {word.code for word in office.functions})
        if own:
            yield IndexEntry((label_run(term.label, language),), own)


def _sorted(entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
    return tuple(collation.sorted_by_name(entries, lambda entry: entry.words[0].text))
