"""The gaps of a State in words: as a page, as a table, and as the lines of a letter."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import force_locale
from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.facts import Link, state_link
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.focal_points.queries import load_authorities
from directory.gaps.facts import Gap, StateFacts
from directory.gaps.messages import NOBODY_REACHED, NOTHING_MISSING
from directory.gaps.presenters.lines import GapForm, GapLine, GapNames, gap_line, letter_line
from directory.gaps.queries import list_states_in_scope, read_state
from directory.gaps.rules import find_gaps
from directory.gaps.service import ASKED_LATELY, was_asked_lately
from directory.models import Authority, CampaignEntry
from directory.proposals.verifying_office import office_of
from directory.verification.queries.campaigns import list_asks_for_gaps
from directory.verification.queries.recipients import CONTACT, Recipients
from directory.vocabulary import ANSWERS_TO_CAMPAIGN


@dataclass(frozen=True)
class AskLine:
    """A letter that asked an office for missing facts. `answer` and `note` are the office's answer and remark, or
    empty."""

    asked_at: datetime
    # The office of the letter's author.
    asker: str
    answer: str
    note: str
    # The id of the letter's campaign. Empty if the campaign is out of the viewer's scope.
    campaign: str
    # Whether it is too early for another letter.
    is_recent: bool


@dataclass(frozen=True)
class OfficeLine:
    """An office that can be asked for missing facts. `gaps` counts the gaps, and `last` is the last letter."""

    link: Link
    gaps: int
    last: AskLine | None

    @property
    def may_be_asked(self) -> bool:
        """Whether a letter may be sent now: either no letter was sent yet, or the last letter is old enough."""
        return self.last is None or not self.last.is_recent


@dataclass(frozen=True)
class GapsPage:
    """The gaps of a State, in the order of `find_gaps`, and the offices that can be asked."""

    state: Link
    lines: list[GapLine]
    offices: list[OfficeLine]

    @property
    def groups(self) -> list[tuple[str, list[GapLine]]]:
        """The gaps of each kind, as pairs of the label of the kind and the gaps."""
        return [(label, list(lines)) for label, lines in groupby(self.lines, key=lambda line: line.label)]


@dataclass(frozen=True)
class AskPage:
    """A letter that asks an office for missing facts, before it is sent. `lines` are in the viewer's language."""

    state: Link
    office: OfficeLine
    lines: list[str]
    # The number of recipients. None if the viewer may not see all accounts of the office.
    people: int | None
    # Whether the letter goes to the office's mail address, not to people.
    is_to_contact: bool
    # Why the letter cannot be sent, or empty.
    hindrance: str


def states_page(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the States in the viewer's scope, sorted by name."""
    links = [state_link(code, language) for code in list_states_in_scope(viewer)]
    return collation.sorted_by_name(links, lambda link: link.text.text)


def page(viewer: Viewer, state: str, language: str) -> GapsPage:
    """Return the gaps of a State. The caller checks that the State is in the viewer's scope."""
    known = read_state(viewer, state, language)
    gaps = find_gaps(known)
    names = GapNames(known, state, gaps, language)
    return GapsPage(
        state=state_link(state, language),
        lines=[gap_line(gap, names) for gap in gaps],
        offices=_offices(viewer, gaps, names),
    )


def gaps_of_office(viewer: Viewer, state: str, authority: str, language: str) -> tuple[StateFacts, list[Gap]]:
    """Return the known facts of a State, and the gaps of the State about which the office `authority` can be asked."""
    known = read_state(viewer, state, language)
    return known, [gap for gap in find_gaps(known) if gap.authority == authority]


def ask_page(viewer: Viewer, authority: Authority, language: str) -> AskPage:
    """Return the letter to an authority before it is sent.

    The caller checks that the authority's State is in the viewer's scope.
    """
    state = authority.jurisdiction_key or ""
    known, gaps = gaps_of_office(viewer, state, authority.key, language)
    names = GapNames(known, state, gaps, language)
    [office] = _offices(viewer, gaps, names) or [OfficeLine(names.office(authority.key), 0, None)]
    recipients = Recipients(viewer).of(authority)
    sees_accounts = may(viewer, Action.END_ACCOUNT, authority.place())
    return AskPage(
        state=state_link(state, language),
        office=office,
        lines=[letter_line(gap, names) for gap in gaps],
        people=len(recipients) if sees_accounts else None,
        is_to_contact=any(one.name == CONTACT for one in recipients),
        hindrance=_hindrance(office, has_recipients=bool(recipients)),
    )


def letter_lines(known: StateFacts, state: str, gaps: Sequence[Gap], language: str) -> str:
    """Return a text for a letter, with one line for each gap. The lines contain only public names."""
    with force_locale(i18n.label_language(language)):
        names = GapNames(known, state, gaps, language)
        return "\n".join(f"- {letter_line(gap, names)}" for gap in gaps)


def rows(found: GapsPage, address_of: Callable[[GapForm], str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file with the gaps of the page, the headings first.

    `address_of` returns the full address of the page on which a gap is filled.
    """
    yield _("Gap"), _("Entry"), _("What the gap is about"), _("Details"), _("Office to ask"), _("Page")
    for line in found.lines:
        names = (link.text.text if link else "" for link in (line.entry, line.office))
        entry, office = names
        details = str(line.details or "")
        yield line.label, entry, "; ".join(line.about), details, office, address_of(line.form)


def _offices(viewer: Viewer, gaps: Iterable[Gap], names: GapNames) -> list[OfficeLine]:
    counts = Counter(gap.authority for gap in gaps if gap.authority)
    last: dict[str, AskLine] = {}
    asks = list_asks_for_gaps(viewer, counts)
    # The offices of all askers are read at once, so that no further SQL statement is needed for each name.
    _known = load_authorities({one.campaign.author.authority_key or "" for one, _is_in_scope in asks})
    for asked, is_in_scope in asks:
        last.setdefault(asked.key, _asked(asked, names.language, is_in_scope=is_in_scope))
    return [OfficeLine(names.office(key), count, last.get(key)) for key, count in counts.items()]


def _hindrance(office: OfficeLine, *, has_recipients: bool) -> str:
    if not office.gaps:
        return str(NOTHING_MISSING)
    if not office.may_be_asked:
        return str(ASKED_LATELY)
    return "" if has_recipients else str(NOBODY_REACHED)


def _asked(asked: CampaignEntry, language: str, *, is_in_scope: bool) -> AskLine:
    campaign = asked.campaign
    return AskLine(
        asked_at=as_utc(campaign.started_at),
        asker=office_of(viewer_of(campaign.author), language),
        answer=str(ANSWERS_TO_CAMPAIGN.label(asked.answer)),
        note=asked.note,
        campaign=campaign.public_id if is_in_scope else "",
        is_recent=was_asked_lately(asked),
    )
