"""The cover sheet of a document that is made from a draft. It lists what the checklist finds missing, and the blanks in
the text. The writer takes the sheet out before sending the document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import dates, i18n
from directory.drafts.presenters.block_builder import BlockBuilder
from directory.drafts.presenters.checklist import Checklist, ChecklistItem
from directory.formats.papers import Block, BlockKind, Line, PaperVersion
from directory.i18n import isolated_in_rtl


def cover(wording: BlockBuilder, found: Checklist, letter: Sequence[PaperVersion], made_at: datetime) -> PaperVersion:
    """Return the cover sheet of a letter. The letter has one or two languages, the sheet has the language of
    `wording`."""
    day = dates.long_day(made_at.date(), i18n.label_language(wording.language))
    head = [
        Block(BlockKind.TITLE, ((wording.label(_("Take this sheet out before you send the letter")),),)),
        wording.paragraph(wording.label(_("Draft, not legal advice. %(date)s", date=day))),
    ]
    untranslated = (block for one in letter for block in _untranslated(wording, one))
    return PaperVersion(
        wording.language, (*head, *untranslated, *_missing(wording, found), *_blanks(wording, letter[0].blocks))
    )


def _untranslated(wording: BlockBuilder, version: PaperVersion) -> Iterator[Block]:
    """Yield a notice if texts that the draft has in another language are blanks in this version of the letter."""
    missing = sum(piece.is_untranslated for block in version.blocks for line in block.lines for piece in line)
    name = i18n.language_name(version.language, i18n.label_language(wording.language))
    if missing and version.language not in wording.content.languages():
        said = _(
            "In %(language)s the letter has headings and blanks alone: nothing of the draft is written in it yet. "
            "Write the parts of the draft in this language too, or have the letter translated.",
            language=isolated_in_rtl(name),
        )
    elif missing:
        said = ngettext(
            "%(num)s text has no translation into %(language)s: it is a blank there.",
            "%(num)s texts have no translation into %(language)s: they are blanks there.",
            missing,
            language=isolated_in_rtl(name),
        )
    else:
        return
    yield Block(BlockKind.NOTICE, ((wording.strong(wording.label(said)),),))


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
        # All blanks stand on one line. With a line for each blank, the cover sheet would need a second page.
        yield Block(BlockKind.NOTICE, (head, (wording.label(" · ".join(found)),)))
