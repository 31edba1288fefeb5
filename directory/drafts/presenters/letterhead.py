"""The head and the end of a letter: letterhead, number and date, addressee, signature."""

from collections.abc import Iterator

from flask_babel import gettext as _

from directory.drafts.presenters.agreement import further_addressees
from directory.drafts.presenters.block_builder import BlockBuilder
from directory.drafts.presenters.formulas import closing
from directory.drafts.presenters.names import DraftNames
from directory.drafts.queries.offices import MAIL, PHONE, POST, public_contacts
from directory.formats.papers import Block, BlockKind, Line, TextRun
from directory.sentences import labelled
from directory.vocabulary import DRAFT_PARTS


def letterhead(wording: BlockBuilder, names: DraftNames) -> Iterator[Block]:
    """Yield the letterhead of the requesting authority, the number and date, and the addressee."""
    content = wording.content
    yield wording.lines(BlockKind.LETTERHEAD, list(_sender(wording, names)))
    yield wording.lines(BlockKind.LINES, list(_reference(wording)))
    state = wording.name(names.state(content.requested)) if content.requested else wording.blank(_("State"))
    address = public_contacts(content.requested_authority).get(POST)
    whose = labelled(_("Requested authority"), _("postal address"))
    addressee: list[Line] = [
        (_office(wording, names, content.requested_authority),),
        (wording.typed(address) if address else wording.blank(whose),),
        (state,),
    ]
    yield wording.lines(BlockKind.ADDRESSEE, [*addressee, *further_addressees(wording, names)])


def signature(wording: BlockBuilder) -> Iterator[Block]:
    """Yield the closing formula, then a second block with blanks for rank, signature, name and seal.

    If formula and blanks were one block, a longer formula in one of two columns would move the blanks of that column
    down."""
    blanks = (_("rank and office"), _("signature"), _("name of who signs"), _("place of the seal"))
    yield wording.lines(BlockKind.LINES, [(wording.label(closing()),)])
    yield wording.lines(BlockKind.LINES, [(wording.blank(one),) for one in blanks])


def _sender(wording: BlockBuilder, names: DraftNames) -> Iterator[Line]:
    content = wording.content
    state = wording.name(names.state(content.requesting)) if content.requesting else wording.blank(_("State"))
    yield (wording.strong(state),)
    yield (wording.strong(_office(wording, names, content.requesting_authority)),)
    known = public_contacts(content.requesting_authority)
    address = known.get(POST)
    whose = labelled(_("Requesting authority"), _("postal address"))
    yield (wording.typed(address) if address else wording.blank(whose),)
    reached = [known[means] for means in (PHONE, MAIL) if means in known]
    yield (wording.typed(" · ".join(reached)) if reached else wording.blank(_("telephone and e-mail")),)


def _reference(wording: BlockBuilder) -> Iterator[Line]:
    content = wording.content
    yield (wording.lead(_("Outgoing number")), wording.blank(_("number")))
    yield (wording.lead(_("Date")), wording.blank(_("date of signature")))
    reference = DRAFT_PARTS["parties"].fields[0]
    yield (wording.lead(reference.label), wording.written(reference.code, reference.label))
    if content.is_urgent:
        yield (wording.strong(wording.label(_("Urgent"))),)


def _office(wording: BlockBuilder, names: DraftNames, key: str) -> TextRun:
    return wording.name(names.authority(key)) if key else wording.blank(_("authority"))
