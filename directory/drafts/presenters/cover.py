"""The cover sheet before a letter, to be taken out: what the draft lacks, and which blanks the letter has."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from flask_babel import gettext as _

from directory import dates, i18n
from directory.drafts.presenters.block_builder import BlockBuilder
from directory.drafts.presenters.checklist import Checklist, ChecklistItem
from directory.formats.papers import Block, BlockKind, Line, PaperVersion


def cover(wording: BlockBuilder, found: Checklist, letter: Iterable[Block], made_at: datetime) -> PaperVersion:
    """Return the cover sheet for a letter with the blocks `letter`, in the language of `wording`."""
    day = dates.long_day(made_at.date(), i18n.label_language(wording.language))
    head = [
        Block(BlockKind.TITLE, ((wording.label(_("Take this sheet out before you send the letter")),),)),
        wording.paragraph(wording.label(_("Draft, not legal advice. %(date)s", date=day))),
    ]
    return PaperVersion(wording.language, (*head, *_missing(wording, found), *_blanks(wording, letter)))


def _missing(wording: BlockBuilder, found: Checklist) -> Iterator[Block]:
    others = [one for one in found.missing if not one.is_mandatory]
    for heading, items in (
        (_("Incomplete. Missing and mandatory:"), found.missing_mandatory),
        (_("Not written, and asked for where it applies:"), others),
        (_("Asked for, and not ticked in the checklist:"), found.unticked),
    ):
        if items:
            head: Line = (wording.strong(wording.label(heading)),)
            yield Block(BlockKind.NOTICE, (head, *(_line(wording, one) for one in items)))


def _line(wording: BlockBuilder, item: ChecklistItem) -> Line:
    parts = [wording.name(part) for part in item.still_to_write]
    joined = [piece for part in parts for piece in (wording.label("; "), part)][1:]
    cited = " · ".join(item.cited)
    return (wording.label("– "), *joined, *((wording.label(f" ({cited})"),) if cited else ()))


def _blanks(wording: BlockBuilder, letter: Iterable[Block]) -> Iterator[Block]:
    found = dict.fromkeys(piece.text for block in letter for line in block.lines for piece in line if piece.is_blank)
    if found:
        head: Line = (wording.strong(wording.label(_("Blanks to fill in by hand:"))),)
        yield Block(BlockKind.NOTICE, (head, *((wording.label(f"– {one}"),) for one in found)))
