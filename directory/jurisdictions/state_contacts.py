"""The contacts to call in a State: its desks, and beside them the authorities for the most frequent requests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS, Viewer
from directory.authorities.presenters import AuthorityLine, authority_lines
from directory.authorities.queries import list_authorities
from directory.focal_points.availability import DeskAvailability, DeskCalls, desk_calls, list_availability
from directory.focal_points.first_contacts import FirstContact, list_first_contacts, prefetch_first_contacts
from directory.focal_points.published import list_published
from directory.models import Authority
from directory.vocabulary import FUNCTIONS

# The functions whose authorities are called first, beside the desks.
CALLED_FOR = ("mutual_legal_assistance", "extradition", "police_cooperation")


@dataclass(frozen=True)
class OfficeCall:
    """The contact to try first at an authority. `label` is the function for which the authority is listed."""

    label: str
    link: Link
    first: FirstContact


@dataclass(frozen=True)
class StateContacts:
    """The contacts to call in a State. `calls` maps the key of a desk to its lines."""

    desks: list[DeskAvailability]
    calls: Mapping[str, DeskCalls]
    offices: list[OfficeCall]

    def __bool__(self) -> bool:
        return bool(self.desks or self.offices)

    @property
    def called(self) -> list[DeskAvailability | OfficeCall]:
        """The desks and offices with a line to call, then the desks without such a line. Among those with a line, the
        ones whose line works from other countries come first."""
        with_line = [desk for desk in self.desks if self.calls[desk.desk.link.key]]
        rows: list[DeskAvailability | OfficeCall] = [*with_line, *self.offices]
        return [
            *sorted(rows, key=lambda one: not self._works(one)),
            *(one for one in self.desks if one not in with_line),
        ]

    @property
    def work_from_abroad(self) -> bool:
        """Whether one of the lines works from other countries. True also if there is no line."""
        rows = [one for one in self.called if isinstance(one, OfficeCall) or self.calls[one.desk.link.key]]
        return not rows or any(self._works(one) for one in rows)

    def _works(self, one: DeskAvailability | OfficeCall) -> bool:
        if isinstance(one, OfficeCall):
            return one.first.works_from_abroad
        return self.calls[one.desk.link.key].work_from_abroad


def contacts_by_state(viewer: Viewer, states: Sequence[str], language: str) -> dict[str, StateContacts]:
    """Return a mapping from State code to the contacts to call in the State.

    Each restricted line is noted as disclosed.
    """
    authorities = list_authorities(*states) if states else []
    return contacts_of(viewer, states, authority_lines(viewer, authorities, language), authorities, language)


def contacts_of(
    viewer: Viewer,
    states: Sequence[str],
    lines: Sequence[AuthorityLine],
    authorities: Sequence[Authority],
    language: str,
) -> dict[str, StateContacts]:
    """Return a mapping from State code to the contacts to call in the State. `authorities` are all authorities of the
    States, and `lines` are their lines.

    The number of SQL statements does not depend on the number of States.
    """
    known = [desk for desk in list_published().values() if desk.state in states]
    desks = list_availability(viewer, [desk.key for desk in known], language)
    called = [*(line.desk.link for line in desks), *(line.link for line in lines)]
    prefetch_first_contacts([link.entry_key for link in called], language, authorities)
    calls = desk_calls(viewer, desks, language)
    offices = _offices(viewer, lines, {line.desk.authority.key for line in desks}, language)
    return {
        state: StateContacts(
            [line for line in desks if line.desk.state and line.desk.state.key == state], calls, offices.get(state, [])
        )
        for state in states
    }


def _reach(first: FirstContact | None) -> tuple[bool, bool]:
    return first is None, first is not None and not first.works_from_abroad


def _offices(
    viewer: Viewer, lines: Sequence[AuthorityLine], shown: Collection[str], language: str
) -> dict[str, list[OfficeCall]]:
    """Return a mapping from State code to the authorities to call, one for each function of CALLED_FOR.

    Of the authorities with a function, the first with a public contact that works from other countries is chosen. If
    there is no such authority, the first with any public contact is chosen; if no authority has a public contact, the
    first.

    An authority appears only once. Authorities in `shown`, and authorities without a contact, are left out.
    """
    able: dict[tuple[str, str], list[Link]] = {}
    for line in lines:
        if line.state and line.link.key not in shown:
            for code in {function.code for function in line.functions} & set(CALLED_FOR):
                able.setdefault((line.state.key, code), []).append(line.link)
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
