"""The acts of States on treaties (signature, ratification, accession ...), and how each State stands under each
treaty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from directory import clock, collation
from directory.access.facts import Link, SourceNote, Text, fact, source_of, state_link, with_original
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.models import Treaty, TreatyStatus
from directory.treaties.links import short_title, treaty_link
from directory.treaties.standing import standing
from directory.vocabulary import ACTIONS, DATE_KINDS, STANDINGS


@dataclass(frozen=True)
class TreatyActLine:
    """One act (such as ratification) of a State on a treaty. If `towards_state` is set, the act has effect towards that
    State only.

    `read_in` names the copy of the source from which the act was read.
    """

    action: str
    label: str
    acted_on: date | None
    date_text: str
    date_kind: str
    date_kind_label: str
    towards_state: Link | None
    read_in: str
    note: Text | None
    source: SourceNote

    @property
    def towards(self) -> str:
        """The code of the State in `towards_state`, or empty."""
        return self.towards_state.key if self.towards_state else ""


@dataclass(frozen=True)
class StatusLine:
    """All acts (such as ratification) of one State on one treaty. `standing` is a code of STANDINGS for today.

    `source` is the source of an act from which the standing follows.
    """

    state: Link
    treaty: Link
    short_title: Text | None
    acts: tuple[TreatyActLine, ...]
    standing: str
    standing_label: str
    source: SourceNote


def status_lines(
    viewer: Viewer, statuses: Iterable[TreatyStatus], treaties: dict[str, Treaty], language: str
) -> list[StatusLine]:
    """Return a line for each State and treaty in `statuses` (acts such as ratification), sorted by the name of the
    State.

    Acts that the viewer may not read, and acts under treaties outside `treaties`, are left out.
    """
    readings_of_treaties = read_all(viewer, treaties.values())
    titles = {reading.key: treaty_link(reading, language) for reading in readings_of_treaties}
    short_titles = {reading.key: short_title(reading, language) for reading in readings_of_treaties}
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
    return collation.sorted_by_name(lines, lambda line: line.state.text.text)


def _act(reading: Reading, language: str) -> TreatyActLine:
    action, kind, towards = reading.value("action"), reading.value("date_kind", ""), reading.value("towards_key", "")
    when, note = fact(reading, "acted_on", language), fact(reading, "note", language)
    return TreatyActLine(
        action=action,
        label=str(ACTIONS.label(action)),
        acted_on=reading.value("acted_on"),
        date_text=when.texts[0].text if when else "",
        date_kind=kind,
        date_kind_label=str(DATE_KINDS.label(kind)) if kind else "",
        towards_state=state_link(towards, language) if towards else None,
        read_in=reading.value("retrieved_from", ""),
        note=note.texts[0] if note else None,
        source=with_original(source_of(reading, "action", language), note),
    )


def _status_line(
    state: Link, treaty: Link, short_title: Text | None, readings: Sequence[Reading], language: str
) -> StatusLine:
    acts = tuple(_act(reading, language) for reading in readings)
    found = standing(acts, clock.today())
    best = next((act for act in found.deciding if act.source.is_supported), found.deciding[0])
    return StatusLine(state, treaty, short_title, acts, found.code, str(STANDINGS.label(found.code)), best.source)
