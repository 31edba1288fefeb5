"""Values for the pages and lists of networks."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import collation, i18n
from directory.access.facts import Fact, Link, SourceNote, Text, facts, name_of, original_name, source_note, source_of
from directory.access.gate import read, read_all, read_values, related
from directory.access.policy import may_read
from directory.access.viewer import ANONYMOUS, Viewer
from directory.clock import today
from directory.focal_points.availability import DeskAvailability, list_availability
from directory.focal_points.presenters import Clock, clocks
from directory.focal_points.queries import list_focal_points
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import Network
from directory.notices.presenters import NoticeLine, notice_lines
from directory.notices.queries import list_standing
from directory.vocabulary import HOME_NETWORK, Audience


@dataclass(frozen=True)
class NetworkLine:
    """A network in a list. `members` is the number of its member States, or 0 if they are not known."""

    link: Link
    short_name: str
    members: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class MemberStateLine:
    """A member State of a network. `clock` shows the time in the State's first time zone. `desks` are the State's desks
    in this network, `desks_elsewhere` its desks in other networks. `source` is the source of the membership."""

    state: Link
    clock: Clock | None
    desks: tuple[DeskAvailability, ...]
    desks_elsewhere: tuple[DeskAvailability, ...]
    languages: tuple[Text, ...]
    source: SourceNote


@dataclass(frozen=True)
class NetworkPage:
    """The page of a network, with its public notices that are not over.

    If `is_admitted` is true, the reader may read details for the network's practitioners.
    """

    link: Link
    original: Text | None
    short_name: str
    source: SourceNote
    facts: list[Fact]
    members: list[MemberStateLine]
    desks: list[DeskAvailability]
    notices: list[NoticeLine]
    is_admitted: bool


def network_lines(viewer: Viewer, networks: Sequence[Network], language: str) -> list[NetworkLine]:
    """Return networks as lines of a list: the home network first, then by name."""
    lines = [
        NetworkLine(
            Link("network", r.key, name_of(r, language)),
            r.value("short_name", ""),
            _count_members(viewer, network),
            tuple(facts(r, ("network_kind", "scope"), language)),
        )
        for network, r in zip(networks, read_all(viewer, networks), strict=True)
    ]
    by_name = collation.sorted_by_name(lines, lambda line: line.link.text.text)
    return sorted(by_name, key=lambda line: line.link.key != HOME_NETWORK)


def page(viewer: Viewer, network: Network, language: str) -> NetworkPage:
    """Return the page of a network, with its members, their desks and its public notices."""
    reading = read(viewer, network)
    all_desks = list_availability(viewer, [desk.key for desk in list_focal_points()], language)
    desks = [line for line in all_desks if line.desk.network.key == network.key]
    return NetworkPage(
        link=Link("network", network.key, name_of(reading, language)),
        original=original_name(reading, language),
        short_name=reading.value("short_name", ""),
        source=source_of(reading, "name", language),
        facts=facts(reading, ("network_kind", "since", "scope", "measures", "website", "note"), language),
        members=_members(viewer, network, all_desks, language),
        desks=desks,
        notices=notice_lines(ANONYMOUS, list_standing(ANONYMOUS, network.key, today()), language),
        is_admitted=may_read(viewer, Audience.NETWORK, network.place),
    )


def _count_members(viewer: Viewer, network: Network) -> int:
    members = read_values(viewer, related(network, Network.members))
    return sum(1 for member in members if member.get("jurisdiction_key"))


def _members(
    viewer: Viewer, network: Network, desks: Sequence[DeskAvailability], language: str
) -> list[MemberStateLine]:
    memberships = {
        code: found.provenance
        for r in read_all(viewer, related(network, Network.members))
        if (found := r.get("jurisdiction_key")) and (code := found.value)
    }
    lines = []
    for reading in read_all(viewer, list_jurisdictions(tuple(memberships)) if memberships else []):
        of_state = [line for line in desks if line.desk.state and line.desk.state.key == reading.key]
        lines.append(
            MemberStateLine(
                state=Link("jurisdiction", reading.key, name_of(reading, language)),
                clock=next(iter(clocks(reading.value("time_zones", ())[:1], language)), None),
                desks=tuple(line for line in of_state if line.desk.network.key == network.key),
                desks_elsewhere=tuple(line for line in of_state if line.desk.network.key != network.key),
                languages=tuple(
                    Text(i18n.language_name(code, language), language)
                    for code in reading.value("official_languages", ())
                ),
                source=source_note(memberships[reading.key]),
            )
        )
    return collation.sorted_by_name(lines, lambda line: line.state.text.text)
