"""Reads proposals. NotFound is raised if a proposal is missing or if the viewer may not see it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from directory.access.policy import Action, may, may_somewhere, permitted_rows
from directory.access.viewer import Viewer
from directory.errors import Conflict, NotFound
from directory.extensions import db
from directory.models import (
    AuditEvent,
    Entry,
    Jurisdiction,
    Place,
    Proposal,
    ProposalNetwork,
    ProposedChange,
    StateRelation,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.paging import Paged, paginate
from directory.proposals.change_set import OF_NO_STATE, OTHER_STATE, OWNERS, STATE, ChangeSet
from directory.proposals.edits import Edit, edit_of
from directory.proposals.messages import ALREADY_DECIDED
from directory.tokens import signed
from directory.vocabulary.proposals import ProposalOrigin, ProposalState

# The act by which a reviewer amends the source of a proposed change.
AMENDED = "proposal_source_amended"
DECIDED_STATES = (ProposalState.PUBLISHED, ProposalState.REFUSED, ProposalState.WITHDRAWN, ProposalState.UNDONE)
LISTS = ("waiting", "mine", "decided")


def get(viewer: Viewer, proposal_id: str) -> Proposal:
    """Return a proposal that the viewer wrote (`is_author`) or may decide (`may_decide`). Raises NotFound otherwise."""
    proposal = db.session.get(Proposal, proposal_id, options=[joinedload(Proposal.networks)])
    if proposal is None or not (is_author(viewer, proposal) or may_decide(viewer, proposal)):
        raise NotFound
    return proposal


def is_author(viewer: Viewer, proposal: Proposal) -> bool:
    """Return whether the viewer wrote the proposal and may still propose in one of its places. If the proposal is
    unfinished, it is enough that the viewer may propose anywhere."""
    wrote = viewer.account_id is not None and viewer.account_id == proposal.author_id
    if proposal.state == ProposalState.UNFINISHED:
        return wrote and may_somewhere(viewer, Action.PROPOSE)
    return wrote and is_in_scope(viewer, Action.PROPOSE, proposal)


def keeps_its_source(viewer: Viewer, proposal: Proposal) -> bool:
    """Return whether the proposal comes from an official table for which the viewer is responsible.

    Every administrator is responsible for all tables.
    """
    return may_somewhere(viewer, Action.ADMINISTER) and proposal.origin == ProposalOrigin.SOURCE


def get_draft(viewer: Viewer, proposal_id: str) -> Proposal:
    """Return the viewer's own unfinished proposal, with the saved fields of its form.

    Raises NotFound if the viewer is not the author, or if an unfinished proposal has no saved fields. Raises Conflict
    if the proposal is no longer unfinished.
    """
    proposal = get(viewer, proposal_id)
    if not is_author(viewer, proposal) or not (proposal.form or proposal.state != ProposalState.UNFINISHED):
        raise NotFound
    if proposal.state != ProposalState.UNFINISHED:
        raise Conflict(ALREADY_DECIDED)
    return proposal


def may_decide(viewer: Viewer, proposal: Proposal) -> bool:
    """Return whether the proposal was submitted, and the viewer may publish in one of its places (State and networks).

    This can also be true of a decided proposal, and of the viewer's own proposal.
    """
    return proposal.state != ProposalState.UNFINISHED and is_in_scope(viewer, Action.PUBLISH, proposal)


def is_in_scope(viewer: Viewer, action: Action, proposal: Proposal) -> bool:
    """Return whether the viewer may do `action` in one of the places (State and networks) of a proposal."""
    if may(viewer, action, place_of(proposal)):
        return True
    # Few proposals concern a State other than the entry's. The rows of a proposal are read only if the viewer could act
    # for such a State.
    is_reached = viewer.jurisdiction != "" and may(viewer, action, place_in(proposal, viewer.jurisdiction))
    return is_reached and viewer.jurisdiction in states_of(change_set_of(proposal))


def place_of(proposal: Proposal) -> Place:
    """Return the place of a proposal: the State to which its entry belonged when the proposal was written, and all
    networks of the proposal."""
    return place_in(proposal, proposal.jurisdiction_key)


def place_in(proposal: Proposal, state: str) -> Place:
    """Return a place with the State `state` and all networks of a proposal."""
    return Place(state, frozenset(row.network_key for row in proposal.networks))


def states_of(changes: ChangeSet) -> set[str]:
    """Return the codes of the States of the changed rows, in all their versions."""
    versions = ((key, values) for key in changes.after for values in changes.versions(key))
    return {place.jurisdiction for key, values in versions for place in changes.places(key, values)} - {""}


def list_proposals(viewer: Viewer, which: str, page: int) -> Paged[Proposal]:
    """Return one page of a list of proposals, the most recently changed first.

    - `mine`: the viewer's own proposals.
    - `decided`: decided proposals in the viewer's scope.
    - any other `which`: submitted proposals of other authors in the viewer's scope.
    """
    query = select(Proposal).where(_condition(viewer, which)).order_by(Proposal.changed_at.desc(), Proposal.id)
    return paginate(query, page)


def list_open_own(viewer: Viewer, since: datetime, most: int) -> list[Proposal]:
    """Return up to `most` of the viewer's own proposals that still ask for action, with their edits loaded.

    They are the unfinished proposals, the submitted proposals, and the proposals refused after `since` that have no
    correction. A withdrawn correction does not count. The most recently changed proposal comes first.
    """
    correction = aliased(Proposal)
    is_corrected = exists().where(correction.follows_id == Proposal.id, correction.state != ProposalState.WITHDRAWN)
    is_lately_refused = and_(Proposal.state == ProposalState.REFUSED, Proposal.decided_at > since, ~is_corrected)
    is_open = Proposal.state.in_((ProposalState.UNFINISHED, ProposalState.SUBMITTED))
    query = select(Proposal).where(_condition(viewer, "mine"), or_(is_open, is_lately_refused))
    newest_first = query.order_by(Proposal.changed_at.desc(), Proposal.id).limit(most)
    return list(db.session.scalars(newest_first.options(selectinload(Proposal.changes))))


def is_waiting(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a proposal of another author is submitted and in the viewer's scope."""
    return _condition(viewer, "waiting")


