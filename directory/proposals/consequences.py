"""The consequences of edits for other rows. Some edits are refused, others require further edits.

- No remaining row may refer to a removed row.
- An entry and its successor must be of the same State.
- The law of a designation or rule must be of its own State, or of the EU.
- The desks of an authority that is closed or replaced end with it. Those of a merged one pass to its successor.
- Contacts for a network move with the desk, unless the former authority keeps another desk of that network.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Table, or_, select

from directory.extensions import db
from directory.models import Authority, ContactDetail, Designation, FocalPoint, Legislation, Rule
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.jurisdiction import SUPRANATIONAL
from directory.proposals.change_set import LAW, OWNER, OWNERS, STATE, STATUS, SUCCESSOR, ChangeSet
from directory.proposals.editable_columns import Values
from directory.proposals.edits import Edit, EditAction
from directory.proposals.successions import CLOSED, LASTING, MERGED, ending, moved
from directory.vocabulary import ENDED_STATUSES

Changed = TypeVar("Changed", Authority, FocalPoint)
Touched = dict[tuple[EntryKey, str], Edit]

RESTING_ON_LAW = (Designation, Rule)


def consequences(changes: ChangeSet) -> list[Edit]:
    """Return the edits that `changes` require and do not contain, in the order of the edits that require them.

    The returned edits change only stored rows.
    """
    touched = {(edit.entry_key, edit.detail): edit for edit in changes.edits}
    wanted = [
        one for edit in changes.edits for one in (*_of_end(changes, edit, touched), *_of_move(changes, edit, touched))
    ]
    return [one for one in wanted if (one.entry_key, one.detail) not in touched]


def completed(changes: ChangeSet) -> ChangeSet:
    """Return `changes` together with their consequences. The designations of a merged authority move to its successor.

    If `changes` contain edits of these designations from an earlier call, these edits are replaced.
    """
    added = consequences(changes)
    decided_anew = {one.entry_key for one in added if one.kind == Designation.KIND}
    kept = (edit for edit in changes.edits if edit.entry_key not in decided_anew)
    return ChangeSet([*kept, *added]) if added else changes


def contacts_there(changes: ChangeSet, edit: Edit) -> list[str] | None:
    """Return the keys of the contacts that the new authority of a moved desk already has for the network of the desk.
    Return None if `edit` does not move a desk to another authority.
    """
    desk = _changed(changes, FocalPoint, edit, OWNER)
    return None if desk is None else [line.key for line in _lines_of(desk.network_key, edit.after)]


def is_under_ended(changes: ChangeSet) -> bool:
    """Return whether the edits would put an active desk or a new contact under an ended authority."""
    return any(_is_under_ended(changes, key) for key in changes.after if changes.after[key])


def comes_under_ended(kind: str, before: Values, after: Values, has_ended: Callable[[str], bool]) -> bool:
    """Return whether a change puts an active desk, or a new contact for a network, under an ended authority.

    If the desk was active under the same authority before the change, return False.
    """
    is_desk = kind == FocalPoint.KIND and after.get(STATUS) not in ENDED_STATUSES
    is_line = kind == ContactDetail.KIND and bool(after.get("network_key")) and not before
    is_same = bool(before) and before.get(OWNER) == after.get(OWNER) and before.get(STATUS) not in ENDED_STATUSES
    return (is_desk or is_line) and not is_same and has_ended(str(after.get(OWNER) or ""))


def coherent(edits: Sequence[Edit], whole: Sequence[Edit]) -> list[Edit]:
    """Return, in order, those of `edits` that can be made without the other edits of `whole`.

    A contact cannot move without its desk, and no row may come under an ended authority.
    """
    left = [edit for edit in whole if edit not in edits and edit.kind == FocalPoint.KIND and edit.detail == OWNER]
    networks = {db.session.get_one(FocalPoint, edit.key).network_key for edit in left if _is_there(edit)}
    kept = [edit for edit in edits if not (_is_move_of_line(edit) and _network_of(edit) in networks)]
    changes = ChangeSet(kept)
    return [
        edit for edit in kept if edit.action is not EditAction.CHANGE or not _is_under_ended(changes, edit.entry_key)
    ]


def is_referenced(edits: Iterable[Edit]) -> bool:
    """Return whether a remaining row of any table, also of accounts, refers to a row that the edits remove."""
    edits = list(edits)
    removed = {edit.entry_key for edit in edits if edit.action is EditAction.REMOVE}
    moved = {(edit.entry_key, edit.detail) for edit in edits if edit.action is EditAction.CHANGE}
    return any(_is_held(entry_key, removed, moved) for entry_key in removed)


def is_circular(changes: ChangeSet, entry_key: EntryKey) -> bool:
    """Return whether a row gets a new successor that leads back to the row."""
    kind, key = entry_key
    if changes.after[entry_key].get(SUCCESSOR) == changes.before[entry_key].get(SUCCESSOR):
        return False
    passed: set[str] = set()
    while key and key not in passed:
        passed.add(key)
        key = _successor(changes, kind, key)
    return bool(key)


def succeeds_abroad(changes: ChangeSet, entry_key: EntryKey) -> bool:
    """Return whether an entry and its successor would be of different States after the edits of the entry.

    If the entry moves, the entries that it succeeds are checked too. If an authority moves, its desks are checked in
    the same way.
    """
    before, after = changes.before[entry_key], changes.after[entry_key]
    if changes.moves(entry_key):
        moving = [entry_key, *_desks_of(entry_key)]
        return any(_is_abroad(changes, one) for key in moving for one in (key, *_replaced_by(key)))
    is_new = bool(after.get(SUCCESSOR)) and after.get(SUCCESSOR) != before.get(SUCCESSOR)
    return is_new and _is_abroad(changes, entry_key)


def rests_on_foreign_law(changes: ChangeSet, entry_key: EntryKey) -> bool:
    """Return whether the edits of a row would make a designation or rule rest on a law of another State.

    If an authority, requirement sheet or law moves, the rows that depend on it are checked.
    """
    before, after = changes.before[entry_key], changes.after[entry_key]
    if entry_key[0] in [model.KIND for model in RESTING_ON_LAW]:
        is_new = any(before.get(detail) != after.get(detail) for detail in (LAW, *OWNERS))
        return bool(after) and is_new and _is_under_foreign_law(changes, entry_key)
    moves = bool(before and after) and before.get(STATE) != after.get(STATE)
    return moves and any(_is_under_foreign_law(changes, one) for one in _resting_on(entry_key[1]))


def is_law_abroad(law: str, state: str) -> bool:
    """Return whether a law is foreign in `state`. `law` is the State of the law. A law of the EU is foreign nowhere."""
    return law not in (state, *SUPRANATIONAL)


def _is_under_foreign_law(changes: ChangeSet, entry_key: EntryKey) -> bool:
    values = changes.after.get(entry_key, changes.planned(*entry_key)) or {}
    law = changes.planned(Legislation.KIND, str(values[LAW])) if values.get(LAW) else None
    return law is not None and is_law_abroad(str(law.get(STATE)), changes.state(entry_key, values))


def _resting_on(key: str) -> Iterator[EntryKey]:
    """Yield designations and rules that rest on a law. `key` is the key of a law, an authority or a requirement sheet.

    For a law, yield all that rest on this law. For an authority or requirement sheet, yield those that belong to it.
    """
    for model in RESTING_ON_LAW:
        columns = [model.__table__.c[name] for name in (LAW, *OWNERS) if name in model.__table__.c]
        rows = select(model.key).where(model.legislation_key.is_not(None), or_(*(one == key for one in columns)))
        yield from ((model.KIND, one) for one in db.session.scalars(rows))


def _is_abroad(changes: ChangeSet, entry_key: EntryKey) -> bool:
    kind, _key = entry_key
    values = changes.planned(*entry_key) or {}
    successor = str(values.get(SUCCESSOR) or "")
    of_successor = changes.planned(kind, successor) if successor else None
    if of_successor is None:
        return False
    return changes.state(entry_key, values) != changes.state((kind, successor), of_successor)


def _desks_of(entry_key: EntryKey) -> list[EntryKey]:
    kind, key = entry_key
    if kind != Authority.KIND:
        return []
    desks = select(FocalPoint.key).where(FocalPoint.authority_key == key)
    return [(FocalPoint.KIND, desk) for desk in db.session.scalars(desks)]


def _replaced_by(entry_key: EntryKey) -> list[EntryKey]:
    kind, key = entry_key
    model = next((one for one in LASTING if kind == one.KIND), None)
    if model is None:
        return []
    return [(kind, one) for one in db.session.scalars(select(model.key).where(model.successor_key == key))]


def _of_end(changes: ChangeSet, edit: Edit, touched: Touched) -> Iterator[Edit]:
    authority = _changed(changes, Authority, edit, STATUS)
    if authority is None or edit.after not in ENDED_STATUSES or edit.before in ENDED_STATUSES:
        return
    successor = touched.get((edit.entry_key, SUCCESSOR))
    to = str((successor.after if successor else authority.successor_key) or "")
    is_merged = edit.ending == MERGED
    for one in ending(authority, MERGED if is_merged else CLOSED, to, edit.given):
        is_own = one.entry_key == edit.entry_key
        if not is_own and (is_merged or (one.entry_key, OWNER) not in touched):
            yield one


def _of_move(changes: ChangeSet, edit: Edit, touched: Touched) -> Iterator[Edit]:
    """Yield the edits that move contacts together with their desk. If the former authority retains another desk of the
    network, yield nothing."""
    desk = _changed(changes, FocalPoint, edit, OWNER)
    if desk is None or not edit.before or (edit.takes_back and edit.contacts_there is None):
        return
    there = (FocalPoint.authority_key == edit.before, FocalPoint.network_key == desk.network_key)
    others = db.session.scalars(select(FocalPoint).where(*there, FocalPoint.key != edit.key))
    if all((other.entry_key, OWNER) in touched for other in others):
        lines = _lines_of(desk.network_key, edit.before)
        yield from (
            moved(line, edit.after, edit.given) for line in lines if line.key not in (edit.contacts_there or ())
        )


def _lines_of(network: str, authority: str) -> Sequence[ContactDetail]:
    place = (ContactDetail.authority_key == authority, ContactDetail.network_key == network)
    return db.session.scalars(select(ContactDetail).where(*place)).all()


def _changed(changes: ChangeSet, model: type[Changed], edit: Edit, detail: str) -> Changed | None:
    is_it = (edit.action, edit.kind, edit.detail) == (EditAction.CHANGE, model.KIND, detail)
    entry = changes.entries.get(edit.entry_key) if is_it else None
    return entry if isinstance(entry, model) else None


def _is_there(edit: Edit) -> bool:
    return db.session.get(edit.model, edit.key) is not None


def _is_move_of_line(edit: Edit) -> bool:
    return (edit.kind, edit.detail) == (ContactDetail.KIND, OWNER)


def _network_of(edit: Edit) -> str | None:
    line = db.session.get(ContactDetail, edit.key)
    return line.network_key if line is not None else None


def _is_under_ended(changes: ChangeSet, entry_key: EntryKey) -> bool:
    before, after = changes.before[entry_key], changes.after[entry_key]
    return comes_under_ended(entry_key[0], before, after, lambda key: _has_ended(changes, key))


def _has_ended(changes: ChangeSet, key: str) -> bool:
    return (changes.planned(Authority.KIND, key) or {}).get(STATUS) in ENDED_STATUSES


def _is_held(entry_key: EntryKey, removed: set[EntryKey], moved: set[tuple[EntryKey, str]]) -> bool:
    kind, key = entry_key
    kinds = {model.__table__: model.KIND for model in MODELS_BY_KIND.values()}
    target = MODELS_BY_KIND[kind].__table__
    for table in db.metadata.tables.values():
        for column in (one.parent for one in table.foreign_keys if one.column.table is target):
            own = _first_key(table)
            for (found,) in db.session.execute(select(own).where(column == key)):
                pointer = (kinds.get(table, ""), str(found))
                if pointer not in removed and (pointer, column.name) not in moved:
                    return True
    return False


def _first_key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _successor(changes: ChangeSet, kind: str, key: str) -> str:
    if (kind, key) in changes.after:
        return str(changes.after[kind, key].get(SUCCESSOR) or "")
    return str(getattr(changes.other(kind, key), SUCCESSOR, None) or "")
