"""Permissions to propose, read, publish and refuse edits. `decisions.require_other` keeps authors from deciding."""

from collections.abc import Collection, Iterable, Iterator

from directory.access.gate import audience_of
from directory.access.policy import Action, may, may_read, may_somewhere
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import NotFound, NotPermitted
from directory.extensions import db
from directory.models import Account, Entry, Network, Proposal, details_of
from directory.models.details import EntryKey
from directory.proposals.change_set import NETWORK, OWNER, ChangeSet
from directory.proposals.editable_columns import AUDIENCE, Values, editable_columns, unflat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.joint_approvals import Approval, approvals, places_taken_along
from directory.proposals.queries import is_author, may_decide
from directory.vocabulary import Audience


def require_author(viewer: Viewer, proposal: Proposal) -> None:
    """Raise NotPermitted unless the viewer is the author of the proposal.

    Raises NotFound if the viewer may not see the proposal.
    """
    if not is_author(viewer, proposal):
        raise NotPermitted if may_decide(viewer, proposal) else NotFound


def require_proposable(viewer: Viewer, changes: ChangeSet) -> None:
    """Raise NotPermitted unless the viewer may read all values, and may propose in the places (State and networks) that
    the rows have before and after the edits.

    If an edit reverts another edit, the right to propose in one of the two places is enough. Thus a State may ask for
    the return of an entry that was moved to another State.
    """
    taken_back = _taken_back(changes)
    others = [entry_key for entry_key in changes.after if entry_key not in taken_back]
    is_reached = all(any(_may_each(viewer, Action.PROPOSE, changes, entry_key)) for entry_key in taken_back)
    is_reached = is_reached and may_all(viewer, Action.PROPOSE, changes, others)
    if not (is_reached and may_move(viewer, Action.PROPOSE, changes, others) and _may_read_all(viewer, changes)):
        raise NotPermitted


def require_publishable(viewer: Viewer, proposal: Proposal, changes: ChangeSet) -> None:
    """Raise NotPermitted unless the viewer may publish the proposal (see `may_publish`)."""
    if not may_publish(viewer, proposal, changes):
        raise NotPermitted


def require_refusable(viewer: Viewer, proposal: Proposal, changes: ChangeSet) -> None:
    """Raise NotPermitted unless the viewer may refuse the proposal (see `may_refuse`)."""
    if not may_refuse(viewer, proposal, changes):
        raise NotPermitted


def may_refuse(viewer: Viewer, proposal: Proposal, changes: ChangeSet) -> bool:
    """Return whether the viewer may refuse a proposal of another person. Whoever may publish may also refuse.

    If a row moves, people of the old or new State may refuse too, provided that they may read all values.
    """
    is_end_of_move = any(_is_end_of_move(viewer, changes, entry_key) for entry_key in changes.after)
    return may_publish(viewer, proposal, changes) or (is_end_of_move and _may_read_all(viewer, changes))


def _is_end_of_move(viewer: Viewer, changes: ChangeSet, entry_key: EntryKey) -> bool:
    ends = (changes.place(entry_key, one[entry_key]) for one in (changes.before, changes.after))
    return changes.moves(entry_key) and any(may(viewer, Action.PUBLISH, place) for place in ends)


def may_publish(viewer: Viewer, proposal: Proposal, changes: ChangeSet) -> bool:
    """Return whether the viewer may publish a proposal of another person.

    The viewer must be able to read all values of the proposal, and to give the approvals that the author could not
    give. For a row that lacks such an approval, this is enough if the author may propose the edits of the row now. The
    viewer's scope must cover all other rows, and all that these rows take along. If there are other rows, the scope
    must also cover the proposal's entry.
    """
    missing = {key: row for key, row in missing_approvals(proposal, changes).items() if row}
    if not all(one.is_given_by(viewer, Action.PUBLISH) for row in missing.values() for one in row):
        return False
    author = author_of(proposal) if missing else None
    others = [key for key in changes.after if key not in missing or not _may_propose(author, changes, key)]
    is_reached = not others or may(viewer, Action.PUBLISH, changes.place_of_root(proposal.entry_key))
    return (
        is_reached
        and may_all(viewer, Action.PUBLISH, changes, others)
        and may_move(viewer, Action.PUBLISH, changes, others)
        and _may_read_all(viewer, changes)
    )


