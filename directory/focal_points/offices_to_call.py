"""Chooses the authorities to call in a State, beside its desks, by public details alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from directory.access.facts import Link, name_of
from directory.access.gate import read_values, related
from directory.access.viewer import ANONYMOUS
from directory.focal_points.availability import DeskAvailability
from directory.focal_points.first_contacts import FirstContact, list_first_contacts
from directory.focal_points.state_authorities import list_authorities
from directory.models import Authority
from directory.vocabulary import AUTHORITY_KINDS, FUNCTIONS

# The functions whose authorities are called first, beside the desks.
CALLED_FOR = ("mutual_legal_assistance", "extradition", "police_cooperation")
INTERNATIONAL_ORGANIZATION = "international_organization"

# Returns a sort key: the contact that is best to try from abroad comes first.
Reach = Callable[[Link], tuple[bool, bool, bool]]


@dataclass(frozen=True)
class OfficeToCall:
    """An authority to call. `label` is the function for which it is called, or its kind. `is_for_assistance` is true
    for the functions of CALLED_FOR."""

    label: str
    link: Link
    is_for_assistance: bool = True


def choose_offices(
    states: Sequence[str], desks: Sequence[DeskAvailability], language: str, authorities: Sequence[Authority] | None
) -> list[list[OfficeToCall]]:
    """Return, for each State, the authorities to call, one for each function of CALLED_FOR. The authorities of `desks`
    are left out. If `authorities` is None, this function loads them.

    For each function, the first authority with a public number that phones in other countries can dial is chosen. If
    there is none, the first with a public mail address is chosen, then the first with any public contact, then the
    first of all. An authority that is chosen for several functions appears once.

    If another authority has a better contact, by this order, than all chosen authorities and all desks of the State,
    this authority is added at the end. International organizations are left out: their numbers are not the State's.
    """
    if authorities is None:
        authorities = list_authorities(*states)
    candidates = _candidates(authorities, {line.desk.authority.key for line in desks}, language)
    # Pages also show the lines of the desks. Reading all lines together takes fewer SQL statements.
    called = [*(line.desk.link.entry_key for line in desks), *(one.link.entry_key for one in candidates)]
    public = list_first_contacts(ANONYMOUS, called, language, authorities)

    def reach(link: Link) -> tuple[bool, bool, bool]:
        first = public.get(link.entry_key)
        return (False, *place_abroad(first)) if first else (True, True, True)

    found = []
    for state in states:
        own = [one for one in candidates if one.state == state]
        chosen = _by_function(own, reach)
        of_desks = [line.desk.link for line in desks if line.desk.state and line.desk.state.key == state]
        found.append([*chosen, *_better(own, [*of_desks, *(one.link for one in chosen)], reach)])
    return found


def place_abroad(first: FirstContact) -> tuple[bool, bool]:
    """Return a sort key: numbers that phones in other countries can dial come first, then mail addresses."""
    return not first.works_from_abroad, not first.rings_from_abroad


@dataclass(frozen=True)
class _Candidate:
    """An authority with its kind and its functions, in the order of FUNCTIONS."""

    state: str
    link: Link
    functions: tuple[str, ...]
    kind: str

    @property
    def place(self) -> int:
        """The sort key: the position of the authority's first function. Authorities without a function come last."""
        return FUNCTIONS.position(self.functions[0]) if self.functions else len(FUNCTIONS)

    @property
    def label(self) -> str:
        """The authority's first function in words, or else its kind. Empty if both are unknown."""
        if self.functions:
            return str(FUNCTIONS.label(self.functions[0]))
        return str(AUTHORITY_KINDS.label(self.kind)) if self.kind else ""


def _candidates(authorities: Sequence[Authority], shown: Collection[str], language: str) -> list[_Candidate]:
    found = []
    for authority, reading in zip(authorities, read_values(ANONYMOUS, authorities), strict=True):
        state = reading.value("jurisdiction_key")
        kind = reading.value("authority_kind", "")
        if state and kind != INTERNATIONAL_ORGANIZATION and reading.key not in shown:
            parts = read_values(ANONYMOUS, related(authority, Authority.competences))
            functions = sorted({code for part in parts if (code := part.value("function"))}, key=FUNCTIONS.position)
            link = Link(reading.kind, reading.key, name_of(reading, language))
            found.append(_Candidate(state, link, tuple(functions), kind))
    return found


def _by_function(candidates: Sequence[_Candidate], reach: Reach) -> list[OfficeToCall]:
    found: dict[str, OfficeToCall] = {}
    for code in CALLED_FOR:
        able = [one.link for one in candidates if code in one.functions]
        if able:
            link = min(able, key=reach)
            found.setdefault(link.key, OfficeToCall(str(FUNCTIONS.label(code)), link))
    return list(found.values())


def _better(candidates: Sequence[_Candidate], known: Collection[Link], reach: Reach) -> list[OfficeToCall]:
    """Return a list of the candidate with the best contact if this contact is better than the contacts of `known`.
    Otherwise return an empty list."""
    best = min(candidates, key=lambda one: (reach(one.link), one.place), default=None)
    if best is None or reach(best.link) >= min(map(reach, known), default=(True, True, True)):
        return []
    return [OfficeToCall(best.label, best.link, is_for_assistance=False)]
