"""The contacts to call in a State: its desks, and the authorities that receive the most frequent requests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link, name_of
from directory.access.gate import read_values, related
from directory.access.viewer import ANONYMOUS, Viewer
from directory.authorities.queries import list_authorities
from directory.focal_points.availability import DeskAvailability, DeskCalls, desk_calls, list_availability
from directory.focal_points.contacts import PHONE
from directory.focal_points.first_contacts import (
    FirstContact,
    OfficeCall,
    list_first_contacts,
    prefetch_first_contacts,
)
from directory.focal_points.published import list_published
from directory.models import Authority
from directory.vocabulary import FUNCTIONS

# The functions whose authorities are called first, beside the desks.
CALLED_FOR = ("mutual_legal_assistance", "extradition", "police_cooperation")


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

        - those with a number that phones in other countries can dial
        - those without such a number, but with a mail address
        - those that have only numbers that phones outside their country cannot dial
        - the desks without a line
        """
        with_line = [desk for desk in self.desks if self.calls[desk.desk.link.key]]
        rows: list[DeskAvailability | OfficeCall] = [*with_line, *self.offices]
        return [
            *sorted(rows, key=lambda one: (not self._works(one), not self._rings(one))),
            *(one for one in self.desks if one not in with_line),
        ]

    @property
    def first(self) -> OfficeCall | None:
        """The desk or office to try first in the State, or None if no contact has a line to call."""
        for one in self.called:
            if isinstance(one, OfficeCall):
                return one
            calls = self.calls[one.desk.link.key]
            if calls.own and not calls.instead:
                return OfficeCall("", one.desk.link, calls.own)
            if calls.instead:
                return calls.instead[0]
        return None

    @property
    def work_from_abroad(self) -> bool:
        """Whether at least one line to call works from other countries. Also true if there is no line at all."""
        lines = [line for one in self.called for line in self._lines(one)]
        return not lines or any(line.works_from_abroad for line in lines)

    def _works(self, one: DeskAvailability | OfficeCall) -> bool:
        return any(line.works_from_abroad for line in self._lines(one))

    def _rings(self, one: DeskAvailability | OfficeCall) -> bool:
        return any(line.works_from_abroad and line.contact.means == PHONE for line in self._lines(one))

    def _lines(self, one: DeskAvailability | OfficeCall) -> list[FirstContact]:
        if isinstance(one, OfficeCall):
            return [one.first]
        calls = self.calls[one.desk.link.key]
        return [line for line in (calls.own, *(call.first for call in calls.instead)) if line]


def contacts_by_state(
    viewer: Viewer, states: Sequence[str], language: str, authorities: Sequence[Authority] | None = None
) -> dict[str, StateContacts]:
    """Return a mapping from State code to the contacts to call in the State.

    `authorities` are all authorities of the States. If `authorities` is None, this function loads them.

    Each restricted line is noted as disclosed. The number of SQL statements does not depend on the number of States.
    """
    if authorities is None:
        authorities = list_authorities(*states) if states else []
    known = [desk for desk in list_published().values() if desk.state in states]
    desks = list_availability(viewer, [desk.key for desk in known], language)
    able = _able(viewer, authorities, {line.desk.authority.key for line in desks}, language)
    called = [*(line.desk.link for line in desks), *(link for links in able.values() for link in links)]
    prefetch_first_contacts([link.entry_key for link in called], language, authorities)
    calls = desk_calls(viewer, desks, language)
    offices = _offices(viewer, able, language)
    return {
        state: StateContacts(
            [line for line in desks if line.desk.state and line.desk.state.key == state], calls, offices.get(state, [])
        )
        for state in states
    }


def _able(
    viewer: Viewer, authorities: Sequence[Authority], shown: Collection[str], language: str
) -> dict[tuple[str, str], list[Link]]:
    """Return a mapping from pairs (State code, function) to the authorities of the State that have the function.

    Only the functions in CALLED_FOR count. Authorities in `shown` are left out.
    """
    able: dict[tuple[str, str], list[Link]] = {}
    for authority, reading in zip(authorities, read_values(viewer, authorities), strict=True):
        state, link = reading.value("jurisdiction_key"), Link(reading.kind, reading.key, name_of(reading, language))
        if state and reading.key not in shown:
            parts = read_values(viewer, related(authority, Authority.competences))
            for code in {part.value("function") for part in parts} & set(CALLED_FOR):
                able.setdefault((state, code), []).append(link)
    return able


def _reach(first: FirstContact | None) -> tuple[bool, bool]:
    return first is None, first is not None and not first.works_from_abroad


def _offices(
    viewer: Viewer, able: Mapping[tuple[str, str], Sequence[Link]], language: str
) -> dict[str, list[OfficeCall]]:
    """Return a mapping from State code to the authorities to call, one for each function of CALLED_FOR.

    For each function, the first authority with a public contact that works from other countries is chosen. If no
    authority has such a contact, the first authority with any public contact is chosen. If no authority has a public
    contact, the first authority is chosen. The order is that of the lists in `able`.

    An authority that is chosen for several functions appears once. A chosen authority is left out if it has no contact
    that the viewer may read.
    """
    public = list_first_contacts(ANONYMOUS, [link.entry_key for links in able.values() for link in links], language)
    chosen: dict[str, tuple[str, str, Link]] = {}
    for (state, code), links in sorted(able.items(), key=lambda one: CALLED_FOR.index(one[0][1])):
        link = min(links, key=lambda one: _reach(public.get(one.entry_key)))
        chosen.setdefault(link.key, (state, str(FUNCTIONS.label(code)), link))
    firsts = list_first_contacts(viewer, [link.entry_key for _, _, link in chosen.values()], language)
    found: dict[str, list[OfficeCall]] = {}
    for state, label, link in chosen.values():
        if first := firsts.get(link.entry_key):
            found.setdefault(state, []).append(OfficeCall(label, link, first))
    return found
