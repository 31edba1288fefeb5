"""The contacts to call in a State: its desks, and the authorities that receive the most frequent requests.

The first contact on the page of a State also stands on the home page, on the cards of the search and in the atlas
(`first_calls`). In lists of desks, it stands beside a closed desk (`desk_calls`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.store import cached_many
from directory.focal_points.availability import (
    DeskAvailability,
    DeskCalls,
    DeskChoices,
    desk_choices,
    list_availability,
)
from directory.focal_points.first_contacts import (
    FirstChoice,
    FirstContact,
    OfficeCall,
    OfficeChoice,
    list_first_choices,
    list_first_contacts,
    prefetch_first_contacts,
)
from directory.focal_points.offices_to_call import OfficeToCall, choose_offices, place_abroad
from directory.focal_points.published import list_published
from directory.models import Authority


@dataclass(frozen=True)
class StateContacts:
    """The contacts to call in a State. `calls` maps the key of each desk to the lines to call for it."""

    desks: list[DeskAvailability]
    calls: Mapping[str, DeskCalls]
    offices: list[OfficeCall]

    def __bool__(self) -> bool:
        return bool(self.desks or self.offices)

    @property
    def called(self) -> list[DeskAvailability | OfficeCall]:
        """The desks and offices to call, in this order of groups:

        - those with a number that phones in other countries can dial; among them, closed and silent desks come last
        - those without such a number, but with a mail address
        - those that have only numbers that phones outside their country cannot dial
        - the desks without a line
        """
        with_line = [desk for desk in self.desks if self.calls[desk.desk.link.key]]
        rows: list[DeskAvailability | OfficeCall] = [*with_line, *self.offices]
        return [
            *sorted(rows, key=lambda one: min(self._places(one))),
            *(one for one in self.desks if one not in with_line),
        ]

    @property
    def work_from_abroad(self) -> bool:
        """Whether at least one line to call works from other countries. Also true if there is no line at all."""
        lines = [line for one in self.called for line in self._lines(one)]
        return not lines or any(line.first.works_from_abroad for line in lines)

    def _places(self, one: DeskAvailability | OfficeCall) -> list[tuple[bool, bool, bool]]:
        missed = {desk.desk.link for desk in self.desks if desk.is_missed}
        return [(*place_abroad(call.first), call.link in missed) for call in self._lines(one)]

    def _lines(self, one: DeskAvailability | OfficeCall) -> list[OfficeCall]:
        return [one] if isinstance(one, OfficeCall) else self.calls[one.desk.link.key].in_order(one.desk.link)


def contacts_by_state(
    viewer: Viewer, states: Sequence[str], language: str, authorities: Sequence[Authority] | None = None
) -> dict[str, StateContacts]:
    """Return a mapping from State code to the contacts to call in the State.

    `authorities` are all authorities of the States. If `authorities` is None, this function loads them.

    Each restricted line is noted as disclosed. The number of SQL statements does not depend on the number of States.
    """
    desks, offices = _known(viewer, states, language, authorities)
    calls = {key: one.read() for key, one in desk_choices(viewer, desks, language).items()}
    firsts = list_first_contacts(viewer, [one.link.entry_key for own in offices.values() for one in own], language)
    return {
        state: StateContacts(
            [line for line in desks if _state_of(line) == state],
            calls,
            [
                OfficeCall(one.label, one.link, firsts[one.link.entry_key])
                for one in offices.get(state, ())
                if one.link.entry_key in firsts
            ],
        )
        for state in states
    }


def first_calls(viewer: Viewer, states: Sequence[str], language: str) -> dict[str, list[OfficeCall]]:
    """Return a mapping from State code to the contact to try first, which is the first of `StateContacts.called`. If a
    visitor is to try another contact first, that contact follows.

    States without a usable contact are left out. Each restricted line that is returned is noted as disclosed.
    """
    own, public = (_first_choices(one, states, language) for one in (viewer, ANONYMOUS))
    found = {state: [one] for state, one in own.items()}
    for state, one in public.items():
        calls = found.setdefault(state, [])
        if one.first.key not in {first.key for call in calls for first in call.first.each}:
            calls.append(one)
    return {state: [one.read() for one in calls] for state, calls in found.items()}


def number_beside(
    viewer: Viewer,
    state: str,
    language: str,
    shown: Iterable[FirstContact],
    measure: str = "",
    passed_over: Collection[str] = (),
) -> list[OfficeCall]:
    """Return a list of the contact to try first in a State. The list is empty if phones in other countries cannot dial
    this contact, or if they can dial one of `shown`. Two kinds of desks are left out: those that do not serve
    `measure`, and those with the keys in `passed_over`. If there is a measure, authorities for other tasks than
    assistance are left out too."""
    return [one.read() for one in choices_beside(viewer, state, language, shown, measure, passed_over)]


def choices_beside(
    viewer: Viewer,
    state: str,
    language: str,
    shown: Iterable[FirstContact | FirstChoice],
    measure: str = "",
    passed_over: Collection[str] = (),
) -> list[OfficeChoice]:
    """Return the same contact as `number_beside`, as a choice. No disclosure is noted."""
    if any(one.rings_from_abroad for one in shown):
        return []
    call = _first_choices(viewer, [state], language, measure, passed_over).get(state)
    return [call] if call and call.first.rings_from_abroad else []


def desk_calls(
    viewer: Viewer, desks: Iterable[DeskAvailability], language: str, measure: str = "", *, with_open: bool = False
) -> Mapping[str, DeskCalls]:
    """Return a mapping from desk key to the lines to call. Each restricted line is noted as disclosed.

    If a desk is closed and its fallback lines contain no number that phones in other countries can dial, the first such
    number of its State is added before these lines. If `with_open` is true, this number is also added for an open desk
    that has no such number. Numbers of closed desks in `desks`, and of desks that do not serve `measure`, are never
    added.
    """
    choices = desk_call_choices(viewer, desks, language, measure, with_open=with_open)
    return {key: one.read() for key, one in choices.items()}


def desk_call_choices(
    viewer: Viewer, desks: Iterable[DeskAvailability], language: str, measure: str = "", *, with_open: bool = False
) -> Mapping[str, DeskChoices]:
    """Return the same lines as `desk_calls`, as choices. No disclosure is noted."""
    lines = list(desks)
    choices = dict(desk_choices(viewer, lines, language, measure))
    closed = {key for key, one in choices.items() if one.is_closed}
    states = {line.desk.link.key: state for line in lines if (state := _state_of(line))}
    asked = {key: state for key, state in states.items() if with_open or key in closed}
    lacking = {key: state for key, state in asked.items() if not _has_number(choices[key])}
    numbers = _first_choices(viewer, sorted(set(lacking.values())), language, measure, closed) if lacking else {}
    for key, state in lacking.items():
        if state in numbers and _rings(numbers[state]):
            choices[key] = _with_number(choices[key], numbers[state])
    return choices


def _has_number(desk: DeskChoices) -> bool:
    is_own = not desk.is_closed and desk.own is not None and desk.own.rings_from_abroad
    return is_own or any(map(_rings, desk.instead))


def _rings(one: OfficeChoice) -> bool:
    return one.first.rings_from_abroad


def _with_number(desk: DeskChoices, number: OfficeChoice) -> DeskChoices:
    """Return the lines of a desk with the number of its State added as the first, unless the desk has the same
    number."""
    own = {one.key for one in desk.own.each} if desk.own else set[str]()
    return desk if number.first.key in own else replace(desk, instead=(number, *desk.instead))


def _first_choices(
    viewer: Viewer, states: Sequence[str], language: str, measure: str = "", passed_over: Collection[str] = ()
) -> dict[str, OfficeChoice]:
    desks, offices = _known(viewer, states, language)
    known = list_published()
    serving = [
        line for line in desks if line.desk.link.key not in passed_over and known[line.desk.link.key].serves(measure)
    ]
    calls = desk_choices(viewer, serving, language)
    firsts = list_first_choices(viewer, [one.link.entry_key for own in offices.values() for one in own], language)
    found: dict[str, OfficeChoice] = {}
    for state in states:
        of_state = [one for one in serving if _state_of(one) == state]
        rows = [call for one in of_state for call in calls[one.desk.link.key].in_order(one.desk.link)]
        missed = {one.desk.link for one in of_state if one.is_missed}
        rows += [
            OfficeChoice(one.label, one.link, firsts[one.link.entry_key])
            for one in offices.get(state, ())
            if one.link.entry_key in firsts and (one.is_for_assistance or not measure)
        ]
        if rows:
            found[state] = min(rows, key=lambda one: (*one.place, one.link in missed))
    return found


def _known(
    viewer: Viewer, states: Sequence[str], language: str, authorities: Sequence[Authority] | None = None
) -> tuple[list[DeskAvailability], dict[str, list[OfficeToCall]]]:
    """Return the desks of the States in the order of the board, and a mapping from State code to the authorities to
    call, chosen by public details alone. Afterwards the public lines of these desks and authorities are in the
    cache."""
    known = [desk for desk in list_published().values() if desk.state in states]
    desks = list_availability(viewer, [desk.key for desk in known], language)
    chosen = cached_many(
        [("offices to call", state, language) for state in states],
        lambda missing: choose_offices([state for _, state, _ in missing], desks, language, authorities),
    )
    offices = dict(zip(states, chosen, strict=True))
    called = [*(line.desk.link for line in desks), *(one.link for own in offices.values() for one in own)]
    prefetch_first_contacts([link.entry_key for link in called], language, authorities or ())
    return desks, offices


def _state_of(line: DeskAvailability) -> str:
    return line.desk.state.key if line.desk.state else ""
