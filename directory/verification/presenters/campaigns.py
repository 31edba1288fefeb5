"""Presents campaigns, before their start and while they run."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext

from directory import collation, i18n
from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.extensions import db
from directory.models import Campaign, CampaignEntry, Entry
from directory.paging import PER_PAGE
from directory.proposals.labels import entry_label
from directory.verification.presenters.entries import entry_link
from directory.verification.queries import campaigns as queries
from directory.verification.queries.entries import CONFIRMED
from directory.verification.queries.recipients import Recipients
from directory.verification.service.campaigns import ESCALATION
from directory.vocabulary import ANSWERS_TO_CAMPAIGN, CAMPAIGN_STEPS, KINDS, CampaignAnswer

UNREACHED = frozenset({"bounced", "given_up"})
UNWRITTEN = "unwritten"
SHOWN_WITHOUT_ADDRESS = 50


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in a list, with its scope in words."""

    id: str
    scope: str
    started_at: datetime
    ends_at: datetime
    is_open: bool


@dataclass(frozen=True)
class CampaignListPage:
    """One page of the list of campaigns. `total` and `pages` count all campaigns and all pages."""

    lines: list[CampaignLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class CampaignPreview:
    """A campaign before its start.

    - `reached`: the number of entries about which a letter would reach somebody.
    - `without`: links to the first SHOWN_WITHOUT_ADDRESS entries without such a letter; `without_count` is the number
      of all of them.
    """

    entries: int
    reached: int
    without: list[Link]
    without_count: int


@dataclass(frozen=True)
class CampaignProgress:
    """The progress of a campaign in one State, or in all States if `state` is empty.

    The keys of `counts` are `entries`, the states of letters (`unwritten`, `waiting`, `sent`, `bounced`), the answers,
    and `silent`.
    """

    state: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignEntryLine:
    """One entry of a campaign. `link` is None if the entry was removed. `note` is what the office wrote with its
    corrections."""

    link: Link | None
    key: str
    state: str
    letter: str
    answer: str
    answer_label: str
    next_step: str
    next_step_at: datetime | None
    note: str


@dataclass(frozen=True)
class CampaignPage:
    """One campaign with one page of its entries. The last item of `progress` is for all States."""

    line: CampaignLine
    progress: list[CampaignProgress]
    asked: list[CampaignEntryLine]
    page: int
    pages: int


def list_page(viewer: Viewer, number: int, language: str) -> CampaignListPage:
    """Return one page of the campaigns in the viewer's scope, newest first."""
    found = queries.list_campaigns(viewer, number)
    return CampaignListPage([line(campaign, language) for campaign in found.rows], found.total, found.page, found.pages)


def line(campaign: Campaign, language: str) -> CampaignLine:
    """Return a campaign as a line of the list of campaigns."""
    parts = [
        entry_label("jurisdiction", campaign.jurisdiction_key, language) if campaign.jurisdiction_key else "",
        entry_label("network", campaign.network_key, language) if campaign.network_key else "",
        str(KINDS.label(campaign.kind)) if campaign.kind else "",
        gettext("only entries that are due") if campaign.only_due else "",
        gettext("what the directory does not know of an office") if campaign.asks_for_gaps else "",
    ]
    scope = i18n.side_by_side(filter(None, parts)) or gettext("Everything")
    ends_at = as_utc(campaign.ends_at)
    return CampaignLine(campaign.public_id, scope, as_utc(campaign.started_at), ends_at, queries.is_open(campaign))


def preview(viewer: Viewer, entries: Sequence[Entry], language: str) -> CampaignPreview:
    """Return the preview of a campaign about `entries`. `viewer` is the person who would start the campaign."""
    finder = Recipients(viewer)
    without = [entry for entry in entries if not finder.of(entry)]
    links = [entry_link(entry, language) for entry in without[:SHOWN_WITHOUT_ADDRESS]]
    return CampaignPreview(len(entries), len(entries) - len(without), links, len(without))


def page(campaign: Campaign, number: int, language: str) -> CampaignPage:
    """Return a campaign with page `number` of its entries, or the last page. The caller checks that the campaign is in
    scope."""
    asked, letters = queries.list_asked(campaign), queries.mail_states(campaign)
    pages = max(1, math.ceil(len(asked) / PER_PAGE))
    number = min(number, pages)
    shown = asked[(number - 1) * PER_PAGE : number * PER_PAGE]
    finder = Recipients(viewer_of(campaign.author))
    lines = [_asked(one, letters.get(one.id, set()), finder, language) for one in shown]
    return CampaignPage(line(campaign, language), _progress(asked, letters, language), lines, number, pages)


def _progress(asked: Iterable[CampaignEntry], letters: Mapping[int, set[str]], language: str) -> list[CampaignProgress]:
    counts: dict[str, Counter[str]] = {}
    for one in asked:
        letter = _letter(letters.get(one.id, set()))
        # Only an office to which a letter was written can be silent.
        answer = one.answer or ("silent" if letter != UNWRITTEN else "")
        words = ("entries", letter, answer)
        counts.setdefault(one.jurisdiction_key, Counter()).update(words)
    rows = [
        CampaignProgress(i18n.territory_name(code, language) if code else gettext("No State"), own)
        for code, own in counts.items()
    ]
    total: Counter[str] = sum(counts.values(), Counter())
    return [*collation.sorted_by_name(rows, lambda row: row.state), CampaignProgress("", total)]


def _letter(states: set[str]) -> str:
    if not states:
        return UNWRITTEN
    return "sent" if "sent" in states else "bounced" if states <= UNREACHED else "waiting"


def _asked(one: CampaignEntry, states: set[str], finder: Recipients, language: str) -> CampaignEntryLine:
    labels = {
        UNWRITTEN: gettext("no letter yet"),
        "waiting": gettext("waits to be sent"),
        "sent": gettext("sent"),
        "bounced": gettext("did not arrive"),
    }
    entry = db.session.get(CONFIRMED[one.kind], one.key)
    letter, is_reached = _letter(states), entry is not None and bool(finder.of(entry))
    waits = one.next_step if one.answer == CampaignAnswer.NONE and (is_reached or one.next_step == ESCALATION) else ""
    is_asked = letter != UNWRITTEN or one.answer != CampaignAnswer.NONE
    return CampaignEntryLine(
        link=entry_link(entry, language) if entry is not None else None,
        key=one.key,
        state=i18n.territory_name(one.jurisdiction_key, language) if one.jurisdiction_key else "",
        letter=labels[letter] if is_asked or is_reached else gettext("no mail address that reaches it"),
        answer=one.answer,
        answer_label=str(ANSWERS_TO_CAMPAIGN.label(one.answer)) if is_asked else "",
        next_step=str(CAMPAIGN_STEPS.label(waits)) if waits else "",
        next_step_at=as_utc(one.next_step_at) if waits else None,
        note=one.note,
    )
