"""The public details of all desks, read with the rights of a visitor and cached for every viewer. The module also reads
the freshness of the desks' numbers for one viewer, without the cache.

Public details stay valid until the change log moves or the day ends. They end with the day because the age of a
verification counts in days.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Text, and_, cast, select

from directory import clock, collation, i18n
from directory.access.facts import FRESH, Link, name_of, state_link
from directory.access.gate import if_open, if_open_per_row, open_column, read_all, read_values, related
from directory.access.policy import readable
from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.store import cached
from directory.extensions import db
from directory.focal_points import queries
from directory.focal_points.contacts import PHONE, dialled
from directory.focal_points.fallback_chain import FallbackStepLine, public_step_lines
from directory.focal_points.presenters import DeskLine, desk_lines
from directory.models import Authority, ContactDetail, FocalPoint, Jurisdiction, Network, Provenance
from directory.verification_age import BY_TRUST, freshness, is_reliable
from directory.vocabulary import HOME_NETWORK, MEASURES, Freshness, covers

# The family of the measures for electronic data.
DATA = "data"
# Above this many keys, reading all desks is cheaper than naming them.
MOST_KEYS_NAMED = 1000


@dataclass(frozen=True)
class PublishedDesk:
    """The public details of one desk, by which the board sorts and filters."""

    key: str
    # `state` and `network` are empty if they are not public.
    state: str
    network: str
    languages: tuple[str, ...]
    is_round_the_clock: bool
    # The grade of the desk's published cover.
    cover_grade: Freshness = Freshness.NEVER
    # The best grade among the desk's public numbers.
    number_grade: Freshness | None = None
    # The measures and families for which the network has desks. Empty means all.
    measures: tuple[str, ...] = ()

    def serves(self, measure: str) -> bool:
        """Return whether the desk can be asked about a measure: its network has desks for this measure, or for all.
        Return True for an empty measure."""
        return not measure or not self.measures or covers(self.measures, measure)

    def precedence(self, measure: str, *, is_urgent: bool = False) -> tuple[bool, bool, bool, str]:
        """Return a sort key: among the desks of a State, the desk to ask first for a measure has the least key.

        For electronic data and for urgent requests, desks that answer round the clock come first. For all other
        requests, desks of HOME_NETWORK come first.
        """
        is_of_home, is_for_data = self.network == HOME_NETWORK, bool(measure) and MEASURES[measure].family == DATA
        # Among equals, a desk with a public number that is known to answer goes first.
        is_unreachable = not self.is_reachable(self.number_grade)
        if is_for_data or is_urgent:
            return not self.is_round_the_clock, is_unreachable, not is_of_home, self.key
        return not is_of_home, not self.is_round_the_clock, is_unreachable, self.key

    def is_reachable(self, number_grade: Freshness | None) -> bool:
        """Return whether the desk says that it answers round the clock, and both its cover and its number are still
        reliable by their freshness.

        `number_grade` is the best freshness among the desk's numbers that the viewer may read.
        """
        return self.is_round_the_clock and is_reliable(self.cover_grade) and is_reliable(number_grade)


class PublishedDesks:
    """All desks that have not ended, in one language. `positions` maps each State to its position when the States are
    sorted by name."""

    def __init__(self, language: str, desks: Mapping[str, PublishedDesk]) -> None:
        self.language = language
        self.desks = desks
        codes = collation.sorted_by_name({desk.state for desk in self.desks.values()}, self._territory)
        self.positions: Mapping[str, int] = {code: position for position, code in enumerate(codes)}
        self._lines: dict[str, DeskLine] = {}
        self._ends: dict[str, tuple[FallbackStepLine, ...]] = {}

    @cached_property
    def states(self) -> list[Link]:
        """The States of the desks, sorted by name."""
        return [state_link(code, self.language) for code in self.positions if code]

    @cached_property
    def home_states(self) -> list[Link]:
        """The member States of HOME_NETWORK that have a desk, sorted by name."""
        rows = [row for network in queries.list_networks({HOME_NETWORK}) for row in related(network, Network.members)]
        members = {reading.value("jurisdiction_key") for reading in read_values(ANONYMOUS, rows)}
        return [state for state in self.states if state.key in members]

    @cached_property
    def networks(self) -> list[Link]:
        """The networks of the desks, sorted by name."""
        readings = read_all(ANONYMOUS, queries.list_networks({desk.network for desk in self.desks.values()} - {""}))
        links = (Link("network", reading.key, name_of(reading, self.language)) for reading in readings)
        return collation.sorted_by_name(links, lambda link: link.text.text)

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """The languages that desks speak, as a mapping from code to name, sorted by name."""
        spoken = {code for desk in self.desks.values() for code in desk.languages}
        names = ((code, i18n.language_name(code, self.language)) for code in spoken)
        return dict(collation.sorted_by_name(names, lambda named: named[1]))

    def lines(self, keys: Collection[str]) -> dict[str, DeskLine]:
        """Return, for each desk key, the board line with the present time at the desk."""
        self._put_into_words(queries.load([key for key in keys if key not in self._lines]))
        return {key: self._lines[key].now(self.language) for key in keys}

    def fallback_ends(self, keys: Collection[str]) -> Mapping[str, tuple[FallbackStepLine, ...]]:
        """Return, for each desk key, the public steps at the end of the desk's fallback chain.

        Desks whose steps are not cached yet are loaded, and their board lines are made from the same rows, for later
        calls of `lines`.
        """
        if missing := queries.load([key for key in keys if key not in self._ends]):
            self._put_into_words(missing)
            self._ends |= public_step_lines(missing, self.language)
        return {key: self._ends[key] for key in keys}

    def _put_into_words(self, desks: Sequence[FocalPoint]) -> None:
        if desks:
            self._lines |= {line.link.key: line for line in desk_lines(ANONYMOUS, desks, self.language)}

    def _territory(self, code: str) -> str:
        return i18n.territory_name(code, self.language)


def published(language: str) -> PublishedDesks:
    """Return the public details of all desks in a language. If nothing has changed, the details come from the cache."""
    return cached(("published desks", language), lambda: PublishedDesks(language, list_published()))


def list_published() -> Mapping[str, PublishedDesk]:
    """Return, for each desk key, the public details as codes. If nothing has changed, the details come from the
    cache."""
    return cached("published desks", lambda: {desk.key: desk for desk in _list_desks()})


def grades_of_numbers(viewer: Viewer, desks: Collection[str] | None = None) -> Mapping[str, Freshness]:
    """Return, for each desk key, the best freshness among the desk's numbers that the viewer may read. Desks without
    such a number are left out. Runs one SQL statement.

    A number is considered only if the desk's authority lists it for the desk's network and a phone can dial it. A
    number that is reported as wrong is treated as not verified, as long as the report is open. If `desks` is None or
    has more than MOST_KEYS_NAMED keys, all desks are read.
    """
    own = and_(
        ContactDetail.authority_key == FocalPoint.authority_key, ContactDetail.network_key == FocalPoint.network_key
    )
    known = and_(
        Provenance.kind == ContactDetail.KIND, Provenance.key == ContactDetail.key, Provenance.detail == "value"
    )
    said = (ContactDetail.value, Provenance.verified_on, Provenance.due_on, Provenance.is_dead, queries.is_reported())
    query = select(FocalPoint.key, *said).join(FocalPoint.authority).join(ContactDetail, own)
    query = query.outerjoin(Provenance, known).where(
        readable(viewer, ContactDetail.audience, Authority.jurisdiction_key, FocalPoint.network_key),
        if_open_per_row(and_(own, ContactDetail.means == PHONE, ContactDetail.value.is_not(None))),
    )
    if desks is not None and len(desks) <= MOST_KEYS_NAMED:
        query = query.where(FocalPoint.key.in_(sorted(desks)))
    today, found = clock.today(), dict[str, Freshness]()
    for key, value, verified_on, due_on, is_dead, is_doubted in db.session.execute(query):
        if dialled(value):
            grade = freshness(verified_on, due_on, today, is_dead=bool(is_dead))
            grade = Freshness.NEVER if is_doubted and grade in FRESH else grade
            found[key] = min(found.get(key, grade), grade, key=BY_TRUST.index)
    return found


def _list_desks() -> Iterable[PublishedDesk]:
    official = open_column(Jurisdiction.official_languages, FocalPoint.authority_key, Authority.jurisdiction_key)
    columns = {
        "state": open_column(Authority.jurisdiction_key, FocalPoint.authority_key),
        "network": open_column(FocalPoint.network_key),
        "spoken": cast(open_column(Authority.languages_spoken, FocalPoint.authority_key), Text),
        "official": cast(official, Text),
        "measures": cast(open_column(Network.measures, FocalPoint.network_key), Text),
        "is_always": if_open(FocalPoint.cover == queries.ROUND_THE_CLOCK),
    }
    known = and_(Provenance.kind == FocalPoint.KIND, Provenance.key == FocalPoint.key, Provenance.detail == "cover")
    dated = (Provenance.verified_on, Provenance.due_on, Provenance.is_dead)
    query = select(FocalPoint.key, *(column.label(name) for name, column in columns.items()), *dated)
    query = query.join(FocalPoint.authority).outerjoin(Authority.jurisdiction).outerjoin(Provenance, known)
    query = query.outerjoin(FocalPoint.network)
    query = query.where(queries.is_not_ended()).order_by(FocalPoint.key)
    numbers, today = grades_of_numbers(ANONYMOUS), clock.today()
    for key, code, network, own, general, measures, is_always, verified_on, due_on, is_dead in db.session.execute(
        query
    ):
        cover = freshness(verified_on, due_on, today, is_dead=bool(is_dead))
        # An authority that names no languages is assumed to speak the official languages of its State.
        spoken = _codes(own) or _codes(general)
        named = key, code or "", network or "", spoken
        yield PublishedDesk(*named, bool(is_always), cover, numbers.get(key), _codes(measures))


def _codes(stored: str | None) -> tuple[str, ...]:
    return tuple(json.loads(stored) or ()) if stored else ()
