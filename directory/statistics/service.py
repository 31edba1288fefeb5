"""Files the yearly figures of a State, and deletes figures that were filed by mistake."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import AnnualReturn
from directory.models.annual_return import Counts
from directory.models.jurisdiction import place_of_state
from directory.statistics.queries.returns import find_return

CHANGED = _l("Somebody else filed figures of this year meanwhile. Open the page anew beside this one and compare.")


@dataclass(frozen=True)
class ReturnYear:
    """Identifies the yearly figures (a return) of a State. `subject` is a code of RETURN_SUBJECTS."""

    state: str
    subject: str
    year: int


@dataclass(frozen=True)
class FiledReturn:
    """The content of a State's yearly figures (a return): counts, sources, and a note for readers."""

    counts: Counts
    sources: str
    note: str = ""


def file(viewer: Viewer, of: ReturnYear, filed: FiledReturn, seen: int) -> None:
    """File the figures of a year in place of the present figures. Records one audit event. Call this inside
    `committing`.

    `seen` is the version that the person saw (0 if no figures were filed). Raises InvalidInput if `seen` is not the
    present version. Raises NotPermitted unless the viewer files the State's figures.
    """
    require(viewer, Action.FILE_RETURNS, place_of_state(of.state))
    found = find_return(of.state, of.subject, of.year)
    if seen != (found.version if found else 0):
        raise InvalidInput(CHANGED)
    before = _told(found) if found else None
    if found is None:
        found = AnnualReturn(jurisdiction_key=of.state, subject=of.subject, year=of.year, version=0)
        db.session.add(found)
    found.counts, found.sources, found.note = filed.counts, filed.sources, filed.note
    found.version, found.account_id, found.filed_at = found.version + 1, viewer.account_id or 0, clock.now()
    record(viewer.account_id, "file_return", found.entry_key, "", before, _told(found))


def withdraw(viewer: Viewer, of: ReturnYear) -> None:
    """Delete the figures of a year. An audit event keeps a copy. Call this inside `committing`.

    Raises NotPermitted unless the viewer files the State's figures, and NotFound if no figures were filed.
    """
    require(viewer, Action.FILE_RETURNS, place_of_state(of.state))
    found = find_return(of.state, of.subject, of.year)
    if found is None:
        raise NotFound
    record(viewer.account_id, "withdraw_return", found.entry_key, "", _told(found), None)
    db.session.delete(found)


def _told(filed: AnnualReturn) -> dict[str, object]:
    return {"counts": dict(filed.counts), "sources": filed.sources, "note": filed.note}
