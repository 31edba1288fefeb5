"""What treaty pages and the treaty part of a State's page show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from directory import i18n
from directory.access.facts import Fact, Link, SourceNote, Text, fact, facts, name_of, original_name, source_of
from directory.access.gate import Reading, read, read_all, related
from directory.access.viewer import Viewer
from directory.models import Treaty, TreatyStatus
from directory.treaties import queries
from directory.treaties.standing import standing
from directory.vocabulary import ACTIONS, DATE_KINDS, LEVELS, STANDINGS

TREATY_FACTS = (
    "level",
    "subject",
    "depositary",
    "opened_on",
    "signed_on",
    "in_force_from",
    "entry_rule",
    "covers",
    "offences",
    "note",
)


@dataclass(frozen=True)
class Act:
    """One act of a State under a treaty, with its date where known; `read_in` is the copy it was read in."""

    action: str
    label: str
    acted_on: date | None
    date_text: str
    date_kind: str
    date_kind_label: str
    read_in: str
    note: Text | None
    source: SourceNote


@dataclass(frozen=True)
class StatusLine:
    """All acts of one State under one treaty; `state` and `treaty` are both linked.

    `standing` is the code of STANDINGS that the acts say together, `source` that of the
    best-supported act that decides it.
    """

    state: Link
    treaty: Link
    short_title: Text | None
    acts: tuple[Act, ...]
    standing: str
    standing_label: str
    source: SourceNote


@dataclass(frozen=True)
class RuleLine:
    """What one paragraph of a treaty says."""

    article: str
    paragraph: str
    text: Text
    applies_to: str
    source: SourceNote


@dataclass(frozen=True)
class TreatyLine:
    """A treaty in a list: `parties` are those of a bilateral one, `states` a count for others."""

    link: Link
    short_title: Text | None
    parties: tuple[Link, ...]
    states: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class TreatyPage:
    """One treaty: its facts, the status of network members and of all others, its rules."""

    link: Link
    original: Text | None
    short_title: Text | None
    other_names: list[Fact]
    source: SourceNote
    facts: list[Fact]
    replaces: Link | None
    parties: tuple[Link, ...]
    members: list[StatusLine]
    others: list[StatusLine]
    rules: list[RuleLine]


def page(viewer: Viewer, treaty: Treaty, language: str) -> TreatyPage:
    """Return the page of a treaty; the States of the home network stand first."""
    reading, members = read(viewer, treaty), queries.list_home_states()
    statuses = queries.list_statuses(treaty.key)
    lines = status_lines(viewer, statuses, {treaty.key: treaty}, language)
    return TreatyPage(
        link=treaty_link(reading, language),
        original=original_name(reading, language, "title"),
        short_title=_short(reading, language),
        other_names=facts(reading, ("other_names",), language),
        source=source_of(reading, "title", language),
        facts=facts(reading, TREATY_FACTS, language),
        replaces=_replaced(viewer, treaty, language),
        parties=_parties(viewer, treaty, language),
        members=[line for line in lines if line.state.key in members],
        others=[line for line in lines if line.state.key not in members],
        rules=_rules(viewer, treaty, language),
    )


def treaty_lines(viewer: Viewer, treaties: Sequence[Treaty], states: dict[str, int], language: str) -> list[TreatyLine]:
    """Return treaties for a list, in their order."""
    return [
        TreatyLine(
            link=treaty_link(reading, language),
            short_title=_short(reading, language),
            parties=_parties(viewer, treaty, language),
            states=states.get(treaty.key, 0),
            facts=tuple(facts(reading, ("signed_on", "in_force_from", "subject", "note"), language)),
        )
        for treaty, reading in zip(treaties, read_all(viewer, treaties), strict=True)
    ]


def status_lines(
    viewer: Viewer, statuses: Iterable[TreatyStatus], treaties: dict[str, Treaty], language: str
) -> list[StatusLine]:
    """Return one line for each State and treaty among the acts, by the State's name."""
    readings_of_treaties = read_all(viewer, treaties.values())
    titles = {reading.key: treaty_link(reading, language) for reading in readings_of_treaties}
    short_titles = {reading.key: _short(reading, language) for reading in readings_of_treaties}
    grouped: dict[tuple[str, str], list[Reading]] = {}
    for reading in read_all(viewer, statuses):
        place = reading.value("jurisdiction_key"), reading.value("treaty_key")
        if all(place) and reading.get("action"):
            grouped.setdefault(place, []).append(reading)
    lines = [
        _status_line(state_link(state, language), titles[treaty], short_titles[treaty], readings, language)
        for (state, treaty), readings in grouped.items()
        if treaty in titles
    ]
    return i18n.sorted_by_name(lines, lambda line: line.state.text.text)


