"""Whom to call in a State: its desks, and beside them the offices for the most frequent requests."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """The line of an authority. `label` is the function for which the authority is named."""

    label: str
    link: Link
    first: FirstContact


@dataclass(frozen=True)
class StateContacts:
    """Whom to call in a State. `calls` maps the key of a desk to its lines."""

    desks: list[DeskAvailability]
    calls: Mapping[str, DeskCalls]
    offices: list[OfficeCall]

    def __bool__(self) -> bool:
        return bool(self.desks or self.offices)


def contacts_by_state(viewer: Viewer, states: Iterable[str], language: str) -> dict[str, StateContacts]:
    """Return a mapping from State code to whom to call there. Each restricted line is noted as disclosed."""
    found = {}
    for state in states:
        authorities = list_authorities(jurisdiction=state)
        lines = authority_lines(viewer, authorities, language)
        found[state] = state_contacts(viewer, state, lines, authorities, language)
    return found


def state_contacts(
    viewer: Viewer, state: str, lines: Sequence[AuthorityLine], authorities: Sequence[Authority], language: str
) -> StateContacts:
    """Return whom to call in a State with these authorities. Each restricted line is noted as disclosed."""
    desks = list_availability(viewer, [desk.key for desk in list_published().values() if desk.state == state], language)
    called = [*(line.desk.link for line in desks), *(line.link for line in lines)]
    prefetch_first_contacts([link.entry_key for link in called], language, authorities)
    offices = _offices(viewer, lines, {line.desk.authority.key for line in desks}, language)
    return StateContacts(desks, desk_calls(viewer, desks, language), offices)


def _offices(viewer: Viewer, lines: Sequence[AuthorityLine], shown: Collection[str], language: str) -> list[OfficeCall]:
    """Return an authority for each function of CALLED_FOR: the first with a public line, else the first. An authority
    is named once. Authorities in `shown` and those without a line are left out."""
    groups = {
        code: [one.link for one in lines if code in {f.code for f in one.functions} and one.link.key not in shown]
        for code in CALLED_FOR
    }
    named = [link for links in groups.values() for link in links]
    public = list_first_contacts(ANONYMOUS, [link.entry_key for link in named], language)
    chosen: dict[str, tuple[str, Link]] = {}
    for code, links in groups.items():
        link = next((one for one in links if one.entry_key in public), next(iter(links), None))
        if link is not None:
            chosen.setdefault(link.key, (str(FUNCTIONS.label(code)), link))
    firsts = list_first_contacts(viewer, [link.entry_key for _, link in chosen.values()], language)
    found = [(label, link, firsts.get(link.entry_key)) for label, link in chosen.values()]
    return [OfficeCall(label, link, first) for label, link, first in found if first is not None]
