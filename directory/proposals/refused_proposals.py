"""Refused proposals that their authors may correct."""

from dataclasses import dataclass

from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Proposal
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.edits import EditAction, translated_into
from directory.proposals.entry_parts import PARTS
from directory.proposals.queries import edits_of, get, is_author
from directory.vocabulary.proposals import ProposalState

# The forms in which a proposal can be corrected: the form of the entry, of a translation, or of the end of an entry.
OF_ENTRY, OF_TRANSLATION, OF_ENDING = "entry", "translation", "ending"


@dataclass(frozen=True)
class RefusedProposal:
    """The refused proposal that a form corrects: its id, and the reviewer's reason. The form shows both."""

    id: str
    reason: str


def get_refused(viewer: Viewer, proposal_id: str, about: EntryKey) -> Proposal:
    """Return a refused proposal that the viewer may correct.

    Raises NotFound if the viewer may not correct it, or if it does not concern the entry `about`. If the proposal
    creates an entry that is not stored, the key in `about` is empty.
    """
    proposal = get(viewer, proposal_id)
    key = proposal.key if _is_stored(proposal) else ""
    if about != (proposal.kind, key) or not form_of_correction(viewer, proposal):
        raise NotFound
    return proposal


def form_of_correction(viewer: Viewer, proposal: Proposal) -> str:
    """Return the code of the form (`OF_ENTRY` and others) in which the viewer can correct a refused proposal.

    Return "" if the viewer cannot correct the proposal. A refused proposal that takes back a published one cannot be
    corrected. People take the published proposal back with a new proposal.
    """
    is_theirs = is_author(viewer, proposal) and proposal.state == ProposalState.REFUSED and not proposal.undoes_id
    edits = edits_of(proposal) if is_theirs else []
    root = next((edit for edit in edits if edit.entry_key == proposal.entry_key), None)
    if not edits or not (_is_stored(proposal) or (root and root.action is EditAction.CREATE)):
        return ""
    if translated_into(edits):
        return OF_TRANSLATION
    if any(edit.ending for edit in edits) or (root and root.action is EditAction.REMOVE):
        return OF_ENDING
    return OF_ENTRY if MODELS_BY_KIND[proposal.kind] in PARTS else ""


def corrected_by(viewer: Viewer, proposal: Proposal) -> str:
    """Return the id of the newest proposal that corrects `proposal`. Withdrawn corrections do not count.

    Return "" if there is no correction, or if the newest is unfinished and the viewer is not its author.
    """
    newest = select(Proposal).filter_by(follows_id=proposal.id).where(Proposal.state != ProposalState.WITHDRAWN)
    found = db.session.scalars(newest.order_by(Proposal.created_at.desc(), Proposal.id)).first()
    is_seen = found is not None and (found.state != ProposalState.UNFINISHED or is_author(viewer, found))
    return found.id if found is not None and is_seen else ""


def refused_before(viewer: Viewer, follows: str | None) -> RefusedProposal | None:
    """Return the refused proposal with the id `follows`. Return None if `follows` is empty, or if the viewer may not
    see the proposal."""
    try:
        proposal = get(viewer, follows) if follows else None
    except NotFound:
        return None
    return RefusedProposal(proposal.id, proposal.reason) if proposal is not None else None


def _is_stored(proposal: Proposal) -> bool:
    return db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key) is not None
