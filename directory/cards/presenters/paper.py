"""A card as a paper (a printable document), for its PDF file and the pocket edition."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text
from directory.cards.presenters.cards import Card
from directory.cards.presenters.content import CardBlock, CardLine, interface_text
from directory.cards.presenters.phrases import reliability_remark
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun, is_right_to_left
from directory.vocabulary import Freshness

SEPARATOR = " · "


def paper_of(card: Card) -> Paper:
    """Return a card as a paper, from which its PDF file is made."""
    content, version = card.content, PaperVersion(i18n.label_language(card.language), tuple(_blocks(card)))
    return Paper(
        title=_("Card: %(state)s", state=content.name),
        versions=(version,),
        made_at=card.made_at,
        address=card.address,
        facts_checksum=card.facts.checksum,
        code=card.code,
        code_label=_("Code to scan: %(address)s", address=card.address),
    )


def _blocks(card: Card) -> Iterator[Block]:
    yield Block(BlockKind.TITLE, ((text_run(card.content.name),),))
    yield from head_blocks(card)
    yield Block(BlockKind.PARAGRAPH, ((label_run(card.validity, card.language, is_strong=True),),))
    for section in card.content.sections:
        yield heading_block(section.heading, card.language)
        for one in section.blocks:
            yield from office_blocks(card, one)
    yield from source_blocks(card)
    foot = _("“Unverified” means that no source was found. Listing implies no position on the status of any territory.")
    yield Block(BlockKind.PARAGRAPH, ((label_run(foot, card.language),),))


def head_blocks(card: Card) -> Iterator[Block]:
    """Yield the blocks below the name: warnings, then a line with State, original name and local time."""
    content, language = card.content, card.language
    notices = [*filter(None, (card.restricted, content.mark.label if content.mark else "")), *content.notices]
    if notices:
        yield Block(BlockKind.NOTICE, tuple((label_run(one, language, is_strong=True),) for one in notices))
    where = [label_run(content.place, language)] if content.place else []
    where += [text_run(content.original)] if content.original else []
    clock = content.clock
    where += [TextRun(f"{clock.city}, {clock.offset}")] if clock else []
    if where:
        yield Block(BlockKind.PARAGRAPH, (_joined(where, language),))


def heading_block(words: str, language: str) -> Block:
    """Return a heading as a block, marked with its language (`i18n.label_language`)."""
    return Block(BlockKind.HEADING, ((label_run(words, language),),))


def source_blocks(card: Card) -> Iterator[Block]:
    """Yield a heading and the sources of a card, numbered from 1."""
    yield heading_block(_("Sources"), card.language)
    for number, words in enumerate(card.source_words(), start=1):
        yield Block(BlockKind.ITEM, ((TextRun(words, card.language if is_right_to_left(words) else ""),),), number)


def office_blocks(card: Card, office: CardBlock) -> Iterator[Block]:
    """Yield the name of the office of a card's block, if the block has an office, then the lines of the block."""
    if office.link:
        marks = [label_run(office.mark.label, card.language)] if office.mark else []
        original = [text_run(office.original)] if office.original else []
        name = replace(text_run(office.link.text), is_strong=True)
        yield Block(BlockKind.PARAGRAPH, (_joined([name, *marks, *original], card.language),))
    for line in office.lines:
        yield Block(BlockKind.ROW, ((label_run(line.label, card.language),), tuple(_value(card, line))))


def _value(card: Card, line: CardLine) -> Iterator[TextRun]:
    yield from _joined([*_contact(line, card.language), *map(text_run, line.texts)], card.language)
    remarks = [reliability_remark(note, card.language) for note in line.notes[:1]]
    if line.audience_label:
        remarks.append(_("only for: %(audience)s", audience=line.audience_label))
    if line.contact and line.contact.domestic_label and line.contact.source.freshness is not Freshness.DEAD:
        remarks.append(line.contact.domestic_label)
    if line.contact and line.contact.is_reported:
        remarks.append(_("reported as wrong, being checked"))
    for remark in filter(None, remarks):
        yield label_run(f" ({remark})", card.language)
    numbers = card.numbers(line)
    if numbers:
        yield label_run(" ", card.language)
        yield TextRun(f"[{', '.join(map(str, numbers))}]")


def _contact(line: CardLine, language: str) -> Iterator[TextRun]:
    if line.contact is None:
        return
    if line.contact.source.freshness is Freshness.DEAD:
        yield label_run(_("Nobody answers at this contact any more"), language)
        return
    shown = line.contact.shown
    yield TextRun(shown, "ar" if is_right_to_left(shown) else "")


def _joined(pieces: list[TextRun], language: str) -> tuple[TextRun, ...]:
    parted: list[TextRun] = []
    for piece in pieces:
        parted += [label_run(SEPARATOR, language), piece] if parted else [piece]
    return tuple(parted)


def text_run(text: Text) -> TextRun:
    """Return a text of an entry as a run of text in its language."""
    return TextRun(text.text, text.language)


def label_run(text: object, language: str, *, is_strong: bool = False) -> TextRun:
    """Return a label of the interface as a run of text, marked with its language (`i18n.label_language`)."""
    words = interface_text(text, language)
    return TextRun(words.text, words.language, is_strong=is_strong)