def edits_of(proposal: Proposal) -> list[Edit]:
    """Return the edits of a proposal in their order."""
    return [edit_of(row) for row in proposal.changes]


def change_set_of(proposal: Proposal) -> ChangeSet:
    """Return the change set of a proposal's edits. The rows are read in the open transaction."""
    return ChangeSet(edits_of(proposal))


def list_conflicts(proposal: Proposal) -> list[tuple[Edit, object]]:
    """Return the edits in conflict, each with the value that is stored now."""
    return change_set_of(proposal).conflicts


def list_not_undone(proposal: Proposal) -> list[Edit]:
    """Return, in their order, the edits of `proposal` that have not been taken back by a published proposal."""
    takers = db.session.scalars(select(Proposal).filter_by(undoes_id=proposal.id, state=ProposalState.PUBLISHED))
    taken = {(edit.entry_key, edit.detail) for one in takers for edit in edits_of(one)}
    return [edit for edit in edits_of(proposal) if (edit.entry_key, edit.detail) not in taken]


def choice_of(edit: Edit, held: object) -> str:
    """Return the name of the form field for the choice between an edit and the stored value `held`.

    If the edit or the value changes, the name changes.
    """
    return signed("choice", repr((edit, held)))


def version_of(proposal: Proposal, changes: ChangeSet) -> str:
    """Return a version token of a proposal, its edits and its conflicts.

    The token is a signature: it reveals no value.
    """
    return signed("proposal", repr((proposal.id, proposal.state, list(changes.edits), changes.conflicts)))


def get_entry(entry_key: EntryKey) -> Entry:
    """Return the entry with this key, without any check of permissions. Raises NotFound if there is no such entry."""
    kind, key = entry_key
    entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in MODELS_BY_KIND else None
    if entry is None:
        raise NotFound
    return entry


def _condition(viewer: Viewer, which: str) -> ColumnElement[bool]:
    reached = permitted_rows(viewer, Action.PUBLISH, Proposal.jurisdiction_key, ProposalNetwork.network_key)
    if viewer.jurisdiction and may_somewhere(viewer, Action.PUBLISH):
        of_state = permitted_rows(viewer, Action.PUBLISH, literal(viewer.jurisdiction), ProposalNetwork.network_key)
        reached = or_(reached, and_(of_state, _names_state(viewer.jurisdiction)))
    in_scope = Proposal.id.in_(select(Proposal.id).outerjoin(ProposalNetwork).where(reached))
    mine = and_(Proposal.author_id == viewer.account_id, or_(in_scope, Proposal.state == ProposalState.UNFINISHED))
    if which == "mine":
        return mine
    if which == "decided":
        return and_(Proposal.state.in_(DECIDED_STATES), in_scope)
    by_others = or_(Proposal.author_id.is_(None), Proposal.author_id != viewer.account_id)
    return and_(Proposal.state == ProposalState.SUBMITTED, by_others, in_scope)


def _names_state(code: str) -> ColumnElement[bool]:
    owners = {column: _keys_in(model, code) for column, model in OWNERS.items()}
    rules = [_is_now_in(code, owners)]
    for column in (ProposedChange.before, ProposedChange.after):
        is_row, text = ProposedChange.detail == "", cast(column, String)
        rules += [
            and_(ProposedChange.detail.in_((STATE, OTHER_STATE)), text == json.dumps(code)),
            and_(is_row, or_(*(column[name].as_string() == code for name in (STATE, OTHER_STATE)))),
        ]
        for owner, keys in owners.items():
            quoted = keys.with_only_columns(literal('"') + OWNERS[owner].key + literal('"'))
            rules += [
                and_(ProposedChange.detail == owner, text.in_(quoted)),
                and_(is_row, column[owner].as_string().in_(keys)),
            ]
    of_no_state = ProposedChange.kind.not_in(OF_NO_STATE)
    return exists().where(ProposedChange.proposal_id == Proposal.id, of_no_state, or_(*rules))


def _keys_in(model: type[Entry], code: str) -> Select[str]:
    return select(model.key).where(model.__table__.columns[STATE] == code)


def _is_now_in(code: str, owners: Mapping[str, Select[str]]) -> ColumnElement[bool]:
    related = select(StateRelation.key).where(StateRelation.other_key == code)
    found = [
        and_(ProposedChange.kind == Jurisdiction.KIND, ProposedChange.key == code),
        and_(ProposedChange.kind == StateRelation.KIND, ProposedChange.key.in_(related)),
    ]
    for kind, model in MODELS_BY_KIND.items():
        columns = model.__table__.columns
        if STATE in columns:
            found.append(and_(ProposedChange.kind == kind, ProposedChange.key.in_(_keys_in(model, code))))
        for owner, keys in owners.items():
            if owner in columns:
                own = select(model.key).where(columns[owner].in_(keys))
                found.append(and_(ProposedChange.kind == kind, ProposedChange.key.in_(own)))
    return or_(*found)


def is_amended(proposal: Proposal) -> bool:
    """Return whether a reviewer amended a source of the proposal."""
    found = select(AuditEvent.id).filter_by(kind="proposal", key=proposal.id, action=AMENDED)
    return db.session.scalar(found.limit(1)) is not None
