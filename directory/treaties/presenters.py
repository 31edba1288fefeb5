"""Treaty pages, and the part of a State's page that lists its treaties."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import collation
from directory.access.facts import Fact, Link, SourceNote, Text, fact, facts, original_name, source_of, state_link
from directory.access.gate import read, read_all, read_values, related
from directory.access.viewer import Viewer
from directory.models import Treaty
from directory.treaties import queries
from directory.treaties.coverage import CoverageLine, RelationLine, TermLine, coverage_lines, relation_lines, term_lines
from directory.treaties.links import short_title, treaty_link
from directory.treaties.statuses import StatusLine, status_lines
from directory.treaties.territories import TerritoryLine, territory_lines
from directory.vocabulary import LEVELS, PHASES

TREATY_FACTS = (
    "instrument",
    "level",
    "subject",
    "depositary",
    "adopted_on",
    "opened_on",
    "signed_on",
    "force",
    "in_force_from",
    "in_force_year",
    "entry_rule",
    "covers",
    "offences",
    "note",
)


@dataclass(frozen=True)
class TreatyRuleLine:
    """The rule in one paragraph of a treaty. `phase` is the label of the phase of a measure, or empty."""

    key: str
    article: str
    paragraph: str
    text: Text
    applies_to: str
    source: SourceNote
    phase: str = ""


@dataclass(frozen=True)
class TreatyLine:
    """A treaty in a list. `parties` are the States of a bilateral treaty. `states` is the number of States that take
    part."""

    link: Link
    short_title: Text | None
    parties: tuple[Link, ...]
    states: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class TreatyPage:
    """One treaty. `members` are the States of the home network (HOME_NETWORK), and `others` are all other States."""

    link: Link
    original: Text | None
    short_title: Text | None
    other_names: list[Fact]
    source: SourceNote
    facts: list[Fact]
    parties: tuple[Link, ...]
    members: list[StatusLine]
    others: list[StatusLine]
    territories: list[TerritoryLine]
    relations: list[RelationLine]
    coverage: list[CoverageLine]
    terms: list[TermLine]
    rules: list[TreatyRuleLine]

    @property
    def states(self) -> list[tuple[str, str]]:
        """The code and name of each State in `members` and `others`, sorted by name."""
        named = [(line.state.key, line.state.text.text) for line in (*self.members, *self.others)]
        return collation.sorted_by_name(named, lambda state: state[1])


@dataclass(frozen=True)
class TreatyListPage:
    """All treaties: a matrix of multilateral treaties and the States of the home network (HOME_NETWORK), and a list of
    bilateral treaties.

    `cells[treaty key][State code]` is missing if no act of the State is known.
    """

    states: list[Link]
    multilateral: list[TreatyLine]
    bilateral: list[TreatyLine]
    cells: dict[str, dict[str, StatusLine]]


def page(viewer: Viewer, treaty: Treaty, language: str) -> TreatyPage:
    """Return the page of a treaty, with the details that the viewer may read."""
    reading, members = read(viewer, treaty), queries.list_home_states()
    statuses = queries.list_statuses(treaty.key)
    lines = status_lines(viewer, statuses, {treaty.key: treaty}, language)
    return TreatyPage(
        link=treaty_link(reading, language),
        original=original_name(reading, language, "title"),
        short_title=short_title(reading, language),
        other_names=facts(reading, ("other_names",), language),
        source=source_of(reading, "title", language),
        facts=facts(reading, TREATY_FACTS, language),
        parties=tuple(_parties(viewer, [treaty], language)[treaty.key]),
        members=[line for line in lines if line.state.key in members],
        others=[line for line in lines if line.state.key not in members],
        territories=territory_lines(viewer, language, treaty=treaty.key),
        relations=relation_lines(viewer, treaty, language),
        coverage=coverage_lines(viewer, treaty, language),
        terms=term_lines(viewer, treaty, language),
        rules=_rules(viewer, treaty, language),
    )


def treaty_lines(viewer: Viewer, treaties: Sequence[Treaty], states: dict[str, int], language: str) -> list[TreatyLine]:
    """Return treaties as lines of a list, in the order given. `states` is the result of `count_states_by_treaty`."""
    parties = _parties(viewer, treaties, language)
    return [
        TreatyLine(
            link=treaty_link(reading, language),
            short_title=short_title(reading, language),
            parties=tuple(parties[treaty.key]),
            states=states.get(treaty.key, 0),
            facts=tuple(facts(reading, ("signed_on", "in_force_from", "subject", "note"), language)),
        )
        for treaty, reading in zip(treaties, read_all(viewer, treaties), strict=True)
    ]


def _parties(viewer: Viewer, treaties: Sequence[Treaty], language: str) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {treaty.key: [] for treaty in treaties}
    rows = [row for treaty in treaties for row in related(treaty, Treaty.parties)]
    for row, reading in zip(rows, read_all(viewer, rows), strict=True):
        code = reading.value("jurisdiction_key")
        if code:
            found[row.treaty_key].append(state_link(code, language))
    return found


def _rules(viewer: Viewer, treaty: Treaty, language: str) -> list[TreatyRuleLine]:
    return [
        TreatyRuleLine(
            key=reading.key,
            article=reading.value("article", ""),
            paragraph=reading.value("paragraph", ""),
            text=text.texts[0],
            applies_to=reading.value("applies_to", ""),
            source=text.source,
            phase=str(PHASES.label(phase)) if (phase := reading.value("phase", "")) else "",
        )
        for reading in read_all(viewer, related(treaty, Treaty.rules))
        if (text := fact(reading, "text", language))
    ]


def list_page(viewer: Viewer, treaties: Sequence[Treaty], language: str) -> TreatyListPage:
    """Return the page of all treaties. Treaties that name their parties are in `bilateral`, all others in
    `multilateral`.

    Both lists are sorted by level (LEVELS), then by number of States, largest first.
    """
    codes = queries.list_home_states()
    statuses = queries.list_statuses(jurisdictions=tuple(codes))
    cells: dict[str, dict[str, StatusLine]] = {}
    for line in status_lines(viewer, statuses, {treaty.key: treaty for treaty in treaties}, language):
        cells.setdefault(line.treaty.key, {})[line.state.key] = line
    lines = treaty_lines(viewer, treaties, queries.count_states_by_treaty(), language)
    levels = {r.key: LEVELS.position(r.value("level")) for r in read_values(viewer, treaties) if r.get("level")}
    ordered = sorted(lines, key=lambda line: (levels.get(line.link.key, 0), -line.states))
    return TreatyListPage(
        states=collation.sorted_by_name((state_link(code, language) for code in codes), lambda link: link.text.text),
        multilateral=[line for line in ordered if not line.parties],
        bilateral=[line for line in ordered if line.parties],
        cells=cells,
    )
