"""Compares the acts of an official table with the stored acts, and makes edits from the differences."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, tuple_

from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.i18n import DEFAULT
from directory.models import Proposal, ProposedChange, Provenance, TreatyStatus
from directory.models.treaty_status import status_key
from directory.models.types import ENGLISH
from directory.proposals.change_set import ChangeSet
from directory.proposals.editable_columns import ORIGINAL, current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.validation import refuse_bad
from directory.sources.readers.mapped_tables import USUAL_KINDS
from directory.sources.readers.reading import Remark
from directory.sources.table_acts import SourceAct, SourceActs
from directory.sources.tables import TableValues
from directory.vocabulary import ACTIONS, SOURCE_READERS, Confidence
from directory.vocabulary.proposals import ProposalOrigin

# The origin of proposals that the site makes from official tables.
ORIGIN = ProposalOrigin.SOURCE
KIND = TreatyStatus.KIND
ACTED_ON, NOTE, COPY = "acted_on", "note", "retrieved_from"
ENGLISH_NOTE = f"{NOTE}.{ENGLISH}"
ALL = ""

BAD_ACT = _l("Row %(row)s: “%(name)s”, %(act)s: %(why)s")

# A mapping from (key of an act, detail) to the last proposal of one source: the value before, and the proposed value.
LastProposed = Mapping[tuple[str, str], tuple[Any, Any]]


def acts_of(acts: SourceActs, state: str) -> list[SourceAct]:
    """Return the acts of one State. An act without a date gets the stored date of the same act, if there is one."""
    return [_dated(act) for act in acts.acts if act.state == state]


def edits_of(table: TableValues, acts: Sequence[SourceAct], day: date) -> list[Edit]:
    """Return the edits that make the stored acts agree with `acts`. `day` is the date of the source.

    An edit is left out if it equals the last edit that was proposed from a table for the same act and detail. Raises
    FileUnreadable for an invalid value.
    """
    stored = _stored([act.key for act in acts])
    proposed = _last_proposed(stored.keys() | {act.key for act in acts})
    found = [edit for act in acts for edit in _edits(table, act, stored.get(act.key), day)]
    edits = list(_without_proposed(found, proposed))
    _refuse_bad(acts, edits)
    return edits


def absent_from(acts: SourceActs) -> list[str]:
    """Return the keys of the stored acts that the table should have but lacks, sorted. Acts that have effect only
    towards one State are left out."""
    treaties = sorted({act.treaty for act in acts.acts})
    kinds = sorted(acts.covers | {(action, "") for action, _ in acts.covers})
    in_table = {act.key for act in acts.acts}
    covered = select(TreatyStatus.key).where(
        TreatyStatus.treaty_key.in_(treaties),
        TreatyStatus.towards_key.is_(None),
        tuple_(TreatyStatus.action, TreatyStatus.date_kind).in_(kinds),
    )
    return [key for key in db.session.scalars(covered.order_by(TreatyStatus.key)) if key not in in_table]


def _refuse_bad(acts: Iterable[SourceAct], edits: Sequence[Edit]) -> None:
    try:
        refuse_bad(ChangeSet(edits))
    except InvalidInput:
        for act in acts:
            try:
                refuse_bad(ChangeSet([edit for edit in edits if edit.key == act.key]))
            except InvalidInput as refused:
                label, why = Remark(ACTIONS.label(act.action)), Remark(refused.message)
                raise FileUnreadable(BAD_ACT, row=act.row, name=act.participant, act=label, why=why) from refused
        raise


def _edits(table: TableValues, act: SourceAct, stored: TreatyStatus | None, day: date) -> Iterator[Edit]:
    said = StatedProvenance((table.address,), day.isoformat(), Confidence.SOURCED)
    copy = f"{_in_english(table)}, row {act.row}, {day.isoformat()}"
    acted_on = act.acted_on.isoformat() if act.acted_on else None
    if stored is None:
        values = {
            "treaty_key": act.treaty,
            "jurisdiction_key": act.state,
            "action": act.action,
            ACTED_ON: acted_on,
            "date_kind": act.date_kind,
            f"{NOTE}.{ORIGINAL}": ENGLISH if act.declaration else None,
            ENGLISH_NOTE: act.declaration,
            COPY: copy,
        }
        filled = {detail: value for detail, value in values.items() if value}
        yield Edit(EditAction.CREATE, KIND, act.key, ALL, None, filled, said)
        return
    change = Edit(EditAction.CHANGE, KIND, act.key, given=said)
    found = []
    if acted_on != current_value(stored, ACTED_ON):
        found.append(replace(change, detail=ACTED_ON, before=current_value(stored, ACTED_ON), after=acted_on))
    found += _declaration(change, act, stored)
    if found:
        yield from found
        yield replace(change, detail=COPY, before=stored.retrieved_from or None, after=copy)


def _declaration(change: Edit, act: SourceAct, stored: TreatyStatus) -> list[Edit]:
    """Return a list with the edit that stores the declaration of `act` in the English note. The list is empty if the
    note has the declaration already, or if the original of the note is not in English.

    The declaration replaces a note that has the table as its only source. It is appended to any other note.
    """
    before = current_value(stored, ENGLISH_NOTE) or ""
    is_there = " ".join(act.declaration.split()) in " ".join(before.split())
    if is_there or stored.note.original not in ("", ENGLISH):
        return []
    known = db.session.get(Provenance, (KIND, stored.key, NOTE))
    is_of_table = known is not None and known.sources == change.given.sources
    if not before or is_of_table:
        return [replace(change, detail=ENGLISH_NOTE, before=before or None, after=act.declaration)]
    own = known.sources if known is not None else ()
    said = replace(change.given, sources=tuple(dict.fromkeys((*own, *change.given.sources))))
    return [replace(change, detail=ENGLISH_NOTE, before=before, after=f"{before}\n\n{act.declaration}", given=said)]


def _without_proposed(edits: Iterable[Edit], proposed: Collection[LastProposed]) -> Iterator[Edit]:
    """Yield the edits that were not proposed before.

    If only `retrieved_from` of a row would change, yield nothing for the row.
    """
    new = [edit for edit in edits if edit.detail != COPY and not _is_proposed(edit, proposed)]
    changed = {edit.key for edit in new}
    yield from (edit for edit in edits if edit in new or (edit.detail == COPY and edit.key in changed))


def _is_proposed(edit: Edit, proposed: Collection[LastProposed]) -> bool:
    values = edit.after if edit.action is EditAction.CREATE else {edit.detail: edit.after}
    wanted = {(edit.key, detail): (edit.before, value) for detail, value in values.items() if detail != COPY}
    return any(wanted.items() <= last.items() for last in proposed)


def _dated(act: SourceAct) -> SourceAct:
    if act.acted_on is not None:
        return act
    kind = USUAL_KINDS.get(act.action, "")
    stored = db.session.get(TreatyStatus, status_key(act.treaty, act.state, act.action, kind, "", ""))
    return act if stored is None else replace(act, date_kind=kind, acted_on=stored.acted_on)


def _stored(keys: Iterable[str]) -> dict[str, TreatyStatus]:
    rows = db.session.scalars(select(TreatyStatus).where(TreatyStatus.key.in_(list(keys))))
    return {row.key: row for row in rows}


def _last_proposed(keys: Iterable[str]) -> Collection[LastProposed]:
    query = (
        select(ProposedChange)
        .join(Proposal, Proposal.id == ProposedChange.proposal_id)
        .where(Proposal.origin == ORIGIN, ProposedChange.kind == KIND, ProposedChange.key.in_(list(keys)))
        .order_by(ProposedChange.id)
    )
    found: dict[tuple[str, ...], dict[tuple[str, str], tuple[Any, Any]]] = {}
    for row in db.session.scalars(query):
        values = {row.detail: row.after} if row.detail else row.after
        found.setdefault(row.sources, {}).update(
            {(row.key, detail): (row.before, value) for detail, value in values.items()}
        )
    return found.values()


def _in_english(table: TableValues) -> str:
    with force_locale(DEFAULT):
        return str(SOURCE_READERS.label(table.reader))
