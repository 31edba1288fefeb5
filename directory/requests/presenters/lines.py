"""Presents entries of the docket as lines of a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory import clock, i18n
from directory.access.viewer import Viewer
from directory.models import DocketEntry
from directory.people.choices import authority_names
from directory.people.presenters.words import InstantText, day
from directory.requests.numbers import number_of
from directory.requests.statements import is_closed
from directory.vocabulary import MEASURES, OFFENCES, REQUEST_DIRECTIONS, REQUEST_STATES


@dataclass(frozen=True)
class RequestLine:
    """An entry in a list.

    - `number`: the running number of the State, with the year
    - `state`: a code of REQUEST_STATES, and `state_label` its label
    - `days`: how many days it has waited since the request was sent or received
    - `is_late`: it is pending for longer than usual
    - `both_take_part`, `is_invited`: the other State takes part, or is invited to
    """

    id: str
    number: str
    direction: str
    other_state: str
    measure: str
    offence: str
    office: str
    state: str
    state_label: str
    since: InstantText
    days: int
    is_closed: bool
    is_late: bool
    both_take_part: bool
    is_invited: bool


def lines_of(viewer: Viewer, entries: Sequence[DocketEntry], language: str) -> list[RequestLine]:
    """Return a line for each entry, in the order of `entries`."""
    names = authority_names(viewer, {one.authority_key for one in entries}, language)
    return [_line(one, names, language) for one in entries]


def invitation_lines(viewer: Viewer, entries: Iterable[DocketEntry], language: str) -> list[RequestLine]:
    """Return a line for each invitation, in the order of `entries`, without the number in the other State's list."""
    found = list(entries)
    names = authority_names(viewer, {one.authority_key for one in found}, language)
    return [_invitation_line(one, names, language) for one in found]


def _invitation_line(entry: DocketEntry, names: dict[str, str], language: str) -> RequestLine:
    # Numbers of the other State's list would tell how many requests it has.
    shown = _line(entry, names, language)
    fields = vars(shown) | {"number": "", "other_state": i18n.territory_name(entry.jurisdiction_key, language)}
    return RequestLine(**fields)


def _line(entry: DocketEntry, names: dict[str, str], language: str) -> RequestLine:
    today, closed = clock.today(), is_closed(entry)
    return RequestLine(
        id=entry.public_id,
        number=number_of(entry),
        direction=str(REQUEST_DIRECTIONS.label(entry.direction)),
        other_state=i18n.territory_name(entry.other_jurisdiction_key, language),
        measure=str(MEASURES.label(entry.measure)),
        offence=str(OFFENCES.label(entry.offence)),
        office=names.get(entry.authority_key, ""),
        state=entry.state,
        state_label=str(REQUEST_STATES.label(entry.state)),
        since=day(entry.since, language),
        days=(today - entry.since).days,
        is_closed=closed,
        is_late=entry.late_on is not None and entry.late_on <= today,
        both_take_part=entry.partner_id is not None,
        is_invited=entry.invited_at is not None,
    )