def state_link(code: str, language: str) -> Link:
    """Return a link to a State by its CLDR name."""
    return Link("jurisdiction", code, Text(i18n.territory_name(code, language), language))


def treaty_link(reading: Reading, language: str) -> Link:
    """Return a link to a treaty by its title."""
    return Link("treaty", reading.key, name_of(reading, language, "title"))


def short_link(reading: Reading, language: str) -> Link:
    """Return a link to a treaty by its short title, or its title where it has none."""
    return Link("treaty", reading.key, _short(reading, language) or name_of(reading, language, "title"))


def _short(reading: Reading, language: str) -> Text | None:
    found = fact(reading, "short_title", language)
    return found.texts[0] if found else None


def _act(reading: Reading, language: str) -> Act:
    action, kind = reading.value("action"), reading.value("date_kind", "")
    when, note = fact(reading, "acted_on", language), fact(reading, "note", language)
    return Act(
        action=action,
        label=str(ACTIONS.label(action)),
        acted_on=reading.value("acted_on"),
        date_text=when.texts[0].text if when else "",
        date_kind=kind,
        date_kind_label=str(DATE_KINDS.label(kind)) if kind else "",
        read_in=reading.value("retrieved_from", ""),
        note=note.texts[0] if note else None,
        source=source_of(reading, "action", language),
    )


def _status_line(
    state: Link, treaty: Link, short_title: Text | None, readings: Sequence[Reading], language: str
) -> StatusLine:
    acts = tuple(_act(reading, language) for reading in readings)
    code, deciding = standing(acts)
    best = next((act for act in deciding if act.source.is_supported), deciding[0])
    return StatusLine(state, treaty, short_title, acts, code, str(STANDINGS.label(code)), best.source)


def _parties(viewer: Viewer, treaty: Treaty, language: str) -> tuple[Link, ...]:
    readings = read_all(viewer, related(treaty, Treaty.parties))
    return tuple(state_link(code, language) for r in readings if (code := r.value("jurisdiction_key")))


def _replaced(viewer: Viewer, treaty: Treaty, language: str) -> Link | None:
    replaced = read(viewer, treaty).value("replaces_key")
    return treaty_link(read(viewer, queries.get(replaced)), language) if replaced else None


def _rules(viewer: Viewer, treaty: Treaty, language: str) -> list[RuleLine]:
    return [
        RuleLine(
            article=reading.value("article", ""),
            paragraph=reading.value("paragraph", ""),
            text=text.texts[0],
            applies_to=reading.value("applies_to", ""),
            source=text.source,
        )
        for reading in read_all(viewer, related(treaty, Treaty.rules))
        if (text := fact(reading, "text", language))
    ]


@dataclass(frozen=True)
class TreatyList:
    """All treaties: multilateral ones as a matrix of the home States' statuses, and bilateral ones.

    `cells[treaty code][State code]` is a StatusLine; a State that did nothing known has none.
    """

    states: list[Link]
    multilateral: list[TreatyLine]
    bilateral: list[TreatyLine]
    cells: dict[str, dict[str, StatusLine]]


def list_page(viewer: Viewer, treaties: Sequence[Treaty], language: str) -> TreatyList:
    """Return the page of all treaties, the widest level first and by title within it."""
    codes = queries.list_home_states()
    statuses = queries.list_statuses(jurisdictions=tuple(codes))
    cells: dict[str, dict[str, StatusLine]] = {}
    for line in status_lines(viewer, statuses, {treaty.key: treaty for treaty in treaties}, language):
        cells.setdefault(line.treaty.key, {})[line.state.key] = line
    lines = treaty_lines(viewer, treaties, queries.count_states_by_treaty(), language)
    levels = {r.key: LEVELS.position(r.value("level")) for r in read_all(viewer, treaties) if r.get("level")}
    ordered = sorted(lines, key=lambda line: (levels.get(line.link.key, 0), -line.states))
    return TreatyList(
        states=i18n.sorted_by_name((state_link(code, language) for code in codes), lambda link: link.text.text),
        multilateral=[line for line in ordered if not line.parties],
        bilateral=[line for line in ordered if line.parties],
        cells=cells,
    )
