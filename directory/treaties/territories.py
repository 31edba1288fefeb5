"""Statements by States, depositaries and treaties on the territories to which a treaty applies or does not apply."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from directory import i18n
from directory.access.facts import Link, SourceNote, Text, fact, source_of, state_link, with_original
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.i18n import isolated_in_rtl
from directory.sentences import listed
from directory.treaties.links import treaty_link
from directory.treaties.queries import list_territories, list_treaties_of
from directory.treaties.statement_scope import holds_on, scope_words
from directory.vocabulary import TERRITORIAL_EFFECTS, TERRITORIAL_SPEAKERS


@dataclass(frozen=True)
class TerritoryLine:
    """A statement about the participation of `state` in a treaty: the treaty applies or does not apply to some
    territories.

    - `effect`: a code of TERRITORIAL_EFFECTS.
    - `sentence`: the effect and the territories in words.
    - `codes`: the codes of those territories that have a code.
    - `since` (included), `until` (excluded): the period, with None for an unknown bound.
    - `days`: the period in words.
    """

    treaty: Link
    state: Link
    effect: str
    codes: tuple[str, ...]
    sentence: str
    article: str
    since: date | None
    until: date | None
    days: tuple[str, ...]
    note: Text | None
    source: SourceNote

    def is_for(self, states: Collection[str]) -> bool:
        """Return whether the statement concerns the participation of one of `states` in the treaty, or names one of
        `states` as a territory. `states` contains codes of States and territories."""
        return self.state.key in states or any(code in states for code in self.codes)

    def holds(self, on: date) -> bool:
        """Return whether the statement is valid on a day. An unknown bound sets no limit."""
        return holds_on(on, self.since, self.until)


def territory_lines(
    viewer: Viewer,
    language: str,
    *,
    treaty: str = "",
    states: tuple[str, ...] = (),
    territories: tuple[str, ...] = (),
) -> list[TerritoryLine]:
    """Return the statements on territories that the viewer may read, sorted by State and treaty.

    If `states` is given, only statements of these States and statements on `territories` are returned. Statements
    that differ only in the territory share a line.
    """
    found = read_all(viewer, list_territories(treaty, states, territories))
    readings = [one for one in found if one.get("effect") and one.get("speaker")]
    keys = {one.value("treaty_key", "") for one in readings}
    titles = {one.key: treaty_link(one, language) for one in read_all(viewer, list_treaties_of(keys))}
    alike: dict[tuple[object, ...], list[Reading]] = {}
    for reading in readings:
        if reading.value("treaty_key", "") in titles and reading.value("jurisdiction_key"):
            alike.setdefault(_act(reading, language), []).append(reading)
    return [_line(group, titles, language) for group in alike.values()]


def _act(reading: Reading, language: str) -> tuple[object, ...]:
    names = ("treaty_key", "jurisdiction_key", "effect", "speaker", "article", "since", "until", "note")
    return (*(reading.value(name) for name in names), source_of(reading, "effect", language))


def _line(readings: list[Reading], titles: dict[str, Link], language: str) -> TerritoryLine:
    first = readings[0]
    effect, state = first.value("effect"), state_link(first.value("jurisdiction_key"), language)
    note = fact(first, "note", language)
    return TerritoryLine(
        treaty=titles[first.value("treaty_key")],
        state=state,
        effect=effect,
        codes=tuple(one.value("territory_key") for one in readings if one.get("territory_key")),
        sentence=str(TERRITORIAL_SPEAKERS[first.value("speaker")].sentence)
        % {
            "effect": TERRITORIAL_EFFECTS.label(effect),
            "state": isolated_in_rtl(state.text.text),
            "territory": listed(isolated_in_rtl(_name(one, language)) for one in readings),
        },
        article=first.value("article", ""),
        since=first.value("since"),
        until=first.value("until"),
        days=scope_words(language, since=first.value("since"), until=first.value("until")),
        note=note.texts[0] if note else None,
        source=with_original(source_of(first, "effect", language), note),
    )


def _name(reading: Reading, language: str) -> str:
    words, code = fact(reading, "territory", language), reading.value("territory_key", "")
    return i18n.territory_name(code, language) if code else words.texts[0].text if words else ""
