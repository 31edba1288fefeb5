"""The page of a State's requirements: its sheets today or on a past day, the fields on which they are silent, and the
rules of treaties for these fields (the floor)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from directory.access.facts import Link, Text, state_link
from directory.access.viewer import Viewer
from directory.requirements.comparison import ComparedTopic, compare
from directory.requirements.floor import Floor, FloorRule, binding_treaties
from directory.requirements.presenters import Sheet, read_sheets, sheets_of
from directory.requirements.queries import list_sheets
from directory.requirements.versions import OldSheets, days_of_change, sheets_on
from directory.vocabulary import MEASURES

MOST_DAYS = 5


@dataclass(frozen=True)
class OldVersion:
    """The note on a page that shows the requirement sheets of a past `day`.

    `kept_since` is the day of the first recorded version if `day` is earlier, otherwise None. `is_incomplete`: some
    content of that day may no longer be read.
    """

    day: date
    kept_since: date | None
    is_changed: bool
    is_incomplete: bool


@dataclass(frozen=True)
class SheetPart:
    """A requirement sheet with its `floor`: the rules of treaties on the fields on which the sheet is silent."""

    sheet: Sheet
    floor: list[FloorRule]


@dataclass(frozen=True)
class RequirementsPage:
    """The requirements of one State. `version` is None if the page shows the requirement sheets of today.

    `floor` replaces a missing general sheet. `unknown` are measures without a sheet. For each change of the sheets,
    `days` has the day before the change: a reader can see the former sheets for that day.
    """

    state: Link
    parts: list[SheetPart]
    floor: list[FloorRule]
    unknown: list[Link]
    days: list[date]
    version: OldVersion | None

    @property
    def has_general(self) -> bool:
        """True if the State has a general requirement sheet."""
        return any(not part.sheet.measure for part in self.parts)


@dataclass(frozen=True)
class ComparisonPage:
    """The requirements of several States side by side. `version` is None if the page shows the requirement sheets of
    today."""

    rows: list[ComparedTopic]
    version: OldVersion | None


def page(viewer: Viewer, state: str, language: str, day: date | None) -> RequirementsPage:
    """Return the requirements of a State on the past day `day` or today, as far as the viewer may read them."""
    made, version = _sheets(viewer, (state,), language, day)
    floor = Floor(viewer, binding_treaties(viewer, state, language), language)
    known = {sheet.measure for sheet in made}
    return RequirementsPage(
        state=state_link(state, language),
        parts=[SheetPart(one, _below(one, floor)) for one in made],
        floor=[] if "" in known else floor.rules(""),
        unknown=[Link("measure", code, Text(str(term.label))) for code, term in MEASURES.items() if code not in known],
        days=[one - timedelta(days=1) for one in days_of_change(viewer, (state,))[:MOST_DAYS]],
        version=version,
    )


def _below(sheet: Sheet, floor: Floor) -> list[FloorRule]:
    found = floor.rules(sheet.measure, sheet.unanswered_topics)
    return [rule for rule in found if rule.names_measure or not sheet.measure]


def comparison(
    viewer: Viewer, states: Sequence[str], language: str, day: date | None, measure: str = ""
) -> ComparisonPage:
    """Return the requirements of States on the past day `day` or today, as far as the viewer may read them.

    If `measure` is given, only requirements for this measure and for requests in general are included.
    """
    made, version = _sheets(viewer, tuple(states), language, day)
    return ComparisonPage(compare([s for s in made if not measure or s.measure in ("", measure)], states), version)


def _sheets(
    viewer: Viewer, states: tuple[str, ...], language: str, day: date | None
) -> tuple[list[Sheet], OldVersion | None]:
    if not states:
        return [], None
    if day is None:
        return sheets_of(viewer, read_sheets(viewer, list_sheets(states)), language), None
    old = sheets_on(viewer, states, day)
    return sheets_of(viewer, old.readings, language), _version(old)


def _version(old: OldSheets) -> OldVersion:
    first = old.kept_since if old.is_before_first else None
    return OldVersion(old.day, first, old.are_changed, old.are_incomplete)
