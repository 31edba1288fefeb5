"""The requirement sheets of States as they were on a past day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directory.access.gate import is_open
from directory.access.history_gate import readable_acts
from directory.access.past_versions import end_of, read_on
from directory.access.viewer import Viewer
from directory.models import AuditEvent, RequirementSheet
from directory.requirements.presenters import SheetReading
from directory.requirements.queries import list_acts, list_sheets, recorded_since

PART_SEPARATOR = ":"


@dataclass(frozen=True)
class OldSheets:
    """Requirement sheets as they stood at the end of `day`, in UTC.

    `kept_since` is the day of the first recorded version, or None if no version is recorded. If `day` is earlier,
    `readings` show the first version instead. If `are_incomplete` is true, some content may no longer be read.
    """

    day: date
    kept_since: date | None
    readings: list[SheetReading]
    are_changed: bool
    are_incomplete: bool

    @property
    def is_before_first(self) -> bool:
        """True if no version was recorded on `day` or before."""
        return self.kept_since is None or self.day < self.kept_since


def sheets_on(viewer: Viewer, jurisdictions: Collection[str], day: date) -> OldSheets:
    """Return the requirement sheets of States at the end of a day (UTC), as far as the viewer may read them.

    Sheets that have been removed since then are included.
    """
    versions = [read_on(viewer, sheet, sheet.rules, acts, end_of(day)) for sheet, acts in _with_acts(jurisdictions)]
    return OldSheets(
        day,
        recorded_since(jurisdictions),
        [SheetReading(one.own, one.parts) for one in versions if one.own is not None],
        any(one.is_changed for one in versions),
        any(one.is_incomplete for one in versions),
    )


def days_of_change(viewer: Viewer, jurisdictions: Collection[str]) -> list[date]:
    """Return the days (UTC) on which requirement sheets of these States or rules of the sheets changed, newest first.
    Changes that the viewer may not read are ignored."""
    known = (
        one.event for sheet, acts in _with_acts(jurisdictions) if acts for one in readable_acts(viewer, sheet, acts)
    )
    return sorted({event.at.date() for event in known if event.detail}, reverse=True)


def _with_acts(jurisdictions: Collection[str]) -> Iterator[tuple[RequirementSheet, list[AuditEvent]]]:
    acts, standing = list_acts(jurisdictions), list_sheets(tuple(jurisdictions))
    for sheet in (*standing, *_gone(acts, standing)):
        yield sheet, [act for act in acts if act.key.partition(PART_SEPARATOR)[0] == sheet.key]


def _gone(acts: Sequence[AuditEvent], standing: Sequence[RequirementSheet]) -> Iterator[RequirementSheet]:
    known = {sheet.key for sheet in standing}
    for act in acts if is_open(RequirementSheet.jurisdiction_key.is_not(None)) else ():
        is_end = (act.kind, act.detail) == (RequirementSheet.KIND, "jurisdiction_key") and act.key not in known
        if is_end and act.values is not None and act.values.before:
            known.add(act.key)
            yield RequirementSheet(key=act.key, jurisdiction_key=act.values.before, measure="")
