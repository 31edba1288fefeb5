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
    """The contact of an authority to try first. `label` is the function for which the authority is listed."""

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
    """Return a mapping from State code to contacts, as `contacts_by_state`, if the authorities of the States are
    already read.

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


def _offices(
    viewer: Viewer, lines: Sequence[AuthorityLine], shown: Collection[str], language: str
) -> dict[str, list[OfficeCall]]:
    """Return a mapping from State code to one authority for each function of CALLED_FOR: the first with a public
    contact, else the first.

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
        link = next((one for one in links if one.entry_key in public), links[0])
        chosen.setdefault(link.key, (state, str(FUNCTIONS.label(code)), link))
    firsts = list_first_contacts(viewer, [link.entry_key for _, _, link in chosen.values()], language)
    found: dict[str, list[OfficeCall]] = {}
    for state, label, link in chosen.values():
        if first := firsts.get(link.entry_key):
            found.setdefault(state, []).append(OfficeCall(label, link, first))
    return found
