"""Presents the list of the docket, with its filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from directory import collation
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import DocketEntry, Place
from directory.paging import Paged
from directory.people.choices import authority_names
from directory.requests import choices
from directory.requests.presenters.lines import RequestLine, invitation_lines, lines_of
from directory.requests.queries.entries import (
    CLOSED,
    LATE,
    NUMBER,
    PENDING,
    WAITING,
    RequestFilter,
    is_readable_by,
    list_entries,
    list_invitations,
)
from directory.vocabulary import MEASURES, REQUEST_DIRECTIONS, REQUEST_STATES


@dataclass(frozen=True)
class RequestList:
    """The list. `choices` maps the names of filters to their choices. `meeting` is the name of the chosen State, with
    which the viewer's State may meet, or empty; `oversees` the code of the State whose usual times the viewer sets, or
    empty."""

    lines: Sequence[RequestLine]
    invitations: Sequence[RequestLine]
    found: Paged[DocketEntry]
    choices: Mapping[str, Sequence[tuple[str, str]]]
    has_office: bool
    meeting: str
    oversees: str


def list_of(viewer: Viewer, asked: RequestFilter, language: str) -> RequestList:
    """Return the list as the viewer may read it."""
    found, offered = list_entries(viewer, asked), _choices(viewer, language)
    chosen = dict(offered["with_state"]).get(asked.with_state, "")
    return RequestList(
        lines=lines_of(viewer, found.rows, language),
        invitations=invitation_lines(viewer, list_invitations(viewer), language),
        found=found,
        choices=offered,
        has_office=bool(viewer.authority),
        meeting=chosen if viewer.jurisdiction else "",
        oversees=viewer.jurisdiction if may(viewer, Action.OVERSEE_DOCKET, Place(viewer.jurisdiction)) else "",
    )


def _choices(viewer: Viewer, language: str) -> dict[str, Sequence[tuple[str, str]]]:
    offices = authority_names(viewer, _values(viewer, DocketEntry.authority_key), language)
    measures = _values(viewer, DocketEntry.measure)
    return {
        "with_state": choices.states_of(_values(viewer, DocketEntry.other_jurisdiction_key), language),
        "state": [
            (PENDING, _("all that are pending")),
            (LATE, _("pending for longer than usual")),
            (CLOSED, _("all that are closed")),
            *((code, str(one.label)) for code, one in REQUEST_STATES.items()),
        ],
        "measure": [(code, str(one.label)) for code, one in MEASURES.items() if code in measures],
        "direction": [(code, str(one.label)) for code, one in REQUEST_DIRECTIONS.items()],
        "office": collation.sorted_by_name(offices.items(), lambda pair: pair[1]) if len(offices) > 1 else [],
        "sort": [(WAITING, _("longest wait first")), (NUMBER, _("newest number first"))],
    }


def _values(viewer: Viewer, column: InstrumentedAttribute[str]) -> set[str]:
    return set(db.session.scalars(select(column).where(is_readable_by(viewer)).distinct()))
