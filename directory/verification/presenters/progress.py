"""Presents a campaign that was started: how far it is, State by State and entry by entry."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext

from directory import clock, collation, i18n
from directory.access.facts import Link
from directory.clock import as_utc
from directory.models import Authority, Campaign, CampaignEntry, Entry, FocalPoint
from directory.models.details import EntryKey
from directory.paging import PER_PAGE
from directory.verification.presenters.campaigns import CampaignLine, line
from directory.verification.presenters.entries import entry_links
from directory.verification.queries.campaign_letters import LettersOfEntry, is_asked, letters_by_entry
from directory.verification.queries.campaigns import list_asked
from directory.verification.queries.entries import entries_by_key
from directory.verification.queries.recipients import Recipients
from directory.verification.service.campaign_letters import asker_of
from directory.verification.service.campaigns import ESCALATION
from directory.vocabulary import ANSWERS_TO_CAMPAIGN, ASK_STATES, CAMPAIGN_STEPS, KINDS, AskState, CampaignAnswer

# The states of entries from which no answer is expected: nobody was asked, no letter arrived, or the entry has ended.
WITHOUT_LETTER = (AskState.UNREACHED, AskState.NOT_ASKED, AskState.CLOSED)


@dataclass(frozen=True)
class CampaignProgress:
    """The progress of a campaign in one State, or in all States if `state` is empty.

    The keys of `counts` are `entries`, the codes of ASK_STATES, and the codes of answers.
    """

    state: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignEntryLine:
    """One entry of a campaign.

    - `link`: None if the entry was removed
    - `state`: a code of ASK_STATES
    - `letter`: in words, why nobody was asked or why no answer is expected; empty for answered and for silent entries
    - `office`: the key of the authority that lacks a mail address for a letter about the entry, otherwise empty
    - `asked_on`: the day on which the first letter was sent
    - `silent_days`: the number of days since `asked_on`
    - `reminders`: the number of letters sent after the first
    - `note`: what the office wrote with its corrections
    """

    link: Link | None
    kind: str
    key: str
    kind_label: str
    state_name: str
    state: AskState
    letter: str
    office: str
    asked_on: date | None
    silent_days: int
    reminders: int
    answer: str
    answer_label: str
    answered_on: date | None
    next_step: str
    next_step_at: datetime | None
    note: str


@dataclass(frozen=True)
class ShownChoice:
    """A link that limits the list to one code of ASK_STATES. If `code` is empty, the link leads to the whole list."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class CampaignPage:
    """One campaign with one page of its entries. The last item of `progress` is for all States."""

    line: CampaignLine
    progress: list[CampaignProgress]
    choices: list[ShownChoice]
    asked: list[CampaignEntryLine]
    silent: int
    shown: str
    page: int
    pages: int


@dataclass(frozen=True)
class _Asked:
    asked: CampaignEntry
    state: AskState
    letters: LettersOfEntry | None
    entry: Entry | None = None

    @property
    def place(self) -> tuple[int, float]:
        """The value by which the list is sorted: in the order of ASK_STATES, then the longest silent entry first."""
        is_silent = self.state is AskState.SILENT and self.letters is not None
        return ASK_STATES.position(self.state), self.letters.sent_at[0].timestamp() if is_silent and self.letters else 0


def page(campaign: Campaign, number: int, language: str, shown: str = "") -> CampaignPage:
    """Return a campaign with page `number` of its entries. If there are fewer pages, return the last page.

    The entries are in the order of ASK_STATES. Silent entries are sorted from the longest silent. `shown` limits the
    entries to a code of ASK_STATES. The caller checks that the campaign is in scope.
    """
    finder = Recipients(asker_of(campaign))
    found = _found(campaign, finder)
    shown = shown if shown in ASK_STATES else ""
    chosen = sorted((one for one in found if shown in ("", one.state)), key=lambda one: one.place)
    pages = max(1, math.ceil(len(chosen) / PER_PAGE))
    number = min(number, pages)
    counts = Counter(one.state for one in found)
    return CampaignPage(
        line=line(campaign, language),
        progress=_progress(found, language),
        choices=[
            ShownChoice("", gettext("All"), len(found), not shown),
            *(
                ShownChoice(code, str(ASK_STATES.label(code)), counts[AskState(code)], code == shown)
                for code in ASK_STATES
            ),
        ],
        asked=_lines(finder, chosen[(number - 1) * PER_PAGE : number * PER_PAGE], language),
        silent=counts[AskState.SILENT],
        shown=shown,
        page=number,
        pages=pages,
    )