def missing_approvals(proposal: Proposal, changes: ChangeSet) -> dict[EntryKey, list[Approval]]:
    """Return the approvals that the proposal's author could not give, for each row of `changes.joining`."""
    needed = {key: approvals(changes, key) for key in changes.joining}
    author = author_of(proposal) if any(needed.values()) else None
    return {key: [one for one in row if not _is_given(one, author)] for key, row in needed.items()}


def may_publish_alone(viewer: Viewer, changes: ChangeSet) -> bool:
    """Return whether the viewer may publish in the places (State and networks) of all rows, and can give all
    approvals."""
    needed = (one for key in changes.joining for one in approvals(changes, key))
    return may_all(viewer, Action.PUBLISH, changes, changes.after) and all(
        one.is_given_by(viewer, Action.PUBLISH) for one in needed
    )


def _may_propose(author: Viewer | None, changes: ChangeSet, entry_key: EntryKey) -> bool:
    if author is None:
        return False
    reached = _may_each(author, Action.PROPOSE, changes, entry_key)
    if entry_key in _taken_back(changes):
        return any(reached)
    return all(reached) and may_move(author, Action.PROPOSE, changes, [entry_key])


def _taken_back(changes: ChangeSet) -> set[EntryKey]:
    return {edit.entry_key for edit in changes.edits if edit.takes_back}


def author_of(proposal: Proposal) -> Viewer | None:
    """Return the author of a proposal as a viewer, with the role and scope that the author has now. Return None if the
    author has no active account."""
    account = db.session.get(Account, proposal.author_id) if proposal.author_id else None
    return viewer_of(account) if account is not None and account.active else None


def may_all(viewer: Viewer, action: Action, changes: ChangeSet, only: Collection[EntryKey]) -> bool:
    """Return whether the viewer may do `action` on each row in `only`, both at the row's place before the edits and at
    its place after them.

    Only an administrator may create or remove a network.
    """
    if needs_administrator(changes.edits) and not may_somewhere(viewer, Action.ADMINISTER):
        return False
    return all(all(_may_each(viewer, action, changes, entry_key)) for entry_key in only)


def _may_each(viewer: Viewer, action: Action, changes: ChangeSet, entry_key: EntryKey) -> Iterator[bool]:
    """Yield for each version of the row whether the viewer may do `action` in one of the places of that version."""
    for values in changes.versions(entry_key):
        yield any(may(viewer, action, place) for place in changes.places(entry_key, values))


def may_move(viewer: Viewer, action: Action, changes: ChangeSet, rows: Iterable[EntryKey]) -> bool:
    """Return whether the viewer may do `action` in the places (State and networks) of all that `rows` take along to
    another State."""
    moved = (key for key in rows if changes.moves(key))
    return all(may(viewer, action, place) for key in moved for place in places_taken_along(changes, key))


def needs_administrator(edits: Iterable[Edit]) -> bool:
    """Return whether only an administrator may make the edits: they create or remove a network."""
    return any(edit.kind == Network.KIND and edit.action is not EditAction.CHANGE for edit in edits)


def may_read_edit(viewer: Viewer, changes: ChangeSet, edit: Edit) -> bool:
    """Return whether the viewer may read all values of an edit, in every version of its row."""
    return all(
        may_read(viewer, audience, lambda values=values: changes.place(edit.entry_key, values))  # type: ignore[misc]
        for values in changes.versions(edit.entry_key)
        for audience in _audiences(edit, values)
    )


def _is_given(approval: Approval, author: Viewer | None) -> bool:
    return author is not None and approval.is_given_by(author, Action.PROPOSE)


def _may_read_all(viewer: Viewer, changes: ChangeSet) -> bool:
    return all(may_read_edit(viewer, changes, edit) for edit in changes.edits)


def _audiences(edit: Edit, values: Values) -> Iterator[Audience]:
    """Yield the audience of each detail that the edit reveals in a row with these values. A row without a stored
    audience is for coordinators."""
    if AUDIENCE in editable_columns(edit.model) and not values.get(AUDIENCE):
        yield Audience.COORDINATORS
        return
    row: Entry = edit.model(key=edit.key, **unflat(edit.model, values))
    name = edit.detail.partition(".")[0]
    declared = details_of(edit.model)
    filled = {detail.partition(".")[0] for detail, value in values.items() if value}
    # A change of the network changes the readers of all details of the row.
    is_told = {name, *filled} if name in ("", NETWORK) else {name}
    for one in declared:
        if one.name in is_told:
            yield audience_of(row, one)
    if name in (AUDIENCE, OWNER) and AUDIENCE in editable_columns(edit.model):
        yield Audience(values[AUDIENCE])
