"""Says why a row cannot belong to the authority that it names.

An authority out of the viewer's scope is refused in the same words as an unknown one.
"""

from collections.abc import Collection
from difflib import get_close_matches

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.columns import heading_of
from directory.imports.lines import Refusal
from directory.imports.queries import WAITING, places_of
from directory.imports.scope import OWNER, RowPlaces
from directory.models import Authority, ImportBatch, ImportRow, Proposal, ProposedChange
from directory.proposals.queries import place_of
from directory.vocabulary.proposals import ProposalState

HEADING = heading_of(OWNER)
SHOWN_CHARACTERS = 80

UNKNOWN = _l("No authority in your scope has the key “%(key)s”.")
MISTYPED = _l("No authority in your scope has the key “%(key)s”. Did you mean “%(near)s”?")
WAITS = _l(
    "The authority “%(key)s” waits for approval by another person. Import the rows that belong to it once it is"
    " published."
)
NOT_TAKEN = _l("The row of the authority “%(key)s” must stand above this row, and must not be refused itself.")


def refusal_of_owner(viewer: Viewer, places: RowPlaces, key: str) -> Refusal | None:
    """Return why a row that names the authority `key` is refused, or None if the viewer looks after the authority."""
    state = places.states.get(key)
    if state is not None and may(viewer, Action.IMPORT, places.place_of_state(state)):
        return None
    named = {"key": key[:SHOWN_CHARACTERS]}
    if state is None and key in places.planned:
        return Refusal(HEADING, NOT_TAKEN, named)
    if state is None and _waits(viewer, key):
        return Refusal(HEADING, WAITS, named)
    near = get_close_matches(key, _own_keys(viewer, places), n=1)
    return Refusal(HEADING, MISTYPED, named | {"near": near[0]}) if near else Refusal(HEADING, UNKNOWN, named)


def _own_keys(viewer: Viewer, places: RowPlaces) -> Collection[str]:
    mine = {state: may(viewer, Action.IMPORT, places.place_of_state(state)) for state in set(places.states.values())}
    return [key for key, state in places.states.items() if mine[state]]


def _waits(viewer: Viewer, key: str) -> bool:
    """Return whether a submitted proposal or import in the viewer's scope would create the authority."""
    new = select(Proposal).join(ProposedChange, ProposedChange.proposal_id == Proposal.id)
    new = new.where(ProposedChange.kind == Authority.KIND, ProposedChange.key == key, ProposedChange.action == "create")
    proposals = db.session.scalars(new.where(Proposal.state == ProposalState.SUBMITTED))
    rows = select(ImportBatch).join(ImportRow, ImportRow.batch_id == ImportBatch.id)
    rows = rows.where(ImportRow.kind == Authority.KIND, ImportRow.key == key, ImportRow.outcome == "created")
    imports = db.session.scalars(rows.where(ImportBatch.state == WAITING))
    return any(may(viewer, Action.IMPORT, place_of(one)) for one in proposals) or any(
        may(viewer, Action.IMPORT, place) for one in imports for place in places_of(one)
    )