def _found(campaign: Campaign, finder: Recipients) -> list[_Asked]:
    """Return the entries of a campaign, each with its letters and its state (a code of ASK_STATES). An unanswered entry
    that has not ended is silent only if a letter about the entry was sent."""
    letters, asked = letters_by_entry(campaign), list_asked(campaign)
    entries = entries_by_key(one.entry_key for one in asked if one.answer == CampaignAnswer.NONE)
    found = []
    for one in asked:
        own, entry = letters.get(one.id), entries.get(one.entry_key)
        if one.answer != CampaignAnswer.NONE:
            state = AskState.ANSWERED
        elif entry is None or entry.has_ended:
            state = AskState.CLOSED
        elif own is not None:
            state = AskState.SILENT if is_asked(own) else AskState.UNREACHED if own.is_unreached else AskState.NOT_ASKED
        else:
            state = AskState.NOT_ASKED if _is_reached(entry, finder) else AskState.UNREACHED
        found.append(_Asked(one, state, own, entry))
    return found


def _is_reached(entry: Entry | None, finder: Recipients) -> bool:
    return entry is not None and not entry.has_ended and bool(finder.of(entry))


def _progress(found: Sequence[_Asked], language: str) -> list[CampaignProgress]:
    counts: dict[str, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.asked.jurisdiction_key, Counter()).update(("entries", one.state, one.asked.answer))
    rows = [
        CampaignProgress(i18n.territory_name(code, language) if code else gettext("No State"), own)
        for code, own in counts.items()
    ]
    total: Counter[str] = sum(counts.values(), Counter())
    return [*collation.sorted_by_name(rows, lambda row: row.state), CampaignProgress("", total)]


def _lines(finder: Recipients, found: Sequence[_Asked], language: str) -> list[CampaignEntryLine]:
    entries = entries_by_key(one.asked.entry_key for one in found if one.entry is None)
    entries |= {one.entry.entry_key: one.entry for one in found if one.entry is not None}
    links = entry_links(entries.values(), language)
    return [_line(one, entries.get(one.asked.entry_key), links, finder, language) for one in found]


def _line(
    one: _Asked, entry: Entry | None, links: Mapping[EntryKey, Link], finder: Recipients, language: str
) -> CampaignEntryLine:
    asked, sent_at = one.asked, one.letters.sent_at if one.letters else ()
    is_reached = _is_reached(entry, finder)
    is_going_on = one.state is not AskState.ANSWERED and (is_reached or asked.next_step == ESCALATION)
    waits = asked.next_step if is_going_on else ""
    return CampaignEntryLine(
        link=links.get(asked.entry_key),
        kind=asked.kind,
        key=asked.key,
        kind_label=str(KINDS.label(asked.kind)) if asked.kind in KINDS else "",
        state_name=i18n.territory_name(asked.jurisdiction_key, language) if asked.jurisdiction_key else "",
        state=one.state,
        letter=_reason(one, entry, finder, is_reached=is_reached) if one.state in WITHOUT_LETTER else "",
        office=_office(entry) if one.state is AskState.UNREACHED and not is_reached else "",
        asked_on=sent_at[0].date() if sent_at else None,
        silent_days=(clock.now() - sent_at[0]).days if sent_at else 0,
        reminders=max(0, len(sent_at) - 1),
        answer=asked.answer,
        answer_label=str(ANSWERS_TO_CAMPAIGN.label(asked.answer)) if asked.answer else "",
        answered_on=as_utc(asked.answered_at).date() if asked.answered_at else None,
        next_step=str(CAMPAIGN_STEPS.label(waits)) if waits else "",
        next_step_at=as_utc(asked.next_step_at) if waits else None,
        note=asked.note,
    )


def _office(entry: Entry | None) -> str:
    """Return the key of the authority whose mail address a letter about an entry would use. Return "" if the entry
    is neither an authority nor a desk, or if it was removed, closed or replaced."""
    if entry is None or entry.has_ended:
        return ""
    return entry.authority_key if isinstance(entry, FocalPoint) else entry.key if isinstance(entry, Authority) else ""


def _reason(one: _Asked, entry: Entry | None, finder: Recipients, *, is_reached: bool) -> str:
    """Return in words why nobody was asked about an entry, or why no answer is expected. `is_reached` is true if a
    letter about the entry would reach somebody."""
    if entry is None or entry.has_ended:
        return str(gettext("closed, replaced or removed meanwhile"))
    if one.letters is not None:
        return str(gettext("did not arrive") if one.letters.is_unreached else gettext("waits to be sent"))
    if not is_reached and finder.is_of_author(entry):
        return str(gettext("only who started the campaign answers for it"))
    return str(gettext("no letter yet") if is_reached else gettext("no mail address that reaches it"))
