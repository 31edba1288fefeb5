"""Says why a row cannot belong to the authority that it names.

An authority out of the viewer's scope is refused in the same words as an unknown one.
"""

from collections.abc import Collection
from functools import cached_property

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.columns import heading_of
from directory.imports.lines import Refusal
from directory.imports.queries import WAITING, places_of
from directory.imports.scope import OWNER, RowPlaces
from directory.imports.suggestions import Suggestions
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


class OwnerRefusals:
    """Says why the rows of one file cannot belong to the authorities that they name. Each unknown key is looked up
    once."""

    def __init__(self, viewer: Viewer, places: RowPlaces, suggestions: Suggestions) -> None:
        self._viewer, self._places, self._suggestions = viewer, places, suggestions
        self._of_unknown: dict[str, Refusal] = {}

    def of(self, key: str) -> Refusal | None:
        """Return why a row that names the authority `key` is refused, or None if the authority is in the viewer's
        scope."""
        state = self._places.states.get(key)
        if state is not None and may(self._viewer, Action.IMPORT, self._places.place_of_state(state)):
            return None
        if key in self._places.planned:
            return Refusal(HEADING, NOT_TAKEN, _named(key))
        if key not in self._of_unknown:
            is_waiting = state is None and _waits(self._viewer, key)
            self._of_unknown[key] = Refusal(HEADING, WAITS, _named(key)) if is_waiting else self._unknown(key)
        return self._of_unknown[key]

    def _unknown(self, key: str) -> Refusal:
        near, named = self._suggestions.near(key, self.own_keys), _named(key)
        return Refusal(HEADING, MISTYPED, named | {"near": near}) if near else Refusal(HEADING, UNKNOWN, named)

    @cached_property
    def own_keys(self) -> Collection[str]:
        """The keys of the authorities in the viewer's scope."""
        states = self._places.states
        mine = {
            state: may(self._viewer, Action.IMPORT, self._places.place_of_state(state))
            for state in set(states.values())
        }
        return [key for key, state in states.items() if mine[state]]


def _named(key: str) -> dict[str, str]:
    return {"key": key[:SHOWN_CHARACTERS]}


def _waits(viewer: Viewer, key: str) -> bool:
    """Return whether a submitted proposal or import that the viewer may see would create the authority."""
    new = select(Proposal).join(ProposedChange, ProposedChange.proposal_id == Proposal.id)
    new = new.where(ProposedChange.kind == Authority.KIND, ProposedChange.key == key, ProposedChange.action == "create")
    proposals = db.session.scalars(new.where(Proposal.state == ProposalState.SUBMITTED))
    rows = select(ImportBatch).join(ImportRow, ImportRow.batch_id == ImportBatch.id)
    rows = rows.where(ImportRow.kind == Authority.KIND, ImportRow.key == key, ImportRow.outcome == "created")
    imports = db.session.scalars(rows.where(ImportBatch.state == WAITING))
    return any(may(viewer, Action.IMPORT, place_of(one)) for one in proposals) or any(
        all(may(viewer, Action.IMPORT, place) for place in places_of(one)) for one in imports
    )
