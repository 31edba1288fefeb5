"""Permissions: who may make, read and publish changes, and in which state. No author publishes their own proposal."""

from collections.abc import Iterable, Iterator

from directory.access.current_viewer import require
from directory.access.gate import audience_of
from directory.access.policy import Action, may, may_read, may_somewhere
from directory.access.viewer import Viewer
from directory.errors import Conflict, NotFound, NotPermitted, PageOutdated
from directory.models import Entry, Network, Proposal, details_of
from directory.models.details import EntryKey
from directory.proposals.change_set import NETWORK, OWNER, ChangeSet
from directory.proposals.editable_columns import AUDIENCE, Values, editable_columns, unflat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.messages import ALREADY_DECIDED, OUTDATED
from directory.proposals.queries import is_author, may_decide, place_of, version_of
from directory.vocabulary import Audience
from directory.vocabulary.proposals import ProposalState


def require_author(viewer: Viewer, proposal: Proposal) -> None:
    """Raise unless the viewer wrote the proposal: NotPermitted if they may know of it, else NotFound."""
    if not is_author(viewer, proposal):
        raise NotPermitted if may_decide(viewer, proposal) else NotFound


def require_other(viewer: Viewer, proposal: Proposal) -> None:
    """Raise NotFound if the proposal is out of the viewer's scope, and NotPermitted if the viewer wrote it."""
    require(viewer, Action.PUBLISH, place_of(proposal), is_known=False)
    if viewer.account_id is None or viewer.account_id == proposal.author_id:
        raise NotPermitted


def require_state(proposal: Proposal, *states: ProposalState) -> None:
    """Raise Conflict unless the proposal stands in one of these states."""
    if proposal.state not in states:
        raise Conflict(ALREADY_DECIDED)


def require_version(proposal: Proposal, changes: ChangeSet, version: str) -> None:
    """Raise PageOutdated unless `version` is that of the proposal and its changes, so that people decide what they saw.

    Call it inside `committing`, whose lock keeps the version.
    """
    if version != version_of(proposal, changes):
        raise PageOutdated(OUTDATED)


def require_reach(viewer: Viewer, action: Action, changes: ChangeSet) -> None:
    """Raise NotPermitted unless the viewer may do `action` to every row of the changes, and read all that they say."""
    if not _reaches(viewer, action, changes):
        raise NotPermitted


def may_publish(viewer: Viewer, changes: ChangeSet) -> bool:
    """Return whether the viewer may publish changes, or refuse them, if another person proposed them."""
    return _reaches(viewer, Action.PUBLISH, changes)


def _reaches(viewer: Viewer, action: Action, changes: ChangeSet) -> bool:
    return may_all(viewer, action, changes) and all(may_read_edit(viewer, changes, one) for one in changes.edits)


def may_all(viewer: Viewer, action: Action, changes: ChangeSet, *only: EntryKey) -> bool:
    """Return whether the viewer may do `action` to every row of the changes, in the places of all its versions.

    `only`, if given, are the keys of the only rows to look at.
    """
    if needs_administrator(changes.edits) and not may_somewhere(viewer, Action.ADMINISTER):
        return False
    return all(
        may(viewer, action, changes.place(entry_key, values))
        for entry_key in only or changes.after
        for values in changes.versions(entry_key)
    )


def needs_administrator(edits: Iterable[Edit]) -> bool:
    """Return whether changes create or remove a network, which its own coordinators may not do."""
    return any(edit.kind == Network.KIND and edit.action is not EditAction.CHANGE for edit in edits)


def may_read_edit(viewer: Viewer, changes: ChangeSet, edit: Edit) -> bool:
    """Return whether the viewer may read all values of a change, in every version of its row."""
    return all(
        may_read(viewer, audience, lambda values=values: changes.place(edit.entry_key, values))  # type: ignore[misc]
        for values in changes.versions(edit.entry_key)
        for audience in _audiences(edit, values)
    )


def _audiences(edit: Edit, values: Values) -> Iterator[Audience]:
    """Yield the audiences of the details that a change reveals, in one version of its row.

    With another network every detail of the row gets other readers, so such a change reveals all of them. A change of
    the row's audience or owner is for readers of the row's audience. If a row should name an audience and does not, the
    change is for coordinators.
    """
    if AUDIENCE in editable_columns(edit.model) and not values.get(AUDIENCE):
        yield Audience.COORDINATORS
        return
    row: Entry = edit.model(key=edit.key, **unflat(edit.model, values))
    name = edit.detail.partition(".")[0]
    declared = details_of(edit.model)
    filled = {detail.partition(".")[0] for detail, value in values.items() if value}
    # With another network, all that the row holds gets other readers.
    is_told = {name} if name != NETWORK else {name, *filled}
    for one in declared:
        if not edit.detail or one.name in is_told:
            yield audience_of(row, one)
    if name in (AUDIENCE, OWNER) and AUDIENCE in editable_columns(edit.model):
        yield Audience(values[AUDIENCE])
