"""Values for the pages and lists of States, limited to what the viewer may read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from flask_babel import gettext

from directory import collation, i18n
from directory.access.facts import (
    Fact,
    Link,
    SourceNote,
    Text,
    VerificationSummary,
    fact,
    facts,
    name_of,
    original_name,
    source_of,
    state_link,
    verification_summary,
    with_original,
)
from directory.access.gate import read, read_all, read_values, related
from directory.access.viewer import Viewer
from directory.authorities.presenters import AuthorityLine, authority_lines
from directory.focal_points.availability import DeskAvailability, nobody_answers
from directory.focal_points.contacts import LINES
from directory.focal_points.presenters import Clock, clocks
from directory.focal_points.state_authorities import list_authorities
from directory.focal_points.state_contacts import StateContacts, contacts_by_state
from directory.jurisdictions import queries
from directory.jurisdictions.request_duration import UsualDuration, find_usual_duration
from directory.legislation.presenters import LawLine, law_lines
from directory.legislation.queries import list_legislation
from directory.models import Authority, Jurisdiction
from directory.requirements.presenters import Sheet, sheets
from directory.requirements.queries import list_sheets
from directory.requirements.routes import Route, routes_of
from directory.treaties.presenters import TreatyLine, treaty_lines
from directory.treaties.queries import list_bilateral, list_statuses, list_treaties
from directory.treaties.statuses import StatusLine, status_lines
from directory.treaties.territories import TerritoryLine, territory_lines
from directory.vocabulary import FUNCTIONS

UNTOC = "untoc"
POLICE_BUREAU = "interpol_ncb"


@dataclass(frozen=True)
class StateLine:
    """A State in a list. `letter` and `region` are the headings under which the list can show it."""

    link: Link
    letter: str
    region: str
    authorities: int
    desks: int


@dataclass(frozen=True)
class StateGroup:
    """States under one heading of a list. The heading is empty for States without a region."""

    heading: str
    states: list[StateLine]


@dataclass(frozen=True)
class FunctionGroup:
    """The authorities of a State that have the function `code`. If `code` is empty, these are the authorities without a
    known function."""

    code: str
    label: str
    authorities: tuple[AuthorityLine, ...]


@dataclass(frozen=True)
class StateRelationLine:
    """A relation to another State. A day that is not known is empty. `until` is also empty while the relation lasts."""

    relation: str
    state: Link
    since: str
    until: str
    note: Text | None
    source: SourceNote


@dataclass(frozen=True)
class StatePage:
    """The page of a State.

    If `has_number` is true, the viewer may read a phone, fax or e-mail of one of the State's authorities. If
    `names_next_ways` is true, no desk of the State can be reached now, and the page names other lawful ways. The
    wording of these ways depends on `police_bureau` (the State's INTERPOL bureau, or None) and on `is_untoc_party`.
    """

    link: Link
    original: Text | None
    other_names: list[Fact]
    source: SourceNote
    facts: list[Fact]
    clocks: list[Clock]
    networks: list[Link]
    relations: list[StateRelationLine]
    functions: list[FunctionGroup]
    contacts: StateContacts
    sheets: list[Sheet]
    routes: list[Route]
    statuses: list[StatusLine]
    territories: list[TerritoryLine]
    bilateral: list[TreatyLine]
    laws: list[LawLine]
    stamp: VerificationSummary
    has_number: bool
    names_next_ways: bool
    police_bureau: AuthorityLine | None
    is_untoc_party: bool
    usual_duration: UsualDuration | None

    @property
    def desks(self) -> list[DeskAvailability]:
        """The desks of the State, in the order of the list of all desks: reachable desks first."""
        return self.contacts.desks


def state_lines(viewer: Viewer, states: Sequence[Jurisdiction], language: str) -> list[StateLine]:
    """Return States as lines of a list, sorted by name."""
    authorities, desks = queries.count_authorities(), queries.count_desks()
    lines = []
    for reading in read_all(viewer, states):
        name, region = name_of(reading, language), reading.value("region", "")
        letter = collation.first_letter(name.text)
        heading = i18n.territory_name(region, language) if region else ""
        link = Link("jurisdiction", reading.key, name)
        lines.append(StateLine(link, letter, heading, authorities.get(reading.key, 0), desks.get(reading.key, 0)))
    return collation.sorted_by_name(lines, lambda line: line.link.text.text)


def by_letter(lines: Iterable[StateLine]) -> list[StateGroup]:
    """Return `lines` in groups by letter, in their order. `lines` must be sorted by name."""
    return [StateGroup(letter, list(states)) for letter, states in groupby(lines, attrgetter("letter"))]


def by_region(lines: Iterable[StateLine]) -> list[StateGroup]:
    """Return lines in groups by region. The groups are sorted by heading; in each the lines keep their order."""
    regions: dict[str, list[StateLine]] = {}
    for line in lines:
        regions.setdefault(line.region, []).append(line)
    groups = [StateGroup(region, states) for region, states in regions.items()]
    return collation.sorted_by_name(groups, attrgetter("heading"))


def page(viewer: Viewer, state: Jurisdiction, language: str) -> StatePage:
    """Return the page of a State for a viewer."""
    reading = read(viewer, state)
    authorities = list_authorities(state.key)
    lines = authority_lines(viewer, authorities, language)
    contacts = contacts_by_state(viewer, [state.key], language, authorities)[state.key]
    made = sheets(viewer, list_sheets((state.key,)), language)
    statuses = list_statuses(jurisdictions=(state.key,))
    treaties = {treaty.key: treaty for treaty in list_treaties(jurisdiction=state.key)}
    status = status_lines(viewer, statuses, treaties, language)
    return StatePage(
        link=Link("jurisdiction", state.key, name_of(reading, language)),
        original=original_name(reading, language),
        other_names=_other_names(viewer, state, language),
        source=source_of(reading, "name", language),
        facts=facts(reading, ("official_languages", "region", "time_zones", "alpha3"), language),
        clocks=clocks(reading.value("time_zones", ()), language),
        networks=[
            Link("network", r.key, name_of(r, language)) for r in read_all(viewer, queries.list_networks(state.key))
        ],
        relations=_relations(viewer, state, language),
        functions=_by_function(lines),
        contacts=contacts,
        sheets=made,
        routes=routes_of(made),
        statuses=collation.sorted_by_name(status, lambda line: line.treaty.text.text),
        territories=territory_lines(viewer, language, states=(state.key,)),
        bilateral=treaty_lines(viewer, list_bilateral(state.key), {}, language),
        laws=law_lines(viewer, list_legislation(state.key), language),
        stamp=verification_summary(_sources(lines, contacts.desks, made)),
        has_number=_has_number(viewer, authorities),
        names_next_ways=nobody_answers(contacts.desks),
        police_bureau=next((line for line in lines if line.kind == POLICE_BUREAU), None),
        is_untoc_party=any(line.treaty.key == UNTOC and line.standing == "party" for line in status),
        usual_duration=find_usual_duration(state.key),
    )


def _relations(viewer: Viewer, state: Jurisdiction, language: str) -> list[StateRelationLine]:
    found = []
    for reading in read_all(viewer, queries.list_relations(state.key)):
        relation = fact(reading, "relation", language)
        pair = {reading.value("jurisdiction_key", ""), reading.value("other_key", "")} - {state.key, ""}
        if relation and pair:
            days = {name: fact(reading, name, language) for name in ("since", "until")}
            since, until = (day.texts[0].text if day else "" for day in days.values())
            link = state_link(pair.pop(), language)
            note = fact(reading, "note", language)
            source = with_original(relation.source, note)
            words = note.texts[0] if note else None
            found.append(StateRelationLine(relation.texts[0].text, link, since, until, words, source))
    return collation.sorted_by_name(found, lambda line: line.state.text.text)


def _other_names(viewer: Viewer, state: Jurisdiction, language: str) -> list[Fact]:
    shown = ("official", "former", "informal", "abbreviation")
    by_source: dict[SourceNote, Fact] = {}
    for reading in read_all(viewer, related(state, Jurisdiction.other_names)):
        found = fact(reading, "name", language) if reading.value("name_kind") in shown else None
        if found is not None:
            text = Text(found.texts[0].text, reading.value("language", ""))
            before = by_source.get(found.source, replace(found, texts=()))
            by_source[found.source] = replace(before, texts=(*before.texts, text))
    return list(by_source.values())


def _by_function(lines: Sequence[AuthorityLine]) -> list[FunctionGroup]:
    groups = [
        FunctionGroup(code, str(term.label), tuple(line for line in lines if code in {f.code for f in line.functions}))
        for code, term in FUNCTIONS.items()
    ]
    others = FunctionGroup("", gettext("Other authorities"), tuple(line for line in lines if not line.functions))
    return [group for group in (*groups, others) if group.authorities]


def _sources(
    lines: Iterable[AuthorityLine], desks: Iterable[DeskAvailability], made: Iterable[Sheet]
) -> Iterator[SourceNote]:
    for line in lines:
        yield line.source
        yield from (function.source for function in line.functions)
    yield from (line.desk.source for line in desks)
    yield from (rule.source for sheet in made for group in sheet.groups for rule in group.rules)


def _has_number(viewer: Viewer, authorities: Sequence[Authority]) -> bool:
    contacts = [contact for authority in authorities for contact in authority.contacts]
    readings = read_values(viewer, contacts)
    # The page shows only whether a number exists, so no value is disclosed.
    held = (r.details["means"].held for r in readings if r.get("means") and r.get("value"))
    return any(means in LINES for means in held)
