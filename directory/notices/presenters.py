"""Presents notices, with the details that the viewer may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from directory.access.facts import Fact, Link, Text, audience_label, facts, labelled_code, name_of, state_link, words
from directory.access.gate import Reading, read, read_all
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.formats.calendar_files import AllDayEvent
from directory.models import Network, Notice

SHOWN = ("host", "who", "how", "starts_on", "ends_on")


@dataclass(frozen=True)
class NoticeLine:
    """One notice in a list. `audience_label` is empty if the notice is public."""

    link: Link
    kind: str
    network: Link | None
    state: Link | None
    starts_on: date | None
    ends_on: date | None
    audience_label: str


@dataclass(frozen=True)
class NoticePage:
    """The page of one notice. `is_down` is true if the notice was withdrawn or its last day is over."""

    line: NoticeLine
    body: list[Text]
    facts: list[Fact]
    is_down: bool
    may_change: bool


def notice_lines(viewer: Viewer, notices: Iterable[Notice], language: str) -> list[NoticeLine]:
    """Return notices as lines, in the given order."""
    return [_line(viewer, reading, language) for reading in read_all(viewer, notices)]


def notice_page(viewer: Viewer, notice: Notice, on: date, language: str) -> NoticePage:
    """Return the page of a notice. `on` is the present day, which decides whether the notice is over."""
    reading = read(viewer, notice)
    ends_on = reading.value("ends_on")
    is_down = notice.withdrawn_at is not None or (ends_on is not None and ends_on < on)
    may_change = may(viewer, Action.ANNOUNCE, notice.place())
    body = list(words(reading.details["text"], language)) if "text" in reading.details else []
    return NoticePage(_line(viewer, reading, language), body, facts(reading, SHOWN, language), is_down, may_change)


def day_events(viewer: Viewer, notices: Iterable[Notice], language: str) -> list[AllDayEvent]:
    """Return the notices that have a first day, as events of a calendar, in the order of `notices`."""
    return [
        AllDayEvent(
            f"notice-{reading.key}@counterpart",
            name_of(reading, language, "title").text,
            reading.value("starts_on"),
            reading.value("ends_on") + timedelta(days=1),
        )
        for reading in read_all(viewer, notices)
        if reading.get("starts_on")
    ]


def _line(viewer: Viewer, reading: Reading, language: str) -> NoticeLine:
    network = db.session.get(Network, reading.value("network_key", ""))
    state, kind, title = reading.value("jurisdiction_key"), labelled_code(reading, "notice_kind"), reading.get("title")
    return NoticeLine(
        Link("notice", reading.key, name_of(reading, language, "title")),
        kind.label if kind else "",
        Link("network", network.key, name_of(read(viewer, network), language)) if network else None,
        state_link(state, language) if state else None,
        reading.value("starts_on"),
        reading.value("ends_on"),
        audience_label(title) if title else "",
    )


def network_choices(viewer: Viewer, networks: Iterable[Network], language: str) -> list[tuple[str, Text]]:
    """Return the key and name of each network, in the order of `networks`."""
    return [(reading.key, name_of(reading, language)) for reading in read_all(viewer, networks)]
